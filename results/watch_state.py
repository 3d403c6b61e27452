"""What a look at an address means: its state, whether content was replaced, and what of it is news. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Role = Literal["home", "declared", "evidence", "certificate"]
Category = Literal["ok", "outage", "meaning", "unseen", "expires_30", "expires_14", "expires_7", "certificate"]
_CATEGORIES: Mapping[str, Category] = {
    "ok": "ok", "changed": "ok", "unreachable": "outage", "http_error": "outage", "soft_404": "meaning",
    "redirect_home": "meaning", "replaced": "meaning", "blocked": "unseen", "robots": "unseen", "blind": "unseen",
    "expires_30": "expires_30", "expires_14": "expires_14", "expires_7": "expires_7",
    "certificate_expired": "certificate", "certificate_self_signed": "certificate",
    "certificate_wrong_host": "certificate", "certificate_invalid": "certificate",
}  # fmt: skip
_WARN_DAYS = (7, 14, 30)
_KEPT_SHARE = 0.15  # of the former passages; with fewer left it is another page
_MOST_PASSAGES = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one look showed. `fingerprint` is empty when there was no content to look at."""

    url: str
    role: Role
    state: str
    detail: str = ""
    etag: str = ""
    last_modified: str = ""
    fingerprint: str = ""

    @property
    def category(self) -> Category:
        return _CATEGORIES[self.state]

    @property
    def is_bad(self) -> bool:
        return self.category not in ("ok", "unseen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something to tell about one address: what it is now and what people were told before. `since` is when that
    began."""

    url: str
    role: Role
    state: str
    detail: str
    before: str
    since: datetime
    codes: tuple[str, ...] = ()

    @property
    def recovered(self) -> bool:
        return _CATEGORIES[self.state] == "ok"


def category_of(state: str) -> Category:
    """The class of a state: what is told as one and the same trouble."""
    return _CATEGORIES[state]


def fingerprint_of(title: str, heads: Iterable[str], passages: Iterable[str]) -> str:
    """What a page says, in a form that can be kept and compared: digits are left out, because counters change."""
    told = {"title": _hash(_without_digits(title)), "heads": _hashes(heads), "passages": _hashes(passages)}
    return json.dumps(told)


def file_fingerprint(size: int, sha256: str = "") -> str:
    """What is known of a file."""
    return json.dumps({"size": size, "sha256": sha256})


def compared(before: str, now: str, home: str = "") -> Literal["ok", "changed", "replaced"]:
    """What became of content: the same, another state of it, or something else in its place. A list of news may have
    nothing but new entries: as long as its head stands, it is the same list. What stands on the home page too (`home`,
    its fingerprint) tells nothing of this page."""
    if not before or not now or before == now:
        return "ok"
    old, new = json.loads(before), json.loads(now)
    if "passages" not in old or "passages" not in new:
        return "ok" if old.get("size", -1) == new.get("size", -2) else "changed"
    common = json.loads(home) if home else {"heads": (), "passages": ()}
    former, present = (set(page["passages"]).difference(common["passages"]) for page in (old, new))
    kept = len(former & present) / len(former) if former else 1.0
    heads = set(old["heads"]).difference(common["heads"])
    other = heads.isdisjoint((*new["heads"], *new["passages"])) if heads else old["title"] != new["title"]
    return "replaced" if other and kept < _KEPT_SHARE else "changed"


def certificate_state(expires: date, today: date) -> str:
    """How close the end of a certificate is."""
    left = (expires - today).days
    if left < 0:
        return "certificate_expired"
    return next((f"expires_{days}" for days in _WARN_DAYS if left <= days), "ok")


def changes(
    told: Mapping[str, str], sights: Sequence[Sight], since: Mapping[str, datetime], codes: Mapping[str, Sequence[str]]
) -> tuple[Change, ...]:
    """What is news: a trouble that people were not told of, or one that they were told of and that is over. What could
    not be looked at is no news. `told` is the last state told by address and role."""
    found: list[Change] = []
    for sight in sights:
        before = told.get(f"{sight.role} {sight.url}", "ok")
        if sight.category == "unseen" or category_of(before) == sight.category:
            continue
        found.append(
            Change(
                url=sight.url, role=sight.role, state=sight.state, detail=sight.detail, before=before,
                since=since[f"{sight.role} {sight.url}"], codes=tuple(codes.get(sight.url, ())),
            )
        )  # fmt: skip
    return tuple(found)


def _without_digits(text: str) -> str:
    return "".join(letter for letter in text if not letter.isdigit()).strip()[:200]


def _hashes(texts: Iterable[str]) -> list[str]:
    return sorted({_hash(text) for text in map(_without_digits, texts) if text})[:_MOST_PASSAGES]


def _hash(text: str) -> str:
    return hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
