"""A warm process for work whose cost nobody can know beforehand: it is killed and begun anew past a limit.

For reading pages and archives: a regular expression that spins, a parser that fills the memory or a library that
crashes costs one page, never the run. The process does one thing after the other and may be called from any thread.
Linux only: what a call has used is read in /proc.
"""

import math
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from typing import Any, ParamSpec, TypeVar

from monitor.sandbox.server import BEGIN, END, NUMBER, Answer, serve_forks

CPU_SECONDS = 10.0
"""CPU time that one call may take: for a page."""
MEMORY_BYTES = 768 * 1024 * 1024
"""Memory that one call may take beyond what the process holds when it is idle."""
_LOOK = 0.05
"""Seconds between two looks at what a call has used."""
_MOST_TIMES = 12
"""How many times its CPU time a call may take by the clock, for what neither works nor answers. Counted in looks, as a
clock goes on while all is stopped."""
_GRACE_LOOKS = 20
"""One second, which the call at hand gets when the program is told to end."""
_TICKS = os.sysconf("SC_CLK_TCK")

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class TooCostly(Exception):
    """Raised for a call that went past its time or memory, or took its whole process down."""


class WorkFailed(Exception):
    """Raised for a call whose function raised: `str` is the kind and the words of its exception."""


class Abandoned(Exception):
    """Raised for a call that was given up because the program is about to end: it says nothing about the work."""


@dataclass(frozen=True)
class _Process:
    pid: int
    pipe: Connection


class Worker:
    """One process for calls. Make it early: what is imported by then need not be imported there.

    `stopping`: asked while a call runs; once it says True, the call gets one more second. `cpu_seconds`: what a call
    may take.
    """

    def __init__(self, stopping: Callable[[], bool] = lambda: False, cpu_seconds: float = CPU_SECONDS) -> None:
        self._stopping = stopping
        self._limit = cpu_seconds
        self._most_looks = math.ceil(_MOST_TIMES * cpu_seconds / _LOOK)
        self._process: _Process | None = None
        self._one_at_a_time = threading.Lock()
        self._messages, far_end = socket.socketpair()
        self._server = os.fork()
        if self._server == 0:
            serve_forks(far_end, MEMORY_BYTES, math.ceil(3 * cpu_seconds))
        far_end.close()

    def call(self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """What `function` returns, computed in the process. Function, arguments and result must be picklable.

        Raises `TooCostly`, `WorkFailed` and `Abandoned`; after each of them the worker can be called again.
        """
        with self._one_at_a_time:
            try:
                answer = self._ask(self._process or self._begin(), (function, args, kwargs))
            except (EOFError, OSError):
                raise TooCostly(f"the work ended its process ({_ending(self._end())})") from None
            except (TooCostly, Abandoned):
                self._end()
                raise
            if answer.spent:
                self._end()
                raise TooCostly(answer.problem)
            if answer.problem:
                raise WorkFailed(answer.problem)
            result: Result = answer.result
            return result

    def close(self) -> None:
        """End the process. The worker can't be called any more."""
        with self._one_at_a_time:
            if self._messages.fileno() < 0:
                return  # it was closed before
            self._messages.close()
            if self._process:
                self._process.pipe.close()
            os.waitpid(self._server, 0)

    def _begin(self) -> _Process:
        pipe, far_end = Pipe()
        socket.send_fds(self._messages, [BEGIN], [far_end.fileno()])
        far_end.close()
        self._process = _Process(self._number(), pipe)
        return self._process

    def _ask(self, process: _Process, question: tuple[Any, ...]) -> Answer:
        """Ask, wait for the answer, and look meanwhile at what it has cost."""
        before = _cpu_seconds(process.pid)
        process.pipe.send(question)
        grace = _GRACE_LOOKS
        for _ in range(self._most_looks):
            if process.pipe.poll(_LOOK):
                answer: Answer = process.pipe.recv()
                return answer
            if _cpu_seconds(process.pid) - before > self._limit:
                raise TooCostly(f"it took more than {self._limit:.0f} seconds of work")
            if self._stopping():
                grace -= 1
                if grace <= 0:
                    raise Abandoned
        raise TooCostly("it did not end")

    def _end(self) -> int:
        """Kill the process; returns how it ended, as `os.waitpid` says it."""
        assert self._process is not None, "a call has begun it"
        self._process.pipe.close()
        self._process = None
        self._messages.sendall(END)
        return self._number()

    def _number(self) -> int:
        """The server's answer."""
        answer = self._messages.recv(NUMBER.size)
        if len(answer) < NUMBER.size:
            raise RuntimeError("the fork server of the worker is gone; it was killed from outside")
        number: int = NUMBER.unpack(answer)[0]
        return number


def _cpu_seconds(pid: int) -> float:
    """User and system time that a process has used. Raises EOFError when it has ended."""
    with open(f"/proc/{pid}/stat", "rb") as stream:  # noqa: PTH123 (asked for often)
        fields = stream.read().rpartition(b")")[2].split()
    if fields[0] in b"ZX":
        raise EOFError
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"exit code {code}"
