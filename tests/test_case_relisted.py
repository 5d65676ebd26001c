"""Removed listings that come back open their case again; a seller's other goods, and what was there before, do not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import Vendor
from monitor.plan import Plan
from monitor.runs.relisted import Relisted, note_relistings
from monitor.runs.summary import RunSummary
from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema import GroupingRow, GroupStatsRow
from monitor.store.read.cases import case_events
from monitor.store.store import Store
from monitor.watchlist import Brand, Watchlist
from tests.case_helper import confirmed_store, make_case
from tests.record_book import gone, own_page, search
from tests.store_helper import NOON, decide, finding, listing, visit
from tests.test_case_after_filing import enter, look, wall

_DAY = timedelta(days=1)
_OTHER = Vendor("7002", "工具小铺二号")
_STRANGER = Vendor("7003", "五金之家")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Links 1 and 2 of case 2026-0001 were filed on the first day and are gone by their own pages on the third."""
    store = confirmed_store(tmp_path, (1, 2, 3))
    enter(store, make_case(store, (1, 2)), ("filed", 0.1))
    look(store, gone("1", NOON + 2 * _DAY), gone("2", NOON + 2 * _DAY))
    return store


def _noted(store: Store, day: float) -> list[Relisted]:
    told = note_relistings(store, NOON + day * _DAY)
    assert note_relistings(store, NOON + day * _DAY) == [], "another call changes nothing"
    return told


def _how(told: list[Relisted]) -> list[tuple[int, str, str, bool]]:
    return sorted((one.position, one.listing_key, one.how, case.opened) for case in told for one in case.relistings)


def _states(store: Store) -> list[str]:
    with store.read() as connection:
        return [event.state for event in case_events(connection)["2026-0001"]]


def test_a_removed_listing_that_is_there_again_opens_its_case(store: Store) -> None:
    """Not by a search's word, nor behind a wall; and once more after it was filed and removed again."""
    enter(store, "2026-0001", ("removed", 3))
    look(store, wall("1", 4 * _DAY), search(listing("1"), at=NOON + 4 * _DAY))
    assert _noted(store, 4.5) == []
    look(store, own_page(listing("1"), NOON + 5 * _DAY))
    told = _noted(store, 5.5)
    assert _how(told) == [(1, "taobao:1", "listing", True)]
    assert told[0].text() == (
        "case 2026-0001 is opened again: link 1: its own page shows it on 2026-11-25, after it was removed; "
        "`monitor case show 2026-0001`"
    )
    plan = Plan(method="crawl", watchlist=Watchlist(brand=[Brand(name="Nordwerk")]), marketplaces=[], max_pages=1)
    summary = RunSummary(1, "done", plan, {}, {}, [], [], [], relisted=told)
    assert (summary.to_do(), summary.exit_code) == ([told[0].text()], 1), "a person is needed, and the digest says so"
    listing_1 = {"position": 1, "listing": "taobao:1", "how": "listing"}
    assert summary.record()["relisted"] == [{"case": "2026-0001", "opened": True, "relistings": [listing_1]}]
    with store.read() as connection:
        event = case_events(connection)["2026-0001"][-1]
    assert (event.state, event.who, event.links, event.text) == ("draft", "monitor", [1], None)
    assert "link 1" in (event.note or "")
    enter(store, "2026-0001", ("filed", 6), ("removed", 8), links=[1])
    look(store, gone("1", NOON + 7 * _DAY))
    assert _noted(store, 9) == []
    look(store, own_page(listing("1"), NOON + 10 * _DAY))
    assert _how(_noted(store, 11)) == [(1, "taobao:1", "listing", True)]
    assert _states(store)[-2:] == ["removed", "draft"]


def test_a_page_that_still_shows_it_when_the_removal_was_entered_is_no_return(store: Store) -> None:
    enter(store, make_case(store, (3,)), ("filed", 3), ("removed", 4))
    look(store, own_page(listing("3"), NOON + 4.5 * _DAY))
    assert _noted(store, 4.6) == []
    look(store, own_page(listing("3"), NOON + 5.5 * _DAY))
    assert _how(_noted(store, 6)) == [(1, "taobao:3", "listing", True)]


def test_new_listings_of_the_seller_of_the_operator_and_with_the_title(store: Store) -> None:
    """Of the case's brand, flagged, first seen after the removal, not dismissed, in no case; noted while it is open."""
    later = NOON + 4 * _DAY
    look(
        store,
        visit((listing("4"), finding()), at=NOON + _DAY),  # it was there before
        visit(
            (listing("5"), finding()),
            (listing("6"), finding(level=None)),
            (listing("7"), finding(brand="suedwerk")),
            (listing("8"), finding()),
            (listing("11", vendor=_OTHER), finding()),
            (listing("12", vendor=_STRANGER), finding()),
            (listing("13", vendor=_STRANGER), finding()),
            at=later,
        ),
    )
    decide(store, "taobao:8:nordwerk", "dismissed")
    text = "text|nordwerk|0f"
    groups = [(key, "taobao:id:7001", text if key in ("taobao:2", "taobao:12") else None) for key in (
        "taobao:1", "taobao:2", "taobao:12", "taobao:13"
    )]  # fmt: skip
    with store.write() as connection:
        rows = [
            {"listing_key": key, "brand": "nordwerk", "vendor": None, "seller": seller, "market": None, "text": title,
             "price": None, "authorised": False, "gone": False}
            for key, seller, title in groups
        ]  # fmt: skip
        insert_rows(connection, GroupingRow, rows)
        tied = {"key": "taobao:id:7002", "seller": {"name": "工具小铺二号"}, "signs": [["contact", "vx1"]]}
        insert_rows(connection, GroupStatsRow, [{"key": "operator|taobao:id:7001", "facts": {"tied": [tied]}}])
    expected = [
        (1, "taobao:11", "operator", False), (1, "taobao:5", "seller", False), (2, "taobao:12", "text", False)
    ]  # fmt: skip
    assert _how(_noted(store, 5)) == expected
    assert _states(store) == ["filed"], "it is open: somebody has to enter that link 1 was removed"
    enter(store, "2026-0001", ("removed", 6))
    assert [(*told[:3], False) for told in _how(_noted(store, 7))] == expected
    assert _states(store) == ["filed", "removed", "draft"]
    look(store, visit((listing("14"), finding()), at=NOON + 200 * _DAY))
    enter(store, "2026-0001", ("ready", 8), ("filed", 9), ("removed", 10))
    assert _noted(store, 201) == [], "so long after, it is another matter"


def test_what_the_platform_left_standing_is_no_relisting(store: Store) -> None:
    enter(store, "2026-0001", ("removed", 3), ("counter_notice", 4), ("reinstated", 5))
    look(store, own_page(listing("1"), NOON + 6 * _DAY))
    assert _noted(store, 7) == []
