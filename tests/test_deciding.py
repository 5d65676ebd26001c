"""What reviewers decide: events that are never changed, undone by events, bound to what was seen."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.deciding.decide import (
    DecidedMeanwhile,
    FindingChanged,
    decide,
    decide_each,
    dismiss_seller,
    undo,
    undo_seller,
)
from monitor.decision import verdict
from monitor.errors import InputError
from monitor.model import Reason, Vendor
from monitor.store.read.agreement import indicator_record
from monitor.store.read.decisions import decision_history, seller_decisions, standings_of
from monitor.store.read.findings import FindingRecord, select_findings
from monitor.store.read.news import new_findings
from monitor.store.read.runs import top_findings
from monitor.store.store import Store
from tests.record_book import Book
from tests.store_helper import NOON, PRICE, VENDOR, finding, listing, visit

HOUR = timedelta(hours=1)
ONE, TWO, THREE = (f"taobao:{number}:nordwerk" for number in (1, 2, 3))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Three findings of one seller, of which one is on tmall's own, and one of another."""
    book = Book(tmp_path / "store")
    other = listing("3", vendor=Vendor("8000", "五金大王"))
    book.add(visit((listing("1"), finding()), (listing("2"), finding()), (other, finding(PRICE, level="medium"))))
    return book


def _record(store: Store, finding_id: str = ONE) -> FindingRecord:
    return {record.id: record for record in select_findings(store)}[finding_id]


def _states(store: Store) -> dict[str, str]:
    return {record.id.split(":")[1]: record.state for record in select_findings(store)}


def test_a_decision_says_all_and_is_the_state(book: Book) -> None:
    recorded = decide(
        book.store, [ONE, TWO], verdict("confirmed", ground="mark", note="wrong colour"), by="A. Weber", at=NOON
    )
    assert [decision.finding_id for decision in recorded.decisions] == [ONE, TWO]
    assert len({decision.batch for decision in recorded.decisions}) == 1
    record = _record(book.store)
    assert record.decision == recorded.decisions[0]
    assert (record.state, record.changed) == ("confirmed", None)
    assert record.decision is not None
    assert (record.decision.ground, record.decision.note, record.decision.reviewer, record.decision.at) == (
        "mark", "wrong colour", "A. Weber", NOON,
    )  # fmt: skip
    assert record.decision.seen is not None
    assert record.decision.seen.digest == record.seen
    assert _states(book.store) == {"1": "confirmed", "2": "confirmed", "3": "new"}


def test_one_unknown_finding_and_nothing_is_written(book: Book) -> None:
    with pytest.raises(InputError, match="no finding 'taobao:9:nordwerk'"):
        decide(book.store, [ONE, "taobao:9:nordwerk"], verdict("watch"), by="A")
    with pytest.raises(InputError, match="--by NAME"):
        decide(book.store, [ONE], verdict("watch"), by="  ")
    assert set(_states(book.store).values()) == {"new"}


def test_the_same_by_the_same_person_is_written_once(book: Book) -> None:
    """A second click; another person's word counts by itself."""
    decide(book.store, [ONE], verdict("watch"), by="A")
    assert decide(book.store, [ONE, TWO], verdict("watch"), by="A").unchanged == (ONE,)
    assert decide(book.store, [ONE], verdict("watch"), by="B").unchanged == ()
    assert decide(book.store, [ONE], verdict("watch", note="look again"), by="B").unchanged == ()
    with book.store.read() as connection:
        assert [decision.reviewer for decision in decision_history(connection, ONE)] == ["A", "B", "B"]


def test_undo_goes_back_batch_by_batch_and_is_an_event(book: Book) -> None:
    decide(book.store, [ONE], verdict("watch"), by="A")
    decide_each(book.store, {ONE: verdict("confirmed"), TWO: verdict("dismissed", reason="resale")}, by="B")
    assert _states(book.store) == {"1": "confirmed", "2": "dismissed", "3": "new"}
    taken = undo(book.store, by="A")
    assert [(decision.finding_id, decision.state) for decision in taken.decisions] == [(ONE, "watch"), (TWO, "new")]
    assert _states(book.store) == {"1": "watch", "2": "new", "3": "new"}
    undo(book.store, by="A")
    assert set(_states(book.store).values()) == {"new"}
    with pytest.raises(InputError, match="nothing to undo"):
        undo(book.store, by="A")
    with book.store.read() as connection:
        history = decision_history(connection, ONE)
    assert [(decision.state, decision.undoes) for decision in history] == [
        ("watch", None), ("confirmed", None), ("watch", history[1].id), ("new", history[0].id),
    ]  # fmt: skip


