"""The links of filed cases, with their filings and what pages told of them since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.casework.after_filing import Filing, Seen, filings, seen
from monitor.casework.procedure import CaseState, state_of, what_may_follow
from monitor.casework.record import as_events
from monitor.store.read.cases import case_events, events_of_link
from monitor.store.read.looks import FiledLink, StoredLook, filed_links, looks_at
from monitor.store.read.relistings import NoticedRelisting, noticed_relistings
from monitor.store.store import Connection


@dataclass(frozen=True, slots=True)
class Followed:
    """A link of a filed case."""

    link: FiledLink
    filings: Sequence[Filing]
    """At least one, the oldest first."""
    state: CaseState
    """Where the link stands by what was entered."""
    looks: Sequence[StoredLook]
    """The oldest first."""

    @property
    def seen(self) -> Seen:
        """Where it stands by what pages told since it was filed last."""
        return seen(self.filings[-1], self.looks)

    @property
    def is_removal_to_enter(self) -> bool:
        """Whether it was seen gone, and nobody has entered yet what the platform did."""
        return CaseState.REMOVED in what_may_follow(self.state) and self.seen.state == "gone"


@dataclass(frozen=True, slots=True)
class AfterFiling:
    """What became of a case's filed links, and what came back of them."""

    links: Mapping[int, Followed]
    """By position."""
    relistings: Sequence[NoticedRelisting]


NOT_FILED = AfterFiling({}, ())
"""Of a case that never was."""


def followed(connection: Connection) -> list[Followed]:
    """All links that were filed, by case and position."""
    events = case_events(connection)
    found = []
    for link in filed_links(connection):
        of_link = as_events(events_of_link(events.get(link.case_id, ()), link.position))
        if filed := filings(of_link):
            found.append((link, filed, state_of(of_link)))
    if not found:
        return []
    begin = min(filed[0].at for _, filed, _ in found)
    looks = looks_at(connection, {link.listing_key for link, _, _ in found}, begin)
    return [Followed(link, filed, state, looks.get(link.listing_key, ())) for link, filed, state in found]


def after_filing(connection: Connection) -> Mapping[str, AfterFiling]:
    """What became of the links of each filed case, by its id."""
    links: dict[str, dict[int, Followed]] = defaultdict(dict)
    for one in followed(connection):
        links[one.link.case_id][one.link.position] = one
    noticed = noticed_relistings(connection)
    return {case: AfterFiling(its_links, noticed.get(case, ())) for case, its_links in links.items()}


def removals_to_enter(links: Iterable[Followed]) -> Mapping[str, Sequence[int]]:
    """The positions of links that were seen gone while nobody has entered what the platform did, by case."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in links:
        if one.is_removal_to_enter:
            found[one.link.case_id].append(one.link.position)
    return found
