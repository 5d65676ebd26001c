"""Whether sealed evidence is what was sealed: files against manifests, ledger, chain and stamps. Reads, never writes.

The store's files are compared with what the database names (`Rows`), a bundle with what lies in it
(`verify_bundle.py`). The checks are the same; each returns what is wrong.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.evidence.ledger import NO_BATCH, Head, batch_name, line_of, lines_file
from monitor.evidence.merkle import leaf_hash, root_of
from monitor.evidence.problems import Code, Problem, in_order
from monitor.evidence.tree import Tree, digest, read
from monitor.evidence.verify_files import by_capture, check_capture, head_name, read_head
from monitor.evidence.verify_stamps import Stamp, StampCheck, check_stamp

Progress = Callable[[int, int], None]
"""Called with how many captures and time stamps are checked, of how many."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What the database says of a batch."""

    number: int
    sealed: str
    """As in the head: `2026-11-29T22:45:00.123456Z`."""
    previous: str
    root: str
    captures: int
    head_sha256: str


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """What the database says of a capture."""

    id: str
    batch: int
    position: int
    manifest_sha256: str
    deleted: bool = False
    """The custody log says so: its line stays, its folder may be gone."""


@dataclass(frozen=True, slots=True)
class StampRow:
    """What the database says of a time stamp."""

    stamp: Stamp
    tsr_sha256: str
    gen_time: str | None
    """As in the row: `2026-11-29T22:45:00.123456Z`."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database names, each in order."""

    batches: Sequence[BatchRow] = ()
    captures: Sequence[CaptureRow] = ()
    stamps: Sequence[StampRow] = ()


@dataclass(slots=True)
class Result:
    """What a check saw."""

    problems: list[Problem] = field(default_factory=list)
    captures: int = 0
    deleted: int = 0
    files: int = 0
    batches: int = 0
    stamps: list[StampCheck] = field(default_factory=list)
    unstamped: list[int] = field(default_factory=list)
    """Batches without a checked stamp, of their own or a later batch's: no damage, but no proof of their time."""
    sealed: dict[int, str] = field(default_factory=dict)
    """By the clock of the machine that sealed, UTC, by batch."""
    roots: list[tuple[str, str]] = field(default_factory=list)
    """Root certificates that a bundle brings itself: authority and SHA-256 fingerprint, to be compared by a person."""
    notes: list[str] = field(default_factory=list)
    """What is no damage and should be known."""


def check_store(
    tree: Tree, rows: Rows, roots: Mapping[str, bytes], progress: Progress = lambda done, of: None
) -> Result:
    """Check the folder `evidence` of a store. `roots`: trusted certificates (PEM) by authority."""
    result = Result(list(tree.problems), batches=len(rows.batches), files=len(tree.names))
    result.sealed = {batch.number: batch.sealed for batch in rows.batches}
    of_batch: dict[int, list[CaptureRow]] = {}
    for row in sorted(rows.captures, key=lambda row: (row.batch, row.position)):
        of_batch.setdefault(row.batch, []).append(row)
    known: set[str] = set()
    previous = NO_BATCH
    for place, batch in enumerate(rows.batches, 1):
        lines = [line_of(row.id, row.manifest_sha256) for row in of_batch.get(batch.number, [])]
        result.problems += _check_row(batch, of_batch.pop(batch.number, []), lines, place, previous)
        result.problems += _check_ledger(tree, batch, lines)
        known |= {head_name(batch.number), _lines_name(batch.number)}
        previous = batch.head_sha256
    strays = [row for left in of_batch.values() for row in left]
    result.problems += [Problem(f"capture {row.id}", Code.ROW_CHANGED, "its batch is missing") for row in strays]
    known |= _check_captures(tree, rows, result, progress)
    known |= _check_stamps(tree, rows, roots, result, progress)
    result.problems += [Problem(name, Code.ROW_MISSING) for name in tree.names - known]
    result.problems = in_order(result.problems)
    result.unstamped = unstamped([batch.number for batch in rows.batches], result.stamps)
    return result


def unstamped(batches: Iterable[int], stamps: Iterable[StampCheck]) -> list[int]:
    """The batches after the last one with a stamp that could be checked: it vouches for all batches before its own."""
    last = max((check.stamp.batch for check in stamps if check.state != "unverified"), default=0)
    return [number for number in batches if number > last]


