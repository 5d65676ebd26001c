"""The people who may use the review from other machines: add, remove, change a password."""

import unicodedata
from datetime import datetime

from monitor.account import Account, Role
from monitor.decision import check_reviewer
from monitor.errors import InputError
from monitor.review.passwords import hash_password
from monitor.store.read.accounts import accounts
from monitor.store.store import Store
from monitor.store.write.accounts import delete_account, insert_account, update_password


def account_name(name: str) -> str:
    """A name as accounts have it. Raises `InputError` for what is no name of a person."""
    return check_reviewer(unicodedata.normalize("NFC", name), "NAME")


def check_name_is_free(store: Store, name: str) -> str:
    """The name of a new account. Raises `InputError` where one has it, or one that differs in capitals alone."""
    name = account_name(name)
    with store.read() as connection:
        taken = [known.name for known in accounts(connection) if _folded(known.name) == _folded(name)]
    if taken:
        raise InputError(
            f"account {taken[0]!r} is there already; `monitor account password` changes its password, "
            "`monitor account remove` removes it"
        )
    return name


def add_account(store: Store, name: str, role: Role, password: str, *, at: datetime) -> Account:
    """Add an account. Raises `InputError` for a name that is taken or none, and for a password that is too short."""
    name, password_hash = check_name_is_free(store, name), hash_password(password)
    with store.write() as connection:
        insert_account(connection, name, role, password_hash, at=at)
    return Account(name, role)


def remove_account(store: Store, name: str) -> None:
    """Remove an account, which ends its sessions; what it decided stays. Raises `InputError` where there is none."""
    with store.write() as connection:
        removed = delete_account(connection, account_name(name))
    if not removed:
        raise _unknown(name)


def change_password(store: Store, name: str, password: str) -> None:
    """Give an account another password, which ends its sessions. Raises `InputError` where there is none."""
    password_hash = hash_password(password)
    with store.write() as connection:
        changed = update_password(connection, account_name(name), password_hash)
    if not changed:
        raise _unknown(name)


def _unknown(name: str) -> InputError:
    return InputError(f"no account {name[:100]!r} in this store; `monitor account list` shows them")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
