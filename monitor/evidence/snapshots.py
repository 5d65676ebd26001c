"""The kept bytes of pages in an archive: zstd, named by the SHA-256 of the body, so that same bytes are kept once."""

import hashlib
import io
import threading
from typing import cast

import zstandard

from monitor.errors import StoreError
from monitor.evidence.archive import Archive
from monitor.model import Snapshot

_LEVEL = 3
"""84 kB and 1.4 ms for a page of 300 kB; gzip takes 95 kB and 7 ms (measured 2026-11)."""
_LARGEST = 64 * 2**20
"""Bytes; a downloaded page is at most 32 MiB, so what inflates to more is no page of ours."""
_ENDING = ".zst"

_of_thread = threading.local()


def _compressor() -> zstandard.ZstdCompressor:
    """One per thread: it can be used again, but not by two at once."""
    if not hasattr(_of_thread, "compressor"):
        _of_thread.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    return cast("zstandard.ZstdCompressor", _of_thread.compressor)


def write_snapshot(archive: Archive, body: bytes, media_type: str | None) -> Snapshot:
    """Keep a body; whole and on the disk when this returns. Raises OSError (full disk, read-only)."""
    sha256 = hashlib.sha256(body).hexdigest()
    name = snapshot_name(sha256)
    if not archive.exists(name):
        archive.put(name, _compressor().compress(body))
    return Snapshot(sha256, len(body), media_type)


def read_snapshot(archive: Archive, sha256: str) -> bytes:
    """The body of a kept page. Raises `StoreError` when it is missing or not what its name says."""
    name = snapshot_name(sha256)
    try:
        packed = io.BytesIO(archive.get(name))
        body = zstandard.ZstdDecompressor().stream_reader(packed).read(_LARGEST + 1)
    except (OSError, zstandard.ZstdError) as error:
        raise StoreError(f"{archive}/{name}: the kept page can't be read ({error})") from None
    if len(body) > _LARGEST:
        raise StoreError(f"{archive}/{name}: the kept page is damaged: it inflates to more than {_LARGEST} bytes")
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StoreError(f"{archive}/{name}: the kept page is damaged: its bytes are not those that its name tells")
    return body


def delete_snapshot(archive: Archive, sha256: str) -> None:
    """Keep the body no longer. Raises OSError."""
    archive.delete(snapshot_name(sha256))


def snapshot_name(sha256: str) -> str:
    """The name in the archive of a body with this digest."""
    return f"{sha256[:2]}/{sha256[2:]}{_ENDING}"


def kept_digests(archive: Archive, first_two: str) -> set[str]:
    """The digests of the kept bodies that begin with two hexadecimal digits."""
    names = archive.list(first_two)
    return {name.removesuffix(_ENDING).replace("/", "") for name in names if name.endswith(_ENDING)}
