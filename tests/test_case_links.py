"""Outcomes of single links: each has its own events, state, deadlines and outcome."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.casework.agenda import agenda
from monitor.casework.candidates import case_findings
from monitor.casework.ics import calendar_file
from monitor.casework.links import case_states, links_meant, links_text, read_links
from monitor.casework.procedure import CaseState, has_ended, what_may_follow
from monitor.casework.record import complaints_on
from monitor.errors import InputError
from monitor.store.read.cases import CaseRecord, StoredEvent, case_events, case_listings, cases, events_of_link
from monitor.store.read.retention import old_captures
from monitor.store.store import Store
from monitor.words.cases import case_state_words
from tests.case_helper import confirmed_store, make_case
from tests.store_helper import run

pytestmark = pytest.mark.usefixtures("on_a_day")

_LINKS = 3
_BEGIN = datetime(2026, 9, 1, 6, tzinfo=UTC)
_NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
_LATE = datetime(2037, 1, 1, tzinfo=UTC)
_Command = Callable[..., tuple[int, str, str]]
_Named = frozenset[int] | None


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> _Command:
    """`monitor case …` on the store of the test."""
    return lambda *words: run(monkeypatch, capfd, "case", *words, "--store", tmp_path / "store")


def _record(case_id: str, states: Sequence[str]) -> CaseRecord:
    return CaseRecord(
        id=case_id, created_at=_BEGIN, created_by="Ann", platform="ipp", marketplace="taobao", brand="nordwerk",
        ground="counterfeit", right_id=1, seller=None, reason="Test buy", complaint_type=None, right_kind="trade mark",
        right_number="1", jurisdiction="CN", facts={}, documents={}, seller_name=None, listings=len(states),
        states=tuple(states),
    )  # fmt: skip


def _stored(number: int, case_id: str, state: CaseState, links: Sequence[int] | None) -> StoredEvent:
    at = _BEGIN + timedelta(hours=number)
    return StoredEvent(number, case_id, at, at, "Ann", state, None, None, None, links, None, None)


_WAYS = st.lists(
    st.tuples(
        st.sampled_from(list(CaseState)), st.none() | st.frozensets(st.integers(1, _LINKS), min_size=1)
    ),
    max_size=40,
)  # fmt: skip


@given(ways=_WAYS)
def test_a_case_of_several_links_is_as_many_cases_of_one(ways: list[tuple[CaseState, _Named]]) -> None:
    """Every link stands, waits and counts as if it had been filed by itself."""
    together: list[StoredEvent] = []
    alone: dict[str, list[StoredEvent]] = {str(link): [] for link in range(1, _LINKS + 1)}
    states: list[str] = ["draft"] * _LINKS
    for number, (state, named) in enumerate(ways):
        meant = links_meant(states, state, named)
        takes = [state in what_may_follow(CaseState(states[link - 1])) for link in meant]
        if not all(takes):
            # without names those are meant that can take it, or there are none
            assert named is not None or not any(takes)
            continue
        together.append(_stored(number, "one", state, None if len(meant) == _LINKS else meant))
        for link in meant:
            alone[str(link)].append(_stored(number, str(link), state, None))
            states[link - 1] = state
    for link in range(1, _LINKS + 1):
        assert [event.id for event in events_of_link(together, link)] == [event.id for event in alone[str(link)]]
    whole = [_record("one", states)]
    single = [_record(case, [state]) for case, state in zip(alone, states, strict=True)]
    assert Counter(complaints_on("ipp", whole, {"one": together})) == Counter(complaints_on("ipp", single, alone))
    waiting = Counter(
        (link, entry.state, entry.since, entry.due, entry.is_past)
        for entry in agenda(whole, {"one": together}, _NOW)
        for link in entry.links
    )
    assert waiting == Counter(
        (int(entry.case.id), entry.state, entry.since, entry.due, entry.is_past)
        for entry in agenda(single, alone, _NOW)
    )
    shown = case_states(states)
    if all(has_ended(CaseState(state)) for state in states):
        assert shown == Counter(states)
    else:
        ((behind, count),) = shown.items()
        assert count == states.count(behind)
        assert not has_ended(CaseState(behind))


@given(links=st.frozensets(st.integers(1, 400), min_size=1))
def test_numbers_of_links_are_read_as_they_are_written(links: frozenset[int]) -> None:
    assert read_links(links_text(links)) == sorted(links)


@pytest.mark.parametrize(
    ("states", "state", "meant"),
    [
        (["filed", "removed", "seller_notified"], "removed", [1, 3]),
        (["filed", "removed", "seller_notified"], "seller_notified", [1]),
        (["filed", "removed", "filed"], "counter_notice", [1, 3]),  # can't be: never those that were left alone
        (["removed", "rejected", "accepted"], "draft", [1, 2]),
        (["removed", "rejected", "removed"], "counter_notice", [1, 3]),
    ],
)
def test_an_event_without_links_is_about_those_that_can_take_it(
    states: list[str], state: str, meant: list[int]
) -> None:
    assert links_meant(states, CaseState(state), None) == meant


def test_where_a_case_stands_in_words() -> None:
    def told(*states: str, language: str = "en") -> str:
        return case_state_words(case_states(states), len(states), "zh" if language == "zh" else "en")

    assert told("filed", "filed") == "filed"
    assert told("removed", "counter_notice", "filed") == "filed 1/3"
    assert told("rejected", "removed", "removed") == "removed 2, rejected 1"
    assert "、" in told("rejected", "removed", language="zh")


def _enter(monitor: _Command, state: str, at: str, *more: str) -> tuple[int, str, str]:
    return monitor("event", "2026-0001", state, "--at", at, "--by", "A. Weber", *more)


@pytest.fixture
def filed(monitor: _Command, tmp_path: Path) -> Store:
    """A store with a case of five links that is filed, and about which the sellers know."""
    store = confirmed_store(tmp_path, (1, 2, 3, 4, 5))
    make_case(store, (1, 2, 3, 4, 5))
    assert _enter(monitor, "filed", "2026-11-23 02:00")[0] == 0
    assert _enter(monitor, "seller_notified", "2026-11-24 02:00")[0] == 0
    return store


def test_some_links_are_removed_and_others_are_not(monitor: _Command, filed: Store) -> None:
    code, out, err = _enter(monitor, "removed", "2026-11-25 02:00", "--links", "1-2, 4")
    assert (code, out.splitlines()[0], err) == (0, "2026-0001 (links 1-2, 4): removed since 2026-11-25 02:00 UTC", "")
    _enter(monitor, "counter_notice", "2026-11-26 02:00", "--links", "3")
    due = [json.loads(line) for line in monitor("due", "--json")[1].splitlines()]
    assert [(entry["what"], entry["links"]) for entry in due] == [
        ("answer_counter_notice", [3]), ("seller_answer", [5]), ("court_or_authority", [3]),
    ]  # fmt: skip
    assert "answer the counter-notice: accept it or dispute it (links 3) [silence loses]" in monitor("due")[1]
    with filed.read() as connection:
        entries = agenda(cases(connection), case_events(connection), _NOW)
    unfolded = calendar_file(entries, _NOW).decode().replace("\r\n ", "")
    assert "Links: 1 of 5: 3" in unfolded
    shown = monitor("show", "2026-0001")[1]
    assert "Case 2026-0001: seller notified 1/5" in shown
    assert "removed (links 1-2, 4), by A. Weber" in shown
    assert "[counter-notice]" in shown
    record = json.loads(monitor("show", "2026-0001", "--json")[1])
    assert record["state"] == "seller_notified"
    assert record["states"] == {"removed": 3, "counter_notice": 1, "seller_notified": 1}
    assert [listing["state"] for listing in record["listings"]] == [
        "removed", "removed", "counter_notice", "removed", "seller_notified",
    ]  # fmt: skip
    assert [event["links"] for event in record["events"]] == [None, None, [1, 2, 4], [3]]

    # an event without links is about those that have not ended and can take it
    code, out, err = _enter(monitor, "rejected", "2026-11-27", "--reason", "9052")
    assert (code, "(links 5)" in out) == (0, True)
    assert "left out: 1-2, 4 (removed); 3 (counter_notice)" in err
    _enter(monitor, "accepted", "2026-11-27")
    assert "Case 2026-0001: removed 3, counter-notice accepted 1, rejected 1\n" in monitor("show", "2026-0001")[1]
    assert json.loads(monitor("list", "--json")[1])["state"] is None
    assert monitor("refusals")[1].splitlines()[-1] == "1  9052"

    # the record: of five links three were removed, of one the counter-notice was accepted
    rates = json.loads(monitor("standing", "taobao", "--json")[1].splitlines()[0])["rates"]
    assert rates == {"complaints": 5, "removed": 3, "counter_notices": 1}

    # what is over may expire and be filed again; a link that is listed again begins again by itself
    with filed.read() as connection:
        assert len(old_captures(connection, _LATE)) == 5
    code, out, _ = _enter(monitor, "draft", "2026-11-28", "--links", "2")
    assert (code, "draft 1/5" in monitor("show", "2026-0001")[1]) == (0, True)
    with filed.read() as connection:
        needed = case_listings(connection, "2026-0001")[1].capture_id
        old = {capture.id for capture in old_captures(connection, _LATE)}
        findings, _ = case_findings(connection, ["taobao:1:nordwerk", "taobao:2:nordwerk"], None, lambda *_: None)
    assert (len(old), needed in old) == (4, False)
    assert [[case.id for case in finding.cases] for finding in findings] == [[], ["2026-0001"]]
    assert "if the link fails" in monitor("show", "2026-0001")[1]


@pytest.mark.parametrize(
    ("links", "state", "what"),
    [
        ("6", "removed", "links 6: unknown; expected some of those of the case: 1-5"),
        ("0,2", "removed", "links 0: unknown"),
        ("3-9999", "removed", "unknown"),
        ("5-2", "removed", "no numbers of links"),
        ("two", "removed", "links 'two': no numbers of links; expected some such as 1-7,9"),
        ("", "removed", "no numbers of links"),
        ("1,2", "accepted", "event accepted: link 1 is removed; what may follow: counter_notice, draft"),
    ],
)
def test_links_that_cannot_be_are_refused(monitor: _Command, filed: Store, links: str, state: str, what: str) -> None:
    _enter(monitor, "removed", "2026-11-25", "--links", "1")
    code, _, err = _enter(monitor, state, "2026-11-26", "--links", links)
    assert (code, what in err, len(err.splitlines())) == (2, True, 1), err
    with filed.read() as connection:
        assert len(case_events(connection)["2026-0001"]) == 3


def test_evidence_and_dates_are_checked_for_each_link(monitor: _Command, filed: Store) -> None:
    _enter(monitor, "removed", "2026-11-26", "--links", "1")
    assert "before the event before it" in _enter(monitor, "draft", "2026-11-25", "--links", "1")[2]
    code, _, err = _enter(monitor, "removed", "2026-11-25", "--links", "2,3")
    assert (code, err) == (0, "")
    with pytest.raises(InputError, match="none named"):
        links_meant(["draft"], CaseState.READY, ())
    with filed.read() as connection:
        (case,) = cases(connection)
    assert case.states == ("removed", "removed", "removed", "seller_notified", "seller_notified")
