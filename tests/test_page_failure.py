"""A page class with a bug: the page is kept for the repair, the visit says whose fault it is."""

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from monitor.config import SiteSettings
from monitor.crawling.target import Target
from monitor.crawling.visit import visit_of_response
from spiders.taobao import TaobaoSearchPage, TaobaoSpider
from tests import composed

URL = "https://s.taobao.com/search?q=x"


class _Job:
    method = "crawl"

    class plan:  # noqa: N801
        origins: dict[str, str] = {}  # noqa: RUF012


def test_exception_in_a_page_class_is_a_failed_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outcome unreadable, with the error: the store step writes it as failed, so that resume asks again."""

    def broken(self: TaobaoSearchPage) -> None:
        raise KeyError("a bug of ours")

    monkeypatch.setattr(TaobaoSearchPage, "page_config", broken)
    spider = TaobaoSpider.__new__(TaobaoSpider)
    spider.context = _Job()  # type: ignore[assignment]
    spider.site = SiteSettings()
    request = Request(URL)
    response = HtmlResponse(URL, body=composed.search_page([composed.item(1, "x")]), request=request)
    visit = visit_of_response(response, spider, Target("search:x:1", "search", URL))
    assert (visit.outcome, visit.error) == ("unreadable", "TaobaoSearchPage: KeyError: 'a bug of ours'")
    assert visit.body