def test_undo_of_ones_own_leaves_what_others_decided_later(book: Book) -> None:
    decide(book.store, [ONE, TWO], verdict("watch"), by="A")
    decide(book.store, [ONE], verdict("confirmed"), by="B")
    undo(book.store, by="A", only_own=True)
    assert _states(book.store) == {"1": "confirmed", "2": "new", "3": "new"}
    with pytest.raises(InputError, match="no decision by A"):
        undo(book.store, by="A", only_own=True)
    undo(book.store, by="B", only_own=True)
    assert set(_states(book.store).values()) == {"new"}


def test_decided_on_what_was_seen_or_not_at_all(book: Book) -> None:
    seen = {record.id: record.seen for record in select_findings(book.store)}
    decide(book.store, [ONE], verdict("watch"), by="A", seen=seen)
    book.add(visit((listing("1", price_min=Decimal(199)), finding()), number=2, at=NOON + HOUR))
    with pytest.raises(FindingChanged) as raised:
        decide(book.store, [ONE, TWO], verdict("confirmed"), by="B", seen=seen)
    assert raised.value.changes is not None
    assert raised.value.changes.price == ("260.00 CNY", "199.00 CNY")
    assert _states(book.store) == {"1": "watch", "2": "new", "3": "new"}


@pytest.mark.parametrize(
    "change",
    [
        (listing("1", price_min=Decimal(199)), finding()),
        (listing("1"), finding(PRICE, VENDOR, Reason("came_back", 10))),
        (listing("1"), finding(PRICE)),
        (listing("1", currency="USD"), finding()),
    ],
)
def test_a_dismissed_finding_that_changes_comes_back_and_says_what_changed(book: Book, change: tuple) -> None:  # type: ignore[type-arg]
    decide(book.store, [ONE], verdict("dismissed", reason="resale"), by="A")
    book.add(visit((listing("1"), finding()), number=2, at=NOON + HOUR))
    assert _record(book.store).state == "dismissed", "the same again changes nothing"
    book.add(visit(change, number=3, at=NOON + 2 * HOUR))
    record = _record(book.store)
    assert record.state == "new"
    assert record.changed is not None
    assert record.decision is not None
    assert record.decision.state == "dismissed"
    book.add(visit((listing("1"), finding()), number=4, at=NOON + 3 * HOUR))
    assert _record(book.store).state == "dismissed", "as it was when it was dismissed"


def test_what_is_not_part_of_the_decision_brings_nothing_back(book: Book) -> None:
    """Another title, stock or picture of what was dismissed is no news for a reviewer."""
    decide(book.store, [ONE], verdict("dismissed"), by="A")
    changed = listing("1", "诺德沃克 X200 电钻 新款", stock=5, units_sold=3, price_max=Decimal(300), location="金华")
    book.add(visit((changed, finding()), number=2, at=NOON + HOUR))
    assert _record(book.store).state == "dismissed"


def test_confirmed_stays_confirmed_and_says_that_it_changed(book: Book) -> None:
    decide(book.store, [ONE], verdict("confirmed"), by="A")
    book.add(visit((listing("1", price_min=Decimal(199)), finding()), number=2, at=NOON + HOUR))
    record = _record(book.store)
    assert (record.state, record.changed is not None) == ("confirmed", True)


def test_a_fine_seller_is_muted_until_it_is_taken_back(book: Book) -> None:
    decide(book.store, [TWO], verdict("confirmed"), by="A")
    recorded = dismiss_seller(book.store, [ONE], verdict("dismissed", reason="authorised"), by="A")
    assert [decision.finding_id for decision in recorded.decisions] == [ONE]
    assert recorded.decisions[0].seller == "taobao:id:7001"
    assert (recorded.left_confirmed, [one.seller_name for one in recorded.sellers]) == (1, ["工具小铺"])
    new = visit(
        (listing("4"), finding()),
        (listing("1", price_min=Decimal(1)), finding()),
        (listing("5"), finding(brand="solvanta")),
        number=2, at=NOON + HOUR,
    )  # fmt: skip
    book.add(new)
    assert _states(book.store) == {"1": "dismissed", "2": "confirmed", "3": "new", "4": "dismissed", "5": "new"}
    undo(book.store, by="A")
    assert _states(book.store) == {"1": "new", "2": "confirmed", "3": "new", "4": "new", "5": "new"}


