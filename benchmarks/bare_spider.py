"""What one would write with Scrapy alone: follow every link, keep nothing. Two ways of doing it.

`plain`: parsel and Scrapy's own duplicate filter, as in its tutorial. `tuned`: a fast parser and a set of seen addresses
before any request object is built.
"""

import sys
from collections.abc import Iterator
from urllib.parse import urljoin

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from selectolax.lexbor import LexborHTMLParser


class PlainSpider(Spider):
    name = "plain"

    def parse(self, response: Response) -> Iterator[Request]:
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href, self.parse)


class TunedSpider(Spider):
    name = "tuned"

    def __init__(self, **arguments: object) -> None:
        super().__init__(**arguments)
        self.seen: set[str] = set(self.start_urls)

    def parse(self, response: Response) -> Iterator[Request]:
        for link in LexborHTMLParser(response.text).css("a[href]"):
            url = urljoin(response.url, link.attributes["href"] or "")
            if url not in self.seen:
                self.seen.add(url)
                yield Request(url, self.parse, dont_filter=True)


def main(kind: str, url: str) -> None:
    spider = {"plain": PlainSpider, "tuned": TunedSpider}[kind]
    process = CrawlerProcess(
        {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False,
         "ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False}
    )  # fmt: skip
    crawler = process.create_crawler(spider)
    process.crawl(crawler, start_urls=[url])
    process.start()
    print(crawler.stats.get_value("response_received_count"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
