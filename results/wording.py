"""The words of the reports, Thai and English, looked up by code; no sentence is written anywhere else.

Sentences name their values as `$item`, `$missing`, ... Values are put in once and never looked at again, so words
from a website cannot act as a template.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, Literal

import yaml

from audits.assessment import Text
from audits.strict_yaml import FAST_LOADER
from audits.verdict import Status

Lang = Literal["th", "en"]
FOLDER = Path(__file__).parent / "texts"
# code, "code (more)" or "code: more"
_DETAIL = re.compile(r"(?P<code>[^:(]+?)\s*(?:[:(]\s*(?P<rest>.*?)\)?)?$", re.S)


def known_reasons() -> frozenset[str]:
    """The reason codes that have a sentence of their own."""
    return frozenset(_texts("reasons"))


def label(key: str, lang: Lang, **values: str) -> str:
    """A fixed word or sentence of the reports. An unknown key raises KeyError: it is a mistake of ours."""
    return Template(_texts("labels")[key][lang]).safe_substitute(values)


def phrase(book: str, key: str, lang: Lang, **values: str) -> str:
    """A sentence of another text file than the reports' own (`texts/<book>.yaml`). An unknown key raises KeyError."""
    return Template(_texts(book)[key][lang]).safe_substitute(values)


def detail_text(detail: str, lang: Lang) -> str:
    """A technical detail of the evidence for people; one without a text comes back as it is."""
    match = _DETAIL.match(detail)
    texts = _texts("details")
    if match is None or match["code"] not in texts:
        return detail
    rest = (match["rest"] or "").strip()
    if lang == "th":
        rest = rest.replace("pages", "หน้า").replace("recognised", "หน้าอ่านได้").replace("read", "ไฟล์ที่อ่านได้")
    known: str = texts[match["code"]][lang]
    return f"{known} ({rest})" if rest else known


def in_language(text: Text, lang: Lang) -> str:
    """The wording of a rule in the report's language."""
    return text.th if lang == "th" else text.en


def labels(lang: Lang) -> Mapping[str, str]:
    """All labels of one language by key, for the templates."""
    return phrases("labels", lang)


def phrases(book: str, lang: Lang) -> Mapping[str, str]:
    """All texts of a text file in one language by key."""
    return {key: text[lang] for key, text in _texts(book).items()}


def label_or(key: str, lang: Lang, otherwise: str) -> str:
    """The label of a key that comes from outside (a finding's kind, say), or `otherwise`."""
    return label(key, lang) if key in _texts("labels") else otherwise


def sentence(reason: str, params: Mapping[str, str], lang: Lang) -> str:
    """What a reason code says, with its values. Never fails: a code without text gets a general sentence."""
    entry = _texts("reasons").get(reason)
    if entry is None:
        return _fill(_texts("status_advice")["unknown_reason"][lang], {"reason": reason})
    return _fill(entry[lang], params)


def repair(reason: str, status: Status, params: Mapping[str, str], lang: Lang) -> str:
    """What to do about it, in one sentence. `fixes` in `params` names the repairs of the missing elements."""
    general = _texts("status_advice")
    if status is Status.PASS:
        return _fill(general[Status.PASS][lang], params)
    own = _texts("reasons").get(reason, {}).get(f"do_{lang}")
    return _fill(own or general[status][lang], params)


def general_advice(key: str, params: Mapping[str, str], lang: Lang) -> str:
    """A sentence of advice that does not depend on the reason: `who_where`, `also_fix`, `soften_low`."""
    return _fill(_texts("status_advice")[key][lang], params)


@cache
def _texts(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=FAST_LOADER)  # noqa: S506 - a SafeLoader
    return loaded


def _fill(variants: str | list[str], params: Mapping[str, str]) -> str:
    """The first variant whose names are all known; the last one in any case."""
    options = [variants] if isinstance(variants, str) else variants
    known = {name: value for name, value in params.items() if value}
    for option in options:
        if set(Template(option).get_identifiers()) <= known.keys():
            return Template(option).substitute(known)
    return Template(options[-1]).safe_substitute(known)
