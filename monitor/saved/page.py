"""A saved page, whichever file holds it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import InputError
from monitor.pages.limits import MAX_PAGE_BYTES
from monitor.saved.archives import part_of
from monitor.saved.warc import WARC, warc_body


class PageTooLarge(InputError):
    """Raised for a saved page of more than `MAX_PAGE_BYTES`."""


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
    damage: str | None = None
    """What is wrong with it, by its file's own word."""

    def body(self) -> bytes:
        """The bytes of the page, Content-Encoding undone.

        Raises OSError when the file is gone, `PageTooLarge`, and `InputError` for a file that can't be read.
        """
        body = self._at_most(MAX_PAGE_BYTES + 1)
        if len(body) > MAX_PAGE_BYTES:
            raise PageTooLarge(f"{self.path}: the page is larger than {MAX_PAGE_BYTES // 1024**2} MiB")
        return body

    def _at_most(self, most: int) -> bytes:
        if self.part is None:
            with self.path.open("rb") as stream:
                return stream.read(most)
        if self.path.name.endswith(WARC):
            return warc_body(self.path, self.part, most)
        return part_of(self.path, self.part)


def file_time(path: Path) -> datetime:
    """When a file was last written, in UTC."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
