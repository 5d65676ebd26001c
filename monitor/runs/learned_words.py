"""Words learned from earlier runs' titles. They go into the plan, so that all processes match alike."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor import __version__
from monitor.matching.company import CompanyReader, CompanyWord, company_among, learned_company
from monitor.matching.learned import TitleReader, ordinary_among
from monitor.plan import Plan
from monitor.store.read.titles import authorised_vendors, examined_titles, titles_seen
from monitor.store.store import Store
from monitor.store.write.titles import keep_examined
from monitor.watchlist import Brand
from monitor.watchlist.model import NOT_JUDGED

_MOST = 200_000
"""The number of titles to learn from, the newest: they show what sellers write now."""
_NONE: dict[str, Any] = {"misspellings": [], "company": []}


@dataclass(frozen=True, slots=True)
class Learned:
    """What the titles in a store teach about the names of brands."""

    ordinary: frozenset[str]
    """Words that only look like misspelt names."""
    company: list[CompanyWord]
    """Words beside the names that are also words, people or places, by brand."""
    titles: int
    """The number of titles with a known vendor, which were learned from."""
    rules: str
    """The digest of what the titles were examined by."""
    new: Mapping[str, dict[str, Any]]
    """What was read in titles that were not examined before, by their digest."""
    gone: frozenset[str]
    """The digests of titles that are not learned from any more."""


def with_learned_words(plan: Plan, store: Store) -> Plan:
    """The plan with the words that titles teach about the names of its brands (docs/how-it-judges.md).

    What each title teaches is kept in the store, by watchlist and program version: a run examines new titles only.
    """
    learned = learn(store, plan.watchlist.brand)
    keep_examined(store, learned.rules, learned.new, learned.gone)
    company = learned_company(learned.company)
    return plan.model_copy(update={"ordinary": sorted(learned.ordinary), "company": company})


def learn(store: Store, brands: Sequence[Brand]) -> Learned:
    """What the titles in a store teach; nothing is written."""
    rules = _digest(["2", *[brand.model_dump(mode="json", exclude=NOT_JUDGED) for brand in brands], __version__])
    with store.read() as connection:
        examined = examined_titles(connection, rules)
        titles = [(title, vendor) for title, vendor in titles_seen(connection, _MOST) if vendor is not None]
        authorised = authorised_vendors(connection)
    misspelt, companies = TitleReader(brands), CompanyReader(brands)
    new: dict[str, dict[str, Any]] = {}
    taught: list[tuple[str, dict[str, Any]]] = []
    for title, vendor in titles:
        digest = _digest(title)
        words = examined.get(digest) or new.get(digest)
        if words is None:
            words = new[digest] = {"misspellings": misspelt.misspellings(title), "company": companies.read(title)}
        if words != _NONE:
            taught.append((vendor, words))
    return Learned(
        ordinary_among((vendor, words["misspellings"]) for vendor, words in taught),
        company_among((vendor, authorised.get(vendor, frozenset()), words["company"]) for vendor, words in taught),
        len(titles),
        rules,
        new,
        frozenset(examined.keys() - {_digest(title) for title, _ in titles}),
    )


def _digest(value: object) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=12).hexdigest()