def _check_row(
    batch: BatchRow, captures: Sequence[CaptureRow], lines: Sequence[str], place: int, previous: str
) -> list[Problem]:
    """Whether the rows of a batch fit each other and the batch before; `place`: its number, if none is missing."""
    where = f"evidence_batch {batch.number}"
    head = Head(batch.number, batch.previous, batch.sealed, batch.captures, batch.root)
    problems = []
    if batch.number != place:
        problems.append(Problem(where, Code.GAP))
    if batch.previous != previous:
        problems.append(Problem(where, Code.CHAIN))
    if head.sha256 != batch.head_sha256:
        problems.append(Problem(where, Code.ROW_CHANGED, "its values are not those of its head"))
    if [row.position for row in captures] != list(range(batch.captures)):
        problems.append(Problem(where, Code.ROW_CHANGED, "its captures are not as many, or not in their order"))
    elif _root([line.encode() for line in lines]) != batch.root:
        problems.append(Problem(where, Code.ROOT))
    return problems


def _check_ledger(tree: Tree, batch: BatchRow, lines: Sequence[str]) -> list[Problem]:
    """Whether the files of a batch say what its rows say."""
    head, problems = read_head(tree, batch.number)
    if head is not None and head.sha256 != batch.head_sha256:
        problems.append(Problem(head_name(batch.number), Code.CHANGED, "the database has another digest"))
    name = _lines_name(batch.number)
    data = read(tree, name)
    if data is None:
        return [*problems, Problem(name, Code.UNREADABLE if name in tree.names else Code.MISSING)]
    if data != lines_file(lines):
        problems.append(Problem(name, Code.LINES))
    if head is not None and (head.captures, head.root) != (
        data.count(b"\n"),
        _root(data.removesuffix(b"\n").split(b"\n")),
    ):
        problems.append(Problem(name, Code.ROOT, "by the head of its batch"))
    return problems


def _check_captures(tree: Tree, rows: Rows, result: Result, progress: Progress) -> set[str]:
    """Check the folders of captures; returns the names of files that the rows account for."""
    folders = by_capture(tree)
    known = set()
    for number, row in enumerate(rows.captures, 1):
        files = folders.get(row.id, set())
        known |= {f"captures/{row.id}/{file}" for file in files}
        if not row.deleted:
            result.captures += 1
            result.problems += check_capture(tree, row.id, files, row.manifest_sha256)
        elif files:
            result.notes.append(f"captures/{row.id}: deleted, but {len(files)} of its files are left")
        result.deleted += row.deleted
        progress(number, len(rows.captures) + len(rows.stamps))
    return known


def _check_stamps(tree: Tree, rows: Rows, roots: Mapping[str, bytes], result: Result, progress: Progress) -> set[str]:
    """Check the stamps; returns the names of files that the rows account for."""
    known: set[str] = set()
    batches = {batch.number for batch in rows.batches}
    last: dict[tuple[int, str], int] = {}
    for count, row in enumerate(sorted(rows.stamps, key=lambda row: row.stamp), len(rows.captures)):
        progress(count, len(rows.captures) + len(rows.stamps))
        stamp = row.stamp
        where = f"stamp {batch_name(stamp.batch)} {stamp.authority} {stamp.number}"
        if stamp.number != last.get((stamp.batch, stamp.authority), 0) + 1:
            result.problems.append(Problem(where, Code.ROW_CHANGED, "an earlier stamp of this authority is missing"))
        last[stamp.batch, stamp.authority] = stamp.number
        if stamp.batch not in batches:
            result.problems.append(Problem(where, Code.ROW_CHANGED, "its batch is missing"))
        known |= {stamp.file(ending) for ending in stamp.endings}
        if stamp.file("tsr") in tree.names and digest(tree, stamp.file("tsr")) != row.tsr_sha256:
            result.problems.append(Problem(stamp.file("tsr"), Code.CHANGED, "the database has another digest"))
        check, problems = check_stamp(tree, stamp, roots)
        result.problems += problems
        if check is None:
            continue
        result.stamps.append(check)
        if check.gen_time is not None and f"{check.gen_time:%Y-%m-%dT%H:%M:%S.%f}Z" != row.gen_time:
            result.problems.append(Problem(where, Code.ROW_CHANGED, "its time is not that of the stamp"))
    return known


def _lines_name(number: int) -> str:
    return f"ledger/{batch_name(number)}.lines"


def _root(lines: Sequence[bytes]) -> str:
    return root_of([leaf_hash(line) for line in lines]).hex()
