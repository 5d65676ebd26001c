"""The evidence of a finding as the review shows it: its sealed pages, when they were stamped and checked last."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import IO, Any

from starlette.exceptions import HTTPException

from monitor.errors import InputError
from monitor.listing_ids import current_key
from monitor.runs.bundle_process import make_bundle
from monitor.runs.sealing import SealReport, seal_findings
from monitor.store.db.types import utc_text
from monitor.store.read.sealed import SealedCapture, captures_of, captures_of_page
from monitor.store.read.stamps import StoredStamp, stamps_between
from monitor.store.read.verification import last_verified
from monitor.store.store import Connection, Store
from monitor.store.write.custody import CustodyEvent, add_custody

_AT_ONCE = BoundedSemaphore(1)
"""Bundles that are made at the same time: each keeps a processor busy."""


@dataclass(frozen=True, slots=True)
class ShownCapture:
    """A sealed page. Times are UTC."""

    id: str
    own: bool
    """Of the listing's own page; else of one that shows it among others."""
    at: datetime
    """When the page came."""
    sealed_at: datetime
    sealed_by: str
    stamps: tuple[StoredStamp, ...]
    verified_at: datetime | None
    """When all evidence was checked last; None: not since it was sealed."""
    damaged: bool
    """Whether that check named one of its files."""
    deleted: bool
    session: bool


def listing_of(finding_id: str) -> str:
    """The key of a finding's listing."""
    return ":".join(current_key(finding_id).split(":")[:2])


def captures_shown(connection: Connection, listing_key: str) -> list[ShownCapture]:
    """The sealed pages of a listing, the newest first."""
    captures = captures_of(connection, [listing_key])
    if not captures:
        return []
    stamps = stamps_between(connection, captures[0].batch, captures[-1].batch)
    checked = last_verified(connection)
    named = checked.damaged if checked is not None else ()
    return [
        ShownCapture(
            capture.id,
            capture.listings[listing_key],
            capture.at,
            capture.sealed_at,
            capture.sealed_by,
            tuple(stamp for stamp in stamps if stamp.batch == capture.batch),
            checked.at if checked is not None and checked.at >= capture.sealed_at else None,
            any(_names(name, capture) for name in named),
            capture.deleted,
            capture.session,
        )
        for capture in reversed(captures)
    ]


def capture_record(capture: ShownCapture) -> dict[str, Any]:
    """A sealed page as JSON."""
    times = {name: getattr(capture, name) for name in ("at", "sealed_at", "verified_at")}
    return {
        **asdict(capture),
        **{name: utc_text(time) if time is not None else None for name, time in times.items()},
        "stamps": [
            {
                "authority": stamp.authority,
                "qualified": stamp.qualified,
                "state": stamp.state,
                "time": utc_text(stamp.gen_time) if stamp.gen_time is not None else None,
            }
            for stamp in capture.stamps
        ],
    }


def seal(store: Store, finding_id: str, by: str) -> SealReport:
    """Seal the kept pages of a finding. Raises `InputError` for an unknown one, `StoreError`."""
    return seal_findings(store, [finding_id], by, "asked for in the review")


def bundle(store: Store, finding_id: str, by: str) -> IO[bytes]:
    """The bundle of a finding: a file that has no name any more and goes when it is closed.

    Raises `InputError` where nothing is sealed, `StoreError`; HTTP's 429 while another one is made.
    """
    if finding_id.startswith("-"):
        raise InputError(f"no finding {finding_id[:100]!r} in this store")
    if not _AT_ONCE.acquire(blocking=False):
        raise HTTPException(429, "another bundle is being made; try again when it is there")
    try:
        with TemporaryDirectory(prefix="monitor-bundle-") as folder:
            target = Path(folder) / "evidence.zip"
            make_bundle(store.root, [finding_id], target, by)
            return target.open("rb")
    finally:
        _AT_ONCE.release()


def note_viewed(store: Store, sha256: str, who: str) -> None:
    """Note in the custody log that somebody looked at a kept page that is sealed. Raises `StoreError`."""
    with store.read() as connection:
        sealed = captures_of_page(connection, sha256)
    if sealed:
        now = datetime.now(UTC)
        events = [CustodyEvent("viewed", who, now, capture_id=name, batch=batch) for name, batch in sealed]
        with store.write() as connection:
            add_custody(connection, events)


def _names(where: str, capture: SealedCapture) -> bool:
    return capture.id in where