def test_the_same_about_a_seller_is_written_once(book: Book) -> None:
    """So that one undo takes it back."""
    dismissed = verdict("dismissed", reason="resale")
    dismiss_seller(book.store, [ONE], dismissed, by="A")
    again = dismiss_seller(book.store, [ONE], dismissed, by="A")
    assert (again.batch, again.decisions, set(again.unchanged)) == (None, (), {ONE, TWO})
    undo(book.store, by="A")
    assert set(_states(book.store).values()) == {"new"}
    decide(book.store, [ONE, TWO], dismissed, by="A")
    assert dismiss_seller(book.store, [ONE], dismissed, by="A").batch is not None, "now about the seller too"


def test_a_listing_that_changes_hands_leaves_its_fine_seller(book: Book) -> None:
    dismiss_seller(book.store, [ONE], verdict("dismissed"), by="A")
    book.add(visit((listing("2", vendor=Vendor("9", "别的店")), finding(PRICE)), number=2, at=NOON + HOUR))
    assert _states(book.store)["2"] == "new"


def test_what_was_dismissed_with_its_seller_is_new_again_when_another_sells_it(book: Book) -> None:
    """Though score, reasons and price are the same; it can be dismissed again, now for itself."""
    dismissed = verdict("dismissed", reason="parallel")
    dismiss_seller(book.store, [ONE], dismissed, by="A")
    book.add(visit((listing("1", vendor=Vendor("9", "别的店")), finding()), number=2, at=NOON + HOUR))
    record = _record(book.store)
    assert record.state == "new"
    assert record.changed is not None
    assert record.changed.seller == ("taobao:id:7001", "taobao:id:9")
    assert (record.changed.score, record.changed.price) == (None, None)
    assert decide(book.store, [ONE], dismissed, by="A").unchanged == ()
    assert _record(book.store).state == "dismissed"


def test_a_dismissal_for_itself_says_nothing_about_the_seller(book: Book) -> None:
    decide(book.store, [ONE], verdict("dismissed"), by="A")
    book.add(visit((listing("1", vendor=Vendor("9", "别的店")), finding()), number=2, at=NOON + HOUR))
    assert _record(book.store).state == "dismissed"


def test_a_fine_seller_known_by_name_stays_fine_when_pages_tell_its_id(book: Book) -> None:
    """Its listings of before and the next ones; another seller's are its own."""
    named, known = Vendor(None, "电钻之家"), Vendor("77", "电钻之家")
    five, six, seven = (f"taobao:{number}:nordwerk" for number in (5, 6, 7))
    book.add(visit((listing("5", vendor=named), finding()), number=2, at=NOON + HOUR))
    dismiss_seller(book.store, [five], verdict("dismissed"), by="A")
    later = [(listing("5", vendor=known), finding()), (listing("6", vendor=known), finding())]
    book.add(visit(*later, number=3, at=NOON + 2 * HOUR))
    book.add(visit((listing("7", vendor=Vendor("78", "电钻之店")), finding()), number=4, at=NOON + 2 * HOUR))
    states = {record.id: record.state for record in select_findings(book.store)}
    assert (states[five], states[six], states[seven]) == ("dismissed", "dismissed", "new")
    undo(book.store, by="A")
    assert {record.state for record in select_findings(book.store)} == {"new"}


def test_undo_says_the_state_that_it_leads_back_to(book: Book) -> None:
    """Dismissed where the seller is fine, new where what was dismissed had changed."""
    dismiss_seller(book.store, [ONE], verdict("dismissed"), by="A")
    decide(book.store, [THREE], verdict("dismissed"), by="A")
    other = listing("3", vendor=Vendor("8000", "五金大王"), price_min=Decimal(1))
    book.add(visit((listing("4"), finding()), (other, finding()), number=2, at=NOON + HOUR))
    decide(book.store, ["taobao:4:nordwerk", THREE], verdict("watch"), by="A")
    taken = undo(book.store, by="A")
    assert [decision.state for decision in taken.decisions] == ["dismissed", "new"]
    assert _states(book.store) == {"1": "dismissed", "2": "dismissed", "3": "new", "4": "dismissed"}


def test_a_whole_seller_needs_a_seller_and_a_dismissal(book: Book) -> None:
    book.add(visit((listing("6", vendor=Vendor()), finding()), number=2, at=NOON + HOUR))
    with pytest.raises(InputError, match="no page named its seller"):
        dismiss_seller(book.store, ["taobao:6:nordwerk"], verdict("dismissed"), by="A")
    with pytest.raises(InputError, match="only `dismissed`"):
        dismiss_seller(book.store, [ONE], verdict("confirmed"), by="A")


