"""What can happen in the place of an answer, beyond what Scrapy knows."""


class BrowserFailed(Exception):
    """Raised by `Browser.ask` when the browser, or its page, came to an end before the page was there."""
