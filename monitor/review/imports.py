"""The imports that were begun at the browser, as long as the process lives: which pages, what runs, how it ended."""

import secrets
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from monitor.review.errors import ReviewError
from monitor.review.handed_in import HandedIn, new_folder, remove_folder
from monitor.runs.import_process import ImportEnded, ImportProcess, import_ended, start_import
from monitor.store.read.runs import last_run, load_plan, run_news, run_tallies, visited_pages
from monitor.store.store import Store

_NOT_READ = ("blocked", "unreadable")
_MOST = 20
"""Imports that are remembered; the oldest is forgotten, with its files."""


class PageOutcome(NamedTuple):
    """What became of one page. `name`: as the person called its file."""

    name: str
    marketplace: str
    outcome: str
    reason: str | None
    detail: str | None
    listings: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an import ended, in the words of its summary. `passed_over`: a line for each file that brought no page."""

    ended: ImportEnded
    pages: list[PageOutcome]
    passed_over: list[str]
    flagged: int
    new: int

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why pages could not be read, and how many of them."""
        return Counter(page.reason for page in self.pages if page.reason and page.outcome in _NOT_READ).most_common()

    @property
    def to_do(self) -> list[str]:
        """What else needs a person, in the command's words."""
        return [line for line in self.ended.to_do if not line.startswith(tuple(f"{name} (" for name in _NOT_READ))]


@dataclass(slots=True)
class Import:
    """One import."""

    handed_in: HandedIn
    run_before: int
    """The newest run before it."""
    running: ImportProcess | None = None
    outcome: Outcome | None = None


class Imports:
    """All of them. Any thread may ask."""

    def __init__(self, store: Store, watchlist: Path) -> None:
        self._store = store
        self._watchlist = watchlist
        self._all: dict[str, Import] = {}
        self._alone = threading.Lock()

    def begin(self) -> str:
        """Begin one; returns its id."""
        with self._alone, self._store.read() as connection:
            newest = last_run(connection)
            self._forget_oldest()
            key = secrets.token_urlsafe(12)
            self._all[key] = Import(new_folder(self._store.root), newest[0] if newest else 0)
            return key

    def of(self, key: str) -> Import:
        """The import with an id. Raises `ReviewError` when there is none."""
        if key not in self._all:
            raise ReviewError("this import is not known any more; begin another one")
        return self._all[key]

    def to_fill(self, key: str) -> HandedIn:
        """The files of an import that may still get more. Raises `ReviewError` for one that runs or has ended."""
        its = self.of(key)
        if its.running:
            raise ReviewError("this import has begun; hand further pages in for another one")
        return its.handed_in

    def start(self, key: str, by: str) -> None:
        """Let it run. Raises `ReviewError` while another one does, and for one without files."""
        with self._alone:
            its = self.of(key)
            if its.running or its.outcome:
                return
            if any(other.running and not other.outcome for other in self._all.values()):
                raise ReviewError("another import is running; wait for its end")
            if not its.handed_in.names:
                raise ReviewError("no page was handed in")
            its.running = start_import(its.handed_in.folder, self._watchlist, self._store.root, by)

    def outcome(self, key: str) -> Outcome | None:
        """How it ended; None while it runs."""
        with self._alone:
            its = self.of(key)
            if its.outcome is None and its.running and (ended := import_ended(its.running)):
                its.outcome = _outcome(self._store, its.handed_in, ended)
                # a run with work left goes on with `monitor resume`, which reads the files once more
                if ended.state in (None, "done"):
                    remove_folder(its.handed_in)
            return its.outcome

    def pages_read(self, key: str) -> int:
        """How many pages the running import has read."""
        its = self.of(key)
        with self._store.read() as connection:
            newest = last_run(connection)
            if newest is None or newest[0] <= its.run_before:
                return 0
            return sum(tally["pages"] for tally in run_tallies(connection, newest[0]).values())

    def _forget_oldest(self) -> None:
        idle = [key for key, its in self._all.items() if its.outcome or not its.running]
        for key in idle[: max(len(self._all) - _MOST + 1, 0)]:
            remove_folder(self._all.pop(key).handed_in)


def _outcome(store: Store, handed_in: HandedIn, ended: ImportEnded) -> Outcome:
    lines = [_with_names(line, handed_in) for line in ended.lines]
    if ended.run_id is None:
        return Outcome(ended, [], lines, 0, 0)
    own_names = {f"saved:{file.sha256}": Path(file.path).name for file in load_plan(store, ended.run_id).saved}
    with store.read() as connection:
        pages = [
            PageOutcome(
                handed_in.names.get(own_names.get(page.target, ""), page.url), page.marketplace,
                page.outcome if page.state == "done" else "failed", page.reason, page.detail,
                page.listings + page.without_id,
            )
            for page in visited_pages(connection, ended.run_id)
        ]  # fmt: skip
        flagged = sum(tally["flagged"] for tally in run_tallies(connection, ended.run_id).values())
        new = run_news(connection, ended.run_id)["new"]
    return Outcome(ended, pages, _of_files(lines), flagged, new)


def _of_files(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.startswith(("passed over: ", "doubtful: "))]


def _with_names(line: str, handed_in: HandedIn) -> str:
    """A line of the command with the names that the person knows in the place of ours."""
    for own, name in handed_in.names.items():
        line = line.replace(str(handed_in.folder.resolve() / own), name)
    return line.removeprefix("monitor: ")
