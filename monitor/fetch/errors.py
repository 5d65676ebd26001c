"""Failures of a request that Scrapy has no exception for."""


class BrowserFailed(Exception):
    """Raised by `Browser.ask` when the browser, or its page, came to an end before the page was there."""
