"""Scrapy settings, each unusual value with its reason. `scrapy crawl` reads the module, a job adds its own values."""

from typing import Any

from crawler.extract.limits import MAX_BYTES
from crawler.job import PROGRAM, CrawlJob

BOT_NAME = "oit-audit"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"  # the browser library needs asyncio

USER_AGENT = PROGRAM
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "oit-audit"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "th,en;q=0.5",  # many sites choose their menu by it
}

DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0  # a promise of one request per second is not kept by half of the pauses
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 20
DOWNLOAD_MAXSIZE = MAX_BYTES
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = False  # a bad certificate is a finding of its own, not a reason to see nothing
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"

SCHEDULER = "crawler.frontier.Frontier"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # scope is checked before a request is built
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.cookies.BoundedCookies": 700,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.backoff.BackoffMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # a refresh is a link like others
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # every hop is checked against the scope
}
REDIRECT_ENABLED = False
RETRY_ENABLED = False
# The spider takes answers of every status and builds no requests itself: none of Scrapy's spider middlewares has work.
SPIDER_MIDDLEWARES_BASE = {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25}
EXTENSIONS_BASE: dict[str, int] = {}  # no telnet console, no remote control, no statistics
EXTENSIONS = {"crawler.extensions.EvidenceExtension": 0}
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
DOWNLOADER_STATS = False
CONCURRENT_ITEMS = 1  # the spider yields no items; Scrapy starts this many tasks for every response
WARN_ON_GENERATOR_RETURN_VALUE = False
LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawler.extensions.QuietFormatter"


def settings_for(job: CrawlJob) -> dict[str, Any]:
    """What a job changes: pauses, identity and the log file in the snapshot folder."""
    return {
        "DOWNLOAD_DELAY": job.delay,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2 if job.delay > 0 else 8,
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": not job.ignore_robots,
        "LOG_FILE": f"{job.folder}/crawl.log",
    }
