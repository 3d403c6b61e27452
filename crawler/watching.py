"""One look at a body's site: home page, certificate, every declared or best-evidence address of its latest audit."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urljoin

from crawler.artifacts import Artifact
from crawler.certificate_end import certificate_end
from crawler.certificates import check_certificate
from crawler.scope import Scope, is_document
from crawler.urls import canonical, host_of, port_of
from crawler.watch_client import Answer, NoAnswerError, WatchClient
from crawler.watched_page import disguised, is_soft_404, page_of, words_of
from results.watch_log import Memory
from results.watch_state import Role, Sight, certificate_state, compared, file_fingerprint

_OUR_TROUBLE = frozenset(("dns", "timeout"))  # may as well be a network of ours that is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address to look at, and why: the items that rest on it."""

    url: str
    role: Role
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One look at a body. `answered`: somebody on the network did, so it is there."""

    sights: tuple[Sight, ...]
    answered: bool

    @property
    def home(self) -> Sight:
        return self.sights[0]


@dataclass(slots=True)
class BodyWatch:
    """Looks at one site. A probe of an address that does not exist is made only when content differs."""

    home: str
    client: WatchClient
    memory: Memory
    today: date
    answered: bool = False
    _home_at: str = ""
    _home_words: str = ""
    _probe: Artifact | None = None
    _probed: bool = field(default=False)

    def look(self, targets: Sequence[Target]) -> Seen:
        """The home page first; when it is gone the other addresses are not asked, they say nothing more."""
        home = self._home()
        sights = [home]
        if not home.is_bad or home.category == "meaning":
            sights += [self._target(target) for target in targets]
        if self.home.startswith("https://") and (certificate := self._certificate()):
            sights.append(certificate)
        return Seen(sights=tuple(sights), answered=self.answered)

    def again(self, seen: Seen, targets: Sequence[Target]) -> Seen:
        """A second look at what was bad; what is well now was a moment's trouble and is not told."""
        if seen.home.is_bad:
            return self.look(targets)
        bad = {sight.url for sight in seen.sights if sight.is_bad and sight.role != "certificate"}
        better = {target.url: self._target(target) for target in targets if target.url in bad}
        return replace(seen, sights=tuple(
            better.get(sight.url, sight) if sight.role in ("declared", "evidence") else sight for sight in seen.sights
        ))  # fmt: skip

    def _home(self) -> Sight:
        try:
            answer = self.client.look(self.home)
        except NoAnswerError as error:
            return self._unanswered(self.home, "home", error)
        self.answered = True
        if (trouble := _refused(answer)) is not None:
            return Sight(url=self.home, role="home", state=trouble, detail=f"HTTP {answer.status}")
        if not Scope.of(self.home).contains(answer.url):
            return Sight(url=self.home, role="home", state="replaced", detail=f"off_site: {answer.url}")
        self._home_at = canonical(answer.url)
        page = page_of(answer.url, answer.content_type, answer.body)
        if what := disguised(page, answer):
            state = "replaced" if what.startswith(("parked", "suspended")) else "blocked"
            return Sight(url=self.home, role="home", state=state, detail=what)
        self._home_words = words_of(page)
        return Sight(url=self.home, role="home", state="ok", fingerprint=self._home_words)

    def _target(self, target: Target) -> Sight:
        before = self.memory.sights.get(f"{target.role} {target.url}")
        known = before if before and before.category == "ok" else None
        extra = {
            name: value
            for name, value in (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
            if value
        } if known else {}  # fmt: skip
        try:
            answer = self.client.look(target.url, whole=not self._is_file(target.url), extra=extra)
        except NoAnswerError as error:
            return self._unanswered(target.url, target.role, error)
        self.answered = True
        if answer.status == 304 and known:
            return replace(known, state=self._content(target, known.fingerprint), detail="")
        if (trouble := _refused(answer)) is not None:
            return Sight(url=target.url, role=target.role, state=trouble, detail=f"HTTP {answer.status}")
        return self._answered(target, answer)

    def _answered(self, target: Target, answer: Answer) -> Sight:
        """What an answer with content means."""
        inside = Scope.of(self.home).contains(target.url)
        if answer.is_page and inside:
            page = page_of(answer.url, answer.content_type, answer.body)
            words, state, detail = words_of(page), *self._page_state(target, page, answer)
            state = state or self._content(target, words)
        else:
            words, detail = file_fingerprint(_length(answer)), ""
            state = self._content(target, words)
        return Sight(
            url=target.url, role=target.role, state=state, detail=detail, etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""), fingerprint=words,
        )  # fmt: skip

    def _page_state(self, target: Target, page: Artifact, answer: Answer) -> tuple[str, str]:
        """What a page is in place of the one that was meant: state and detail, "" when it may be that one."""
        if what := disguised(page, answer):
            return ("replaced" if what.startswith(("parked", "suspended")) else "blocked"), what
        if canonical(target.url) != self._home_at and canonical(answer.url) == self._home_at:
            return "redirect_home", answer.url
        if self._is_news(target, words_of(page)):
            if words_of(page) == self._home_words:
                return "redirect_home", answer.url
            if self._is_soft_404(page):
                return "soft_404", ""
        if self._is_file(target.url):
            return "replaced", "a page where a file was"
        return "", ""

    def _is_news(self, target: Target, words: str) -> bool:
        """Whether a page differs from what was judged and from what was well before. A page that a script builds was
        judged with the script: there is nothing to compare a look without one to."""
        judged = self.memory.baselines.get(target.url, "")
        before = self.memory.sights.get(f"{target.role} {target.url}")
        well = before.fingerprint if before and before.category == "ok" else ""
        return bool(judged) and words not in (judged, well)

    def _content(self, target: Target, words: str) -> str:
        return compared(self.memory.baselines.get(target.url, ""), words, self._home_words)

    def _is_file(self, url: str) -> bool:
        baseline = self.memory.baselines.get(url, "")
        return '"size"' in baseline if baseline else is_document(url)

    def _is_soft_404(self, page: Artifact) -> bool:
        if not self._probed:
            self._probed = True
            url = urljoin(self.home, f"/oit-{secrets.token_hex(8)}")
            try:
                answer = self.client.look(url)
            except NoAnswerError:
                return False
            if answer.status == 200 and answer.is_page:
                self._probe = page_of(answer.url, answer.content_type, answer.body)
        return self._probe is not None and is_soft_404(page, self._probe, self.home)

    def _certificate(self) -> Sight | None:
        """How the certificate stands; None when it could not be asked, which the home page tells better."""
        host, port = host_of(self.home), port_of(self.home)
        end = certificate_end(host, port)
        if end is None:
            return None
        self.answered = True
        problem = check_certificate(host, port)
        state = certificate_state(end, self.today)
        if problem is not None and state != "certificate_expired":
            state = problem.kind
        return Sight(url=self.home, role="certificate", state=state, detail=end.isoformat())

    def _unanswered(self, url: str, role: Role, error: NoAnswerError) -> Sight:
        self.answered = self.answered or error.touched or error.kind not in _OUR_TROUBLE
        states = {"robots": "robots", "http_error": "http_error", "off_site": "replaced"}
        return Sight(url=url, role=role, state=states.get(error.kind, "unreachable"), detail=error.detail)


def blind(seen: Seen) -> Seen:
    """The same look when it was our own network that was gone: nothing was seen."""
    home = replace(seen.home, state="blind", detail="")
    return Seen(sights=(home,), answered=False)


def _refused(answer: Answer) -> str | None:
    """What a status says; None for content."""
    if answer.status in (401, 403, 407, 429, 451) or "challenge" in answer.headers.get("cf-mitigated", ""):
        return "blocked"
    return None if answer.status in (200, 203, 206) else "http_error"


def _length(answer: Answer) -> int:
    told = answer.headers.get("content-length", "")
    return int(told) if told.isdigit() else -1
