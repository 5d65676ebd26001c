"""A stamp is whole or not there, wherever the program is killed."""

import os
import signal
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from monitor.config import StoreSettings
from monitor.evidence import staging
from monitor.evidence.staging import Staging
from monitor.runs import stamping
from monitor.runs.evidence_writing import writing_evidence
from monitor.runs.stamping import stamp_due
from monitor.store.store import open_store
from tests.record_book import Book
from tests.sealed_batch import asking, batches, files, seal_batch, stamp
from tests.time_authority import Authority, make_authority, needs_openssl, serve_authority

pytestmark = needs_openssl


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authorities") / "tidy")


KILLED_AT = [(Staging, "write", call) for call in range(3)] + [
    (Staging, "flush", 0),
    (stamping, "add_stamp", 0),
    (Staging, "place", 0),
    *((Path, "rename", call) for call in range(3)),
    (staging, "sync_folder", 4),  # after the last file is in place
]
"""Where the program ends: before the n-th call of a function."""
COMMITTED = {"place", "rename", "sync_folder"}


def killed_at(root: Path, settings: StoreSettings, where: object, name: str, call: int) -> None:
    """Stamp in a process that is killed before a call, as by `kill -9`."""
    process = os.fork()
    if process:
        assert os.WTERMSIG(os.waitpid(process, 0)[1]) == signal.SIGKILL
        return
    calls, original = count(), getattr(where, name)

    def counted(*arguments: Any, **named: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **named)

    try:
        setattr(where, name, counted)
        stamp_due(open_store(root, write=True), settings, datetime.now(UTC))
    finally:
        os._exit(1)


@pytest.mark.parametrize(("where", "name", "call"), KILLED_AT)
def test_a_stamp_is_whole_or_not_there_wherever_the_program_ends(
    book: Book, tidy: Authority, where: object, name: str, call: int
) -> None:
    seal_batch(book, 1)
    with serve_authority(tidy.reply) as served:
        _killed_and_stamped_again(book, asking(book, one=(served.url, tidy.root)), where, name, call)


def _killed_and_stamped_again(book: Book, settings: StoreSettings, where: object, name: str, call: int) -> None:
    book.store.close()
    killed_at(book.store.root, settings, where, name, call)
    with writing_evidence(book.store):
        pass
    whole = {"ledger/000001.head", *(f"ledger/000001/one-1.{kind}" for kind in ("tsq", "tsr", "pem"))}
    assert files(book) == (whole if name in COMMITTED else {"ledger/000001.head"})
    assert len(batches(book)[0].stamps) == (name in COMMITTED)
    assert len(stamp(book, settings).stamped) == (name not in COMMITTED)
    assert files(book) == whole
    assert list((book.store.root / "evidence" / "staging").iterdir()) == []
