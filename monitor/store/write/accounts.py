"""The accounts of the review: add, remove, change a password."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from monitor.account import Role
from monitor.store.db.schema_review import AccountRow


def insert_account(connection: Connection, name: str, role: Role, password_hash: str, *, at: datetime) -> None:
    """Add an account. The caller has checked that the name is free."""
    row = {"name": name, "role": role.value, "password_hash": password_hash, "created_at": at}
    connection.execute(insert(AccountRow), row)


def delete_account(connection: Connection, name: str) -> bool:
    """Remove an account; False when there is none of that name."""
    return bool(connection.execute(delete(AccountRow).where(AccountRow.name == name)).rowcount)


def update_password(connection: Connection, name: str, password_hash: str) -> bool:
    """Change the password of an account; False when there is none of that name."""
    changed = update(AccountRow).where(AccountRow.name == name).values(password_hash=password_hash)
    return bool(connection.execute(changed).rowcount)
