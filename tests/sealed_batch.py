"""Batches of the ledger as sealing leaves them, without their captures, and settings with authorities for them."""

import hashlib
from datetime import UTC, datetime, timedelta

from monitor.config import StoreSettings, TimestampSettings
from monitor.evidence.ledger import NO_BATCH, Head, line_of
from monitor.runs.stamping import StampReport, stamp_due
from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_evidence import EvidenceBatchRow
from monitor.store.read.stamps import StampedBatch, stamped_batches
from tests.record_book import Book

SEALED = datetime.now(UTC) - timedelta(hours=3)


def seal_batch(book: Book, number: int) -> bytes:
    """A batch as sealing leaves it, without its captures; returns its head."""
    ledger = book.store.root / "evidence" / "ledger"
    before = ledger / f"{number - 1:06d}.head"
    previous = hashlib.sha256(before.read_bytes()).hexdigest() if before.exists() else NO_BATCH
    head = Head.of(number, previous, SEALED, [line_of(f"20261129T120000Z-{number:08x}", "1" * 64)])
    ledger.mkdir(parents=True, exist_ok=True)
    (ledger / f"{number:06d}.head").write_bytes(head.data)
    row = {"number": number, "at": SEALED, "previous": previous, "root": head.root, "captures": 1}
    with book.store.write() as connection:
        insert_rows(connection, EvidenceBatchRow, [{**row, "head_sha256": head.sha256}])
    return head.data


def write_settings(book: Book, url: str, root: bytes) -> None:
    (book.store.root / "one.pem").write_bytes(root)
    text = f'[[timestamp]]\nname = "one"\nurl = "{url}"\nroot = "one.pem"\n'
    (book.store.root / "settings.toml").write_text(text)


def asking(book: Book, **authorities: tuple[str, bytes]) -> StoreSettings:
    """Settings with authorities by name: address and root."""
    for name, (_, root) in authorities.items():
        (book.store.root / f"{name}.pem").write_bytes(root)
    return StoreSettings(
        timestamp=[TimestampSettings(name=name, url=url, root=f"{name}.pem") for name, (url, _) in authorities.items()]
    )


def batches(book: Book) -> list[StampedBatch]:
    with book.store.read() as connection:
        return stamped_batches(connection)


def stamp(book: Book, settings: StoreSettings, *, now: datetime | None = None, again: bool = False) -> StampReport:
    return stamp_due(book.store, settings, now or datetime.now(UTC), again=again)


def files(book: Book) -> set[str]:
    evidence = book.store.root / "evidence"
    return {str(path.relative_to(evidence)) for path in evidence.rglob("*") if path.is_file()}
