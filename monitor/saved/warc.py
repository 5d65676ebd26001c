"""The pages of a WARC file, the format of web archives."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

from monitor.errors import InputError
from monitor.saved.unpack import unpacked

WARC = (".warc", ".warc.gz")
_LARGEST_HEAD, _MOST_LINES = 1024 * 1024, 2_000
"""Bytes and lines of a record's headers, the recorded answer's among them."""


class _BoundedReader(DecompressingBufferedReader):  # type: ignore[misc]
    """warcio's reader; the header lines of a record are counted."""

    lines = size = 0
    counted = True

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or _LARGEST_HEAD, _LARGEST_HEAD))
        if self.counted:
            self.lines, self.size = self.lines + 1, self.size + len(line)
            if self.lines > _MOST_LINES or self.size >= _LARGEST_HEAD:
                raise ArchiveLoadFailed("the headers of a record are too large")
        return line


def warc_responses(path: Path) -> Iterator[tuple[Any, int, str | None]]:
    """The recorded answers of a file: warcio's record, its offset, and what is wrong with it.

    Raises `InputError` for a file that can't be read.
    """
    with path.open("rb") as stream, _one_error(path):
        records = ArchiveIterator(stream, check_digests=True)
        reader = records.reader = _BoundedReader(stream)
        for record in records:
            http = record.http_headers
            if record.rec_type == "response" and http is not None and re.fullmatch(
                r"[0-9]{3}", http.get_statuscode() or ""
            ):  # fmt: skip
                offset = records.get_record_offset()  # reads the record to its end: only then is known what is wrong
                yield record, offset, _damage(record)
            else:
                records.read_to_end()
            reader.lines = reader.size = 0


def is_picture(record: Any) -> bool:
    """Whether a recorded answer is a picture, by its own word."""
    return (record.http_headers.get_header("content-type") or "").strip().lower().startswith("image/")


def warc_body(path: Path, offset: int, most: int) -> bytes:
    """At most `most` bytes of the page recorded at `offset`, its encodings undone. Raises `InputError`, OSError."""
    with path.open("rb") as stream, _one_error(path):
        stream.seek(offset)
        records = ArchiveIterator(stream)
        reader = records.reader = _BoundedReader(stream)
        record = next(iter(records))
        reader.counted = False
        http = record.http_headers
        chunked = (http.get_header("transfer-encoding") or "").lower() == "chunked"
        if record.payload_length > most and not chunked:
            record.raw_stream.limit = most  # what is longer is said by whoever asks for one byte more than allowed
        elif hasattr(record.raw_stream, "limit"):
            record.raw_stream.limit = min(record.raw_stream.limit, 2 * most)
        raw = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
        return unpacked(raw.read(most), http.get_header("content-encoding") or "", most)


@contextmanager
def _one_error(path: Path) -> Iterator[None]:
    """Whatever warcio says of a file as one line: it has several errors for a damaged one."""
    try:
        yield
    # AttributeError: a record without an address; ValueError: what is no number, no text or no digest
    except (ArchiveLoadFailed, AttributeError, ValueError, LookupError, StopIteration, EOFError):
        raise InputError(
            f"{path}: not a WARC file that can be read; expected one as crawlers write them (in a .warc.gz each record "
            "compressed by itself: `warcio recompress` mends others)"
        ) from None


def _damage(record: Any) -> str | None:
    """What is wrong with a record that was read to its end."""
    if getattr(record.raw_stream, "limit", 0) > 0:
        return f"cut off: the file ends {record.raw_stream.limit} bytes before the record does"
    problems = list(record.digest_checker.problems)
    if record.http_headers.get_header("transfer-encoding"):
        # writers do not agree whether the digest is of the bytes with or without their chunks
        problems = [problem for problem in problems if problem.startswith("block")]
    return "not what was recorded: its digest is another" if any("failed" in one for one in problems) else None
