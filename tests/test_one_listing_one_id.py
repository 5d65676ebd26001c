"""AliExpress shows a listing under two numbers: old stores are united, and old keys still lead to it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.listing_ids import canonical_id, current_key
from monitor.model import PageVisit, Vendor
from monitor.page_reasons import PageReason
from monitor.store.read.detail import finding_detail
from monitor.store.read.health import changed_visits
from monitor.store.read.kept_pages import page_of_finding
from monitor.store.store import create_store, open_store
from monitor.store.write.visit import record_visit
from spiders.aliexpress import AliexpressSpider
from tests.old_store import without_sellers
from tests.store_helper import NOON, decide, finding, listing, make_store, visit

COM, US = "1005000186314753", "3256800000000001"


@pytest.mark.parametrize(
    ("marketplace", "given", "canonical"),
    [
        ("aliexpress", US, COM),
        ("aliexpress", COM, COM),
        ("aliexpress", "2251832713685248", "32900000000"),
        ("aliexpress", "32900000000", "32900000000"),
        ("aliexpress", "٣٢٥٦٨٠٠٠٠٠٠٠٠٠٠١", "٣٢٥٦٨٠٠٠٠٠٠٠٠٠٠١"),
        ("ebay", US, US),
    ],
)
def test_a_listing_has_one_id(marketplace: str, given: str, canonical: str) -> None:
    assert canonical_id(marketplace, given) == canonical
    assert current_key(f"{marketplace}:{given}") == f"{marketplace}:{canonical}"
    assert current_key(f"{marketplace}:{given}:nordwerk") == f"{marketplace}:{canonical}:nordwerk"


@pytest.mark.parametrize("words", ["", "aliexpress", ":", "aliexpress::", "aliexpress:x:y:z"])
def test_other_words_stay(words: str) -> None:
    assert current_key(words) == words


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.aliexpress.com/item/{COM}.html",
        f"https://www.aliexpress.us/item/{US}.html?gatewayAdapt=glo2usa",
        f"//www.aliexpress.us/item/{US}.html",
        f"http://aliexpress.com/item/{US}.html",
    ],
)
def test_a_saved_page_is_found_by_each_of_its_addresses(url: str) -> None:
    assert AliexpressSpider.saved_key(url) == f"listing:{COM}"


def _visit(number: str, *, days: int, **facts: Any) -> PageVisit:
    """A search page of AliExpress with one listing, some days after noon."""
    offer = listing(number, "Nordwerk X200", url=f"https://www.aliexpress.com/item/{number}.html", **facts)
    at = NOON + timedelta(days=days)
    return visit((offer, finding()), number=days + 1, at=at, marketplace="aliexpress")


@contextmanager
def _database(store: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(store / "monitor.db")) as connection, connection:
        yield connection


@pytest.fixture
def old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the version before, with a listing under both numbers, and one under its American number alone."""
    with monkeypatch.context() as before:
        before.setattr("monitor.model.canonical_id", lambda _marketplace, listing_id: listing_id)
        for reader in ("write.visit", "read.decisions", "read.findings"):
            before.setattr(f"monitor.store.{reader}.current_key", lambda key: key)
        store = make_store(
            tmp_path,
            [
                _visit(COM, days=0, vendor=Vendor(None, "Drill Store"), location="Zhejiang"),
                _visit(US, days=1, units_sold=7, vendor=Vendor("1101", "Drill Store")),
                _visit("3256800000000009", days=2),
                _own_page_gone(days=3),
            ],
        )
        decide(store, f"aliexpress:{COM}:nordwerk", "watch")
        decide(store, f"aliexpress:{US}:nordwerk", "confirmed")
        store.close()
    with _database(tmp_path / "store") as database:
        without_sellers(database, "0013")
    return tmp_path / "store"


def _own_page_gone(*, days: int) -> PageVisit:
    url = "https://www.aliexpress.us/item/3256800000000009.html"
    facts = {"page": "listing", "target": "listing:3256800000000009", "url": url, "listing_id": "3256800000000009"}
    return visit(at=NOON + timedelta(days=days), marketplace="aliexpress", reason=PageReason.GONE, **facts)


