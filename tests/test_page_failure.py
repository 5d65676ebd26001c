"""A page class with a bug: the page is kept for the repair, the visit says whose fault it is."""

from collections.abc import Iterator
from contextlib import closing

from scrapy import Request
from scrapy.http import HtmlResponse

from monitor.crawling.reader import read_in_worker
from monitor.crawling.target import Target
from monitor.crawling.visit import Place, visit_of_response
from monitor.model import Listing
from monitor.sandbox import Worker
from spiders.taobao import TaobaoSearchPage
from tests import composed

URL = "https://s.taobao.com/search?q=x"


class BrokenPage(TaobaoSearchPage):
    def page_config(self) -> Iterator[Listing]:
        raise KeyError("a bug of ours")


def test_exception_in_a_page_class_is_a_failed_visit() -> None:
    """Outcome unreadable, with the error: the store step writes it as failed, so that resume asks again."""
    place = Place("taobao", "crawl", None, lambda listings, _: listings)
    response = HtmlResponse(URL, body=composed.search_page([composed.item(1, "x")]), request=Request(URL))
    with closing(Worker()) as worker:
        read = read_in_worker(worker, BrokenPage, response.body, URL)
    visit = visit_of_response(response, BrokenPage, read, place, Target("search:x:1", "search", URL))
    assert (visit.outcome, visit.reason) == ("unreadable", "page_class_failed")
    assert visit.error == "BrokenPage: KeyError: 'a bug of ours'"
    assert visit.body
