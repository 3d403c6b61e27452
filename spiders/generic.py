"""The spider most agencies use: follows links of any site, whoever built it.

As a Scrapy spider: `scrapy crawl generic -a url=https://www.example.go.th -a evidence=FOLDER`, with the optional
arguments max_pages, max_minutes and render; the pause between requests is Scrapy's DOWNLOAD_DELAY.
"""

from datetime import UTC, datetime
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.job import CrawlJob
from crawler.site_spider import SiteSpider


class GenericSpider(SiteSpider):
    name = "generic"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, job: CrawlJob | None = None, **kwargs: Any) -> Self:
        if job is None:
            job = _job_of(kwargs, crawler.settings.getfloat("DOWNLOAD_DELAY"))
            kwargs = {}
        return super().from_crawler(crawler, *args, job=job, **kwargs)


def _job_of(arguments: dict[str, str], delay: float) -> CrawlJob:
    """The job that arguments of `scrapy crawl` describe. Raises ValueError without url or evidence."""
    if "url" not in arguments or "evidence" not in arguments:
        raise ValueError("give -a url=ADDRESS and -a evidence=FOLDER")
    given: dict[str, Any] = {"url": arguments["url"], "folder": arguments["evidence"], "delay": delay}
    for name, kind in (("max_pages", int), ("max_minutes", float), ("render", str)):
        if name in arguments:
            given[name] = kind(arguments[name])
    return CrawlJob(snapshot_id=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}", **given)
