"""Answers that are costly to work out, kept for a while."""

import time
from collections.abc import Callable, Hashable
from threading import Condition, Thread
from typing import Generic, TypeVar

_KEPT_TIMES = 20
"""An answer is kept for so many times as long as it took: working it out takes a twentieth of the time at most."""

T = TypeVar("T")


class Remembered(Generic[T]):
    """An answer about what changes, worked out in the background; any thread may ask.

    Who asks says of which version it must be. Where working it out takes long, an older one is given meanwhile.
    """

    def __init__(self, work_out: Callable[[], T]) -> None:
        self._work_out = work_out
        self._changed = Condition()
        self._answer: T | None = None
        self._version: Hashable = object()
        self._took = self._done_at = 0.0
        self._is_working = False
        self._error: BaseException | None = None

    def get(self, version: Hashable, patience: float) -> T | None:
        """The answer of this version, an older one, or None where there is none yet.

        Waits at most `patience` seconds, and not at all for what took longer the last time. Raises what working it out
        raised.
        """
        deadline = time.monotonic() + patience
        with self._changed:
            while True:
                is_old = time.monotonic() - self._done_at > _KEPT_TIMES * self._took
                if self._version == version and not is_old:
                    return self._answer
                if not self._is_working:
                    self._is_working = True
                    Thread(target=self._work, args=(version,), daemon=True).start()
                if self._answer is not None and self._took > patience:
                    return self._answer
                if not self._changed.wait(deadline - time.monotonic()):
                    return self._answer
                if self._error is not None:
                    error, self._error = self._error, None
                    raise error

    def _work(self, version: Hashable) -> None:
        began, answer, error = time.monotonic(), None, None
        try:
            answer = self._work_out()
        except BaseException as raised:
            error = raised
        with self._changed:
            self._is_working, self._error = False, error
            if error is None:
                self._answer, self._version = answer, version
                self._done_at = time.monotonic()
                self._took = self._done_at - began
            self._changed.notify_all()
