"""A greatest size for the headers of an answer: Twisted bounds each line, but neither their number nor their sum."""

from collections.abc import Callable
from typing import Any

from scrapy.exceptions import DownloadCancelledError, DownloadFailedError

_MOST_LINES = 200
_LARGEST = 64 * 1024
"""Bytes of all lines together."""


class HeadersTooLarge(DownloadCancelledError):
    """Raised for an answer whose headers have too many lines or bytes; like a page that is too large."""


def with_header_limit(factory: Any) -> Any:
    """The factory of a pool's HTTP connections, such that each answer's headers (interim answers' too) are counted."""

    class Limited(factory):  # type: ignore[misc]
        noisy = False

        def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 (Twisted's name)
            protocol = super().buildProtocol(addr)
            ask = protocol.request

            def request(sent: Any) -> Any:
                answer = ask(sent)
                if (parser := protocol._parser) is not None:  # noqa: SLF001 (Twisted has no other place for it)
                    parser.lineReceived = _counting(parser.lineReceived)
                return answer

            protocol.request = request
            return protocol

    return Limited


def headers_too_large(problem: DownloadFailedError) -> bool:
    """Whether a download failed because of the limit."""
    reasons = getattr(problem.__cause__, "reasons", ())
    return any(isinstance(failure.value, HeadersTooLarge) for failure in reasons)


def _counting(receive: Callable[[bytes], None]) -> Callable[[bytes], None]:
    lines, size = 0, 0

    def counted(line: bytes) -> None:
        nonlocal lines, size
        lines, size = lines + 1, size + len(line) + 1
        if lines > _MOST_LINES or size > _LARGEST:
            raise HeadersTooLarge("the headers of the answer are too large")
        receive(line)

    return counted
