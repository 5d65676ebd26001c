"""Good standing and penalties: right at the borders, under the rules of each year."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.casework.penalties import Infringement, penalty
from monitor.casework.rules import platforms
from monitor.casework.standing import Complaint, standing, with_failures

_IPP = platforms()["ipp"]
_2016, _2019, _2026 = date(2016, 6, 1), date(2019, 6, 3), date(2026, 11, 27)


def _record(day: date, removed: int, failed: int, countered: int = 0, reason: str = "Test buy") -> list[Complaint]:
    """`countered`: of the failed ones; their counter-notices succeeded."""
    on = day - timedelta(days=10)
    return [Complaint(on, reason, removed=True)] * removed + [
        Complaint(on, reason, removed=False, countered=number < countered) for number in range(failed)
    ]


@pytest.mark.parametrize(
    ("day", "record", "status"),
    [
        (_2016, _record(_2016, 900, 100, 14), "good faith"),
        (_2016, _record(_2016, 900, 100, 15), "normal"),  # 1.5 % is not below 1.5 %
        (_2016, _record(_2016, 899, 101, 0), "normal"),
        (_2016, _record(_2016, 45, 55), "bad faith"),
        (_2016, _record(_2016, 46, 54), "normal"),
        (_2016, _record(_2016, 95, 5, 5), "bad faith"),
        (_2016, _record(_2016, 951, 49, 49), "normal"),
        (_2016, [], "bad faith"),  # no record
        (_2019, _record(_2019, 90, 10, 5), "good faith"),
        (_2019, _record(_2019, 94, 6, 6), "normal"),
        (_2019, _record(_2019, 89, 11), "normal"),
        (_2019, [], "normal"),
        (_2019, _record(_2019, 100, 0) + _record(_2019, 1, 1, reason="x"), "good faith"),
        (_2026, _record(_2026, 100, 0) + _record(_2026, 1, 1, reason="x"), "normal"),  # each reason since 2022
        (_2026, _record(_2026, 90, 10, 5) + _record(_2026, 9, 1, reason="x"), "good faith"),
    ],
)
def test_status(day: date, record: list[Complaint], status: str) -> None:
    assert standing(_IPP, "taobao", day, record).status == status


def test_only_the_window_counts() -> None:
    old = [Complaint(date(2026, 8, 27), "x", removed=False)]
    assert standing(_IPP, "taobao", _2026, old).rates.complaints == 0
    assert standing(_IPP, "taobao", date(2026, 11, 26), old).rates.complaints == 1
    assert standing(_IPP, "taobao", date(2026, 5, 31), []).since == date(2026, 2, 28)


def test_no_source_no_status() -> None:
    found = standing(platforms()["etsy"], "etsy", _2026, _record(_2026, 1, 0))
    assert (found.status, found.expected_working_days) == (None, None)
    assert standing(_IPP, "taobao", _2016, _record(_2016, 10, 0)).expected_working_days == (1, 3)
    assert standing(_IPP, "taobao", _2016, _record(_2016, 8, 2)).expected_working_days == (5, 7)


@given(removed=st.integers(0, 400), failed=st.integers(0, 400), number=st.integers(1, 300))
def test_a_case_that_fails_never_betters_the_standing(removed: int, failed: int, number: int) -> None:
    order = ["bad faith", "normal", "good faith"]
    record = _record(_2026, removed, failed, failed)
    before = standing(_IPP, "taobao", _2026, record).status
    after = standing(_IPP, "taobao", _2026, with_failures(record, "Test buy", number, _2026)).status
    assert before
    assert after
    assert order.index(after) <= order.index(before)


def _points(*points: int) -> list[Infringement]:
    begin = datetime(2016, 1, 4, tzinfo=UTC)
    return [Infringement(begin + timedelta(days=n), "general", value) for n, value in enumerate(points)]


@pytest.mark.parametrize(
    ("points", "step", "blocked", "ended"),
    [(11, None, None, False), (12, 12, 7, False), (23, 12, 7, False), (24, 24, 14, False), (36, 36, 21, False),
     (47, 36, 21, False), (48, 48, None, True)],
)  # fmt: skip
def test_points_of_2015(points: int, step: int | None, blocked: int | None, ended: bool) -> None:
    found = penalty(_IPP, "taobao", _2016, _points(points))
    assert (found.points, found.points_step, found.blocked_days, found.ended) == (points, step, blocked, ended)


def test_points_of_today() -> None:
    """Alibaba.com: at most six a day, and at 36 all products go; what is not published stays unknown."""
    day = [Infringement(datetime(2026, 3, 2, hour, tzinfo=UTC), "general", 6) for hour in (1, 2, 15)]
    assert penalty(_IPP, "alibaba", _2026, day).points == 6, "one day in China"
    assert (
        penalty(_IPP, "alibaba", _2026, [*day, Infringement(datetime(2026, 3, 2, 16, tzinfo=UTC), "general", 6)]).points
        == 12
    )
    six = [Infringement(datetime(2026, 3, 2 + n, tzinfo=UTC), "general", 6) for n in range(6)]
    assert penalty(_IPP, "alibaba", _2026, six).all_removed
    assert not penalty(_IPP, "alibaba", _2026, six[1:]).all_removed
    assert penalty(_IPP, "taobao", _2026, six).points is None


def _serious(*hours: float, owner: str = "a") -> list[Infringement]:
    begin = datetime(2016, 1, 4, 1, tzinfo=UTC)
    return [Infringement(begin + timedelta(hours=hour), "serious", owner=owner) for hour in hours]


def test_strikes_of_2015() -> None:
    """All of the first five days are one; a fourth ends the account, or a third of the same owner."""
    assert penalty(_IPP, "taobao", _2016, _serious(0, 20, 100)).strikes == 1
    assert penalty(_IPP, "taobao", _2016, _serious(0, 120)).strikes == 2, "the sixth day"
    assert penalty(_IPP, "taobao", _2016, _serious(0, 120, 121)).ended
    others = [*_serious(0), *_serious(120, owner="b"), *_serious(121, owner="c")]
    third = penalty(_IPP, "taobao", _2016, others)
    assert (third.strikes, third.strike_step, third.ended) == (3, "blocked 14 days", False)
    assert penalty(_IPP, "taobao", _2016, [*others, *_serious(122, owner="d")]).ended


def test_strikes_of_aliexpress() -> None:
    """All of any three days are one; three end the account; each counts for 365 days."""
    begin = datetime(2026, 5, 4, 1, tzinfo=UTC)

    def strikes(*days: float) -> int | None:
        cases = [Infringement(begin + timedelta(days=day), "serious") for day in days]
        return penalty(_IPP, "aliexpress", _2026, cases).strikes

    assert strikes(0, 1, 2) == 1
    assert strikes(0, 2, 3, 5) == 2
    assert strikes(0, 3, 6) == 3
    assert strikes(-200, 0) == 1


@given(hours=st.lists(st.integers(0, 2000), max_size=12), shift=st.sampled_from([-11, -5, 0, 8, 14]))
def test_strikes_do_not_depend_on_order_or_on_the_zone_in_which_times_are_told(hours: list[int], shift: int) -> None:
    cases = _serious(*hours)
    told = [
        Infringement(one.at.astimezone(timezone(timedelta(hours=shift))), "serious", owner=one.owner)
        for one in reversed(cases)
    ]
    assert penalty(_IPP, "taobao", _2016, told) == penalty(_IPP, "taobao", _2016, cases)
