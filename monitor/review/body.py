"""The body of a request, as much as is allowed."""

from fastapi import Request

from monitor.review.errors import ReviewError


async def read_body(request: Request, most: int) -> bytes:
    """The whole body. Raises `ReviewError` for more than `most` bytes, which are not read."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise ReviewError("expected at most %(most)s MiB", most=most // 1024**2)
    return bytes(body)
