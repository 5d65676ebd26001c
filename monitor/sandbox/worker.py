"""A warm process for work whose cost nobody can know beforehand: it is killed and begun anew past a limit.

For reading pages and archives: a regular expression that spins, a parser that fills the memory or a library that
crashes costs one page, never the run. The process does one thing after the other and may be called from any thread.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, ParamSpec, TypeVar

from monitor.sandbox.child import Answer, serve

CPU_SECONDS = 10.0
"""CPU time that one call may take."""
MEMORY_BYTES = 768 * 1024 * 1024
"""Memory that one call may take beyond what the process holds when it is idle."""
_WAIT = 0.05
"""Seconds between two looks at what a call has used."""
_TICKS = os.sysconf("SC_CLK_TCK")

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class TooCostly(Exception):
    """Raised for a call that went past its time or memory, or took the whole process down."""


class WorkFailed(Exception):
    """Raised for a call whose function raised: `str` is the kind and the words of its exception."""


class Abandoned(Exception):
    """Raised for the call at hand when its worker is told to give up: the program is about to end."""


@dataclass(frozen=True)
class _Process:
    process: ForkServerProcess
    pipe: Connection


class Worker:
    """One process, begun with the first call. `preload`: modules that it imports before the first call comes."""

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._preload = list(preload)
        self._running: _Process | None = None
        self._one_at_a_time = threading.Lock()
        self._abandoned = threading.Event()

    def call(self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """What `function` returns, computed in the process. Function, arguments and result must be picklable.

        Raises `TooCostly`, `WorkFailed` and `Abandoned`; after each of them the worker can be called again.
        """
        with self._one_at_a_time:
            running = self._begin()
            try:
                answer = self._answer(running, (function, args, kwargs))
            except (EOFError, OSError):
                code = self._end()
                raise TooCostly(f"the work ended its process ({_ending(code)})") from None
            except BaseException:
                self._end()
                raise
            if answer.spent:
                self._end()
                raise TooCostly(answer.problem)
            if answer.problem:
                raise WorkFailed(answer.problem)
            result: Result = answer.result
            return result

    def abandon(self) -> None:
        """Give up the call at hand, and all later ones: for a program that was told to end."""
        self._abandoned.set()

    def close(self) -> None:
        """End the process."""
        with self._one_at_a_time:
            self._end()

    def _begin(self) -> _Process:
        """The running process, or a new one."""
        if self._abandoned.is_set():
            raise Abandoned
        if self._running is None or not self._running.process.is_alive():
            self._end()
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["monitor.sandbox.child", *self._preload])
            pipe, far_end = context.Pipe()
            process = context.Process(target=serve, args=(far_end, MEMORY_BYTES), daemon=True, name="reader")
            process.start()
            far_end.close()
            self._running = _Process(process, pipe)
        return self._running

    def _answer(self, running: _Process, question: tuple[Any, ...]) -> Answer:
        """Ask, wait for the answer, and look meanwhile at what it has cost."""
        before = _cpu_seconds(running.process)
        running.pipe.send(question)
        while not running.pipe.poll(_WAIT):
            if self._abandoned.is_set():
                raise Abandoned
            if _cpu_seconds(running.process) - before > CPU_SECONDS:
                raise TooCostly(f"it took more than {CPU_SECONDS:.0f} seconds of work")
        answer: Answer = running.pipe.recv()
        return answer

    def _end(self) -> int | None:
        """Kill the process; returns how it ended, None when there is none."""
        running, self._running = self._running, None
        if running is None:
            return None
        running.pipe.close()
        running.process.join(timeout=0.2)
        code = running.process.exitcode
        running.process.kill()
        running.process.join()
        return code


def _cpu_seconds(process: ForkServerProcess) -> float:
    """User and system time that a process has used. Raises OSError when it is gone."""
    with open(f"/proc/{process.pid}/stat", "rb") as stream:  # noqa: PTH123 (asked for often)
        fields = stream.read().rpartition(b")")[2].split()
    if fields[0] in b"ZX":
        raise EOFError
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _ending(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
