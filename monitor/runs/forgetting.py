"""Forget a seller: rows, kept pages, pictures and logs; what a hold or a sealed page needs stays, and is said."""

import mmap
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import StoreError, StoreInputError
from monitor.evidence.snapshots import delete_snapshot, kept_digests
from monitor.runs.evidence_writing import writing_evidence
from monitor.runs.retention import delete_removed_files
from monitor.store.read.health import kept_pages_of
from monitor.store.read.person import Person, covered_visits, pages_to_look_at, person_of, pictures_to_remove
from monitor.store.read.retention import kept_beside
from monitor.store.store import Store
from monitor.store.write.custody import CustodyEvent, add_custody
from monitor.store.write.forgetting import forget_person, forgotten_key, make_anew
from monitor.store.write.snapshots import remove_snapshots
from monitor.text.person_words import PersonWords

_ELSEWHERE = ("monitor.db", "monitor.db-wal", "monitor.db-shm", "snapshots", "evidence", "backups", "logs")
"""What of a store's folder is looked at in its own way, or not at all."""


@dataclass(frozen=True)
class Forgotten:
    """What was, or would be, forgotten of a seller."""

    person: Person
    key: str
    """That stands for the seller afterwards."""
    rows: dict[str, int]
    """Changed or deleted rows by table."""
    pages: list[str]
    """The digests of kept pages that go."""
    pictures: list[str]
    """The digests of kept pictures and of their copies that go."""
    logs: list[Path]
    """Logs in which the words are blanked."""
    backups: list[Path]
    """Copies of the database that still hold the words."""
    other_files: list[Path]
    """Files of the owner's in the store's folder that hold the words: nothing changes them."""
    cases: list[str]
    """Take-down cases that keep the words: they have not ended, or what they are about is held or sealed."""


def forget(
    store: Store, key: str, *, by: str, really: bool, on_page: Callable[[int, int], None] = lambda done, of: None
) -> Forgotten:
    """Forget the seller with a key, under the store's lock; only say what would go unless `really`.

    `by`: who asked for it, for the custody log; `on_page` is told how many kept pages were looked at, of how many.
    Raises `StoreInputError` for an unknown seller.
    """
    with writing_evidence(store):  # what must stay is known, and nothing is sealed meanwhile
        return _forget(store, key, by, on_page, really=really)


def _forget(store: Store, key: str, by: str, on_page: Callable[[int, int], None], *, really: bool) -> Forgotten:
    with store.read() as connection:
        person = person_of(connection, key)
        if person is None:
            raise StoreInputError(
                f"{key[:200]}: no such seller; `monitor show` and the review tell the keys of sellers"
            )
        covered = covered_visits(connection)
        pictures = pictures_to_remove(connection, person)
    every, telling = PersonWords(person.words), PersonWords(person.telling)
    pages = _pages(store, person, every, telling, covered, on_page)
    new_key = forgotten_key(person, store.salt)
    logs, backups, other_files = _files(store.root, telling)
    for log in logs if really else ():
        _blank_file(log, telling)  # first: the words are known until the rows are blanked
    with store.write() as connection:
        blanked = forget_person(connection, person, every, telling, new_key=new_key, covered_visits=covered)
        if really:
            make_anew(connection)
            now = datetime.now(UTC)
            remove_snapshots(connection, {*pages, *pictures}, "forgotten", now)
            facts = {
                "reason": "a seller was forgotten",
                "seller": new_key,
                "rows": blanked.rows,
                "snapshots": [*pages, *pictures],
                "visits": {str(number): digest for number, digest in blanked.visits.items()},
            }
            add_custody(connection, [CustodyEvent("deleted", by, now, facts=facts)])
        else:
            connection.rollback()
    if really:
        delete_removed_files(store)
        _delete_nameless_files(store, telling)
        store.compact()
    return Forgotten(person, new_key, blanked.rows, pages, pictures, logs, backups, other_files, blanked.cases)


def _pages(
    store: Store, person: Person, every: PersonWords, telling: PersonWords, covered: set[int],
    on_page: Callable[[int, int], None],
) -> list[str]:  # fmt: skip
    """The kept pages that hold the words, and those that are the seller's own, but those that must stay."""
    with store.read() as connection:
        asked = pages_to_look_at(connection, person, covered)
    going = []
    for number, page in enumerate(asked):
        on_page(number, len(asked))
        if page.is_own or _holds(store, page.sha256, every if page.shows else telling):
            going.append(page.sha256)
    with store.read() as connection:
        return sorted({*going, *kept_beside(connection, going)})


def _holds(store: Store, sha256: str, words: PersonWords) -> bool:
    try:
        return words.are_in_bytes(store.kept_bytes(sha256))
    except StoreError:
        return False  # missing or damaged: `monitor doctor` says so


def _delete_nameless_files(store: Store, words: PersonWords) -> None:
    """Kept pages that no row names, left by a stopped run, go where they hold the words."""
    for prefix in (f"{number:02x}" for number in range(256)):
        with store.read() as connection:
            rows = kept_pages_of(connection, prefix)
        for sha256 in kept_digests(store.snapshots, prefix) - rows:
            if _holds(store, sha256, words):
                delete_snapshot(store.snapshots, sha256)


def _files(root: Path, words: PersonWords) -> tuple[list[Path], list[Path], list[Path]]:
    """Logs, copies of the database, and other files that hold the words."""
    others = [path for path in sorted(root.iterdir()) if path.name not in _ELSEWHERE]
    found = [
        [path for folder in folders for path in _below(folder) if _file_holds(path, words)]
        for folders in ([root / "logs"], [root / "backups"], others)
    ]
    return found[0], found[1], found[2]


def _below(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for parent, folders, names in os.walk(path):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names))


def _file_holds(path: Path, words: PersonWords) -> bool:
    try:
        with path.open("rb") as stream:
            if not os.fstat(stream.fileno()).st_size:
                return False
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return words.are_in_bytes(data)
    except (OSError, ValueError):
        return False  # a socket, or a file that is gone meanwhile


def _blank_file(path: Path, words: PersonWords) -> None:
    temporary = path.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        temporary.touch(mode=0o600)
        temporary.write_bytes(words.blanked_bytes(path.read_bytes()))
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: the words in it can't be blanked ({error.strerror})") from None
    finally:
        temporary.unlink(missing_ok=True)