def test_reviewers_agreement_counts_what_stands(book: Book) -> None:
    decide(book.store, [ONE, TWO], verdict("confirmed"), by="A")
    decide(book.store, [THREE], verdict("dismissed"), by="A")
    with book.store.read() as connection:
        fired = {row.code: (row.decided, row.confirmed) for row in indicator_record(connection)}
    assert fired == {"below_market_price": (3, 2), "unauthorised_vendor": (2, 2)}
    undo(book.store, by="A")
    with book.store.read() as connection:
        fired = {row.code: (row.decided, row.confirmed) for row in indicator_record(connection)}
    assert fired == {"below_market_price": (2, 2), "unauthorised_vendor": (2, 2)}


def test_how_a_finding_stands_is_known_also_when_it_is_not_flagged(book: Book) -> None:
    book.add(visit((listing("7"), finding(PRICE, level=None)), number=2, at=NOON + HOUR))
    decide(book.store, ["taobao:7:nordwerk"], verdict("confirmed"), by="A", took_ms=1200)
    with book.store.read() as connection:
        standing = standings_of(connection, ["taobao:7:nordwerk", "nobody"])
    assert [(one.id, one.state) for one in standing.values()] == [("taobao:7:nordwerk", "confirmed")]


def test_agreement_is_about_what_the_reviewer_saw(book: Book) -> None:
    """Another reason today is nobody's word about it; findings that a fine seller brings later are no decisions."""
    decide(book.store, [ONE], verdict("confirmed"), by="A")
    decide(book.store, [THREE], verdict("watch"), by="A")
    dismiss_seller(book.store, [THREE], verdict("dismissed"), by="A")
    later = listing("9", vendor=Vendor("8000", "五金大王"))
    book.add(visit((listing("1"), finding(Reason("came_back", 70))), (later, finding()), number=2, at=NOON + HOUR))
    with book.store.read() as connection:
        record = {row.code: (row.fired, row.decided, row.confirmed) for row in indicator_record(connection)}
    assert record == {
        "below_market_price": (3, 2, 1), "unauthorised_vendor": (2, 1, 1), "came_back": (1, 0, 0),
    }  # fmt: skip


def test_neither_a_run_s_summary_nor_a_digest_repeats_what_was_dismissed(book: Book) -> None:
    """Also not a new listing of a seller who is of no concern."""
    dismiss_seller(book.store, [ONE], verdict("dismissed"), by="A")
    first = book.run
    book.next_run()
    book.add(visit((listing("1"), finding()), (listing("4"), finding()), (listing("3"), finding()), number=2))
    other = listing("5", vendor=Vendor("9", "别的店"))
    book.add(visit((other, finding()), number=3))
    with book.store.read() as connection:
        assert [row.id for row in new_findings(connection, first, book.run, 10)] == ["taobao:5:nordwerk"]
        assert {row.id for row in top_findings(connection, book.run, 10)} == {"taobao:5:nordwerk"}


def test_what_somebody_else_decided_meanwhile_is_not_overridden_unseen(book: Book) -> None:
    first = decide(book.store, [ONE], verdict("watch"), by="A").decisions[0]
    decide_each(book.store, {ONE: verdict("later")}, by="B", standing={ONE: first.id})
    for known in (first.id, None):
        with pytest.raises(DecidedMeanwhile):
            decide_each(book.store, {ONE: verdict("confirmed"), TWO: verdict("watch")}, by="A", standing={ONE: known})
    assert _states(book.store) == {"1": "later", "2": "new", "3": "new"}


def test_what_was_decided_about_a_seller_is_taken_back_by_itself(book: Book) -> None:
    """Whatever came since; a finding that was decided about by itself meanwhile stays so."""
    dismiss_seller(book.store, [ONE], verdict("dismissed", reason="resale"), by="A")
    decide(book.store, [TWO], verdict("confirmed", ground="mark"), by="B")
    undone = undo_seller(book.store, "taobao:id:7001", by="C")
    assert {event.finding_id for event in undone.decisions} == {ONE, TWO}
    assert _states(book.store) == {"1": "new", "2": "confirmed", "3": "new"}
    with book.store.read() as connection:
        assert seller_decisions(connection, "taobao:id:7001") == []
    with pytest.raises(InputError, match="nothing that was decided about it as a whole stands"):
        undo_seller(book.store, "taobao:id:7001", by="C")
