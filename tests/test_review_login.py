"""Logging in to the review: how long a session lasts, how often one may try, what the review is called."""

from dataclasses import dataclass

import pytest

from monitor.account import Account, Role
from monitor.errors import InputError
from monitor.review.login_limit import (
    FIRST_WAIT,
    FORGOTTEN,
    LONGEST_WAIT,
    MOST_REMEMBERED,
    OF_ADDRESS,
    OF_NAME,
    LoginLimit,
)
from monitor.review.sessions import IDLE, LONGEST, MOST_OF_ACCOUNT, Sessions
from monitor.review.site import Place, Site, check_place, site_at, site_of

ANNA = Account("Anna", Role.READER)


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_ends_when_it_is_idle() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    token = sessions.begin(ANNA, "hash")
    for _ in range(5):
        clock.now += IDLE - 1
        session = sessions.use(token)
        assert session is not None
        assert session.account == ANNA
    clock.now += IDLE
    assert sessions.use(token) is None
    clock.now -= IDLE
    assert sessions.use(token) is None, "it does not come back"


def test_a_session_ends_after_a_week_in_any_case() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    token = sessions.begin(ANNA, "hash")
    began = clock.now
    while clock.now + IDLE / 2 < began + LONGEST:
        clock.now += IDLE / 2
        assert sessions.use(token) is not None
    clock.now = began + LONGEST
    assert sessions.use(token) is None


def test_the_session_of_the_process_lasts_as_long_as_it_does() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    token = sessions.begin(Account("A. Weber", Role.OWNER), None)
    clock.now += 100 * LONGEST
    sessions.begin(ANNA, "hash")
    assert sessions.use(token) is not None


def test_addresses_of_kept_pages_end_with_their_session() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    token, other = sessions.begin(ANNA, "hash"), sessions.begin(ANNA, "hash")
    session, another = sessions.use(token), sessions.use(other)
    assert session is not None
    assert another is not None
    assert sessions.of_frame(session.frame_key) is session
    assert sessions.of_frame("") is None
    sessions.end(token)
    assert sessions.of_frame(session.frame_key) is None
    assert sessions.use(token) is None
    clock.now += IDLE
    assert sessions.of_frame(another.frame_key) is None


def test_old_sessions_are_not_kept() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    for _ in range(50):
        sessions.begin(ANNA, "hash")
    clock.now += IDLE
    sessions.begin(ANNA, "hash")
    assert len(sessions._by_digest) == 1
    for token in ("", "\ud800", "x" * 10_000):
        assert sessions.use(token) is None


def test_of_many_sessions_of_an_account_the_idle_ones_end() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    other = sessions.begin(Account("Bert", Role.OWNER), "hash")
    tokens = []
    for _ in range(MOST_OF_ACCOUNT):
        clock.now += 1
        tokens.append(sessions.begin(ANNA, "hash"))
    clock.now += 1
    assert sessions.use(tokens[0]) is not None
    sessions.begin(ANNA, "hash")
    assert sessions.use(tokens[1]) is None
    assert all(sessions.use(token) for token in (tokens[0], *tokens[2:], other))


def test_waits_grow_for_a_name_from_wherever() -> None:
    clock = Clock()
    limit = LoginLimit(clock)
    for number in range(OF_NAME):
        assert limit.wait("Anna", f"192.0.2.{number}") == 0
        limit.failed("Anna", f"192.0.2.{number}")
    waits = []
    for number in range(10):
        waits.append(limit.wait("ANNA", f"198.51.100.{number}"))
        assert limit.wait("Bert", f"198.51.100.{number}") == 0
        clock.now += waits[-1]
        assert limit.wait("Anna", None) == 0
        limit.failed("Anna", None)
    assert waits[0] == FIRST_WAIT
    assert waits[1] == 2 * FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    clock.now += FORGOTTEN
    assert limit.wait("Anna", None) == 0
    limit.failed("Anna", None)
    assert limit.wait("Anna", None) == 0, "counted from the beginning"


def test_the_right_password_forgets_wrong_ones_of_the_name_alone() -> None:
    limit = LoginLimit(Clock())
    for number in range(OF_ADDRESS):
        limit.failed(f"n{number}", "192.0.2.1")
    for _ in range(OF_NAME):
        limit.failed("Anna", None)
    limit.succeeded("Anna")
    assert limit.wait("Anna", None) == 0
    assert limit.wait("Anna", "192.0.2.1") > 0
    assert limit.wait("Anna", "192.0.2.2") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::1%eth0", True),
    ],
)
def test_an_address_is_what_one_customer_has(one: str, other: str, *, same: bool) -> None:
    limit = LoginLimit(Clock())
    for number in range(OF_ADDRESS):
        limit.failed(f"n{number}", one)
    assert (limit.wait("x", other) > 0) is same


def test_memory_is_bounded() -> None:
    limit = LoginLimit(Clock())
    for number in range(MOST_REMEMBERED + 100):
        limit.failed("x" * 10_000 + str(number), f"10.{number // 65_536}.{number // 256 % 256}.{number % 256}")
    assert len(limit._names._wrong) == 1
    assert len(limit._addresses._wrong) == MOST_REMEMBERED


def test_what_people_type() -> None:
    assert site_of("https://Review.Firm.example", "--address") == Site("https", ("review.firm.example",))
    assert site_of("https://review.firm.example:443/", "--address").hosts == ("review.firm.example",)
    assert site_of("https://review.firm.example:8443", "--address").hosts == ("review.firm.example:8443",)
    assert site_of("http://192.168.1.5:80", "--address").hosts == ("192.168.1.5",)
    assert site_of("http://[fd00::5]:8400", "--address").origin == "http://[fd00::5]:8400"
    assert site_at("127.0.0.1", 8400, and_localhost=True).hosts == ("127.0.0.1:8400", "localhost:8400")
    assert site_at("::1", 80, and_localhost=True).hosts == ("[::1]", "localhost")


@pytest.mark.parametrize(
    "address",
    [
        "", "review.firm.example", "ftp://review.firm.example", "https://", "https://review.firm.example/x",
        "https://review.firm.example?x", "https://review.firm.example#x", "https://a@review.firm.example",
        "https://review.firm.example:99999", "https://review.firm.example:x", "https://[::1", "https://诺.example",
        "https://a b", "https://a;script-src", "https://*", "https://.", "https://a'b",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match=r"--address.*expected what people type"):
        site_of(address, "--address")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("127.0.0.1", 0, address="https://a.example"), "go together"),
        (Place("127.0.0.1", 0, frames_address="https://a.example"), "go together"),
        (Place("0.0.0.0", 0), "can't be guessed"),
        (Place("::", 0), "can't be guessed"),
        (Place("", 0), "can't be guessed"),
        (Place("127.0.0.1", 0, address="https://a.example", frames_address="https://A.example:443"), "another name"),
        (Place("127.0.0.1", 0, address="https://a.example", frames_address="http://b.example"), "expected https://"),
    ],
)
def test_a_place_that_browsers_cannot_name_is_refused(place: Place, said: str) -> None:
    with pytest.raises(InputError, match=said):
        check_place(place)


def test_who_can_reach_it() -> None:
    for host in ("127.0.0.1", "127.0.0.2", "::1", "localhost"):
        assert not Place(host, 0).is_shared
        assert Place(host, 0, address="https://a.example", frames_address="https://b.example").is_shared
    for host in ("0.0.0.0", "::", "", "192.168.1.5", "review.local", "127.0.0.1.evil.test"):
        assert Place(host, 0).is_shared
