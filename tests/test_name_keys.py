"""Keys of sellers without ids hold a digest of the name: older stores are rewritten, old keys still lead there."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.deciding.decide import dismiss_seller, undo_seller
from monitor.decision import verdict
from monitor.doctor.store import store_checks
from monitor.judging import rejudge
from monitor.model import Vendor
from monitor.seller_ids import current_vendor_key, name_key
from monitor.store.db.base import Base
from monitor.store.read.decisions import findings_of_seller, seller_decisions
from monitor.store.read.detail import seller_of
from monitor.store.read.health import changed_visits
from monitor.store.read.queue import QueueFilter, queue_total
from monitor.store.store import Store, create_store, open_store
from monitor.store.write.visit import record_visit
from monitor.watchlist import Brand, Watchlist
from tests.old_store import without_forgetting
from tests.record_book import Book
from tests.store_helper import NOON, finding, listing, visit
from tests.test_queue import _decide, _gone, _judge_again, _page, _seller

_OF_EACH_STORE = ("store_info", "visit_digest", "queue_text", "run")
_BY_CHANCE = {
    "visit.recorded_at", "decision.at", "decision.batch", "seller_decision.at", "seller_decision.batch", "queue.id",
    "queue_reason.queue_id", "unmatched.vendor_hash",
}  # fmt: skip
_WATCHLIST = Watchlist(brand=[Brand(name="Nordwerk", chinese=["诺德沃克"]), Brand(name="Solvanta")])


def _written(root: Path, write: Callable[[Book], object], monkeypatch: pytest.MonkeyPatch, *, old: bool) -> Book:
    """A store with what `write` writes, with the keys of today or those of old."""
    with monkeypatch.context() as before:
        if old:
            for room in ("model", "store.db.name_keys"):
                before.setattr(f"monitor.{room}.name_key", lambda place, name: f"{place}:name:{name}")
            for reader in ("decisions", "sellers", "detail"):
                before.setattr(f"monitor.store.read.{reader}.current_vendor_key", lambda key: key)
            known_by = {"id": 2, "name": 0}
            before.setattr("monitor.store.read.listings._certainty", lambda key: known_by.get(key.split(":", 2)[1], 1))
        book = Book(root)
        write(book)
    return book


def _random_history(seed: int) -> Callable[[Book], None]:
    def write(book: Book) -> None:
        dice = random.Random(seed)
        for number in range(50):
            dice.choice([_page, _page, _page, _gone, _judge_again, _decide, _seller])(book, dice, number)
        rejudge(book.store, _WATCHLIST)

    return write


def _many_offers(book: Book) -> None:
    """A seller with many listings, one whose name has the sign between the parts of groups, and a market of both."""
    names = ["五金|大王", *(f"五金店{number}" for number in range(12))]
    for number, name in enumerate(names * 6):
        offer = listing(
            str(number), "诺德沃克 X200 电钻 充电式 20V 家用 工业级 多功能 手电钻 两电一充 全套装 五金工具",
            price_min=Decimal(200 + number), vendor=Vendor(None, name), location="浙江杭州",
        )  # fmt: skip
        book.add(visit((offer, finding()), number=number))
    for number in range(100, 140):
        book.add(visit((listing(str(number), vendor=Vendor(None, "五金|大王")), finding()), number=number))
    rejudge(book.store, _WATCHLIST)


def _upgraded(book: Book) -> Store:
    root = book.store.root
    book.store.close()
    with closing(sqlite3.connect(root / "monitor.db")) as database, database:
        without_forgetting(database)
    create_store(root).close()
    return open_store(root, write=True)


def _content(store: Store) -> dict[str, list[str]]:
    content = {}
    with store.read() as connection:
        for name, table in Base.metadata.tables.items():
            if name not in _OF_EACH_STORE:
                columns = [column for column in table.columns if f"{name}.{column.name}" not in _BY_CHANCE]
                content[name] = sorted(map(repr, connection.execute(select(*columns))))
    return content


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_an_old_store_becomes_what_it_would_be_had_it_been_written_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int | None
) -> None:
    """After any history: all rows are equal, digests of listings included, and `doctor` finds nothing changed."""
    write = _many_offers if seed is None else _random_history(seed)
    store = _upgraded(_written(tmp_path / "old", write, monkeypatch, old=True))
    today = _written(tmp_path / "today", write, monkeypatch, old=False)
    expected, got = _content(today.store), _content(store)
    for name, rows in expected.items():
        assert got[name] == rows, name
    with store.read() as connection:
        assert changed_visits(connection)[1] == []
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    states = {check.name: check.state for check in store_checks(store.root, named=True, now=NOON)}
    assert (states["rows of pages"], states["views and triggers"], states["queue"]) == ("ok", "ok", "ok")
    if seed is None:
        assert any("name-hash" in key for key in expected["group_stats"]), "groups of such sellers were counted"
    before = rejudge(store, _WATCHLIST)
    assert _content(store) == got, "nothing is left to be judged"
    assert rejudge(store, _WATCHLIST, whole=True) is not before
    assert _content(store) == got


def test_old_keys_lead_to_the_seller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In lists, on pages, for decisions; a name that a seller with an id has today too is still that seller's."""

    def write(book: Book) -> None:
        book.add(visit((listing("1", vendor=Vendor(None, "张三:五金")), finding()), number=1))
        dismiss_seller(book.store, ["taobao:1:nordwerk"], verdict("dismissed", reason="resale"), by="A. Weber")

    store = _upgraded(_written(tmp_path / "old", write, monkeypatch, old=True))
    old, today = "taobao:name:张三:五金", name_key("taobao", "张三:五金")
    assert (current_vendor_key(old), current_vendor_key(today), current_vendor_key("taobao:id:7")) == (
        today, today, "taobao:id:7",
    )  # fmt: skip
    with store.read() as connection:
        assert (known := seller_of(connection, old)) is not None
        assert known.key == today
        assert len(seller_decisions(connection, old)) == 1
        assert findings_of_seller(connection, old, "nordwerk") == ["taobao:1:nordwerk"]
        assert queue_total(connection, QueueFilter(seller=old, states=("dismissed",))) == 1
    with store.write() as connection:
        later = visit((listing("2", vendor=Vendor("7002", "张三:五金")), finding()), number=2)
        record_visit(connection, 1, later, salt=store.salt)
    with store.read() as connection:
        assert queue_total(connection, QueueFilter(states=("dismissed",))) == 2, "the seller of that name"
    undo_seller(store, old, by="A. Weber")
    with store.read() as connection:
        assert queue_total(connection, QueueFilter(states=("dismissed",))) == 0
    with closing(sqlite3.connect(store.root / "monitor.db")) as database, pytest.raises(sqlite3.DatabaseError):
        database.execute("UPDATE decision SET note = 'x'")


def test_what_was_changed_before_stays_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest of a page whose rows somebody changed is not made right."""
    book = _written(tmp_path / "old", _random_history(1), monkeypatch, old=True)
    with book.store.write() as connection:
        connection.exec_driver_sql("UPDATE visit SET url = 'https://elsewhere.example' WHERE id = 3")
    with _upgraded(book).read() as connection:
        assert changed_visits(connection)[1] == [3]
