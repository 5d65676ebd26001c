"""The accounts of the review."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from monitor.account import Account, Role
from monitor.store.db.schema_review import AccountRow
from monitor.store.db.types import DamagedValue


class StoredAccount(NamedTuple):
    """An account as the store keeps it. `password_hash`: Argon2's own text, with its parameters and its salt."""

    name: str
    role: Role
    password_hash: str
    created_at: datetime

    @property
    def account(self) -> Account:
        """The person, without the password."""
        return Account(self.name, self.role)


_ALL = select(AccountRow.name, AccountRow.role, AccountRow.password_hash, AccountRow.created_at)


def accounts(connection: Connection) -> list[StoredAccount]:
    """All accounts, by name."""
    return [_stored(*row) for row in connection.execute(_ALL.order_by(AccountRow.name))]


def account_named(connection: Connection, name: str) -> StoredAccount | None:
    """The account of exactly this name; None without one."""
    row = connection.execute(_ALL.where(AccountRow.name == name)).first()
    return _stored(*row) if row else None


def _stored(name: str, role: str, password_hash: str, created_at: datetime) -> StoredAccount:
    if role not in (*Role,):
        raise DamagedValue("a role", role)
    return StoredAccount(name, Role(role), password_hash, created_at)
