"""Accounts: made, listed and removed by a command; their passwords are kept nowhere."""

import json
import os
import pty
import stat
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from monitor.account import Role, check_role
from monitor.errors import InputError, StoreError
from monitor.review.passwords import hash_password, is_password
from monitor.store.read.accounts import account_named
from monitor.store.store import open_store
from tests.commands import monitor
from tests.store_helper import make_store

PASSWORD = "correct horse battery é"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    store = make_store(tmp_path)
    store.close()
    return store.root


def _add(root: Path, name: str, role: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    return monitor("account", "add", name, "--role", role, "--store", root, stdin=f"{password}\n")


def _listed(root: Path) -> list[tuple[str, str]]:
    lines = monitor("account", "list", "--json", "--store", root).stdout.splitlines()
    return [(record["name"], record["role"]) for record in map(json.loads, lines)]


def _hash_of(root: Path, name: str) -> str:
    with open_store(root).read() as connection:
        stored = account_named(connection, name)
    assert stored is not None
    return stored.password_hash


def test_accounts_come_and_go(root: Path) -> None:
    assert "no account yet" in monitor("account", "list", "--store", root).stderr
    for name, role in (("A. Weber", "owner"), ("  李   雷 ", "reviewer"), ("Reader", "reader")):
        done = _add(root, name, role)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert _listed(root) == [("A. Weber", "owner"), ("Reader", "reader"), ("李 雷", "reviewer")]
    assert "李 雷" in monitor("account", "list", "--store", root).stdout
    done = monitor("account", "remove", "A. Weber", "--store", root)
    assert done.returncode == 0
    assert "No owner is left" in done.stderr
    assert _listed(root) == [("Reader", "reader"), ("李 雷", "reviewer")]


def test_a_password_is_changed(root: Path) -> None:
    _add(root, "A. Weber", "owner")
    before = _hash_of(root, "A. Weber")
    done = monitor("account", "password", "A. Weber", "--store", root, stdin="another long password\r\n")
    assert done.returncode == 0, done.stderr
    after = _hash_of(root, "A. Weber")
    assert is_password(PASSWORD, before)
    assert is_password("another long password", after)
    assert not is_password(PASSWORD, after)


@pytest.mark.parametrize(
    ("command", "password", "said"),
    [
        (("add", "Anna", "--role", "reader"), "too short", "at least 12"),
        (("add", "Anna", "--role", "reader"), "", "at least 12"),
        (("add", "Anna", "--role", "reader"), "x" * 1_001, "at most 1000"),
        (("add", "Anna", "--role", "admin"), PASSWORD, "expected one of reader, reviewer, owner"),
        (("add", " ", "--role", "reader"), PASSWORD, "(NAME)"),
        (("add", "An\u202ena", "--role", "reader"), PASSWORD, "can't be seen"),
        (("add", "x" * 101, "--role", "reader"), PASSWORD, "1 to 100"),
        (("add", "A. WEBER", "--role", "reader"), PASSWORD, "'A. Weber' is there already"),
        (("add", "Ａ. Weber", "--role", "reader"), PASSWORD, "'A. Weber' is there already"),
        (("remove", "Nobody"), "", "no account 'Nobody'"),
        (("password", "Nobody"), PASSWORD, "no account 'Nobody'"),
        (("password", "A. Weber"), "too short", "at least 12"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(root: Path, command: tuple[str, ...], password: str, said: str) -> None:
    """And never the password."""
    _add(root, "A. Weber", "owner")
    done = monitor("account", *command, "--store", root, stdin=f"{password}\n")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not password or password not in done.stderr
    assert _listed(root) == [("A. Weber", "owner")]
    assert is_password(PASSWORD, _hash_of(root, "A. Weber"))


def test_a_password_of_no_characters_is_refused(root: Path) -> None:
    command = [sys.executable, "-m", "monitor", "account", "add", "Anna", "--role", "reader", "--store", str(root)]
    done = subprocess.run(command, input=b"\xff\xfe long enough as bytes\n", capture_output=True, check=False)
    assert done.returncode == 2
    assert b"no characters" in done.stderr


@pytest.mark.parametrize(("second", "code"), [(PASSWORD, 0), ("something else", 2)])
def test_the_terminal_asks_twice_and_shows_nothing(root: Path, second: str, code: int) -> None:
    command = [sys.executable, "-m", "monitor", "account", "add", "Anna", "--role", "reader", "--store", str(root)]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),  # noqa: PLW1509 (its own terminal)
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    for prompt, answer in ((b"characters): ", PASSWORD), (b"once more: ", second)):
        while not shown.endswith(prompt):
            shown += os.read(ours, 1_000)
        assert not termios.tcgetattr(ours)[3] & termios.ECHO
        os.write(ours, f"{answer}\n".encode())
    assert process.wait(30) == code
    os.close(ours)
    assert PASSWORD.encode() not in shown
    assert _listed(root) == ([("Anna", "reader")] if code == 0 else [])


def test_the_password_is_kept_nowhere(root: Path) -> None:
    _add(root, "A. Weber", "owner")
    _add(root, "B. Weber", "owner")
    kept = [file for file in root.rglob("*") if file.is_file()]
    assert kept
    assert not any(PASSWORD.encode() in file.read_bytes() for file in kept)
    hashes = {_hash_of(root, name) for name in ("A. Weber", "B. Weber")}
    assert len(hashes) == 2, "each has a salt of its own"
    assert all(one.startswith("$argon2id$") for one in hashes)


def test_the_database_is_its_owners_alone(root: Path) -> None:
    """Also by itself, and while it is written."""
    store = open_store(root, write=True)
    with store.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM account").all()
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in root.glob("monitor.db*")}
    store.close()
    assert len(modes) > 1
    assert modes == dict.fromkeys(modes, 0o600)
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_both_ways_to_type_a_letter_are_one_password() -> None:
    kept = hash_password("caf\u00e9 caf\u00e9 caf\u00e9")
    assert is_password("cafe\u0301 cafe\u0301 cafe\u0301", kept)
    assert not is_password("cafe cafe cafe", kept)
    assert not is_password("anything at all", "damaged")


def test_roles_include_those_below() -> None:
    table = {role: {other for other in Role if role.includes(other)} for role in Role}
    assert table == {
        Role.READER: {Role.READER},
        Role.REVIEWER: {Role.READER, Role.REVIEWER},
        Role.OWNER: set(Role),
    }
    with pytest.raises(InputError, match="did you mean 'owner'"):
        check_role("owners")


def test_a_damaged_role_lets_nobody_in(root: Path) -> None:
    """The error names the value, and `monitor doctor` the row."""
    _add(root, "A. Weber", "owner")
    store = open_store(root, write=True)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'OWNER'")
    with pytest.raises(StoreError, match="damaged"), store.read() as connection:
        account_named(connection, "A. Weber")
    store.close()
    assert "account.role of A. Weber" in monitor("doctor", "--store", root, "--json").stdout
