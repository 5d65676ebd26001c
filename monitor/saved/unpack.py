"""Undoing a Content-Encoding without unpacking more than is asked for."""

import io
import zlib
from collections.abc import Callable

import brotli
import zstandard


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """At most `most` bytes of what `body` unpacks to; as it is where it is not packed so, or in an unknown way."""
    unpack = _WAYS.get(encoding.strip().lower())
    if unpack is None:
        return body
    try:
        return unpack(body, most)
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return body


def _gzip(body: bytes, most: int) -> bytes:
    pieces, size = [], 0
    while body and size < most:
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            pieces.append(inflate.decompress(body, most - size))
        except zlib.error:
            if not pieces:
                raise
            break  # what stands behind the last member
        size += len(pieces[-1])
        body = inflate.unused_data
    return b"".join(pieces)


def _deflate(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, most)


def _br(body: bytes, most: int) -> bytes:
    inflate = brotli.Decompressor()
    pieces = [inflate.process(body, output_buffer_limit=most)]
    while sum(map(len, pieces)) < most and not inflate.can_accept_more_data() and not inflate.is_finished():
        pieces.append(inflate.process(b"", output_buffer_limit=most))
    return b"".join(pieces)[:most]


def _zstd(body: bytes, most: int) -> bytes:
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(body)) as reader:
        return reader.read(most)


_WAYS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _br, "zstd": _zstd,
}  # fmt: skip
