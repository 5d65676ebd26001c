"""What is one site: the registrable domain, by the list that is installed, without asking the net."""

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares import cookies
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from monitor.fetch.cookies import SiteCookies
from monitor.fetch.site import site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.shop.example/p/1", "shop.example"),
        ("https://SHOP.example:8443/", "shop.example"),
        ("https://a.b.shop.co.uk/x", "shop.co.uk"),
        ("https://shop.com.cn/", "shop.com.cn"),
        ("https://one.myshopify.com/products/x", "one.myshopify.com"),
        ("https://shop.\u4e2d\u56fd/", "shop.\u4e2d\u56fd"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://localhost/", "localhost"),
        ("http://[bad", ""),
        ("mailto:us@firm.example", ""),
    ],
)
def test_site_of(url: str, site: str) -> None:
    assert site_of(url) == site


def test_cookies_ask_no_server_for_the_list_of_suffixes() -> None:
    """Scrapy's own splitter fetches the list when a site sets its first cookie for a domain: past our door."""
    assert cookies._split_domain.suffix_list_urls == ()
    middleware = SiteCookies.from_crawler(get_crawler())
    request = Request("https://www.shop.example/")
    middleware.process_request(request)
    answer = Response(request.url, headers={"Set-Cookie": "a=1; Domain=.shop.example"})
    middleware.process_response(request, answer)  # a test that leaves the machine fails
    again = Request("https://other.shop.example/")
    middleware.process_request(again)
    assert again.headers["Cookie"] == b"a=1"
