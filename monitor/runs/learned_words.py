"""Ordinary words learned from earlier runs' titles. They go into the plan, so that all processes match alike."""

import hashlib
import json

from monitor import __version__
from monitor.matching.learned import Misspelling, TitleReader, ordinary_among
from monitor.plan import Plan
from monitor.store.read.titles import examined_titles, titles_seen
from monitor.store.store import Store
from monitor.store.write.titles import keep_examined
from monitor.watchlist.model import NOT_JUDGED

_MOST = 200_000
"""The number of titles to learn from, the newest: they show what sellers write now."""


def with_ordinary_words(plan: Plan, store: Store) -> Plan:
    """The plan with the words that only look like misspelt names of its brands (docs/how-it-judges.md).

    What each title teaches is kept in the store, by watchlist and program version: a run examines new titles only.
    """
    brands = plan.watchlist.brand
    rules = _digest([brand.model_dump(mode="json", exclude=NOT_JUDGED) for brand in brands] + [__version__])
    with store.read() as connection:
        examined = examined_titles(connection, rules)
        titles = [(title, vendor) for title, vendor in titles_seen(connection, _MOST) if vendor is not None]
    reader = TitleReader(brands)
    taught: list[tuple[str, list[Misspelling]]] = []
    current: set[str] = set()
    new: dict[str, list[Misspelling]] = {}
    for title, vendor in titles:
        digest = _digest(title)
        words = examined.get(digest)
        if words is None:
            words = examined[digest] = new[digest] = reader.misspellings(title)
        current.add(digest)
        if words:
            taught.append((vendor, words))
    keep_examined(store, rules, new, examined.keys() - current)
    return plan.model_copy(update={"ordinary": sorted(ordinary_among(taught))})


def _digest(value: object) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=12).hexdigest()
