"""Limits of work for tests of hostile input. No test asserts how fast something is: a busy machine is no failure.

What can be counted is counted (`calls`). What cannot, a regular expression or a parser in C, runs in a child that the
system kills after some CPU seconds (`limited`): work that grows with the square of its input takes minutes and dies,
linear work needs a small part of the limit on any machine.
"""

import functools
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec

import pytest

P = ParamSpec("P")


def limited(cpu_seconds: int, megabytes: int | None = None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Run a test in a child process that may use so many CPU seconds, and so much memory more than it has.

    What the child asserts, the test asserts.
    """

    def decorate(test: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(test)
        def in_child(*args: P.args, **kwargs: P.kwargs) -> None:
            __tracebackhide__ = True
            status, failure = _run_in_child(lambda: test(*args, **kwargs), cpu_seconds, megabytes)
            if os.WIFSIGNALED(status):
                killed = signal.Signals(os.WTERMSIG(status))
                over = killed in (signal.SIGXCPU, signal.SIGKILL)
                pytest.fail(f"more than {cpu_seconds} CPU seconds: not linear" if over else f"ended by {killed.name}")
            if status or failure:
                pytest.fail(failure or f"ended with status {os.waitstatus_to_exitcode(status)}", pytrace=False)

        return in_child

    return decorate


def _run_in_child(work: Callable[[], None], cpu_seconds: int, megabytes: int | None) -> tuple[int, str]:
    """Wait status of a forked child that did the work, and the traceback of what it raised, if anything."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        failure = ""
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
            if megabytes is not None:
                pages = int(Path("/proc/self/statm").read_text().split()[0])
                most = pages * resource.getpagesize() + megabytes * 1024**2
                resource.setrlimit(resource.RLIMIT_AS, (most, most))
            work()
        except BaseException:
            failure = traceback.format_exc()
        finally:
            with os.fdopen(writing, "w", encoding="utf-8", errors="backslashreplace") as pipe:
                pipe.write(failure)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        failure = pipe.read()
    return os.waitpid(child, 0)[1], failure


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python or of C, are called while the work is done."""
    counted = 0

    def count(_frame: Any, event: str, _what: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted
