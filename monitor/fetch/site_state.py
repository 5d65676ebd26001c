"""What the crawlers of one user remember of a site, over restarts, processes and stores.

`SiteState` is the seam: today a file per site under a file lock; a database can hold the same as a row per site.
"""

import asyncio
import fcntl
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from monitor.page_reasons import PageReason

CoolDownReason = PageReason | Literal["failures", "budget", "quiet_hours"]
_REMEMBERED = frozenset({None, "failures", *PageReason})
"""Reasons that a file may hold; budget and quiet hours are worked out anew."""

_TICK = 0.05
"""Seconds between two attempts at a lock that another process holds."""
_LARGEST = 1024 * 1024
"""Bytes of a site's file; a real one has some hundred."""
_KEYS = {"backoff": "slow", "cool_down_until": "held_until", "cool_down_reason": "held_for"}
"""Names in the file, where they are older than ours."""


@dataclass(slots=True)
class Refusals:
    """What a site has refused, and until when it is left alone for that (seconds since 1970)."""

    cool_down_until: float = 0.0
    cool_down_reason: CoolDownReason | None = None
    walls: int = 0
    """Walls in a row."""
    failures: int = 0
    """Pages in a row that could not be had."""


@dataclass(slots=True)
class SiteMemory:
    """What is remembered of a site. Times are seconds since 1970."""

    next_at: float = 0.0
    """When the next request may leave."""
    backoff: float = 1.0
    """Factor on the delay: doubled when the site says that it is too much, less again with each good answer."""
    pace: float = 0.0
    """Seconds between requests that the site's own slowness asks for; 0: no more than the settings' delay."""
    day: str = ""
    requests: int = 0
    """On that day."""
    refusals: dict[str, Refusals] = field(default_factory=dict)
    """By scope, see `Politeness.scope`."""


class SiteState(Protocol):
    """The memory of one site, shared by all crawlers that ask it."""

    def slot(self, sleep: Callable[[float], Awaitable[object]]) -> AbstractAsyncContextManager[None]:
        """Wait until no other crawler asks the site; none does while the block runs. A killed process frees it."""

    def change(self) -> AbstractContextManager[SiteMemory]:
        """The memory, nobody else's meanwhile; what the block changed is kept at its end."""


@dataclass(frozen=True)
class SiteFile:
    """A site's memory in a file; its slot is a lock on the file beside it."""

    path: Path

    @asynccontextmanager
    async def slot(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> AsyncIterator[None]:
        """See `SiteState`."""
        with _opened(self.path.with_suffix(".turn")) as lock:
            while not _locked(lock):
                await sleep(_TICK)
            yield

    @contextmanager
    def change(self) -> Iterator[SiteMemory]:
        """See `SiteState`."""
        with _opened(self.path) as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            before = os.pread(descriptor, _LARGEST, 0)
            memory = _read(before)
            yield memory
            after = _written(memory)
            if after != before.rstrip():
                # over the old bytes, in one write, and only then cut: a file that is cut to nothing first makes ext4
                # flush it to the disk, and is empty when we are killed in between
                os.pwrite(descriptor, after.ljust(len(before)), 0)
                if len(before) > len(after):
                    os.ftruncate(descriptor, len(after))


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A file's descriptor; closing it lets go of its lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written(memory: SiteMemory) -> bytes:
    return json.dumps(_renamed(asdict(memory), _KEYS)).encode()


def _read(content: bytes) -> SiteMemory:
    """The memory in a file; what is none of ours (another program's, a damaged file) is begun anew."""
    try:
        facts = _renamed(json.loads(content), {old: name for name, old in _KEYS.items()})
        refusals = {scope: Refusals(**refused) for scope, refused in facts.pop("refusals").items()}
        if any(refused.cool_down_reason not in _REMEMBERED for refused in refusals.values()):
            return SiteMemory()
        memory = SiteMemory(**facts, refusals=refusals)
        return memory if _is_sound(memory) else SiteMemory()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return SiteMemory()


def _is_sound(memory: SiteMemory) -> bool:
    """Whether all numbers are some that can be reckoned with."""
    numbers = [memory.next_at, memory.backoff, memory.pace, memory.requests]
    for refused in memory.refusals.values():
        numbers += [refused.cool_down_until, refused.walls, refused.failures]
    return isinstance(memory.day, str) and all(type(one) in (int, float) and 0 <= one < 1e12 for one in numbers)


def _renamed(facts: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    renamed = {names.get(name, name): value for name, value in facts.items()}
    renamed["refusals"] = {
        scope: {names.get(name, name): value for name, value in refused.items()}
        for scope, refused in renamed["refusals"].items()
    }
    return renamed
