"""The pages of a WARC file, the format of web archives."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from monitor.errors import InputError
from monitor.saved.page import SavedPage, file_time
from monitor.text.dates import iso_date


def warc_pages(path: Path) -> Iterator[SavedPage]:
    """The responses recorded in a WARC file. Raises `InputError` for a file that can't be read."""
    dropped = ("content-encoding", "content-length", "transfer-encoding")
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in _warc_records(records, path):
            http = record.http_headers
            if record.rec_type != "response" or http is None or not re.fullmatch(r"\d{3}", http.get_statuscode() or ""):
                continue
            saved = iso_date(record.rec_headers.get_header("WARC-Date")) or file_time(path)
            headers = {name: value for name, value in http.headers if name.lower() not in dropped}
            url = record.rec_headers.get_header("WARC-Target-URI")
            yield SavedPage(path, url, saved, int(http.get_statuscode()), headers, records.get_record_offset())


def _warc_records(records: Iterator[Any], path: Path) -> Iterator[Any]:
    try:
        yield from records
    except (ArchiveLoadFailed, AttributeError):  # warcio's answer to a record without an address
        raise InputError(
            f"{path}: not a WARC file that can be read; expected one as crawlers write them (in a .warc.gz each record "
            "compressed by itself: `warcio recompress` mends others)"
        ) from None
