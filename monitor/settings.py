"""Scrapy settings: how to crawl. What to look for stands in the watchlist, how fast in the store's settings.toml."""

from monitor import __version__
from monitor.pages.limits import MAX_PAGE_BYTES

BOT_NAME = "monitor"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "monitor.crawling.registry.SiteSpiderLoader"  # `scrapy shell URL` and the like: by our own rules
COMMANDS_MODULE = "monitor.runs.commands"
USER_AGENT = f"marketplace-monitor/{__version__}"

# Polite: one request at a time per site. All delays (the store's settings, slow sites, Retry-After, jitter), budgets,
# quiet hours and cool-downs are `monitor.fetch.politeness`, at the one door to the net; Scrapy adds none of its own.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 0  # with `-s DOWNLOAD_DELAY=10` the door waits at least so long
AUTOTHROTTLE_ENABLED = False
RETRY_TIMES = 2
RETRY_PRIORITY_ADJUST = 1  # before other pages: a site that refuses is not asked for these too
REDIRECT_MAX_TIMES = 5
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = MAX_PAGE_BYTES
DOWNLOAD_WARNSIZE = 0
CONCURRENT_ITEMS = 2  # a page is one item; Scrapy starts so many workers for every page (default 100)

# Safe: nothing listens, certificates are checked, only http and https.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "monitor.fetch.handler.PoliteHandler",
    "https": "monitor.fetch.handler.PoliteHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "monitor.fetch.public_address.PublicAddressResolver"  # no private addresses
HTTPPROXY_ENABLED = False  # a proxy would connect where we can't check
MEMUSAGE_LIMIT_MB = 2048

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "monitor.fetch.handler.RefuseHeld": 50,  # before robots.txt is asked for
    "monitor.fetch.robots.ObeyRobots": 100,  # in the place of Scrapy's
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "monitor.fetch.redirects.FollowMetaRefresh": 580,  # Scrapy's place in the order
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "monitor.fetch.redirects.FollowRedirect": 600,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "monitor.fetch.cookies.SiteCookies": 700,
    "monitor.fetch.record.RecordFetch": 990,  # next to the wire: before decompression (590)
}
# Spiders yield visits, never requests: what filters requests and answers only costs time.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # every answer is a visit
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,  # no Referer at all
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
}
EXTENSIONS = {
    "monitor.crawling.scheduler.ScheduleTargets": 100,  # the planner: hands requests to the engine when it is idle
    "monitor.crawling.failed_items.KeepFailedItems": 200,  # a page on which a step failed is kept as failed
}
ITEM_PIPELINES = {
    "pipelines.check_visit.CheckVisit": 100,  # first: count and warn, whatever happens later
    "pipelines.match_brand.MatchBrand": 200,  # only matched listings are judged
    "pipelines.judge_listing.JudgeListing": 300,  # needs the matches
    "pipelines.save_snapshot.SaveSnapshot": 400,  # the file is there before the row that names it
    "pipelines.store_visit.StoreVisit": 500,  # last: one transaction with all of it
}
FEED_EXPORTERS = {
    "jsonl": "monitor.crawling.feed_export.ListingLines",
    "jsonlines": "monitor.crawling.feed_export.ListingLines",
    "jl": "monitor.crawling.feed_export.ListingLines",
    "json": "monitor.crawling.feed_export.ListingArray",
    "csv": None,  # `monitor export` writes CSV that is safe in Excel
    "xml": None,
    "pickle": None,
    "marshal": None,
}
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"


def user_agent(contact: str) -> str:
    """How a site sees us: the program, and the address or mail at which its user can be reached."""
    return f"{USER_AGENT} (+{contact})"
