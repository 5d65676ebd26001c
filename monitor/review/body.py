"""The body of a request, as much as is allowed."""

from fastapi import Request

from monitor.errors import InputError


async def read_body(request: Request, most: int) -> bytes:
    """The whole body. Raises `InputError` for more than `most` bytes, which are not read."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise InputError(f"expected at most {most // 1024**2} MiB")
    return bytes(body)
