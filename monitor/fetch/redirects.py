"""Redirects, by status and by meta refresh: an address that is none is not followed, and the page stays what it is."""

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import HtmlResponse, Response

from monitor.text.decode import decode_page

_HEAD = 16_384
"""Bytes of a page in which a meta refresh is looked for."""


class FollowRedirect(RedirectMiddleware):
    """Downloader middleware in the place of Scrapy's, which raises for an address that can't be parsed."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request that the answer leads to, or the answer."""
        try:
            return super().process_response(request, response)
        except ValueError:
            return response


class FollowMetaRefresh(MetaRefreshMiddleware):
    """Downloader middleware in the place of Scrapy's, which decodes with any codec of Python that a page names."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request that the page leads to, or the answer."""
        if not isinstance(response, HtmlResponse):
            return response
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        head = decode_page(response.body[:_HEAD], content_type).encode("utf-8", "replace")
        readable = HtmlResponse(response.url, status=response.status, body=head, encoding="utf-8")
        try:
            following = super().process_response(request, readable)
        except ValueError:
            return response
        return response if following is readable else following
