"""`kill -9` at each step of sealing: `python -m bench.kills --sealing`.

Each time a process seals findings of a small store and is killed by a real signal before or after a call that its step
is made of. Then every file in place must be whole and named by the database, and everything that the database names
must be whole, in place or staged; the next sealing must finish or sweep what was left, and seal the rest.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from monitor.config import StoreSettings
from monitor.evidence import staging
from monitor.evidence.ledger import Head
from monitor.evidence.manifest import MANIFEST, read_manifest
from monitor.evidence.merkle import leaf_hash, root_of
from monitor.evidence.staging import STAGING, Staging
from monitor.runs import sealed_batch
from monitor.runs.sealing import seal_findings
from monitor.runs.verifying import verify_store
from monitor.store.store import open_store
from tests.kept_pages import add_own, add_search
from tests.record_book import Book
from tests.store_helper import listing

FINDINGS = tuple(f"taobao:{number}:nordwerk" for number in range(1, 5))


@dataclass(frozen=True)
class Step:
    """A step of sealing by the calls that it is made of."""

    name: str
    where: Any
    function: str
    calls: int
    """How many there are, about: a call that never comes kills nothing."""
    is_after: bool = False
    """Killed when the call is done, not before it."""


STEPS = (
    Step("a page's files are made", sealed_batch, "page_of_visit", 3),
    Step("a file is staged", Staging, "write", 11),
    Step("a staged file is flushed", staging.os, "fsync", 20),
    Step("the staged folders are flushed", Staging, "flush", 1),
    Step("the transaction begins", sealed_batch, "record_sealed", 1),
    Step("the rows are written and not committed", sealed_batch, "record_sealed", 1, is_after=True),
    Step("the transaction is committed", Staging, "place", 1),
    Step("a folder or file is put in place", Path, "rename", 5),
    Step("what is in place becomes read-only", Path, "chmod", 14),
    Step("the staging folder goes", staging.shutil, "rmtree", 1),
    Step("all is done", Staging, "place", 1, is_after=True),
)


def make_store(root: Path) -> None:
    """A store whose findings are not sealed yet, but for one."""
    book = Book(root)
    for number in range(1, 5):
        add_own(book, listing(str(number)))
    add_search(book, *(listing(str(number)) for number in range(1, 5)))
    seal_findings(book.store, FINDINGS[:1], "A. Weber", "asked for")
    book.store.close()


def seal_and_die(root: Path, step: Step, call: int) -> bool:
    """Seal in a process that is killed at the n-th call of a step; returns whether it was (else all was sealed)."""
    process = os.fork()
    if process:
        status = os.waitpid(process, 0)[1]
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "sealing failed by itself"
        return os.WIFSIGNALED(status)
    try:
        setattr(step.where, step.function, _deadly(getattr(step.where, step.function), call, is_after=step.is_after))
        seal_findings(open_store(root, write=True), FINDINGS, "A. Weber", "asked for")
        os._exit(0)
    finally:
        os._exit(1)


def _deadly(original: Callable[..., Any], call: int, *, is_after: bool) -> Callable[..., Any]:
    calls = count()

    def counted(*arguments: Any, **named: Any) -> Any:
        is_last = next(calls) == call
        if is_last and not is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return counted


def check(root: Path, *, is_swept: bool) -> None:
    """Raise AssertionError unless files and database agree. `is_swept`: nothing may be staged, and all is read-only."""
    evidence = root / "evidence"
    with closing(sqlite3.connect(root / "monitor.db")) as database:
        captures = dict(database.execute("SELECT id, manifest_sha256 FROM capture").fetchall())
        batches = database.execute("SELECT number, root, captures, head_sha256 FROM evidence_batch").fetchall()
        events = database.execute("SELECT capture_id FROM custody WHERE event = 'sealed'").fetchall()
    assert sorted(event[0] for event in events) == sorted(captures)
    placed = {folder.name for folder in (evidence / "captures").iterdir()}
    assert placed <= set(captures), "a capture in place is not named by the database"
    for name, digest in captures.items():
        _check_capture(_only(evidence, f"captures/{name}"), digest, is_swept=is_swept)
    heads = {path.name for path in (evidence / "ledger").iterdir()}
    assert heads <= {f"{number:06}.{kind}" for number, *_ in batches for kind in ("head", "lines")}
    previous = "0" * 64
    for number, tree, size, digest in batches:
        head = Head.read(_only(evidence, f"ledger/{number:06}.head").read_bytes())
        lines = _only(evidence, f"ledger/{number:06}.lines").read_bytes().splitlines()
        assert head is not None
        assert (head.previous, head.root, head.captures, head.sha256) == (previous, tree, size, digest)
        assert root_of([leaf_hash(line) for line in lines]).hex() == tree
        previous = digest
    if is_swept:
        assert list((evidence / STAGING).iterdir()) == [], "something is left in the staging folder"


def _only(evidence: Path, name: str) -> Path:
    """A named file or folder: in place, or else staged."""
    paths = [path for path in (evidence / name, *evidence.glob(f"{STAGING}/*/{name}")) if path.exists()]
    assert paths, f"{name} is named by the database and is nowhere"
    return paths[0]


def _check_capture(folder: Path, digest: str, *, is_swept: bool) -> None:
    manifest = (folder / MANIFEST).read_bytes()
    assert hashlib.sha256(manifest).hexdigest() == digest
    digests = read_manifest(manifest)
    assert digests is not None
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert set(files) == {*digests, MANIFEST}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digests[name] for name in digests)
    if is_swept:
        assert all(path.stat().st_mode & 0o222 == 0 for path in (folder, *folder.rglob("*")))


def kill_sealing(template: Path, step: Step, call: int) -> bool:
    """Kill at a step, check, seal again, check; returns whether anything was killed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        shutil.copytree(template, root)
        was_killed = seal_and_die(root, step, call)
        check(root, is_swept=not was_killed)
        store = open_store(root, write=True)
        assert verify_store(store, StoreSettings()).problems == []
        report = seal_findings(store, FINDINGS, "A. Weber", "asked for")
        assert all(finding.own and finding.supporting for finding in report.findings)
        assert verify_store(store, StoreSettings()).problems == []
        store.close()
        check(root, is_swept=True)
        for path in (root / "evidence").rglob("*"):
            if path.is_dir():
                path.chmod(0o700)  # so that the copy can be deleted
        return was_killed


def kill_often(template: Path, kills: int, seed: int) -> Counter[str]:
    """Kill at each step once, then at any of their calls by chance; returns how many kills there were, by step."""
    dice = random.Random(seed)
    killed: Counter[str] = Counter()
    steps = deque(STEPS)
    while killed.total() < kills:
        step = steps.popleft() if steps else dice.choices(STEPS, [step.calls for step in STEPS])[0]
        killed[step.name] += kill_sealing(template, step, dice.randrange(step.calls))
    return killed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sealing", action="store_true", required=True, help="kill sealing")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "store"
        make_store(template)
        killed = kill_often(template, options.kills, options.seed)
        for path in (template / "evidence").rglob("*"):
            if path.is_dir():
                path.chmod(0o700)
    for step in STEPS:
        print(f"{killed[step.name]:4} kills: {step.name}")
    print(f"{killed.total()} kills in {time.monotonic() - began:.0f} s: nothing half sealed, nothing left behind")


if __name__ == "__main__":
    main()
