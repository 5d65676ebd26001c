"""A worker's limits: what spins, fills the memory, raises or dies costs one call, and the next one is answered."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.sandbox import Abandoned, TooCostly, Worker, WorkFailed


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


def sleep() -> None:
    time.sleep(600)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def ends(pid: int) -> bool:
    """Whether a process ends soon (True), or stays."""
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def unpicklable() -> object:
    return threading.Lock()


def test_calls_are_answered_by_one_warm_process(worker: Worker) -> None:
    assert [worker.call(double, n) for n in range(3)] == [0, 2, 4]
    assert worker.call(own_pid) == worker.call(own_pid) != os.getpid()


def test_what_spins_is_ended_and_the_next_call_answered() -> None:
    worker = Worker(cpu_seconds=1)
    with pytest.raises(TooCostly, match="seconds of work"):
        worker.call(spin)
    assert worker.call(double, 4) == 8
    worker.close()


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


def test_a_call_is_given_up_when_the_program_is_told_to_end() -> None:
    """The call at hand has a second more; what is done by then is answered."""
    stop = threading.Event()
    worker = Worker(stop.is_set)
    worker.call(double, 1)
    stop.set()
    with pytest.raises(Abandoned):
        worker.call(spin)
    assert worker.call(double, 1) == 2
    worker.close()


def test_what_neither_works_nor_answers_is_ended() -> None:
    worker = Worker(cpu_seconds=0.02)
    with pytest.raises(TooCostly, match="did not end"):
        worker.call(sleep)
    worker.close()


def test_signals_for_the_program_leave_the_worker_alone(worker: Worker) -> None:
    """Ctrl-C reaches all processes of a terminal: the page at hand is finished all the same."""
    pid = worker.call(own_pid)
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(pid, stop)
    assert worker.call(own_pid) == pid


def test_a_spinning_worker_ends_with_its_program() -> None:
    """`kill -9` of the program: neither lock nor processor stay taken."""
    read_end, write_end = os.pipe()
    program = os.fork()
    if program == 0:
        os.write(write_end, str(Worker().call(own_pid)).encode())
        Worker().call(spin)
        os._exit(0)
    pid = int(os.read(read_end, 20))
    os.kill(program, signal.SIGKILL)
    os.waitpid(program, 0)
    assert ends(pid)


def test_files_of_the_program_are_not_held(worker: Worker) -> None:
    """A lock that is inherited would outlive the program."""
    assert worker.call(open_files) <= 5


def test_a_closed_worker_leaves_no_process(worker: Worker) -> None:
    pid = worker.call(own_pid)
    worker.close()
    assert ends(pid)
