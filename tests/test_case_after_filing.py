"""After filing: what looks tell of a link, when it is looked at again, and how the store's visits become such looks."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.account import Role
from monitor.casework.after_filing import Filing, filings, is_due, seen
from monitor.casework.followed import followed
from monitor.casework.procedure import CaseEvent, CaseState
from monitor.model import PageVisit
from monitor.page_reasons import PageReason
from monitor.runs.case_looks import wish_due_looks
from monitor.runs.relisted import note_relistings
from monitor.store.read.looks import StoredLook
from monitor.store.store import Store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from monitor.store.write.visit import record_visit
from tests.case_helper import confirmed_store, make_case
from tests.record_book import gone, own_page, search
from tests.review_app import shared
from tests.review_server import TOKEN
from tests.store_helper import NOON, finding, listing, run, visit

_DAY = timedelta(days=1)
_FILED = Filing(NOON)


def _looks(*told: tuple[float, bool | None], own: bool = True) -> list[StoredLook]:
    return [StoredLook("taobao:1", n, NOON + day * _DAY, own, there) for n, (day, there) in enumerate(told, start=1)]


def wall(listing_id: str, at: timedelta) -> PageVisit:
    """The listing's own page, behind a wall."""
    facts = {"page": "listing", "target": f"listing:{listing_id}", "listing_id": listing_id}
    return visit(at=NOON + at, outcome="blocked", reason=PageReason.WALL, **facts)


def enter(store: Store, case: str, *events: tuple[str, float], **facts: object) -> None:
    """Write events of a case, each with days after noon of the first day."""
    with store.write() as connection:
        for state, day in events:
            at = NOON + day * _DAY
            add_case_event(connection, NewCaseEvent(case, at, at, "A. Weber", state, **facts))  # type: ignore[arg-type]


def look(store: Store, *visits: PageVisit) -> None:
    """A run of these pages."""
    for one in visits:
        with store.write() as connection:
            run = connection.exec_driver_sql(
                "INSERT INTO run (started_at, state, method, plan, program) SELECT started_at, state, method, plan, "
                "program FROM run LIMIT 1 RETURNING id"
            ).scalar_one()
            record_visit(connection, run, one, salt=store.salt)


@pytest.mark.parametrize(
    ("told", "state", "since", "before", "silent"),
    [
        ((), "unknown", None, None, None),
        (((-1, True), (2, None)), "unknown", None, None, 2),
        (((1, True), (2, True), (3, None)), "there", 2, 1, 3),
        (((1, True), (2, None), (3, False), (4, False)), "gone", 3, 1, None),
        (((1, False), (2, None)), "gone", 1, None, 2),
        (((1, False), (3, False), (5, True), (6, True)), "back", 5, 3, None),
        (((1, False), (2, True), (3, False)), "gone", 3, 2, None),
    ],
)
def test_where_a_link_stands(
    told: Sequence[tuple[float, bool | None]],
    state: str,
    since: float | None,
    before: float | None,
    silent: float | None,
) -> None:
    found = seen(_FILED, _looks(*told))
    days = [None if at is None else (at - NOON) / _DAY for at in (found.since, found.before, found.silent)]
    assert (found.state, *days) == (state, since, before, silent)


def test_a_search_counts_until_the_own_page_said_gone() -> None:
    shown = _looks((1, True), (3, True), own=False)
    assert seen(_FILED, shown).state == "there"
    assert seen(_FILED, [*shown, *_looks((2, False))]).state == "gone"
    assert seen(_FILED, [*shown, *_looks((2, False), (2.5, True))]).state == "back"


def _filings(*events: tuple[str, int]) -> list[Filing]:
    return filings([CaseEvent(NOON + day * _DAY, CaseState(state), "Ann") for state, day in events])


def test_a_case_that_began_again_was_filed_twice() -> None:
    assert _filings(("draft", 0), ("ready", 1)) == []
    first, second = _filings(("filed", 0), ("removed", 2), ("draft", 5), ("filed", 6), ("rejected", 9))
    assert first == Filing(NOON, removed=NOON + 2 * _DAY, until=NOON + 6 * _DAY)
    assert second == Filing(NOON + 6 * _DAY, left_standing=NOON + 9 * _DAY)
    (open_again,) = _filings(("filed", 0), ("counter_notice", 1), ("reinstated", 2), ("disputed", 3))
    assert open_again == _FILED


@pytest.mark.parametrize(
    ("filing", "told", "now", "due"),
    [
        (_FILED, (), 0.1, True),
        (_FILED, ((1, True),), 1.5, False),
        (_FILED, ((1, True),), 1.99, True),  # a run at the same hour each day, give or take
        (_FILED, ((20, True),), 23, False),
        (_FILED, ((20, True),), 27, True),
        (_FILED, ((20, None),), 21, True),  # a blocked page: again the next day
        (_FILED, ((20, False),), 21, True),  # daily again once it is gone
        (_FILED, ((20, False), (40, False)), 43, False),
        (_FILED, ((20, False), (110, False)), 118, False),  # it stayed away
        (Filing(NOON, removed=NOON + 20 * _DAY), ((20, True),), 21, True),
        (Filing(NOON, left_standing=NOON + 5 * _DAY), (), 6, False),
    ],
)
def test_when_a_link_is_looked_at_again(
    filing: Filing, told: Sequence[tuple[float, bool | None]], now: float, due: bool
) -> None:
    assert is_due(filing, _looks(*told), NOON + now * _DAY) is due


