"""`monitor account`: who may use `monitor review` from other machines."""

import getpass
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.account import Role, check_role
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out_json, say, table
from monitor.errors import InputError
from monitor.review.accounts import account_name, add_account, change_password, check_name_is_free, remove_account
from monitor.review.passwords import SHORTEST
from monitor.store.read.accounts import accounts
from monitor.store.read.findings import zulu
from monitor.store.store import open_store

app = typer.Typer(help="The people who may use the review from other machines.", no_args_is_help=True)
_NameArgument = Annotated[str, typer.Argument(help="The person's name; it stands with each decision.")]


@app.command()
def add(
    name: _NameArgument,
    role: Annotated[
        str,
        typer.Option(help="reader: looks; reviewer: decides, too; owner: also changes the watchlist and imports."),
    ],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Let a person use the review. Asks for the password twice; from a pipe, its first line is the password.

    Example: monitor account add "A. Weber" --role owner --store monitor-data
    """
    given = check_role(role)
    opened = open_store(store, write=True)
    free = check_name_is_free(opened, name)
    added = add_account(opened, free, given, _new_password(free), at=datetime.now(UTC))
    say(f"{added.name}: {added.role}")


@app.command("list")
def list_accounts(
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line per account.")] = False,
) -> None:
    """Show the accounts.

    Example: monitor account list --store monitor-data
    """
    with open_store(store).read() as connection:
        rows = accounts(connection)
    if as_json:
        for row in rows:
            out_json({"name": row.name, "role": row.role.value, "created_at": zulu(row.created_at)})
    elif rows:
        table(["name", "role", "since"], [[row.name, row.role.value, f"{row.created_at:%Y-%m-%d}"] for row in rows])
    else:
        say(f"{store}: no account yet; `monitor account add NAME --role owner` makes one.")


@app.command()
def remove(name: _NameArgument, store: StoreOption = DEFAULT_STORE) -> None:
    """Remove an account: who is logged in with it is out at once. What the person decided stays.

    Example: monitor account remove "A. Weber" --store monitor-data
    """
    opened = open_store(store, write=True)
    remove_account(opened, name)
    say(f"{account_name(name)}: removed.")
    with opened.read() as connection:
        left = accounts(connection)
    if left and not any(row.role is Role.OWNER for row in left):
        say("No owner is left: `monitor review` will not start for other machines until there is one.")


@app.command()
def password(name: _NameArgument, store: StoreOption = DEFAULT_STORE) -> None:
    """Change the password of an account: who is logged in with it has to log in again.

    Example: monitor account password "A. Weber" --store monitor-data
    """
    opened = open_store(store, write=True)
    with opened.read() as connection:
        known = {row.name for row in accounts(connection)}
    named = account_name(name)
    if named not in known:
        raise InputError(f"no account {named!r} in this store; `monitor account list` shows them")
    change_password(opened, named, _new_password(named))
    say(f"{named}: the password was changed.")


def _new_password(name: str) -> str:
    """A password that nobody else sees: asked for twice without echo, or the first line of what is piped in."""
    try:
        if not sys.stdin.isatty():
            return sys.stdin.buffer.readline().decode().rstrip("\r\n")
        first = getpass.getpass(f"Password of {name} (at least {SHORTEST} characters): ")
        first.encode()
    except UnicodeError:
        raise InputError("password: holds bytes that are no characters; expected UTF-8") from None
    if getpass.getpass("The same once more: ") != first:
        raise InputError("password: the second one was another; nothing was changed")
    return first
