"""Evidence that an interrupted command left is put in place when its row is there, and deleted when not."""

from datetime import UTC, datetime

import pytest

from monitor.errors import StoreInputError
from monitor.evidence.staging import Staging
from monitor.runs import evidence_writing
from monitor.runs.evidence_writing import writing_evidence
from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_evidence import EvidenceBatchRow, StampRow
from monitor.store.read.staged import batch_token, stamp_token
from tests.record_book import Book

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def add_batch(book: Book, number: int) -> None:
    row = {"number": number, "at": NOON, "previous": "0" * 64, "root": "1" * 64, "captures": 1, "head_sha256": "2" * 64}
    with book.store.write() as connection:
        insert_rows(connection, EvidenceBatchRow, [row])


def add_stamp(book: Book, authority: str, number: int) -> None:
    facts = {"url": "https://tsa.example/", "qualified": False, "at": NOON, "gen_time": None, "tsr_sha256": "3" * 64}
    row = {"batch": 1, "authority": authority, "number": number, "state": "unverified", **facts}
    with book.store.write() as connection:
        insert_rows(connection, StampRow, [row])


def test_what_was_committed_is_put_in_place_and_the_rest_deleted(book: Book) -> None:
    with writing_evidence(book.store) as root:
        Staging(root, batch_token(1)).write("ledger/000001.head", b"one")
        Staging(root, batch_token(2)).write("ledger/000002.head", b"two")
        for authority, number in (("a", 1), ("a", 2), ("a-1", 1)):
            Staging(root, stamp_token(1, authority, number)).write(f"ledger/000001/{authority}-{number}.tsr", b"x")
        Staging(root, "batch-1; DROP").write("ledger/x", b"x")
    add_batch(book, 1)
    add_stamp(book, "a", 1)
    add_stamp(book, "a-1", 1)
    with writing_evidence(book.store) as root:
        placed = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert placed == {"ledger/000001.head", "ledger/000001/a-1.tsr", "ledger/000001/a-1-1.tsr"}
    assert list((root / "staging").iterdir()) == []


def test_one_writer_at_a_time(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_writing, "_WAIT_SECONDS", 0)
    with writing_evidence(book.store) as root:
        assert root.stat().st_mode & 0o777 == 0o700
        with pytest.raises(StoreInputError), writing_evidence(book.store):
            pass
