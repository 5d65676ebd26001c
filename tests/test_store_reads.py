"""Reads and writes at once: in one process, in several, in many threads; nobody waits but writer for writer."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice

import pytest
from sqlalchemy import insert, select, text

from monitor.store.db.schema import StoreInfoRow
from monitor.store.db.sqlite import wal_is_safe
from monitor.store.read.findings import select_findings
from monitor.store.store import Store, open_store
from tests.commands import ROOT
from tests.record_book import Book
from tests.store_helper import NOON, finding, listing, visit

pytestmark = pytest.mark.skipif(not wal_is_safe(), reason="an old SQLite has one reader or one writer at a time")

_SECONDS = 20.0
"""Until a test is given up: a waiting write would wait 30 seconds."""


def _note(store: Store, key: str) -> None:
    with store.write() as connection:
        connection.execute(insert(StoreInfoRow), {"key": key, "value": "x"})


def _keys(store: Store) -> set[str]:
    with store.read() as connection:
        return set(connection.execute(select(StoreInfoRow.key)).scalars())


def _done(work: Callable[[], object]) -> None:
    """Do it in a thread; fail when it is still waiting after some seconds."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(_SECONDS)
    assert not thread.is_alive(), "it waits"


@pytest.fixture
def two(book: Book) -> tuple[Store, Store]:
    """Two stores open for writing on one folder, as two crawlers have them."""
    return book.store, open_store(book.store.root, write=True)


def test_a_held_read_lets_reads_and_writes_pass(two: tuple[Store, Store]) -> None:
    mine, other = two
    with mine.read() as connection:
        before = connection.execute(select(StoreInfoRow.key)).all()
        _done(lambda: _note(other, "passed"))
        _done(lambda: _note(mine, "passed too"))
        assert connection.execute(select(StoreInfoRow.key)).all() == before, "a read sees one moment"
    assert {"passed", "passed too"} <= _keys(other)


def test_a_held_write_lets_reads_pass_and_makes_writes_wait(two: tuple[Store, Store]) -> None:
    mine, other = two
    with mine.write() as connection:
        connection.execute(insert(StoreInfoRow), {"key": "mine", "value": "x"})
        _done(lambda: _keys(other))
        waiting = threading.Thread(target=_note, args=(other, "later"), daemon=True)
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive(), "there is one writer at a time"
    waiting.join(_SECONDS)
    assert {"mine", "later"} <= _keys(mine)


def test_a_read_within_a_write_sees_what_was_committed(book: Book) -> None:
    with book.store.write() as connection:
        connection.execute(insert(StoreInfoRow), {"key": "open", "value": "x"})
        assert "open" not in _keys(book.store)
    assert "open" in _keys(book.store)


def test_forty_threads_read_at_once(book: Book) -> None:
    """As many as a web server has: none gets another's connection, none is refused."""
    book.add(visit(*((listing(str(number)), finding()) for number in range(20))))
    together = threading.Barrier(40)

    def ask(number: int) -> int:
        with book.store.read() as connection:
            together.wait(_SECONDS)
            first = connection.execute(text("SELECT count(*) FROM finding")).scalar_one()
            with book.store.read() as second:
                return first + int(second.execute(text("SELECT :number"), {"number": number}).scalar_one())

    with ThreadPoolExecutor(40) as threads:
        assert list(threads.map(ask, range(40))) == [20 + number for number in range(40)]


_HOLDER = """
import sys
from pathlib import Path
from monitor.store.store import open_store
store = open_store(Path(sys.argv[1]), write=True)
with getattr(store, sys.argv[2])() as connection:
    connection.exec_driver_sql("SELECT count(*) FROM store_info").all()
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("held", ["read", "write"])
def test_processes_do_not_wait_for_each_other(book: Book, held: str) -> None:
    """Another process holds a read: writes pass. It holds a write: reads pass."""
    args = [sys.executable, "-c", _HOLDER, str(book.store.root), held]
    with subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        _done(lambda: _keys(book.store))
        if held == "read":
            _done(lambda: _note(book.store, "passed"))
        holder.communicate("\n", timeout=_SECONDS)
    assert holder.returncode == 0


_CRAWLER = """
import sys
from dataclasses import replace
from pathlib import Path
from monitor.store.store import open_store
from monitor.store.write.visit import record_visit
from tests.store_helper import finding, listing, visit
store, name = open_store(Path(sys.argv[1]), write=True), sys.argv[2]
for number in range(25):
    page = visit(*((listing(f"{name}-{number}-{n}"), finding()) for n in range(10)), number=f"{name}-{number}")
    with store.write() as connection:
        record_visit(connection, 1, page, salt=store.salt)
print("done", flush=True)
"""


def test_findings_are_read_while_four_crawlers_write(book: Book) -> None:
    """Each list is whole and in order, whatever is written meanwhile; at the end all is there."""
    book.add(visit(*((listing(str(number)), finding()) for number in range(50)), at=NOON - timedelta(days=1)))
    crawlers = [
        subprocess.Popen([sys.executable, "-c", _CRAWLER, str(book.store.root), name], cwd=ROOT) for name in "abcd"
    ]
    reader = open_store(book.store.root)
    read = 0
    while any(crawler.poll() is None for crawler in crawlers) or not read:
        page = list(islice(select_findings(reader), 50))
        assert len(page) == 50
        assert [record.id for record in page] == sorted(record.id for record in page)
        read += 1
    assert [crawler.returncode for crawler in crawlers] == [0, 0, 0, 0]
    assert len(select_findings(reader)) == 50 + 4 * 25 * 10
