"""All other sites: search engines lead to their pages; nothing is searched here."""

from monitor.crawling.open_web import ManySitesSpider
from monitor.pages.any_site import OtherSitePage


class WebSpider(ManySitesSpider):
    """Asks whatever site a result leads to, each by its own turn."""

    name = "web"
    allowed_domains = []
    languages = ()


class WebListingPage(OtherSitePage, site=WebSpider):
    """A page of some shop or site."""
