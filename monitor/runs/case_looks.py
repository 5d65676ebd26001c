"""Before a run: which listings of filed cases it is to look at again."""

from datetime import datetime, timedelta

from monitor.casework.after_filing import is_due
from monitor.casework.followed import followed
from monitor.store.store import Store
from monitor.store.write.look_again import wish_case_looks

_LASTS = timedelta(days=1)
"""How long the wish of a run holds: longer than a run takes; one that is resumed later wishes anew."""


def wish_due_looks(store: Store, now: datetime) -> None:
    """Have the run that begins now (UTC) look at the own pages of filed links that are due."""
    with store.read() as connection:
        due = [one.link.listing_key for one in followed(connection) if is_due(one.filings[-1], one.looks, now)]
    with store.write() as connection:
        wish_case_looks(connection, due, now + _LASTS)
