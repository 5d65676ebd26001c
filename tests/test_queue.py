"""The queue: equal to a rebuild after any history, read in order page by page, found by words of any length."""

import random
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.deciding.decide import decide, dismiss_seller, undo
from monitor.decision import STATES, verdict
from monitor.errors import InputError
from monitor.model import Finding, Reason, Vendor
from monitor.page_reasons import PageReason
from monitor.store.read import queue as queue_reads
from monitor.store.read.findings import select_findings
from monitor.store.read.queue import (
    Queued,
    QueueFilter,
    queue_currencies,
    queue_facets,
    queue_page,
    queue_total,
    sellers_among,
)
from monitor.store.store import Connection, Store
from monitor.store.write.findings import write_judgements
from monitor.store.write.queue import rebuild_queue
from tests.record_book import Book
from tests.store_helper import NOON, finding, listing, make_store, run, visit

_CODES = ("below_market_price", "replica_slang", "same_text", "price_drop")
_VENDORS = (
    Vendor("7001", "工具小铺"), Vendor("7002", "五金大王"), Vendor("7001", "工具总店"), Vendor(None, "无名"), Vendor(),
    Vendor("7003", "无名"), Vendor(None, "工具小铺"),
)  # fmt: skip
_TITLES = ("诺德沃克 X200 电钻", "Nordwerk 充电钻 20V", "NORDWERK Akkuschrauber", None)
_CONTENT = {
    "queue": "SELECT finding_id, listing_key, brand, marketplace, level, rank, state, seller, price_min, currency, "
    "first_seen, gone, seen, changed FROM queue ORDER BY 1",
    "reasons": "SELECT r.code, r.state, r.rank, r.finding_id FROM queue_reason AS r JOIN queue AS q "
    "ON q.id = r.queue_id AND q.finding_id = r.finding_id ORDER BY 4, 1",
    "texts": "SELECT q.finding_id, t.grams FROM queue_text AS t LEFT JOIN queue AS q ON q.id = t.rowid ORDER BY 1",
    "counts": "SELECT * FROM queue_count ORDER BY 1, 2, 3, 4",
    "reason counts": "SELECT * FROM queue_reason_count ORDER BY 1, 2",
    "states": "SELECT id, state FROM finding ORDER BY 1",
}


