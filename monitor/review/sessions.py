"""Who is logged in: tokens of cookies, kept as digests in memory as long as the process lives."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.account import Account

IDLE = 8 * 3_600.0
"""Seconds without a request after which a session ends: a working day."""
LONGEST = 7 * 86_400.0
"""Seconds after which a session ends in any case."""
MOST_OF_ACCOUNT = 20
"""Sessions of one account at once; with one more, the one that is idle longest ends."""


@dataclass(slots=True)
class Session:
    """A browser that is logged in."""

    account: Account
    password_hash: str | None
    """The account's when it logged in: with another one the session is over. None: the person who started the process
    on their own machine, whose session ends with it."""
    began: float
    used: float
    frame_key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    """Part of the addresses of kept pages that this session is shown."""


class Sessions:
    """The sessions of a process. `clock`: seconds, never going back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._by_digest: dict[str, Session] = {}

    def begin(self, account: Account, password_hash: str | None) -> str:
        """Log in; returns the token for the cookie, which is kept nowhere here."""
        now, token = self._clock(), secrets.token_urlsafe(32)
        going_on = {digest: one for digest, one in self._by_digest.items() if not _is_over(one, now)}
        of_account = [digest for digest, one in going_on.items() if one.account.name == account.name]
        for digest in sorted(of_account, key=lambda digest: going_on[digest].used)[: 1 - MOST_OF_ACCOUNT]:
            del going_on[digest]
        self._by_digest = {**going_on, _digest(token): Session(account, password_hash, now, now)}
        return token

    def use(self, token: str) -> Session | None:
        """The session of a cookie, which is idle from now on; None where there is none, or it is over."""
        now, session = self._clock(), self._by_digest.get(_digest(token))
        if session is None or _is_over(session, now):
            self.end(token)
            return None
        session.used = now
        return session

    def of_frame(self, key: str) -> Session | None:
        """The session that was shown an address of a kept page with this key; None where there is none any more."""
        now, digest = self._clock(), _digest(key)
        for session in list(self._by_digest.values()):  # asked from other threads
            if _digest(session.frame_key) == digest and not _is_over(session, now):
                return session
        return None

    def end(self, token: str) -> None:
        """Log out."""
        self._by_digest.pop(_digest(token), None)


def _is_over(session: Session, now: float) -> bool:
    if session.password_hash is None:
        return False
    return now - session.used >= IDLE or now - session.began >= LONGEST


def _digest(token: str) -> str:
    # what is looked up tells by its time nothing about the tokens that there are
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
