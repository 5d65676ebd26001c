"""The filters of a list as they stand in an address."""

from typing import Annotated

from fastapi import Depends, Query

from monitor.decision import NEW
from monitor.review.lists import FindingPage, chosen_by, finding_page
from monitor.store.read.queue import Facets, queue_facets
from monitor.store.store import Store

Word = Annotated[str | None, Query(max_length=1_000)]


def _chosen(
    level: Word = None,
    state: Word = NEW,
    brand: Word = None,
    marketplace: Word = None,
    seller: Word = None,
    code: Word = None,
    q: Word = None,
) -> dict[str, str]:
    given = {"level": level, "state": state, "brand": brand, "marketplace": marketplace, "seller": seller}
    return {name: value for name, value in {**given, "code": code, "q": q}.items() if value}


Chosen = Annotated[dict[str, str], Depends(_chosen)]
"""The filters that are set, by name."""


def read_list(store: Store, chosen: dict[str, str], after: str | None, limit: int) -> tuple[FindingPage, Facets]:
    """A page of the findings that are chosen, and what could be chosen. Raises `InputError`."""
    names = ("level", "state", "brand", "marketplace", "seller", "code")
    with store.read() as connection:
        asked = chosen_by(connection, **{name: chosen.get(name) for name in names}, search=chosen.get("q"))
        return finding_page(connection, asked, after, limit), queue_facets(connection, asked)