def _content(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {name: [tuple(row) for row in connection.exec_driver_sql(query)] for name, query in _CONTENT.items()}


def _some_finding(dice: random.Random, brand: str) -> Finding:
    reasons = [Reason(code, dice.choice((5, 20, 40))) for code in dice.sample(_CODES, dice.randint(1, 3))]
    return finding(*reasons, level=dice.choice(("high", "medium", "low", None)), brand=brand)


def _page(book: Book, dice: random.Random, number: int) -> None:
    marketplace = dice.choice(("taobao", "tmall"))
    pairs = [
        (
            listing(
                str(listing_id),
                dice.choice(_TITLES),
                price_min=dice.choice((None, Decimal(199), Decimal(260))),
                vendor=dice.choice(_VENDORS),
            ),
            _some_finding(dice, dice.choice(("nordwerk", "solvanta"))) if dice.random() < 0.9 else None,
        )
        for listing_id in dice.sample(range(8), dice.randint(1, 4))
    ]
    method = "hand-saved" if dice.random() < 0.3 else "crawl"
    at = NOON + timedelta(hours=number if method == "crawl" else dice.randint(-5, number))
    book.add(visit(*pairs, number=number, at=at, marketplace=marketplace, method=method))


def _gone(book: Book, dice: random.Random, number: int) -> None:
    book.add(
        visit(
            number=number,
            at=NOON + timedelta(hours=number),
            reason=PageReason.GONE,
            page="listing",
            target=f"listing:{number}",
            listing_id=str(dice.randrange(8)),
        )
    )


def _judge_again(book: Book, dice: random.Random, _number: int) -> None:
    with book.store.write() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM finding ORDER BY id").scalars().all()
        if ids:
            key, _, brand = dice.choice(ids).rpartition(":")
            write_judgements(connection, NOON, {key: ((), (_some_finding(dice, brand),))}, known={key}, older=set())


def _decide(book: Book, dice: random.Random, _number: int) -> None:
    with book.store.read() as connection:
        ids = list(connection.exec_driver_sql("SELECT id FROM finding ORDER BY id").scalars())
    if not ids:
        return
    chosen = dice.sample(ids, min(len(ids), dice.randint(1, 3)))
    decide(book.store, chosen, verdict(dice.choice(("confirmed", "dismissed", "watch"))), by=dice.choice("AB"))


def _seller(book: Book, dice: random.Random, _number: int) -> None:
    with book.store.read() as connection:
        ids = list(connection.exec_driver_sql("SELECT id FROM finding ORDER BY id").scalars())
    try:
        dismiss_seller(book.store, [dice.choice(ids or ["none"])], verdict("dismissed"), by="A")
    except InputError as error:
        assert "no page named its seller" in str(error) or "no finding" in str(error)  # noqa: PT017


def _undo(book: Book, dice: random.Random, _number: int) -> None:
    try:
        undo(book.store, by=dice.choice("AB"), only_own=dice.random() < 0.5)
    except InputError as error:
        assert "nothing to undo" in str(error)  # noqa: PT017


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_the_queue_is_what_a_rebuild_makes(tmp_path: Path, seed: int) -> None:
    dice, book = random.Random(seed), Book(tmp_path / "store")
    steps = [_page] * 5 + [_gone, _judge_again, _decide, _decide, _seller, _undo]
    states = set()
    for number in range(60):
        dice.choice(steps)(book, dice, number)
        with book.store.write() as connection:
            kept = _content(connection)
            rebuild_queue(connection)
            assert _content(connection) == kept, number
            states |= {str(row[6]) for row in kept["queue"]}
            connection.rollback()
    assert states >= {"new", "confirmed", "dismissed"}


@pytest.fixture
def many(tmp_path: Path) -> Store:
    """Sixty findings, of which many have the same score; every third dismissed."""
    book = Book(tmp_path / "store")
    pairs = [
        (
            listing(
                str(number),
                f"诺德沃克 {('电钻', '充电钻机', '水龙头')[number % 3]} NW{number}",
                price_min=None if number == 7 else Decimal(number) + Decimal("0.25"),
                currency=("CNY", "CNY", "EUR")[number % 3],
            ),
            finding(
                Reason(_CODES[number % 2], 10 * (number % 4)), level=("high", "low")[number % 2],
                brand=("nordwerk", "solvanta")[number % 5 == 0],
            ),
        )
        for number in range(60)
    ]  # fmt: skip
    book.add(visit(*pairs))
    thirds = [f"taobao:{n}:{('nordwerk', 'solvanta')[n % 5 == 0]}" for n in range(0, 60, 3)]
    decide(book.store, thirds, verdict("dismissed"), by="A")
    return book.store


def _all(connection: Connection, chosen: QueueFilter, limit: int) -> list[Queued]:
    found: list[Queued] = []
    while page := queue_page(connection, chosen, limit=limit, after=found[-1] if found else None):
        assert len(page) <= limit
        found += page
    return found


_FILTERS = {
    "all": QueueFilter(),
    "new": QueueFilter(states=("new",)),
    "new or dismissed": QueueFilter(states=("new", "dismissed")),
    "levels": QueueFilter(states=("new",), levels=("high", "low")),
    "brand": QueueFilter(brand="solvanta"),
    "seller": QueueFilter(seller="taobao:id:7001", states=("new",)),
    "code": QueueFilter(code="replica_slang"),
    "words": QueueFilter(search="电钻"),
    "code and words": QueueFilter(code="replica_slang", search="电钻", states=("new",)),
    "vendor's words": QueueFilter(search="小铺"),
    "since": QueueFilter(since=NOON),
    "later": QueueFilter(since=NOON + timedelta(days=1)),
    "nobody": QueueFilter(brand="nobody"),
    "currency": QueueFilter(currency="EUR"),
    "price from": QueueFilter(currency="CNY", price_from=Decimal("30.25"), states=("new",)),
    "price to": QueueFilter(currency="CNY", price_to=Decimal(7)),
    "one price": QueueFilter(currency="EUR", price_from=Decimal("5.25"), price_to=Decimal("5.25")),
    "price, level and brand": QueueFilter(
        currency="CNY", price_from=Decimal(9), price_to=Decimal(50), levels=("high",), brand="nordwerk", since=NOON
    ),
    "price and code": QueueFilter(currency="CNY", price_from=Decimal(9), code="replica_slang", states=("new",)),
    "price and words": QueueFilter(currency="CNY", price_to=Decimal(40), search="电钻"),
    "price, code and words": QueueFilter(currency="CNY", price_to=Decimal(40), search="电", code="below_market_price"),
    "price and seller": QueueFilter(currency="CNY", price_from=Decimal(9), seller="taobao:id:7001"),
    "since and code": QueueFilter(since=NOON, code="replica_slang"),
}


@pytest.mark.parametrize("name", _FILTERS)
@pytest.mark.parametrize("few", [2_000, 5])
def test_pages_of_any_length_make_the_whole_list(
    many: Store, name: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of score and id, each finding once; searches for frequent and for rare words alike."""
    monkeypatch.setattr(queue_reads, "_FEW", few)
    monkeypatch.setattr(queue_reads, "_MOST_LOOKED_UP", few)
    chosen = _FILTERS[name]
    with many.read() as connection:
        whole = queue_page(connection, chosen, limit=1_000)
        for limit in (1, 7, 50):
            assert _all(connection, chosen, limit) == whole
        expected = {
            row.finding_id
            for row in connection.exec_driver_sql(
                "SELECT q.*, l.title, n.name, f.reasons, l.price_min AS price FROM queue AS q "
                "JOIN listing AS l ON l.key = q.listing_key JOIN finding AS f ON f.id = q.finding_id "
                "LEFT JOIN vendor AS n ON n.key = q.seller"
            )
            if row.state in chosen.states
            and row.level in (chosen.levels or (row.level,))
            and chosen.brand in (None, row.brand)
            and chosen.seller in (None, row.seller)
            and (chosen.code or "") in row.reasons
            and (chosen.search or "") in f"{row.title} {row.name}"
            and (chosen.since or NOON) <= NOON
            and chosen.currency in (None, row.currency)
            and (chosen.price_from is None or (row.price or -1) >= chosen.price_from * 10_000)
            and (chosen.price_to is None or (row.price is not None and row.price <= chosen.price_to * 10_000))
        }
        assert {queued.finding_id for queued in whole} == expected
        assert bool(expected) == (name not in ("later", "nobody"))
        assert queue_total(connection, chosen) in (len(whole), None)
    places = [(-queued.score, queued.finding_id) for queued in whole]
    assert all(one < next_one for one, next_one in pairwise(places))


def test_a_frequent_reason_is_counted_by_its_counter_alone(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_reads, "_MOST_LOOKED_UP", 5)
    with many.read() as connection:
        assert queue_total(connection, QueueFilter(("new",), code="same_text")) == 0
        assert queue_total(connection, QueueFilter(("new",), code="replica_slang")) == 20
        assert queue_total(connection, QueueFilter(("new",), code="replica_slang", brand="nordwerk")) is None
        monkeypatch.undo()
        assert queue_total(connection, QueueFilter(("new",), code="replica_slang", brand="nordwerk")) == 16


def test_a_large_range_is_not_counted_to_its_end(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_reads, "_MOST_COUNTED", 20)
    with many.read() as connection:
        assert queue_total(connection, QueueFilter(currency="EUR")) == 20
        assert queue_total(connection, QueueFilter(since=NOON)) is None
        assert queue_total(connection, QueueFilter()) == 60, "counters know it"


def test_sellers_and_currencies_of_a_list(tmp_path: Path) -> None:
    """Sellers with several of the listed findings, those with the most first; a seller without a name by its id."""
    shops = [Vendor("1", "甲"), *[Vendor("2", "乙")] * 3, *[Vendor("3", None)] * 2, Vendor(None, None)]
    pairs = [
        (listing(str(n), vendor=shop, currency=("EUR", "CNY", None)[n % 3]), finding(level=("high", "low")[n % 2]))
        for n, shop in enumerate(shops)
    ]
    store = make_store(tmp_path, [visit(*pairs)])
    with store.read() as connection:
        ids = [queued.finding_id for queued in queue_page(connection, QueueFilter(), limit=50)]
        sellers = sellers_among(connection, ids, 8)
        assert [(seller.key, seller.name, seller.number) for seller in sellers] == [
            ("taobao:id:2", "乙", 3), ("taobao:id:3", "3", 2),
        ]  # fmt: skip
        assert len(sellers_among(connection, ids, 1)) == 1
        assert queue_currencies(connection) == ["CNY", "EUR"]
    with make_store(tmp_path / "empty").read() as connection:
        assert (sellers_among(connection, [], 8), queue_currencies(connection)) == ([], [])


def test_counts_of_each_filter(many: Store) -> None:
    """Each with the other filters as they are."""
    chosen = QueueFilter(states=("new",), brand="solvanta")
    with many.read() as connection:
        facets = queue_facets(connection, chosen)
        totals = {state: queue_total(connection, QueueFilter((state,), brand="solvanta")) for state in STATES}
        assert facets.states == {state: number for state, number in totals.items() if number}
        assert facets.brands == {
            brand: queue_total(connection, QueueFilter(("new",), brand=brand)) for brand in ("nordwerk", "solvanta")
        }
        assert facets.codes == {code: queue_total(connection, QueueFilter(("new",), code=code)) for code in _CODES[:2]}


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("钻", 40), ("电", 40), ("电钻", 40), ("充电钻", 20), ("钻机", 20), ("充电钻机", 20), ("德沃", 60), ("沃德", 0),
        ("電鑽", 40), ("诺德沃克 水龙头", 20), ("ＮＷ7", 1), ("nw1", 11), ("w1", 0), ("工具小铺", 60), ("水龙头 钻", 0),
        ('"', 0), ("* OR 电钻", 0), ("", 0), ("NEAR(电 钻)", 0), ("电钻 NOT 水", 0),
    ],
)  # fmt: skip
def test_words_are_found_whatever_their_length_and_spelling(many: Store, words: str, number: int) -> None:
    """One character, two, four; traditional, full width, upper case; a query's grammar is only words."""
    with many.read() as connection:
        assert len(queue_page(connection, QueueFilter(search=words), limit=100)) == number


def test_lists_are_read_from_the_queue(many: Store) -> None:
    assert len(select_findings(many)) == 60
    assert len(select_findings(many, state="new,watch")) == 40
    assert {record.state for record in select_findings(many, state="dismissed")} == {"dismissed"}


def test_the_queue_is_checked_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Lists that lack a finding are a problem that says what helps; it helps."""
    store = make_store(tmp_path, [visit((listing("1"), finding()), (listing("2"), finding()))])
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM queue_reason")
        connection.exec_driver_sql("DELETE FROM queue WHERE finding_id = 'taobao:1:nordwerk'")
    store.close()
    code, out, _ = run(monkeypatch, capfd, "doctor", "--store", store.root)
    assert code == 1
    assert "flagged: 2, queued: 1, counted: 2, searched: 2" in " ".join(out.split())
    assert f"`monitor doctor --rebuild --store {store.root}`" in out
    code, _, err = run(monkeypatch, capfd, "doctor", "--rebuild", "--store", store.root)
    assert "the queue was made anew: 2 findings" in err
    assert len(run(monkeypatch, capfd, "findings", "--json", "--store", store.root)[1].splitlines()) == 2
    code, out, err = run(monkeypatch, capfd, "doctor", "--rebuild", "--store", tmp_path / "nothing")
    assert (code, out) == (2, "")
    assert "no store here" in err
