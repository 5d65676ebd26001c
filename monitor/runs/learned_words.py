"""What earlier runs' titles teach a run: in its plan, so that all its processes, and a resumed run, match alike."""

from monitor.matching.learned import ordinary_words
from monitor.plan import Plan
from monitor.store.read.crawl import titles_seen
from monitor.store.store import Store

_MOST = 200_000
"""Titles, the newest: seconds of work, and what sellers write now."""


def with_ordinary_words(plan: Plan, store: Store) -> Plan:
    """The plan with the words that only look like misspelt names of its brands (docs/how-it-judges.md)."""
    with store.read() as connection:
        learned = ordinary_words(plan.watchlist.brand, titles_seen(connection, _MOST))
    return plan.model_copy(update={"ordinary": sorted(learned)})
