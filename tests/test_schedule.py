"""Runs time after time, on a simulated clock; digests to a real SMTP server and a real webhook on loopback."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import StoreSettings
from monitor.errors import InputError
from monitor.reports.digest import Digest, digest, send
from monitor.runs.recurrence import check_recurrence, next_after
from monitor.runs.schedule import Ended, Loop, add_schedule, remove_schedule, schedules
from monitor.store.lock import store_lock
from monitor.store.read.runs import load_plan
from monitor.store.store import Store
from monitor.store.write.runs import begin_run, end_run
from tests.server import Answer, serve
from tests.store_helper import finding, listing, make_store, run, visit

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("recurrence", "zone", "expected"),
    [
        ("every 6 hours", "UTC", "2026-11-23 15:30"),
        ("every hour", "UTC", "2026-11-23 10:30"),
        ("Every 15 minutes", "UTC", "2026-11-23 09:45"),
        ("every 2 days", "UTC", "2026-11-25 09:30"),
        ("0 6 * * *", "UTC", "2026-11-24 06:00"),
        ("0 6 * * *", "Asia/Shanghai", "2026-11-23 22:00"),
        ("0 6 * * 1", "UTC", "2026-11-30 06:00"),  # Monday
        ("0 6 * * 0", "UTC", "2026-11-29 06:00"),
        ("0 6 * * 7", "UTC", "2026-11-29 06:00"),
        ("0 6 * * 1-5", "UTC", "2026-11-24 06:00"),
        ("0 6 * * 5-7", "UTC", "2026-11-27 06:00"),
        ("0 6 * * 0-6/2", "UTC", "2026-11-24 06:00"),
        ("0 6 * * sat", "UTC", "2026-11-28 06:00"),
        ("30 9 * * *", "UTC", "2026-11-24 09:30"),
        ("*/20 8-18 1 * *", "UTC", "2026-12-01 08:00"),
    ],
)
def test_when_it_is_due_next(recurrence: str, zone: str, expected: str) -> None:
    found = next_after(recurrence, MONDAY, MONDAY, ZoneInfo(zone))
    assert f"{found:%Y-%m-%d %H:%M}" == expected
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "recurrence",
    [
        "", "daily", "every", "every 5 minutes", "every 0 hours", "* * * * *", "*/5 * * * *", "61 * * * *", "0 6 * *",
        "0 6 1 * 1", "0 6 * * 8", "0 6 * * 5-2", "0 6 31 2 *", "x y z a b", "every 6 hours please",
    ],
)  # fmt: skip
def test_what_is_no_recurrence_is_one_line(recurrence: str) -> None:
    with pytest.raises(InputError) as problem:
        check_recurrence(recurrence, UTC)
    assert "\n" not in str(problem.value)


@given(
    recurrence=st.sampled_from(["every 6 hours", "every 15 minutes", "0 6 * * *", "*/30 * * * 1-5", "every 3 weeks"]),
    late=st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_missed_times_are_not_made_up_for(recurrence: str, late: timedelta) -> None:
    """However long the machine slept: the next time is after now, and the one before it was not."""
    now = MONDAY + late
    found = next_after(recurrence, MONDAY, now, UTC)
    assert found > now
    if recurrence.startswith("every"):
        assert (found - MONDAY).total_seconds() % 900 == 0, "no drift"


class Clock:
    """UTC; passes when somebody sleeps or a run takes its time."""

    def __init__(self) -> None:
        self.at = MONDAY
        self.until = MONDAY + timedelta(days=3)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        if self.at >= self.until:
            raise KeyboardInterrupt


class Runs:
    """Runs that take an hour each, and are written down."""

    def __init__(self, store: Store, clock: Clock, takes: timedelta = timedelta(hours=1)) -> None:
        self.store, self.clock, self.takes = store, clock, takes
        self.began: list[tuple[str, datetime]] = []
        self.on = 0

    def start(self, watchlist: Path | None) -> Ended:
        assert not self.on, "no overlap"
        self.on += 1
        self.began.append((watchlist.stem if watchlist else "resume", self.clock.at))
        if watchlist is not None:
            run_id = begin_run(self.store, load_plan(self.store, 1))
            end_run(self.store, run_id, "done")
        self.clock.at += self.takes
        self.on -= 1
        return Ended(0, run_id if watchlist is not None else 1, [])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_store(tmp_path, [visit((listing("1"), finding()))])
    yield made
    made.close()


def _loop(store: Store, runs: Runs, told: list[tuple[str, int]] | None = None, *, delivered: bool = True) -> Loop:
    def tell(row: object, ended: Ended) -> bool:
        if told is not None:
            told.append((row.name, row.digested))  # type: ignore[attr-defined]
        return delivered

    return Loop(store, StoreSettings(), runs.start, tell, runs.clock.now, runs.clock.sleep)


def _add(store: Store, name: str, recurrence: str, jitter: int = 0) -> None:
    add_schedule(
        store, name, Path(f"{name}.toml"), recurrence, jitter=jitter, now=MONDAY, settings=StoreSettings()
    )  # fmt: skip


def test_three_days(store: Store) -> None:
    """Two schedules whose runs would overlap; every due time is served once, late at most by the other's run."""
    clock = Clock()
    runs = Runs(store, clock)
    _add(store, "often", "every 6 hours", jitter=600)
    _add(store, "daily", "0 15 * * *")
    with pytest.raises(KeyboardInterrupt):
        _loop(store, runs).forever()
    often = [at for name, at in runs.began if name == "often"]
    daily = [at for name, at in runs.began if name == "daily"]
    assert len(daily) == 3
    assert all(at.hour in (15, 16) for at in daily)
    assert len(often) == 11
    due = [MONDAY + timedelta(hours=6 * n) for n in range(1, 12)]
    for at, wanted in zip(often, due, strict=True):
        assert timedelta(0) <= at - wanted <= timedelta(hours=1, minutes=11), (at, wanted)
    (row,) = (row for row in schedules(store) if row.name == "often")
    assert (row.next_at - MONDAY) % timedelta(hours=6) == timedelta(0), "jitter never adds up"


