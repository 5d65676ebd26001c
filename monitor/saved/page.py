"""One saved page, wherever it lies."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from monitor.saved.archives import part_of

WARC = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page: where it lies, where it came from, what is known of its answer."""

    path: Path
    url: str
    saved: datetime
    """UTC: the page's own date where it tells one, else the file's time."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    part: int | None = None
    """The place inside a WARC, MHTML or HAR file; None: the file is the page."""
    answers: tuple[int, ...] = ()
    """The places there of the data that the page itself asked for."""

    def body(self) -> bytes:
        """The bytes of the page, Content-Encoding undone. Raises OSError when the file is gone."""
        if self.part is None:
            return self.path.read_bytes()
        if not self.path.name.endswith(WARC):
            return part_of(self.path, self.part)
        with self.path.open("rb") as stream:
            stream.seek(self.part)
            record = next(iter(ArchiveIterator(stream)))
            return bytes(record.content_stream().read())


def file_time(path: Path) -> datetime:
    """When a file was written, in UTC."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
