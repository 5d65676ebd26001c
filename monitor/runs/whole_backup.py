"""A whole copy of a store in a folder of its own, and a store made of such a copy: every file checked by its digest."""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from monitor.config import FILE as SETTINGS
from monitor.errors import InputError, StoreError, StoreInputError
from monitor.runs.evidence_writing import EVIDENCE, writing_evidence
from monitor.store.address import StoreAddress
from monitor.store.read.schedules import schedules
from monitor.store.store import Store, inspect_store

SUMS = "SHA256SUMS"
"""Written last: a folder without it is an unfinished copy. `sha256sum -c SHA256SUMS` checks it without this program."""
_FOLDERS = ("snapshots", EVIDENCE)
_FILES = (SETTINGS, "watchlist.toml")
_WATCHLISTS = "watchlists"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_BLOCK = 1 << 20
_OWNER_ONLY = 0o700


def back_up(store: Store, target: Path) -> int:
    """Copy the database, kept pages, evidence, settings and watchlists into an empty or new folder.

    What is copied is read back and compared. Returns the number of files. A run may be on: the database is copied
    first, and pages are on the disk before any row names them. Raises `InputError` for a folder with files in it,
    `StoreError` where a copy is not what was read.
    """
    _make_folder(target)
    with _no_writer_of_evidence(store):
        return _back_up(store, target)


def _back_up(store: Store, target: Path) -> int:
    try:
        database = target / "monitor.db"
        store.copy_to(database)
        sums = {"monitor.db": _digest(database)}
        for source, name in _sources(store):
            try:
                sums[name] = _copy(source, target / name)
            except FileNotFoundError:
                continue  # a file that an interrupted write left, swept meanwhile
        for name, digest in sums.items():
            if _digest(target / name) != digest:
                raise StoreError(f"{target / name}: the copy is not what was read; check the disk and repeat")
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        (target / SUMS).write_text(lines, "utf-8")
    except OSError as error:
        raise StoreError(f"{target}: can't be written ({error.strerror}); choose another folder") from None
    return len(sums)


def _no_writer_of_evidence(store: Store) -> AbstractContextManager[object]:
    """Nothing is sealed between the copies of database and folder. In a read-only store nobody can."""
    can_be_written = (store.root / EVIDENCE).is_dir() and os.access(store.root, os.W_OK)
    return writing_evidence(store) if can_be_written else nullcontext()


def restore(source: Path, root: Path) -> int:
    """Make a store in the new folder `root` of a copy that `back_up` made, which is checked first.

    Returns the number of files. The store is there whole or not at all. Raises `InputError` for a copy that is
    unfinished, damaged, or has other files than it had, and where there is something in `root` already.
    """
    sums = _checked(source)
    try:
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise InputError(f"{root}: there is something already; it was left as it is: name another folder")
        beside = root.absolute().parent / f".{root.name}.{secrets.token_hex(8)}.tmp"
        beside.mkdir(mode=_OWNER_ONLY, parents=True)
        try:
            for name, digest in sums.items():
                if _copy(source / name, beside / name) != digest or _digest(beside / name) != digest:
                    raise StoreError(f"{source / name}: the copy is not what was read; check the disk and repeat")
            _check_database(beside, source)
            _seal_folders(beside / EVIDENCE / "captures")
            beside.rename(root)
        finally:
            _remove(beside)
    except OSError as error:
        raise StoreError(f"{root}: can't be written ({error.strerror}); choose another folder with --store") from None
    return len(sums)


def _make_folder(target: Path) -> None:
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise InputError(f"{target}: not an empty folder; it was left as it is: name another folder")
        if not target.absolute().parent.is_dir():
            raise InputError(f"{target}: no folder {target.parent}; make it first, or name another folder")
        target.mkdir(mode=_OWNER_ONLY, exist_ok=True)
    except OSError as error:
        raise InputError(f"{target}: can't be written ({error.strerror}); name another folder") from None


def _sources(store: Store) -> Iterator[tuple[Path, str]]:
    """The files beside the database that are copied, each with its name in the copy; never the browser's sessions."""
    for folder in _FOLDERS:
        for parent, folders, names in os.walk(store.root / folder):
            folders.sort()
            for name in sorted(names):
                path = Path(parent, name)
                if path.is_file() and not name.endswith(".tmp"):
                    yield path, path.relative_to(store.root).as_posix()
    for path in [*(store.root / name for name in _FILES), *sorted(store.root.glob("*.pem"))]:
        if path.is_file():
            yield path, path.name
    scheduled = sorted({Path(schedule.watchlist) for schedule in schedules(store)})
    for number, path in enumerate(scheduled, 1):
        if path.is_file():
            yield path, f"{_WATCHLISTS}/{number}/{path.name}"
        elif path.is_dir():
            yield from ((file, f"{_WATCHLISTS}/{number}/{file.name}") for file in sorted(path.glob("*.toml")))


def _checked(source: Path) -> dict[str, str]:
    """The digests of a copy's files by name, when they are what it has. Raises `InputError`."""
    try:
        lines = (source / SUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        raise InputError(
            f"{source}: no finished copy of a store ({SUMS} is missing); `monitor backup DIR --with-evidence` makes one"
        ) from None
    entries = [_LINE.fullmatch(line) for line in lines]
    sums = {entry[2]: entry[1] for entry in entries if entry is not None and _is_inside(entry[2])}
    if len(sums) != len(lines) or "monitor.db" not in sums:
        raise InputError(f"{source / SUMS}: damaged; use another copy")
    present = {
        Path(parent, name).relative_to(source).as_posix() for parent, _, names in os.walk(source) for name in names
    }
    if missing := sorted(sums.keys() - present):
        raise InputError(f"{source / missing[0]}: missing ({len(missing)} files of the copy are); use another copy")
    if extra := sorted(present - sums.keys() - {SUMS}):
        raise InputError(f"{source / extra[0]}: not a file of the copy; take it away, or use another copy")
    for name, digest in sums.items():
        try:
            changed = (source / name).is_symlink() or _digest(source / name) != digest
        except OSError as error:
            raise InputError(f"{source / name}: can't be read ({error.strerror}); use another copy") from None
        if changed:
            raise InputError(f"{source / name}: not the file that was copied; use another copy")
    return sums


def _is_inside(name: str) -> bool:
    """Whether a name is that of a file within the folder, wherever that lies."""
    return not name.startswith("/") and all(part not in ("", ".", "..") for part in name.split("/"))


def _check_database(root: Path, source: Path) -> None:
    store = inspect_store(root)
    try:
        if not StoreAddress(root).exists() or store.version() is None:
            raise StoreInputError(f"{source / 'monitor.db'}: no database of this program")
    finally:
        store.close()


def _copy(source: Path, target: Path) -> str:
    """Copy a file, with its mode; returns the SHA-256 of what was read. The copy is on the disk when this returns."""
    digest = hashlib.sha256()
    target.parent.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("xb") as written:
        while block := read.read(_BLOCK):
            digest.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
    shutil.copystat(source, target)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal_folders(captures: Path) -> None:
    """The folders of sealed captures are read-only, as their files are."""
    for parent, _, _ in os.walk(captures, topdown=False):
        if Path(parent) != captures:
            Path(parent).chmod(0o500)


def _remove(folder: Path) -> None:
    """Remove what an interrupted restore left, read-only folders included."""
    for parent, _, _ in os.walk(folder):
        Path(parent).chmod(_OWNER_ONLY)
    shutil.rmtree(folder, ignore_errors=True)
