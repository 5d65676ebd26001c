"""All other sites: search engines lead to their pages; nothing is searched here."""

from monitor.crawling.many_sites import ManySitesSpider
from monitor.crawling.other_sites import OtherSitePage


class WebListingPage(OtherSitePage):
    """A page of some shop or site."""


class WebSpider(ManySitesSpider):
    """Asks whatever site a result leads to, each by its own turn."""

    name = "web"
    allowed_domains = []
    languages = ()
    listing_page = WebListingPage
