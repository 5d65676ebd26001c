"""The checks of `monitor doctor` of a store: the database, its version, kept pages, free space, settings.

Two things are repaired, both under the store's lock: a store of an older version is updated, and files that interrupted
writes left behind are deleted.
"""

import os
import shutil
import stat
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from pathlib import Path

from monitor.config import FILE as SETTINGS
from monitor.config import load_settings
from monitor.doctor.machine import Check
from monitor.doctor.time_stamps import time_stamps
from monitor.doctor.verification import verification
from monitor.errors import InputError, MonitorError, StoreError, StoreInputError
from monitor.evidence.archive import FolderArchive
from monitor.evidence.room import room_warning
from monitor.evidence.snapshots import kept_digests, read_snapshot, snapshot_name
from monitor.store.address import StoreAddress
from monitor.store.db.migrate import NEWEST
from monitor.store.db.views import statements
from monitor.store.lock import store_lock
from monitor.store.read.health import (
    changed_visits,
    faults,
    has_tables,
    kept_pages_of,
    newest_record,
    queue_numbers,
    some_kept_pages,
    unreadable_values,
    views_and_triggers,
)
from monitor.store.read.runs import last_run as newest_run
from monitor.store.read.runs import load_plan
from monitor.store.store import Store, create_store, inspect_store, open_store, refuse_lost
from monitor.store.write.queue import rebuild_queue

_LITTLE_SPACE, _NO_SPACE = 1_000_000_000, 200_000_000
"""Bytes."""
_LEFTOVER_SECONDS = 3600.0
_SAMPLE = 200
_MOST_NAMED = 3
"""Damages that are named one by one."""


def store_checks(root: Path, *, named: bool, now: datetime) -> list[Check]:
    """The checks of a store; those that need something missing or damaged are left out.

    `named`: whether the user named the store, which then must exist. `now`: UTC.
    """
    address = StoreAddress(root)
    try:
        exists, prepared = address.exists(), (root / SETTINGS).is_file()
    except OSError as error:
        return [_failed("store", root, error)]
    if not exists:
        checks = [_absent(root, named=named and not prepared)]
        return [*checks, settings_file(root, contact_needed=True)] if prepared else checks
    checks = [
        Check("store", "ok", str(root)),
        _tried("permissions", root, lambda: permissions(root)),
        _tried("disk", root, lambda: free_space(shutil.disk_usage(root).free)),
        _tried("room", root, lambda: room(root)),
    ]
    try:
        refuse_lost(address)
    except StoreInputError as error:
        return [*checks, _failed("database", root, error)]
    store = inspect_store(root)
    checks.append(_tried("database", root, lambda: integrity(store)))
    if checks[-1].state == "ok":
        checks.append(_tried("version", root, lambda: version(store)))
    if sound := checks[-1].state == "ok":
        checks += _contents(store, now)
    checks.append(settings_file(root, contact_needed=not sound or store.kind in ("live", None)))
    store.close()
    return checks


def _contents(store: Store, now: datetime) -> list[Check]:
    root = store.root
    busy = _run_is_on(root)
    return [
        _tried("views and triggers", root, lambda: structure(store)),
        _tried("values", root, lambda: values(store)),
        _tried("rows of pages", root, lambda: rows_of_pages(store)),
        _tried("queue", root, lambda: queue(store)),
        _tried("last run", root, lambda: last_run(store, busy=busy)),
        _tried("times", root, lambda: times(store, now)),
        _tried("kept pages", root, lambda: kept_pages(store)),
        _tried("kept bytes", root, lambda: kept_bytes(store)),
        _tried("leftovers", root, lambda: leftovers(root, now)),
        _tried("time stamps", root, lambda: time_stamps(store, now)),
        _tried("sealed evidence", root, lambda: verification(store, now)),
    ]


def rebuild_lists(root: Path) -> int:
    """Make the queue anew, under the store's lock; returns how many findings it has. Raises `StoreInputError`."""
    open_store(root).close()  # says so where there is none
    with store_lock(root):
        store = create_store(root)
        with store.write() as connection:
            number = rebuild_queue(connection)
        store.close()
    return number


def queue(store: Store) -> Check:
    """Whether lists show all flagged findings, each once, and count them right."""
    with store.read() as connection:
        numbers = queue_numbers(connection)
    if len(set(numbers.values())) == 1:
        return Check("queue", "ok", f"{numbers['flagged']} findings")
    saw = ", ".join(f"{what}: {number}" for what, number in numbers.items())
    advice = f"lists may lack findings: `monitor doctor --rebuild --store {store.root}` makes the queue anew"
    return Check("queue", "problem", saw, advice)