def test_after_a_long_sleep_one_run_catches_up(store: Store) -> None:
    clock = Clock()
    runs = Runs(store, clock)
    _add(store, "often", "every hour")
    loop = _loop(store, runs)
    clock.at += timedelta(hours=30, minutes=10)
    assert loop.once() == 1
    assert [row.next_at for row in schedules(store)] == [MONDAY + timedelta(hours=31)]


def test_a_run_by_hand_is_waited_for(store: Store) -> None:
    clock = Clock()
    runs = Runs(store, clock)
    _add(store, "often", "every hour")
    clock.at += timedelta(hours=1)
    with store_lock(store.root):
        _loop(store, runs).once()
    assert runs.began == []
    clock.at += timedelta(minutes=1)
    _loop(store, runs).once()
    assert [name for name, _ in runs.began] == ["often"]


def test_a_run_that_was_killed_with_the_loop_is_finished_first(store: Store) -> None:
    clock = Clock()
    runs = Runs(store, clock, timedelta(minutes=5))
    _add(store, "often", "every hour")
    clock.at += timedelta(hours=1)

    def killed(_: Path | None) -> Ended:
        begin_run(store, load_plan(store, 1))
        raise KeyboardInterrupt

    loop = _loop(store, runs)
    loop.start = killed
    with pytest.raises(KeyboardInterrupt):
        loop.once()
    clock.until = clock.at + timedelta(minutes=10)
    with pytest.raises(KeyboardInterrupt):
        _loop(store, runs).forever()
    assert [name for name, _ in runs.began] == ["resume"]


def test_news_that_nobody_took_come_again(store: Store) -> None:
    clock = Clock()
    runs = Runs(store, clock)
    told: list[tuple[str, int]] = []
    _add(store, "often", "every hour")
    for delivered in (False, True, True):
        clock.at += timedelta(hours=1)
        _loop(store, runs, told, delivered=delivered).once()
    assert told == [("often", 1), ("often", 1), ("often", 3)]


def test_names(store: Store) -> None:
    _add(store, "often", "every hour")
    with pytest.raises(InputError, match="there already"):
        _add(store, "often", "every hour")
    remove_schedule(store, "often")
    with pytest.raises(InputError, match="no schedule"):
        remove_schedule(store, "often")


