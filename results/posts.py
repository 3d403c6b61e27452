"""The posts of a Thai local government by its name: who is written to and who signs, where the settings do not say."""

from collections.abc import Mapping

from results.wording import Lang, phrase

# What a name begins with → the head's and the clerk's post, to which the rest of the name is added.
_POSTS: Mapping[str, tuple[str, str]] = {
    "องค์การบริหารส่วนตำบล": ("นายกองค์การบริหารส่วนตำบล", "ปลัดองค์การบริหารส่วนตำบล"),
    "องค์การบริหารส่วนจังหวัด": ("นายกองค์การบริหารส่วนจังหวัด", "ปลัดองค์การบริหารส่วนจังหวัด"),
    "เทศบาลตำบล": ("นายกเทศมนตรีตำบล", "ปลัดเทศบาลตำบล"),
    "เทศบาลเมือง": ("นายกเทศมนตรีเมือง", "ปลัดเทศบาลเมือง"),
    "เทศบาลนคร": ("นายกเทศมนตรีนคร", "ปลัดเทศบาลนคร"),
    "อบต.": ("นายก อบต.", "ปลัด อบต."),
    "อบจ.": ("นายก อบจ.", "ปลัด อบจ."),
}


def head_post(agency: str, lang: Lang) -> str:
    """The post of the head of a body, by the body's name; a general word for any other body."""
    return _post(agency, lang, 0) or phrase("documents", "head_of_agency", lang, agency=agency)


def clerk_post(agency: str, lang: Lang) -> str:
    """The post of the clerk (ปลัด)."""
    return _post(agency, lang, 1) or phrase("documents", "clerk_of_agency", lang, agency=agency)


def _post(agency: str, lang: Lang, place: int) -> str:
    if lang != "th":
        return ""
    begin = next((begin for begin in _POSTS if agency.startswith(begin)), None)
    return _POSTS[begin][place] + agency.removeprefix(begin) if begin else ""