def test_the_stores_visits_are_looks_and_runs_wish_for_those_that_are_due(tmp_path: Path) -> None:
    """A wall, absence from a search, and a search engine's result tell nothing; a handed-in page tells as much."""
    store = confirmed_store(tmp_path, (1, 2, 3))
    case = make_case(store, (1, 2))
    make_case(store, (3,))
    assert _followed(store) == {}
    enter(store, case, ("filed", 0.1))
    look(
        store,
        wall("1", 1 * _DAY),
        search(listing("1"), at=NOON + 2 * _DAY),
        gone("1", NOON + 3 * _DAY),
        search(listing("1"), at=NOON + 4 * _DAY),
        own_page(listing("2"), NOON + 1 * _DAY),
        gone("2", NOON + 5 * _DAY, method="hand-saved"),
        visit((listing("2", marketplace="taobao"), None), marketplace="bing", at=NOON + 6 * _DAY),
        own_page(listing("2"), NOON + 7 * _DAY, method="hand-saved", target="saved:1234"),
    )
    assert _followed(store) == {
        "taobao:1": [(0, True, True), (1, True, None), (2, False, True), (3, True, False), (4, False, True)],
        "taobao:2": [(0, True, True), (1, True, True), (5, True, False), (7, True, True)],
    }
    with store.read() as connection:
        one, two = followed(connection)
    assert (seen(one.filings[-1], one.looks).state, seen(two.filings[-1], two.looks).state) == ("gone", "back")
    assert _wished(store) == ["taobao:1", "taobao:2"]
    enter(store, case, ("rejected", 8), links=[2])
    assert _wished(store) == ["taobao:1"]


def _followed(store: Store) -> dict[str, list[tuple[float, bool, bool | None]]]:
    with store.read() as connection:
        return {
            one.link.listing_key: [((look.at - NOON) / _DAY, look.own, look.there) for look in one.looks]
            for one in followed(connection)
        }


def _wished(store: Store) -> list[str]:
    wish_due_looks(store, NOON + 9 * _DAY)
    with store.read() as connection:
        return list(connection.exec_driver_sql("SELECT listing_key FROM look_again WHERE why = 'case'").scalars())


def test_commands_say_where_each_link_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Link 1 went and is back, 2 is gone, 3 is behind a wall, 4 is there, 5 was not looked at."""
    store = confirmed_store(tmp_path, (1, 2, 3, 4, 5))
    case = make_case(store, (1, 2, 3, 4, 5))
    enter(store, case, ("filed", 0.1))
    enter(store, case, ("removed", 2.5), links=[1])
    there = [own_page(listing(n), NOON + _DAY) for n in "124"]
    look(
        store, *there, gone("1", NOON + 2 * _DAY), gone("2", NOON + 2 * _DAY), wall("3", 2 * _DAY), wall("4", 2 * _DAY)
    )
    look(store, own_page(listing("1"), NOON + 4 * _DAY), visit((listing("9"), finding()), at=NOON + 4 * _DAY))
    note_relistings(store, NOON + 5 * _DAY)

    def monitor(*words: str) -> list[str]:
        code, out, _ = run(monkeypatch, capfd, "case", *words, "--store", store.root)
        assert code == 0
        return [line.strip() for line in out.splitlines()]

    shown = monitor("show", case)
    assert [line for line in shown if line.startswith(("there again", "not ", "still"))] == [
        "there again since 2026-11-24 (not there on 2026-11-22)",
        "not there since 2026-11-22 (seen there last 2026-11-21); seen gone: enter `removed` if the platform said so",
        "not known: its page was blocked or unreadable, last on 2026-11-22",
        "still there, seen 2026-11-21; its page was blocked or unreadable on 2026-11-22",
        "not looked at since it was filed",
    ]
    assert "Back: link 1: its own page shows it on 2026-11-24, after it was removed" in shown
    (new,) = [line for line in shown if "of the same seller" in line and line.startswith("Back")]
    assert new.endswith("id=9 (finding taobao:9:nordwerk)")
    assert {"there,", "gone,", "back,"} <= set(" ".join(monitor("list")).split())
    assert f"{case}  links 2 seen gone: enter `removed` if the platform said so" in monitor("due")
    assert {"case": case, "links": [2], "what": "enter_removed", "day": None} in map(
        json.loads, monitor("due", "--json")
    )
    record = json.loads("".join(monitor("show", case, "--json")))
    assert [one["seen"]["state"] for one in record["listings"]] == ["back", "gone", "unknown", "there", "unknown"]
    assert [one["how"] for one in record["relistings"]] == ["listing", "seller"]
    app = shared(store.root)
    told = [
        app.ask("GET", f"/cases/{case}", Cookie=f"{app.cookie_of(Role.READER)}; monitor_language={language}").body
        for language in ("en", "zh")
    ]
    assert "not there since 2026-11-22 (seen there last 2026-11-21)" in told[0]
    assert "taobao:9, first seen on" in told[0]
    assert "2026-11-22 被拦截" in told[1]
    own = {"Authorization": f"Bearer {TOKEN}"}
    assert app.ask("GET", f"/api/v1/cases/{case}", **own).json["relistings"] == record["relistings"]
