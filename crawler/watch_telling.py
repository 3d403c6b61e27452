"""Says what a round of the watch showed, and tells people what is news."""

import sys
from collections.abc import Sequence

from crawler import rulebook
from crawler.messages import Lang
from crawler.watch_notices import tell
from crawler.watch_rounds import Looked, WatchDesk
from results.plain import plain
from results.watch_text import BOOK, sight_text
from results.wording import phrase


def told_round(desk: WatchDesk, looked: Sequence[Looked], lang: Lang) -> bool:
    """Say what was seen and tell people what is news; False when nothing could be seen."""
    if looked and all(each.seen.home.state == "blind" for each in looked):
        reference = ", ".join(desk.settings.reference)
        print(phrase(BOOK, "blind", lang, reference=reference), file=sys.stderr)
        return False
    for each in looked:
        _say(each, lang)
    settings = rulebook.settings()
    for told in tell(desk.store, looked, settings, desk.moment, lang):
        key = f"not_told_{told.channel}" if told.problem else f"told_{told.channel}"
        words = {"why": plain(told.problem), "to": ", ".join(settings.watch.email)}
        print(phrase(BOOK, key, lang, **words), file=sys.stderr if told.problem else sys.stdout)
    return True


def _say(each: Looked, lang: Lang) -> None:
    sights = each.seen.sights
    bad = [sight for sight in sights if sight.category != "ok"]
    count = {"looked": str(len(sights)), "bad": str(sum(sight.is_bad for sight in sights))}
    print(phrase(BOOK, "looked", lang, url=plain(each.body.url), **count))
    codes = {target.url: target.codes for target in each.targets}
    for sight in bad:
        print(sight_text(sight, codes, lang))
