"""Documents of rights and owners: files below the watchlist's folder, read whole and known by their first bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import InputError
from monitor.watchlist.model import leads_below

LARGEST = 20 * 2**20
"""Bytes. A scanned certificate of several pages has less; platforms take less still."""
_KINDS = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_EXPECTED = "expected a PDF, PNG or JPEG file below the watchlist's folder"


@dataclass(frozen=True, slots=True)
class Document:
    """A document's bytes, and what they are."""

    body: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """The digest by which it is kept."""
        return hashlib.sha256(self.body).hexdigest()


def read_document(folder: Path, name: str) -> Document:
    """Read a document by its path below a folder. Raises `InputError` with what is wrong and what was expected."""
    if not leads_below(name):
        raise InputError(f"{name}: lies outside of the watchlist's folder; put a copy into it")
    file = folder / name
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise InputError(f"{name}: leads outside of the watchlist's folder; put a copy into it")
        if not file.exists():
            raise InputError(f"{name}: no such file; {_EXPECTED}")
        if not file.is_file():
            raise InputError(f"{name}: no file; {_EXPECTED}")
        with file.open("rb") as stream:
            body = stream.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{name}: can't be read ({error.strerror}); {_EXPECTED}") from None
    if len(body) > LARGEST:
        raise InputError(f"{name}: larger than {LARGEST // 2**20} MB; scan it with a lower resolution")
    media_type = next((media_type for first, media_type in _KINDS if body.startswith(first)), None)
    if media_type is None:
        raise InputError(f"{name}: neither PDF, PNG nor JPEG by its content; {_EXPECTED}")
    return Document(body, media_type)
