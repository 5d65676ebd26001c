"""A saved page, whichever file holds it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from monitor.saved.archives import part_of

WARC = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page: its file, its address, when it was saved, and what is known of the response."""

    path: Path
    url: str
    saved: datetime
    """UTC: as the file says, else the file's own time."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    part: int | None = None
    """Where it is inside a WARC file (offset in bytes), MHTML or HAR file (number); None: the file is the page."""
    answers: tuple[int, ...] = ()
    """The numbers there of the JSON data that the page requested itself."""

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
    """When a file was last written, in UTC."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