def _absent(root: Path, *, named: bool) -> Check:
    advice = "`monitor run` or `monitor import` makes one"
    if named:
        return Check("store", "problem", f"no store in {root}", f"name its folder with --store, or {advice}")
    return Check("store", "warning", f"no store in {root} yet", advice)


def permissions(root: Path) -> Check:
    """Whether the store can be written, and only its owner can read it."""
    if not all(os.access(path, os.W_OK) for path in (root, root / "monitor.db")):
        return Check(
            "permissions",
            "problem",
            "the store can't be written",
            "check the owner, the permissions and the mount; findings can be read, but no run can be kept",
        )
    mode = stat.S_IMODE(root.stat().st_mode)
    if mode & 0o077:
        advice = f"it holds sellers' names: `chmod 700 {root}`"
        return Check("permissions", "warning", f"others on this machine can look into it (mode {mode:04o})", advice)
    return Check("permissions", "ok", f"{mode:04o}")


def free_space(free: int) -> Check:
    """Whether the disk has room. `free`: bytes."""
    saw = f"{free / 1e9:.1f} GB free"
    if free >= _LITTLE_SPACE:
        return Check("disk", "ok", saw)
    return Check("disk", "problem" if free < _NO_SPACE else "warning", saw, "free some space: a full disk stops a run")


def room(root: Path) -> Check:
    """Whether the store stays within the owner's limit, if there is one."""
    try:
        limit = load_settings(root).evidence.disk_limit_gb
    except InputError:
        limit = None  # the check of the settings says what is wrong with them
    if warning := room_warning(root, limit):
        saw, _, advice = warning.partition("; ")
        return Check("room", "warning", saw, advice)
    return Check("room", "ok", "no limit" if limit is None else f"below {limit:g} GB")


def integrity(store: Store) -> Check:
    """Whether the database is whole, by SQLite's own check."""
    with store.read() as connection:
        damage = faults(connection)
    if not damage:
        return Check("database", "ok", "whole")
    advice = f"restore a copy from {store.root / 'backups'} or from your own backup"
    return Check("database", "problem", f"damaged: {'; '.join(damage)}", advice)


def version(store: Store) -> Check:
    """Whether the store has this program's version; an older one is updated."""
    current = store.version()
    if current == NEWEST:
        return Check("version", "ok", current)
    with store.read() as connection:
        tables = has_tables(connection)
    if current is None and tables:
        advice = "name another folder with --store"
        return Check("version", "problem", "monitor.db was not written by this program", advice)
    with store_lock(store.root, wait=0):
        create_store(store.root).close()
    copy = f", a copy of it as it was is in {store.root / 'backups'}" if current else ""
    return Check("version", "ok", f"updated from {current or 'nothing'} to {NEWEST}{copy}")


def structure(store: Store) -> Check:
    """Whether the views for people and the triggers that keep history are those of this version."""
    expected = {statement.split()[2]: _one_line(statement) for statement in statements()}
    with store.read() as connection:
        stored = {name: _one_line(sql) for name, sql in views_and_triggers(connection).items()}
    missing = [f"{name} is missing" for name in expected if name not in stored]
    changed = [f"{name} was changed" for name in expected if name in stored and stored[name] != expected[name]]
    if wrong := missing + changed:
        advice = "somebody changed the database: compare with a copy in backups/ and restore that"
        return Check("views and triggers", "problem", ", ".join(wrong), advice)
    return Check("views and triggers", "ok", f"all {len(expected)}")


def values(store: Store) -> Check:
    """Whether each value is what its column holds: text, JSON, a time, an amount, one of a few words."""
    with store.read() as connection:
        every = unreadable_values(connection)
        damaged = list(islice(every, _MOST_NAMED + 1))
        is_of_queue = all(value.startswith("queue") for value in (*damaged, *every))
    if damaged:
        more = " and more" if len(damaged) > _MOST_NAMED else ""
        advice = (
            f"`monitor doctor --rebuild --store {store.root}` makes the queue anew" if is_of_queue else _restore(store)
        )
        return Check("values", "problem", f"damaged: {', '.join(damaged[:_MOST_NAMED])}{more}", advice)
    return Check("values", "ok", "all can be read")


def rows_of_pages(store: Store) -> Check:
    """Whether the rows that each page brought are still as they were written."""
    with store.read() as connection:
        number, changed = changed_visits(connection)
    if changed:
        named = ", ".join(f"visit {visit_id}" for visit_id in changed[:_MOST_NAMED])
        saw = f"{len(changed)} of {number} pages have other rows than were written: {named}"
        return Check("rows of pages", "problem", saw, _restore(store))
    return Check("rows of pages", "ok", f"{number} pages have the rows that were written")


