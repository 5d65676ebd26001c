"""The child's side of a worker: answers one call after the other, within its limits."""

import contextlib
import logging
import pickle
import resource
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_CPU_LIMIT = 30
"""Seconds of CPU time for one call after which the kernel ends the process: for a child whose parent is gone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to. `spent`: the process has used up its memory and must be begun anew."""

    result: Any = None
    problem: str = ""
    spent: bool = False


def serve(pipe: Connection, memory: int) -> None:
    """Answer calls until the parent closes the pipe. `memory`: bytes beyond what the process holds now."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to act on
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    logging.disable(logging.CRITICAL)  # libraries print a page's errors by the hundred lines
    _limit(resource.RLIMIT_AS, _address_space() + memory)
    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError):
            return
        _limit(resource.RLIMIT_CPU, int(_cpu_seconds()) + _CPU_LIMIT)
        with contextlib.suppress(BrokenPipeError):
            pipe.send_bytes(_answer(*question))


def _answer(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    """The pickled answer: a result that can't be pickled is a problem of the call too."""
    try:
        return pickle.dumps(Answer(function(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        answer = Answer(problem="it took more memory than a page may", spent=True)
    except Exception as problem:
        answer = Answer(problem=f"{type(problem).__name__}: {problem}"[:500])
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


def _limit(what: int, soft: int) -> None:
    """Lower a soft limit, or raise it again."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _address_space() -> int:
    """Bytes of address space that the process has now."""
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    return pages * resource.getpagesize()


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
