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
    since: Word = None,
    price_from: Word = None,
    price_to: Word = None,
    currency: Word = None,
) -> dict[str, str]:
    given = {"level": level, "state": state, "brand": brand, "marketplace": marketplace, "seller": seller}
    given |= {"code": code, "q": q, "since": since, "price_from": price_from, "price_to": price_to}
    return {name: value for name, value in {**given, "currency": currency}.items() if value}


Chosen = Annotated[dict[str, str], Depends(_chosen)]
"""The filters that are set, by name."""


def read_list(
    store: Store, chosen: dict[str, str], after: str | None, limit: int, *, near: int = 0
) -> tuple[FindingPage, Facets]:
    """A page of the findings that are chosen, with `near` ids, and what could be chosen. Raises `InputError`."""
    with store.read() as connection:
        asked = chosen_by(connection, chosen)
        return finding_page(connection, asked, after, limit, near=near), queue_facets(connection, asked)
