"""The far side of a worker: a fork server that begins and ends the working process, and that process itself.

The server is forked from the program, so all that is imported there is there at once; it never works itself, so that a
process forked from it is always a fresh one. Both end when the program that they belong to is gone.
"""

import contextlib
import gc
import logging
import os
import pickle
import resource
import signal
import socket
import struct
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

BEGIN = b"b"
"""Message to the server, with the far end of a pipe: fork a process that answers calls on it. It answers its id."""
END = b"e"
"""Message to the server: kill that process. It answers how the process had ended or ends, as `os.waitpid` says it."""
NUMBER = struct.Struct("i")
"""The server's answers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to. `spent`: the process has used up its memory and must be begun anew."""

    result: Any = None
    problem: str = ""
    spent: bool = False


def serve_forks(messages: socket.socket, memory: int, cpu_seconds: int) -> NoReturn:
    """Begin and end working processes, one at a time, until the program is gone. Runs in a forked process."""
    try:
        _leave_program(messages.fileno())
        child = 0
        while True:
            message, pipes, _, _ = socket.recv_fds(messages, 1, 1)
            if message == BEGIN:
                child = os.fork()
                if child == 0:
                    messages.close()
                    serve_calls(Connection(pipes[0]), memory, cpu_seconds)
                os.close(pipes[0])
                messages.sendall(NUMBER.pack(child))
                continue
            status = _end(child)
            child = 0
            if message != END:
                break  # the program is gone
            messages.sendall(NUMBER.pack(status))
    finally:
        os._exit(0)


def serve_calls(pipe: Connection, memory: int, cpu_seconds: int) -> NoReturn:
    """Answer calls until the program closes the pipe. `memory`: bytes beyond what the process holds now.

    `cpu_seconds`: in one call, after which the kernel ends the process, should the server be gone too.
    """
    try:
        _limit(resource.RLIMIT_AS, _address_space() + memory)
        while True:
            question = pipe.recv()
            _limit(resource.RLIMIT_CPU, int(_cpu_seconds()) + cpu_seconds)
            pipe.send_bytes(_answer(*question))
    except (EOFError, OSError):
        os._exit(0)
    finally:
        os._exit(1)


def _end(child: int) -> int:
    """Kill the working process, if there is one; returns how it had ended or ends, as `os.waitpid` says it."""
    if not child:
        return 0
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _leave_program(keep: int) -> None:
    """Let go of what the forked process shares with the program: files, locks, signals, the terminal."""
    gc.freeze()  # the program's objects are never finalised here: they would close files that they no longer own
    signal.set_wakeup_fd(-1)
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)  # the program acts on these, and ends this process when it wants to
    logging.disable(logging.CRITICAL)  # libraries print a page's errors by the hundred lines
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.closerange(3, keep)
    os.closerange(keep + 1, os.sysconf("SC_OPEN_MAX"))


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
    with contextlib.suppress(ValueError):  # a lower hard limit than this is already in force
        resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _address_space() -> int:
    """Bytes of address space that the process has now."""
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    return pages * resource.getpagesize()


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
