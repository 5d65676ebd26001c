"""Logging in with a name and a password."""

import asyncio
import math
import secrets
from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool

from monitor.account import Account
from monitor.errors import InputError
from monitor.review.accounts import account_name
from monitor.review.login_limit import LoginLimit
from monitor.review.passwords import hash_password, is_password
from monitor.review.sessions import Session, Sessions
from monitor.store.read.accounts import StoredAccount, account_named
from monitor.store.store import Store

_MOST_WAITING = 20
"""Who wants to log in while so many are waiting is told to try again: a password takes 50 ms and 64 MiB to check."""


class LoginRefused(InputError):
    """Raised where somebody can't log in. `wait`: seconds until the next try is looked at; 0: it may be now."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many wrong passwords; try again in {wait} s" if wait else "name or password is wrong")
        self.wait = wait


class Logins:
    """Logging in over the accounts of a store. `clock`: seconds, never going back.

    `is_behind_proxy`: all requests come from one address, which tells nothing about who tries.
    """

    def __init__(self, store: Store, sessions: Sessions, clock: Callable[[], float], *, is_behind_proxy: bool) -> None:
        self._store, self._sessions, self._is_behind_proxy = store, sessions, is_behind_proxy
        self._limit = LoginLimit(clock)
        # checked where nobody has the name, so that the answer takes as long
        self._nobody = hash_password(secrets.token_urlsafe())
        self._one_at_a_time, self._waiting = asyncio.Lock(), 0

    async def log_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session. Raises `LoginRefused`, alike for a name that nobody has and a wrong password."""
        if self._waiting >= _MOST_WAITING:
            raise LoginRefused(1)
        self._waiting += 1
        try:
            # also so that nobody tries many passwords before the first is counted
            async with self._one_at_a_time:
                return await self._log_in(_kept_name(name), password, None if self._is_behind_proxy else address)
        finally:
            self._waiting -= 1

    async def _log_in(self, name: str, password: str, address: str | None) -> str:
        if (wait := self._limit.wait(name, address)) > 0:
            raise LoginRefused(math.ceil(wait))
        account = await run_in_threadpool(self._checked, name, password)
        if account is None:
            self._limit.failed(name, address)
            raise LoginRefused(0)
        self._limit.succeeded(name)
        return self._sessions.begin(account.account, account.password_hash)

    def account_in(self, session: Session) -> Account | None:
        """Who a session is of, as the store has the account now; None where it is gone or has another password."""
        stored = self._stored(session.account.name)
        return stored.account if stored is not None and stored.password_hash == session.password_hash else None

    def _checked(self, name: str, password: str) -> StoredAccount | None:
        stored = self._stored(name)
        is_right = is_password(password, stored.password_hash if stored else self._nobody)
        return stored if is_right else None

    def _stored(self, name: str) -> StoredAccount | None:
        with self._store.read() as connection:
            return account_named(connection, name)


def _kept_name(name: str) -> str:
    """A name as accounts have it, so that no other way to type it is counted by itself."""
    try:
        return account_name(name)
    except InputError:
        return ""
