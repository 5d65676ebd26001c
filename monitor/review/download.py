"""A file as an answer that browsers save."""

from collections.abc import Iterator
from typing import IO

from fastapi.responses import StreamingResponse

_CHUNK = 256 * 1024
"""Bytes"""


def download(stream: IO[bytes], name: str, media_type: str, **headers: str) -> StreamingResponse:
    """The file from its beginning; it is closed when it is sent. `name`: ours, without marks that headers know."""
    given = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(stream.seek(0, 2)),
        **headers,
    }
    return StreamingResponse(_chunks(stream), headers=given, media_type=media_type)


def zip_download(stream: IO[bytes]) -> StreamingResponse:
    """A bundle of evidence."""
    return download(stream, "evidence.zip", "application/zip")


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        stream.seek(0)
        while chunk := stream.read(_CHUNK):
            yield chunk
