"""A worker's limits: what spins, fills the memory, raises or dies costs one call, and the next one is answered."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from monitor.sandbox import Abandoned, TooCostly, Worker, WorkFailed
from monitor.sandbox import worker as module


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.close()


def double(number: int) -> int:
    return 2 * number


def own_pid() -> int:
    return os.getpid()


def spin() -> None:
    while True:
        pass


def fill() -> int:
    return len(bytearray(2 * 1024**3))


def raising() -> None:
    raise ValueError("a typo")


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def fill_slowly() -> int:
    parts = []
    while True:
        parts.append("x" * 1_000_000 + str(len(parts)))


def unpicklable() -> object:
    return threading.Lock()


def test_calls_are_answered_by_one_warm_process(worker: Worker) -> None:
    assert [worker.call(double, n) for n in range(3)] == [0, 2, 4]
    assert worker.call(own_pid) == worker.call(own_pid) != os.getpid()


def test_what_spins_is_ended_and_the_next_call_answered(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CPU_SECONDS", 1.0)
    with pytest.raises(TooCostly, match="seconds of work"):
        worker.call(spin)
    monkeypatch.undo()
    assert worker.call(double, 4) == 8


@pytest.mark.parametrize("work", [fill, fill_slowly])
def test_what_fills_the_memory_is_too_costly(worker: Worker, work: object) -> None:
    first = worker.call(own_pid)
    with pytest.raises(TooCostly, match="memory"):
        worker.call(work)  # type: ignore[arg-type]
    assert worker.call(own_pid) != first, "a process that was full is begun anew"


def test_what_raises_is_told_and_the_process_stays(worker: Worker) -> None:
    first = worker.call(own_pid)
    with pytest.raises(WorkFailed, match="ValueError: a typo"):
        worker.call(raising)
    with pytest.raises(WorkFailed, match="pickle"):
        worker.call(unpicklable)
    assert worker.call(own_pid) == first


def test_a_crash_of_a_library_is_too_costly(worker: Worker) -> None:
    with pytest.raises(TooCostly, match="signal 11"):
        worker.call(die)
    assert worker.call(double, 1) == 2


def test_a_call_can_be_abandoned(worker: Worker) -> None:
    """As Ctrl-C does: the call at hand ends at once, and no other begins."""
    worker.call(double, 1)
    threading.Timer(0.2, worker.abandon).start()
    with pytest.raises(Abandoned):
        worker.call(spin)
    with pytest.raises(Abandoned):
        worker.call(double, 1)


def test_a_closed_worker_leaves_no_process(worker: Worker) -> None:
    pid = worker.call(own_pid)
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
