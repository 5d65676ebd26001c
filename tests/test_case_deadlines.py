"""Working days and the procedure: deadlines never fall on a day off, and events follow each other as the guide says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.casework.calendar import Calendar, add_days, add_working_days, is_working_day
from monitor.casework.procedure import CaseEvent, CaseState, check_event, dues, state_of
from monitor.casework.rules import platforms
from monitor.errors import InputError

_CALENDARS: list[Calendar] = ["CN", "EU"]
_DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))
_NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
_IPP = platforms()["ipp"]


@given(day=_DAYS, number=st.integers(1, 30), calendar=st.sampled_from(_CALENDARS))
def test_a_deadline_is_a_working_day_ahead(day: date, number: int, calendar: Calendar) -> None:
    found = add_working_days(day, number, calendar)
    assert is_working_day(found.day, calendar)
    assert found.day > day
    further = add_working_days(day, number + 1, calendar)
    assert further.day >= found.day
    if not found.provisional:
        between = (day + timedelta(days=n) for n in range(1, (found.day - day).days + 1))
        assert sum(is_working_day(one, calendar) for one in between) == number


@given(day=_DAYS, number=st.integers(10, 60), calendar=st.sampled_from(_CALENDARS))
def test_plain_days_end_on_a_working_day_at_the_latest(day: date, number: int, calendar: Calendar) -> None:
    found = add_days(day, number, calendar)
    assert is_working_day(found.day, calendar)
    assert found.day <= day + timedelta(days=number)


@pytest.mark.parametrize(
    ("start", "number", "day", "provisional"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8), False),  # the week of National Day
        (date(2026, 10, 9), 1, date(2026, 10, 10), False),  # a Saturday that is worked for it
        (date(2026, 2, 13), 3, date(2026, 2, 25), False),  # Spring Festival; the 14th is worked
        (date(2026, 12, 31), 3, date(2027, 1, 5), True),  # next year's calendar is not published: too early at worst
        (date(2016, 10, 7), 2, date(2016, 10, 9), False),
    ],
)
def test_working_days_in_china(start: date, number: int, day: date, provisional: bool) -> None:
    found = add_working_days(start, number, "CN")
    assert (found.day, found.provisional) == (day, provisional)


def _event(state: CaseState, day: int, hour: int = 12) -> CaseEvent:
    return CaseEvent(datetime(2026, 11, day, hour, tzinfo=UTC), state, "Ann")


def test_the_procedure_of_the_guide() -> None:
    sealed, events = datetime(2026, 11, 1, tzinfo=UTC), []
    way = ["ready", "filed", "right_checked", "seller_notified", "counter_notice", "disputed", "removed"]
    for day, name in enumerate(way, start=2):
        event = _event(CaseState(name), day)
        assert check_event(events, event, sealed, _NOW) is None
        events.append(event)
    assert state_of(events) == CaseState.REMOVED


@pytest.mark.parametrize(
    ("state", "day", "sealed", "words"),
    [
        ("filed", 10, None, "not sealed"),
        ("filed", 10, 11, "sealed on 2026-11-11"),
        ("filed", 30, 1, "has not come yet"),
        ("filed", 1, 1, "before the event before it"),
        ("removed", 10, 1, "what may follow"),
    ],
)
def test_events_that_cannot_be(state: str, day: int, sealed: int | None, words: str) -> None:
    sealed_at = datetime(2026, 11, sealed, tzinfo=UTC) if sealed else None
    with pytest.raises(InputError, match=words):
        check_event([_event(CaseState.READY, 2)], _event(CaseState(state), day), sealed_at, _NOW)


def test_filing_a_draft_is_warned_of() -> None:
    assert check_event([], _event(CaseState.FILED, 10), datetime(2026, 11, 1, tzinfo=UTC), _NOW)


def test_what_is_due() -> None:
    """The seller has three working days; after a counter-notice the owner's silence loses."""
    (answer,) = dues(_IPP, "taobao", _event(CaseState.SELLER_NOTIFIED, 27), None)
    assert answer.deadline
    assert answer.deadline.day == date(2026, 12, 2)
    own, law = dues(_IPP, "taobao", _event(CaseState.COUNTER_NOTICE, 27), None)
    assert (own.what, own.deadline, own.silence_loses) == ("answer_counter_notice", None, True)
    assert law.deadline
    assert law.deadline.day == date(2026, 12, 11)
    # late in the evening it is the next day in China
    (later,) = dues(_IPP, "taobao", _event(CaseState.SELLER_NOTIFIED, 26, 20), None)
    assert later.deadline == answer.deadline