def _restore(store: Store) -> str:
    return f"restore a copy from {store.root / 'backups'} or from your own backup; check the disk"


def last_run(store: Store, *, busy: bool) -> Check:
    """Whether a run was left unfinished."""
    with store.read() as connection:
        last = newest_run(connection)
    if last is None or last[1] == "done":
        return Check("last run", "ok", "nothing left unfinished")
    run_id = last[0]
    load_plan(store, run_id)  # raises for a damaged one
    if busy:
        return Check("last run", "ok", f"run {run_id} is on")
    return Check("last run", "warning", f"run {run_id} is unfinished", f"`monitor resume --store {store.root}` goes on")


def times(store: Store, now: datetime) -> Check:
    """Whether the clock went back since the last page was recorded."""
    with store.read() as connection:
        last = newest_record(connection)
    if last is None:
        return Check("times", "ok", "no page yet")
    saw = f"the last page was recorded on {last:%Y-%m-%d %H:%M} UTC"
    if last <= now:
        return Check("times", "ok", saw)
    return Check("times", "problem", f"{saw}, which is still to come", "the clock is or was wrong: set it")


def kept_pages(store: Store) -> Check:
    """Whether the file of every kept page in the database exists; files without a row do no harm."""
    named, missing, orphans = 0, [], 0
    for prefix in (f"{number:02x}" for number in range(256)):
        # rows before files: a page's file is there before its row
        with store.read() as connection:
            rows = kept_pages_of(connection, prefix)
        files = kept_digests(store.snapshots, prefix)
        named += len(rows)
        missing += sorted(rows - files)
        orphans += len(files - rows)
    aside = f"; {orphans} more files that no visit names, left by a stopped run" if orphans else ""
    if missing:
        example = f"{store.snapshots}/{snapshot_name(missing[0])}"
        saw = f"{len(missing)} of {named} files are missing, for one {example}{aside}"
        return Check("kept pages", "problem", saw, "restore snapshots/ from a backup: they can't be fetched again")
    return Check("kept pages", "ok", f"all {named} files are there{aside}")


def kept_bytes(store: Store) -> Check:
    """Whether a sample of the kept pages still has the digests that are their names."""
    with store.read() as connection:
        sample = some_kept_pages(connection, _SAMPLE)
    present = [sha256 for sha256 in sample if store.snapshots.exists(snapshot_name(sha256))]
    damaged = [sha256 for sha256 in present if not _is_whole(store, sha256)]
    if damaged:
        example = f"{store.snapshots}/{snapshot_name(damaged[0])}"
        saw = f"{len(damaged)} of {len(present)} pages looked at are damaged, for one {example}"
        return Check("kept bytes", "problem", saw, "restore these files from a backup; check the disk")
    return Check("kept bytes", "ok", f"{len(present)} pages looked at: as their names tell")


def leftovers(root: Path, now: datetime) -> Check:
    """Delete what interrupted writes left in `snapshots/` more than an hour ago, unless a run is on."""
    try:
        with store_lock(root, wait=0):
            swept = FolderArchive(root / "snapshots").sweep(now.timestamp() - _LEFTOVER_SECONDS)
    except StoreInputError:
        return Check("leftovers", "ok", "not looked at: a run is on")
    except StoreError:
        return Check("leftovers", "ok", "not looked at: the store can't be written")
    return Check("leftovers", "ok", f"{swept} swept" if swept else "none")


def settings_file(root: Path, *, contact_needed: bool) -> Check:
    """Whether `settings.toml` can be used, and has a contact if `contact_needed`."""
    try:
        settings = load_settings(root)
    except InputError as error:
        return Check("settings", "problem", str(error), "mend the file")
    if settings.contact is None and contact_needed:
        advice = f'write `contact = "you@example.com"` into {root / SETTINGS}'
        return Check("settings", "warning", "no contact: a live run needs one", advice)
    return Check("settings", "ok", f"contact {settings.contact}" if settings.contact else "no contact needed")


def _run_is_on(root: Path) -> bool:
    try:
        with store_lock(root, wait=0):
            return False
    except StoreInputError:
        return True
    except StoreError:
        return False


def _tried(name: str, root: Path, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except (MonitorError, OSError) as error:
        return _failed(name, root, error)


def _failed(name: str, root: Path, error: Exception) -> Check:
    """A check that raised. Our errors read `what; what to do`."""
    saw, _, advice = str(error).removeprefix(f"{root}: ").partition("; ")
    return Check(name, "problem", saw, advice or f"look at {root} by hand")


def _is_whole(store: Store, sha256: str) -> bool:
    try:
        read_snapshot(store.snapshots, sha256)
    except StoreError:
        return False
    return True


def _one_line(sql: str) -> str:
    return " ".join(sql.split())