def test_an_old_store_is_united(old_store: Path) -> None:
    create_store(old_store).close()
    with _database(old_store) as database:
        keys = [key for (key,) in database.execute("SELECT key FROM listing ORDER BY key")]
        assert keys == [f"aliexpress:{COM}", "aliexpress:1005000186314761"]
        row = database.execute(
            "SELECT listing_id, url, units_sold, location, first_visit, first_seen < last_seen, gone, vendor_key "
            "FROM listing WHERE key = ?", (keys[0],)
        ).fetchone()  # fmt: skip
        assert row == (
            COM, f"https://www.aliexpress.com/item/{COM}.html", 7, "Zhejiang", 1, 1, 0, "aliexpress:id:1101",
        )  # fmt: skip
        assert [gone for (gone,) in database.execute("SELECT gone FROM listing ORDER BY key")] == [0, 1]
        for table in ("observation", "lifecycle", "match", "finding", "queue"):
            assert {key for (key,) in database.execute(f"SELECT listing_key FROM {table}")} <= set(keys)
        assert database.execute("SELECT count(*) FROM observation WHERE listing_key = ?", keys[:1]).fetchone() == (2,)
        decided = database.execute("SELECT finding_id, state FROM decision ORDER BY id").fetchall()
        assert decided == [(f"{keys[0]}:nordwerk", "watch"), (f"{keys[0]}:nordwerk", "confirmed")]
        states = dict(database.execute("SELECT finding_id, state FROM queue").fetchall())
        assert states == {f"{keys[0]}:nordwerk": "confirmed", f"{keys[1]}:nordwerk": "new"}
        visits = database.execute("SELECT listing_keys, target FROM visit ORDER BY id").fetchall()
        assert [json.loads(names) for names, _ in visits] == [[keys[0]], [keys[0]], [keys[1]], []]
        assert visits[3][1] == "listing:1005000186314761"
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.DatabaseError, match="append only"):
            database.execute("UPDATE decision SET note = 'x'")


def test_its_history_counts_as_unchanged(old_store: Path) -> None:
    create_store(old_store).close()
    with open_store(old_store).read() as connection:
        number, changed = changed_visits(connection)
    assert (number, changed) == (4, [])


def test_what_was_changed_before_stays_a_change(old_store: Path) -> None:
    with _database(old_store) as database:
        database.execute("UPDATE visit SET url = 'https://www.aliexpress.us/other' WHERE id = 2")
    create_store(old_store).close()
    with open_store(old_store).read() as connection:
        assert changed_visits(connection) == (4, [2])


def test_old_ids_still_lead_to_the_finding(old_store: Path) -> None:
    store = create_store(old_store)
    old = f"aliexpress:{US}:nordwerk"
    decide(store, old, "later")
    with store.read() as connection:
        detail = finding_detail(connection, old)
        assert page_of_finding(connection, old)[0]
    assert detail is not None
    assert (detail.finding.id, detail.finding.state) == (f"aliexpress:{COM}:nordwerk", "later")
    assert len(detail.history) == 2
    assert len(detail.decisions) == 3


def test_pages_with_either_number_tell_of_the_one_listing(old_store: Path) -> None:
    store = create_store(old_store)
    with store.write() as connection:
        for day, number in enumerate((US, COM)):
            record_visit(connection, 1, _visit(number, days=5 + day), salt=store.salt)
    with store.read() as connection:
        keys = connection.exec_driver_sql("SELECT key FROM listing").scalars().all()
    assert len(keys) == 2


def test_a_store_without_such_numbers_stays_as_it_is(tmp_path: Path) -> None:
    make_store(tmp_path, [_visit(COM, days=0), visit((listing("562283240178"), finding()), number=9)]).close()
    with _database(tmp_path / "store") as database:
        without_sellers(database, "0013")
        before = [database.execute(f"SELECT * FROM {table}").fetchall() for table in ("visit", "listing", "finding")]
    create_store(tmp_path / "store").close()
    with _database(tmp_path / "store") as database:
        assert before == [
            database.execute(f"SELECT * FROM {table}").fetchall() for table in ("visit", "listing", "finding")
        ]