def _message(store: Store, after: int, to_do: list[str]) -> Digest | None:
    with store.read() as connection:
        return digest(connection, "nordwerk", after, 1, to_do)


def test_a_digest_tells_what_is_new_and_what_to_do(tmp_path: Path) -> None:
    evil = "诺德沃克 \x1b[2J http://evil.example/ www.evil.example \u202e"
    store = make_store(tmp_path, [visit((listing("1"), finding()), (listing("2", evil), finding(level="medium")))])
    message = _message(store, 0, ["taobao: left alone until 15:00 UTC (wall)"])
    assert message is not None
    assert message.title == "Marketplace monitor, nordwerk: 2 new findings, 1 to do"
    assert "HIGH 65: 诺德沃克 X200 电钻" in message.body
    assert "260.00 CNY, 工具小铺, https://item.taobao.com/item.htm?id=1" in message.body
    assert "- taobao: left alone" in message.body
    assert not set(message.body) & {"\x1b", "\u202e"}
    assert "http://evil" not in message.body
    assert "www.evil" not in message.body
    assert _message(store, 1, []) is None, "told before"
    assert _message(store, 1, ["look"]) is not None


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as a mail needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    self.server.mail.append(line)  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


@contextmanager
def _mail_server() -> Iterator[tuple[int, list[bytes]]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as server:
        server.mail = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], server.mail  # type: ignore[attr-defined]
        server.shutdown()


def test_digests_reach_mail_and_webhook(caplog: pytest.LogCaptureFixture) -> None:
    """A real SMTP server and a real webhook; an address that does not answer is named by its place, never shown."""
    posted: list[dict[str, str]] = []

    def hook(connection: BaseHTTPRequestHandler) -> None:
        posted.append(json.loads(connection.rfile.read(int(connection.headers["Content-Length"]))))
        connection.send_response(200)
        connection.send_header("Content-Length", "0")
        connection.end_headers()

    def answer(_: str, __: str) -> Answer:
        return hook

    with serve(answer) as site, _mail_server() as (port, mail):
        addresses = [
            f"mailto://127.0.0.1:{port}?from=monitor@firm.example&to=brand@firm.example&mode=insecure",
            f"json://127.0.0.1:{site.url.rpartition(':')[2]}/hook",
            "json://user:hunter2secret@127.0.0.1:9/",
            "nonsense://x",
        ]
        failed = send(Digest("Monitor: 1 new finding", "HIGH 65: 诺德沃克 X200"), addresses)
    assert failed == [2, 3]
    assert posted[0]["title"] == "Monitor: 1 new finding"
    assert "诺德沃克" in posted[0]["message"]
    head = b"".join(mail).decode()
    assert "Subject: Monitor: 1 new finding" in head
    assert "brand@firm.example" in head
    assert "hunter2secret" not in caplog.text


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Add, list, remove; bad input is one line and exit code 2; once with nothing due asks nobody."""
    watchlist = tmp_path / "watchlist.toml"
    watchlist.write_text('[[brand]]\nname = "Nordwerk"\n')
    store = ("--store", tmp_path / "store")

    def call(*args: object) -> tuple[int, str, str]:
        return run(monkeypatch, capfd, "schedule", *args, *store)

    code, _, err = call("add", watchlist, "--when", "every 6 hours")
    assert (code, err.count("\n")) == (2, 1)
    assert "contact is missing" in err
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text('contact = "a@firm.example"\ntimezone = "Europe/Berlin"\n')
    assert call("add", watchlist, "--when", "now and then")[0] == 2
    code, _, err = call("add", watchlist, "--when", "0 6 * * 1-5")
    assert code == 0, err
    assert call("add", watchlist, "--when", "every day")[0] == 2, "the name is taken"
    code, out, _ = call("list", "--json")
    assert json.loads(out)["recurrence"] == "0 6 * * 1-5"
    assert "0 6 * * 1-5" in call("list")[1]
    assert "0 runs were due" in call("run", "--once")[2]
    with store_lock(tmp_path / "store", file="schedule.lock"):
        code, _, err = call("run", "--once")
    assert (code, err.count("\n")) == (2, 1)
    assert call("remove", "watchlist")[0] == 0
    assert call("remove", "watchlist")[0] == 2
