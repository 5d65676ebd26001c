"""`monitor case list|show|event|due|refusals`: what became of a case, its deadlines, and what platforms wrote."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.casework.agenda import agenda
from monitor.casework.ics import calendar_file
from monitor.casework.procedure import CaseState, has_ended
from monitor.errors import StoreError
from monitor.runs.enter_event import moment
from monitor.store.read.cases import case_events, cases
from monitor.store.read.retention import old_captures
from monitor.store.write.cases import NewCaseEvent, add_case_event
from tests.case_helper import confirmed_store, make_case
from tests.store_helper import NOON, run

_Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> _Command:
    """`monitor case …` on the store of the test."""
    return lambda *words: run(monkeypatch, capfd, "case", *words, "--store", tmp_path / "store")


def _event(monitor: _Command, case: str, state: str, at: str, *more: str) -> tuple[int, str, str]:
    return monitor("event", case, state, "--at", at, "--by", "A. Weber", *more)


def test_the_procedure_is_entered_step_by_step(monitor: _Command, tmp_path: Path) -> None:
    case = make_case(confirmed_store(tmp_path))
    assert case == "2026-0001"
    code, out, err = _event(monitor, case, "filed", "2026-11-23 10:00+08:00")
    assert (code, "filed since 2026-11-23 02:00 UTC" in out) == (0, True)
    assert "check for completeness was not passed" in err
    assert _event(monitor, case, "seller_notified", "2026-11-24 09:00")[0] == 0
    code, out, _ = _event(monitor, case, "counter_notice", "2026-11-26 09:00", "--text", "货源合法")
    assert "answer the counter-notice" in out
    assert "silence loses" in out
    code, out, err = _event(monitor, case, "reinstated", "2026-11-25")
    assert (code, "lies before the event before it" in err) == (2, True)
    code, out, err = _event(monitor, case, "right_checked", "2026-11-27")
    assert (code, "what may follow: accepted, disputed, reinstated, withdrawn" in err) == (2, True)
    shown = json.loads(monitor("show", case, "--json")[1])
    assert [event["state"] for event in shown["events"]] == ["filed", "seller_notified", "counter_notice"]
    assert shown["events"][2]["text"] == "货源合法"
    assert shown["state"] == "counter_notice"
    assert [listing["finding"] for listing in shown["listings"]] == ["taobao:1:nordwerk", "taobao:2:nordwerk"]
    assert {due["what"] for due in shown["due"]} == {"answer_counter_notice", "court_or_authority"}
    assert "counter-notice" in monitor("list")[1]
    assert "https://item.taobao.com/item.htm?id=1" in monitor("show", case)[1]


def test_nothing_is_filed_before_it_was_sealed(monitor: _Command, tmp_path: Path) -> None:
    case = make_case(confirmed_store(tmp_path))
    code, _, err = _event(monitor, case, "filed", "2026-11-20 12:59")
    assert (code, "was sealed on 2026-11-20 13:00 UTC" in err) == (2, True)
    assert _event(monitor, case, "filed", "2099-01-01")[0] == 2


def test_what_is_replayed_is_never_filed(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE store_info SET value = 'replay' WHERE key = 'kind'")
    code, _, err = _event(monitor, make_case(store), "filed", "2026-11-23")
    assert (code, "replay pages, which are never evidence" in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("2026-0009", "filed"), "no case '2026-0009'"),
        (("2026-0001", "field"), "did you mean 'filed'"),
        (("2026-0001", "filed", "--at", "yesterday"), "no time"),
        (("2026-0001", "filed", "--reason", "9052"), "only a refusal has one"),
        (("2026-0001", "filed", "--by", " "), "expected a name"),
    ],
)
def test_bad_words_are_refused(monitor: _Command, tmp_path: Path, words: tuple[str, ...], what: str) -> None:
    make_case(confirmed_store(tmp_path))
    code, _, err = monitor("event", *words)
    assert code == 2
    assert what in err
    assert len(err.splitlines()) == 1


def test_refusals_are_searched_and_counted(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2, 3))
    texts = ["授权书已过期 the authorisation EXPIRED", "Not enough evidence", "authorisation missing"]
    reasons = ["authority", "evidence", "authority"]
    for number, (text, reason) in enumerate(zip(texts, reasons, strict=True), start=1):
        case = make_case(store, (number,))
        _event(monitor, case, "filed", "2026-11-23 02:00")
        _event(monitor, case, "rejected", f"2026-11-2{number + 3}", "--text", text, "--reason", reason)
    code, out, _ = monitor("refusals")
    assert (code, out.splitlines()[-2:]) == (0, ["2  authority", "1  evidence"])
    assert "1  authority" in monitor("refusals", "expired", "授权")[1]
    assert [json.loads(line)["case"] for line in monitor("refusals", "authorisation", "--json")[1].splitlines()] == [
        "2026-0003",
        "2026-0001",
    ]
    assert "No refusal says these words" in monitor("refusals", "nothing")[2]


def test_deadlines_stand_with_silence_first_and_in_a_calendar_file(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2))
    early, late = make_case(store, (1,)), make_case(store, (2,))
    _event(monitor, early, "filed", "2026-11-23 02:00")
    _event(monitor, late, "filed", "2026-11-23 02:00")
    _event(monitor, late, "seller_notified", "2026-11-24 02:00")
    _event(monitor, late, "counter_notice", "2026-11-25 02:00")
    file = tmp_path / "due.ics"
    code, out, _ = monitor("due", "--ics", file)
    lines = [line for line in out.splitlines() if not line.startswith(" ")]
    assert (code, lines[0].startswith(f"{late}  as soon as possible"), "silence loses" in lines[0]) == (0, True, True)
    assert [json.loads(line)["silence_loses"] for line in monitor("due", "--json")[1].splitlines()] == [
        True, False, False, False,
    ]  # fmt: skip
    data = file.read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    unfolded = data.decode().replace("\r\n ", "")
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", unfolded)
    assert len(days) == unfolded.count("BEGIN:VEVENT") == 3
    assert "20261202" in days, "seven working days after the filing, on China's calendar"


def test_a_hostile_name_steers_no_calendar(tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1,))
    case = make_case(store, (1,), brand="a\r\nBEGIN:VALARM,;\\\u202e" + "牌" * 60)
    event = NewCaseEvent(case, NOON, NOON, "A. Weber", "filed")
    with store.write() as connection:
        add_case_event(connection, event)
        entries = agenda(cases(connection), case_events(connection), NOON)
    data = calendar_file(entries, NOON)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert "\r\nBEGIN:VALARM" not in data.decode()
    assert "\u202e" not in data.decode()


def test_cases_and_events_are_append_only(tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    case = make_case(store)
    with store.write() as connection:
        add_case_event(connection, NewCaseEvent(case, NOON, NOON, "A. Weber", "ready"))
    for table in ("case_file", "case_listing", "case_event", "right_version"):
        for statement in (f"DELETE FROM {table}", f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"):
            with pytest.raises(StoreError, match="append only"), store.write() as connection:
                connection.exec_driver_sql(statement)


def test_a_day_alone_counts_as_its_end() -> None:
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert moment("2026-11-28", "ipp", now) == datetime(2026, 11, 28, 15, 59, 59, tzinfo=UTC)
    assert moment("2026-11-29", "ipp", now) == now
    assert moment("2026-11-28 14:30", "ipp", now) == datetime(2026, 11, 28, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("state", list(CaseState))
def test_what_an_open_case_rests_on_does_not_expire(tmp_path: Path, state: CaseState) -> None:
    """Whatever the owner's time for evidence is."""
    store = confirmed_store(tmp_path, (1,))
    case = make_case(store, (1,))
    late = NOON + timedelta(days=4_000)
    with store.write() as connection:
        assert old_captures(connection, late) == []
        add_case_event(connection, NewCaseEvent(case, NOON, NOON, "A. Weber", state))
    with store.read() as connection:
        assert bool(old_captures(connection, late)) == has_ended(state)
