"""The links of filed cases, with their filings and what pages told of them since."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.casework.after_filing import Filing, filings
from monitor.casework.procedure import CaseState, state_of
from monitor.casework.record import as_events
from monitor.store.read.cases import case_events, events_of_link
from monitor.store.read.looks import FiledLink, StoredLook, filed_links, looks_at
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


def followed(connection: Connection, case_id: str | None = None) -> list[Followed]:
    """The links that were filed, of a case or of all, by case and position."""
    events = case_events(connection, case_id)
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
