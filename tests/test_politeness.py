"""The manners towards a site, on a simulated clock: pauses, Retry-After, cool-downs, budgets, quiet hours."""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.errors import InputError
from monitor.fetch.politeness import CoolDown, Politeness, SiteHeld
from monitor.fetch.site_state import SiteFile
from monitor.state_folder import state_folder
from tests.store_helper import visit

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Clock:
    """Seconds since 1970 that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = MONDAY.timestamp()

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)

    def at(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def manners(
    folder: Path, clock: Clock, *, delay: float = 3.0, budget: int | None = None, quiet: tuple[int, int] | None = None,
    zone: str = "UTC", scope: str = "",
) -> Politeness:  # fmt: skip
    return Politeness(
        SiteFile(folder / "taobao.json"), delay, budget, quiet, ZoneInfo(zone), scope, now=clock.now, sleep=clock.sleep
    )


def ask(site: Politeness, status: int = 200, retry_after: str | None = None, latency: float | None = None) -> None:
    """One request and its answer."""

    async def once() -> None:
        async with site.slot():
            site.record_response(status, retry_after, latency)

    asyncio.run(once())


def asked_at(site: Politeness, clock: Clock, times: int) -> list[float]:
    found = []
    for _ in range(times):
        ask(site)
        found.append(clock.seconds)
    return found


def reason(site: Politeness) -> str | None:
    cool_down = site.cool_down()
    return cool_down.reason if cool_down else None


def test_between_two_requests_lies_the_delay_and_up_to_half_more(tmp_path: Path, clock: Clock) -> None:
    times = asked_at(manners(tmp_path, clock), clock, 30)
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) >= 3.0
    assert max(gaps) <= 4.6
    assert len({round(gap, 3) for gap in gaps}) > 20, "jittered"


def test_two_stores_share_the_delay_and_the_budget(tmp_path: Path, clock: Clock) -> None:
    one, other = (manners(tmp_path, clock, budget=4) for _ in range(2))
    times = [moment for _ in range(2) for site in (one, other) for moment in asked_at(site, clock, 1)]
    assert min(b - a for a, b in pairwise(times)) >= 3.0
    with pytest.raises(SiteHeld, match="budget"):
        ask(one)


def test_a_turn_is_alone(tmp_path: Path, clock: Clock) -> None:
    """Two at once: the second waits until the first has its answer, however long that takes."""
    site = manners(tmp_path, clock, delay=0.0)
    inside, most = 0, 0

    async def once() -> None:
        nonlocal inside, most
        async with site.slot():
            inside += 1
            most = max(most, inside)
            await clock.sleep(20)
            inside -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(once() for _ in range(5)))

    asyncio.run(all_at_once())
    assert most == 1


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured_in_both_forms(tmp_path: Path, clock: Clock, form: str) -> None:
    site = manners(tmp_path, clock)
    text = "120" if form == "seconds" else format_datetime(MONDAY + timedelta(seconds=120), usegmt=True)
    ask(site, 429, text)
    before = clock.seconds
    ask(site)
    assert before + 119 <= clock.seconds <= before + 125


def test_a_long_retry_after_ends_the_marketplaces_part_of_the_run(tmp_path: Path, clock: Clock) -> None:
    site = manners(tmp_path, clock)
    ask(site, 503, "7200")
    assert site.cool_down() == CoolDown("rate_limit", MONDAY + timedelta(hours=2))
    site.record_outcome(visit(outcome="blocked", reason="rate_limit"))
    assert site.cool_down() == CoolDown("rate_limit", MONDAY + timedelta(hours=2), walls=1), (
        "the site's word, not our ladder's"
    )


@pytest.mark.parametrize("nonsense", ["soon", "", "-5", "Mon, 99 Foo 2026 25:00:00 GMT", "9" * 400])
def test_a_senseless_retry_after_does_not_hurt(tmp_path: Path, clock: Clock, nonsense: str) -> None:
    site = manners(tmp_path, clock)
    ask(site, 429, nonsense)
    cool_down = site.cool_down()
    assert cool_down is None or cool_down.until <= MONDAY + timedelta(days=1, minutes=1)


def test_too_much_slows_the_site_down_and_good_answers_speed_it_up_again(tmp_path: Path, clock: Clock) -> None:
    site = manners(tmp_path, clock)
    asked_at(site, clock, 1)
    ask(site, 503)
    ask(site, 503)
    slow = asked_at(site, clock, 3)
    assert slow[-1] - slow[-2] >= 6.0, "at least twice the delay"
    quick = asked_at(site, clock, 40)
    assert quick[-1] - quick[-2] <= 4.6


def test_a_wall_starts_a_cool_down_that_grows_and_is_not_forgotten(tmp_path: Path, clock: Clock) -> None:
    lengths = []
    for _ in range(8):
        site = manners(tmp_path, clock)  # a restart each time
        site.record_outcome(visit(outcome="blocked", reason="wall"))
        cool_down = site.cool_down()
        assert cool_down is not None
        with pytest.raises(SiteHeld, match="wall"):
            ask(site)
        lengths.append(cool_down.until - clock.at())
        clock.seconds = cool_down.until.timestamp()
        assert site.cool_down() is None
    hours = [round(length.total_seconds() / 3600, 3) for length in lengths]
    assert hours == [0.5, 1, 2, 4, 8, 16, 24, 24]
    site.record_outcome(visit())
    site.record_outcome(visit(outcome="blocked", reason="login"))
    assert site.cool_down() == CoolDown("login", clock.at() + timedelta(minutes=30), walls=1), (
        "a good page resets the ladder"
    )


def test_pages_that_cannot_be_had_leave_the_site_alone(tmp_path: Path, clock: Clock) -> None:
    site = manners(tmp_path, clock)
    for failure in ("timeout", "connection"):
        site.record_outcome(visit(outcome="blocked", reason=failure))
    site.record_outcome(visit())
    for failure in ("dns", "status"):
        site.record_outcome(visit(outcome="blocked", reason=failure))
        assert site.cool_down() is None
    site.record_outcome(visit(outcome="blocked", reason="timeout"))
    assert reason(site) == "failures"


def test_unreadable_and_refused_pages_hold_nothing(tmp_path: Path, clock: Clock) -> None:
    site = manners(tmp_path, clock)
    for _ in range(9):
        site.record_outcome(visit(outcome="unreadable", reason="unknown_layout"))
        site.record_outcome(visit(outcome="blocked", reason="robots"))
    assert site.cool_down() is None


def test_the_budget_is_the_days_of_the_settings_zone(tmp_path: Path, clock: Clock) -> None:
    """Nine in the morning UTC is five in the afternoon in Shanghai: the new day begins in seven hours."""
    site = manners(tmp_path, clock, budget=3, zone="Asia/Shanghai")
    asked_at(site, clock, 3)
    assert site.cool_down() == CoolDown("budget", MONDAY.replace(hour=16))
    clock.seconds = MONDAY.replace(hour=16).timestamp()
    asked_at(site, clock, 3)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        ((22 * 60, 6 * 60), (23, 0), (1, 6, 0)),
        ((22 * 60, 6 * 60), (5, 59), (0, 6, 0)),
        ((22 * 60, 6 * 60), (6, 0), None),
        ((8 * 60 + 30, 18 * 60), (8, 30), (0, 18, 0)),
        ((8 * 60 + 30, 18 * 60), (8, 29), None),
    ],
)
def test_quiet_hours(
    tmp_path: Path, clock: Clock, quiet: tuple[int, int], now: tuple[int, int], until: tuple[int, int, int] | None
) -> None:
    midnight = MONDAY.replace(hour=0)
    clock.seconds = (midnight + timedelta(hours=now[0], minutes=now[1])).timestamp()
    end = midnight + timedelta(days=until[0], hours=until[1], minutes=until[2]) if until else None
    assert manners(tmp_path, clock, quiet=quiet).cool_down() == (CoolDown("quiet_hours", end) if end else None)


def test_a_stand_ins_walls_concern_the_store_that_met_them(tmp_path: Path, clock: Clock) -> None:
    one, other = manners(tmp_path, clock, scope="one"), manners(tmp_path, clock, scope="other")
    one.record_outcome(visit(outcome="blocked", reason="wall"))
    assert (reason(one), reason(other)) == ("wall", None)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"next_at": 1, "future": 2}',
        '{"refusals": 5}',
        "null",
        '{"refusals": {"": {"held_until": 9e12, "held_for": "a reason nobody knows"}}}',
        '{"refusals": {"": {"held_until": 9e12, "held_for": ["wall"]}}}',
    ],
)
def test_a_damaged_file_is_begun_anew(tmp_path: Path, clock: Clock, content: str) -> None:
    (tmp_path / "taobao.json").write_text(content)
    site = manners(tmp_path, clock)
    ask(site)
    assert site.cool_down() is None


def test_a_file_of_an_earlier_version_is_read_on(tmp_path: Path, clock: Clock) -> None:
    """Names in the file are older than ours: an update forgets no cool-down."""
    until = MONDAY + timedelta(hours=1)
    refusals = {"held_until": until.timestamp(), "held_for": "wall", "walls": 2, "failures": 0}
    memory = {"next_at": 0.0, "slow": 4.0, "day": "", "requests": 7, "refusals": {"": refusals}}
    (tmp_path / "taobao.json").write_text(json.dumps(memory))
    site = manners(tmp_path, clock)
    assert site.cool_down() == CoolDown("wall", until, walls=2)
    clock.seconds = until.timestamp()
    ask(site)
    kept = json.loads((tmp_path / "taobao.json").read_text())
    assert kept["slow"] == pytest.approx(3.6), "a good answer speeds up again"
    assert kept["refusals"][""]["held_for"] == "wall"


def test_a_file_is_never_cut_to_nothing_and_written_only_for_what_changed(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = manners(tmp_path, clock)
    site.record_outcome(visit(outcome="blocked", reason="wall"))
    clock.seconds += 3600
    cuts: list[int] = []
    writes: list[bytes] = []
    cut, write = os.ftruncate, os.pwrite
    monkeypatch.setattr(os, "ftruncate", lambda file, length: (cuts.append(length), cut(file, length)))
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: (writes.append(data), write(file, data, at))[1])
    for _ in range(5):
        ask(site, latency=0.2)
        site.record_outcome(visit())
        site.cool_down()
    assert all(length > 100 for length in cuts), cuts
    assert 5 + 1 <= len(writes) <= 5 * 2 + 1, "a request leaves, a longer pause is drawn after it; the wall is over"


def test_a_write_that_is_killed_before_the_file_is_cut_can_be_read(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = manners(tmp_path, clock, budget=1)
    with site.state.change() as memory:
        memory.day = "a very long word " * 20

    def killed(*_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", killed)
        with pytest.raises(KeyboardInterrupt):
            ask(site)
    assert reason(site) == "budget", "the request is counted"


def test_a_slow_site_is_asked_no_faster_than_it_answers(tmp_path: Path, clock: Clock) -> None:
    site = manners(tmp_path, clock)
    ask(site, latency=0.4)
    before = clock.seconds
    ask(site, latency=20.0)
    assert clock.seconds - before <= 4.6, "a quick site: the delay of the settings"
    before = clock.seconds
    ask(site, status=404, latency=0.1)
    assert clock.seconds - before >= 20.0
    before = clock.seconds
    ask(manners(tmp_path, clock), latency=0.1)
    assert clock.seconds - before >= 20.0, "an error page's speed says nothing; another process knows it too"
    for _ in range(6):
        ask(site, latency=0.1)
    before = clock.seconds
    ask(site, latency=900.0)
    assert clock.seconds - before <= 4.6
    before = clock.seconds
    ask(site)
    assert 60.0 <= clock.seconds - before <= 90.0, "there is an end to patience"


def test_a_clock_that_was_set_back_does_not_stop_the_site(tmp_path: Path, clock: Clock) -> None:
    site = manners(tmp_path, clock)
    ask(site)
    clock.seconds -= 30 * 24 * 3600
    before = clock.seconds
    ask(site)
    assert clock.seconds - before < 600


def test_a_state_folder_that_cannot_be_written_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(InputError, match="set XDG_STATE_HOME"):
        state_folder()
