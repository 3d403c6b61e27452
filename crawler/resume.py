"""Rebuilds the frontier of an interrupted crawl from its snapshot folder: what is done stays done.

The stored answers go once more through the spider's own judgement, without the network and without being told twice.
"""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.http import Response

from crawler.evidence import Manifest, Record, read_body, read_manifest
from crawler.frontier import Entry
from crawler.rendering import Rendered
from crawler.urls import canonical, seen_name

if TYPE_CHECKING:
    from crawler.site_spider import SiteSpider


def restore(spider: "SiteSpider") -> str:
    """Fill the spider's frontier from its folder. The home page's address, or "" when it was never seen."""
    folder = Path(spider.job.folder)
    manifest = read_manifest(folder)
    home = _home(manifest, spider.seed)
    if not home:
        return ""
    again = _worth_another_try(manifest)
    fetched = {record.url for record in manifest.records}
    rendered = {record.url for record in manifest.records if record.role == "rendered"}
    for address in [*fetched, *(failure.url for failure in manifest.failures)]:
        if seen_name(address) not in again:
            wanted = spider.following.entry_for(address)
            spider.frontier.know(wanted.url if wanted else address)
    spider.told = {failure.url for failure in manifest.failures}
    for record in manifest.records:
        if seen_name(record.url) in again or record.location in fetched:
            continue
        if _replay(spider, folder, record) and record.url not in rendered:
            spider.frontier.push(_entry(record))  # stopped between fetching and rendering
            spider.frontier.pages -= 1
    spider.told = None
    for failure in manifest.failures:
        if seen_name(failure.url) in again and (wanted := spider.following.entry_for(failure.url)):
            spider.frontier.offer(wanted)
    spider.probed = any(record.role == "probe" for record in manifest.records)
    return home


def _replay(spider: "SiteSpider", folder: Path, record: Record) -> bool:
    """Let the spider judge a stored answer; whether it now wants to do more with it than follow its links."""
    body = read_body(folder, record)
    if record.role == "robots":
        spider.robots_read(record.url.split("/")[2], body if record.status == 200 else b"")
        return False
    if record.role == "rendered":
        spider.take_rendered(_entry(record), Rendered(record.url, body.decode("utf-8", "replace")), record.url)
        return False
    headers = {"Content-Type": record.content_type, **({"Location": record.location} if record.location else {})}
    wish = spider.judge(_entry(record), Response(record.url, status=record.status, headers=headers, body=body))
    if wish is not None:
        wish.close()
    return wish is not None


def _entry(record: Record) -> Entry:
    role = "page" if record.role == "rendered" else record.role
    return Entry(record.url, role=role, via=record.via, label=record.label, chain=record.redirected_from)


def _home(manifest: Manifest, seed: str) -> str:
    """The page that the seed led to in the end."""
    name = canonical(seed)
    for record in manifest.records:
        names = map(canonical, (record.url, *record.redirected_from))
        if record.role == "page" and record.status == 200 and name in names:
            return record.url
    return ""


def _worth_another_try(manifest: Manifest) -> set[str]:
    """Names of addresses that failed for a passing reason; a name that does not resolve gets one more try."""
    failed = Counter((failure.url, failure.kind) for failure in manifest.failures)
    good = {seen_name(record.url) for record in manifest.records if record.status == 200}
    return {
        seen_name(failure.url)
        for failure in manifest.failures
        if failure.kind == "timeout"
        or (failure.kind == "dns" and failed[failure.url, "dns"] < 2)
        or (failure.kind == "http_error" and failure.detail.startswith("HTTP 5"))
    } - good
