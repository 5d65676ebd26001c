"""Why a page could not be had: from the exception that stands in the place of a response to a reason."""

from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.web.client import ResponseFailed

from monitor.fetch.errors import BrowserFailed
from monitor.fetch.politeness import SiteHeld
from monitor.fetch.public_address import refused
from monitor.fetch.robots import RobotsRefused, RobotsUnreachable
from monitor.page_reasons import PageReason
from monitor.saved.handler import NotSaved

_REASONS: tuple[tuple[type[BaseException], PageReason], ...] = (
    (NotSaved, PageReason.NOT_SAVED),
    (SiteHeld, PageReason.SITE_HELD),
    (RobotsRefused, PageReason.ROBOTS),
    (RobotsUnreachable, PageReason.ROBOTS_UNREACHABLE),
    (BrowserFailed, PageReason.BROWSER_FAILED),
    (CannotResolveHostError, PageReason.DNS),
    (DownloadTimeoutError, PageReason.TIMEOUT),
    (DownloadConnectionRefusedError, PageReason.CONNECTION),
    (ResponseDataLossError, PageReason.TRUNCATED),
    (DownloadCancelledError, PageReason.TOO_LARGE),  # Scrapy cancels what is larger than DOWNLOAD_MAXSIZE
    (NotSupported, PageReason.UNSUPPORTED_ADDRESS),
    (UnsupportedURLSchemeError, PageReason.UNSUPPORTED_ADDRESS),
    (DownloadFailedError, PageReason.CONNECTION),
)
_IN_DETAIL = (SiteHeld, RobotsUnreachable, BrowserFailed)
"""Exceptions whose own words tell more than the reason."""
LONGEST_DETAIL = 300
"""Characters."""


def reason_of_failure(problem: BaseException, request: Request) -> tuple[PageReason, str | None]:
    """The reason and, where there is more to say, words on it. `request`: as it was asked last, after redirects."""
    reason = next((reason for kind, reason in _REASONS if isinstance(problem, kind)), None)
    if reason is PageReason.CONNECTION and _is_about_certificate(problem):
        return PageReason.CERTIFICATE, None
    if reason is PageReason.DNS and (urlsplit(request.url).hostname or "") in refused:
        return PageReason.PRIVATE_ADDRESS, None
    if reason is not None:
        return reason, str(problem)[:LONGEST_DETAIL] if isinstance(problem, _IN_DETAIL) else None
    if isinstance(problem, IgnoreRequest):
        return _reason_of_ignored(problem, request)
    return PageReason.DOWNLOAD_FAILED, type(problem).__name__


def _reason_of_ignored(problem: IgnoreRequest, request: Request) -> tuple[PageReason, str | None]:
    """What Scrapy's own middlewares refuse: they have no exceptions of their own for it."""
    if hasattr(problem.__cause__, "decompressed_size"):
        return PageReason.TOO_LARGE, None
    if request.meta.get("redirect_ttl") == 0:
        return PageReason.TOO_MANY_REDIRECTS, None
    return PageReason.DOWNLOAD_FAILED, str(problem)[:LONGEST_DETAIL]


def _is_about_certificate(problem: BaseException) -> bool:
    """Whether a connection failed because the server's certificate is not one that we trust, or another host's."""
    if not isinstance(problem.__cause__, ResponseFailed):
        return False
    for failure in problem.__cause__.reasons:
        if isinstance(failure.value, VerificationError):
            return True
        # OpenSSL's errors have no classes; each is (library, function, what went wrong)
        if isinstance(failure.value, SSL.Error) and failure.value.args:
            errors = failure.value.args[0]
            if isinstance(errors, list) and any(what == "certificate verify failed" for *_, what in errors):
                return True
    return False
