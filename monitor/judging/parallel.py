"""Batches of listings: one after the other, or, when there are many, in as many processes as there are processors."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from monitor.judging.batch import Brands
from monitor.store.read.groups import GroupFacts, group_stats
from monitor.store.store import Connection, Store, open_store
from monitor.watchlist import Watchlist

AT_ONCE = 2_000
"""Listings in one transaction: short, and still few of them."""
_MANY = 20
"""Batches from which on starting processes (a second each) pays."""

Result = TypeVar("Result")
Work = Callable[[Connection, Brands, GroupFacts | None, list[str]], Result]


def batches(keys: list[str]) -> list[list[str]]:
    """The keys in lists of at most `AT_ONCE`."""
    return [keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE)]


def process_batches(
    store: Store, watchlist: Watchlist, work: Work[Result], keys: list[str]
) -> Iterator[tuple[int, Result]]:
    """What `work` makes of each batch, in order, with how many listings are done."""
    parts = batches(keys)
    done = 0
    for part, result in zip(parts, _results(store, watchlist, work, parts), strict=True):
        done += len(part)
        yield done, result


def _results(store: Store, watchlist: Watchlist, work: Work[Result], parts: list[list[str]]) -> Iterator[Result]:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(parts) < _MANY or processors < 2:
        brands = {brand.id: brand for brand in watchlist.brand}
        with store.read() as connection:
            stats = group_stats(connection) if len(parts) > 1 else None
        for part in parts:
            with store.read() as connection:
                result = work(connection, brands, stats, part)
            yield result
        return
    context = multiprocessing.get_context("spawn")
    begin = (store.root, watchlist.model_dump_json())
    with ProcessPoolExecutor(processors, context, initializer=_begin, initargs=begin) as pool:
        yield from pool.map(_in_process, [work] * len(parts), parts)


_store: Store
_brands: Brands
_stats: GroupFacts


def _begin(root: Path, watchlist: str) -> None:
    global _store, _brands, _stats  # noqa: PLW0603 (a process's own)
    _store = open_store(root)
    _brands = {brand.id: brand for brand in Watchlist.model_validate_json(watchlist).brand}
    with _store.read() as connection:
        _stats = group_stats(connection)
    gc.freeze()  # the tables are for good: looking through them again and again costs a tenth of the time


def _in_process(work: Work[Result], keys: list[str]) -> Result:
    with _store.read() as connection:
        return work(connection, _brands, _stats, keys)
