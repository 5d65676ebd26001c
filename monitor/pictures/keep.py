"""Keeping a picture: its bytes as they came and the copies to show, in the archive of kept pages."""

from dataclasses import dataclass

from monitor.evidence.archive import Archive
from monitor.evidence.snapshots import write_snapshot
from monitor.model import Snapshot
from monitor.pictures.decode import COPY_TYPE, DecodedPicture


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture whose bytes, and whose copies to show, are in the archive."""

    original: Snapshot
    format: str
    width: int
    height: int
    """Pixels, as it is to be looked at."""
    view: Snapshot
    thumbnail: Snapshot

    @property
    def sha256(self) -> str:
        """The digest of the picture's bytes as they came: its name everywhere."""
        return self.original.sha256_body


def keep_picture(archive: Archive, body: bytes, decoded: DecodedPicture) -> KeptPicture:
    """Keep a picture that was decoded from `body`; all is on the disk when this returns. Raises OSError."""
    return KeptPicture(
        write_snapshot(archive, body, f"image/{decoded.format.lower()}"),
        decoded.format,
        decoded.width,
        decoded.height,
        write_snapshot(archive, decoded.view, COPY_TYPE),
        write_snapshot(archive, decoded.thumbnail, COPY_TYPE),
    )
