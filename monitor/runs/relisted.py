"""After a run: removed listings of cases that came back are noted, and open their cases again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.casework.followed import followed
from monitor.casework.procedure import CaseState
from monitor.casework.relisting import Relisting, find_relistings
from monitor.runs.evidence_done import BY_ITSELF
from monitor.store.read.relistings import noticed_relistings
from monitor.store.store import Store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from monitor.store.write.relistings import NewRelisting, add_relistings
from monitor.words.cases import relisting_words

_TOLD = 5
"""Relistings of a case that a line tells; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Relisted:
    """What came back of a case's removed listings."""

    case_id: str
    relistings: Sequence[Relisting]
    """New ones, and those that opened the case again."""
    opened: bool
    """Whether the case was opened again; else it is open."""

    def text(self) -> str:
        """For people, in a line."""
        opened = " is opened again" if self.opened else ""
        return f"case {self.case_id}{opened}: {_told(self.relistings)}; `monitor case show {self.case_id}`"

    def record(self) -> dict[str, Any]:
        """For `--json`."""
        listings = [{"position": one.position, "listing": one.listing_key, "how": one.how} for one in self.relistings]
        return {"case": self.case_id, "opened": self.opened, "relistings": listings}


def note_relistings(store: Store, now: datetime) -> list[Relisted]:
    """Note what has come back, and open again the links that were entered as removed. `now`: UTC.

    Returns the cases of which something was new; another call changes nothing.
    """
    with store.write() as connection:
        links = followed(connection)
        states = {(one.link.case_id, one.link.position): one.state for one in links}
        known = {(case, one.listing_key) for case, its in noticed_relistings(connection).items() for one in its}
        new: list[NewRelisting] = []
        told: dict[str, list[Relisting]] = defaultdict(list)
        opening: dict[str, list[Relisting]] = defaultdict(list)
        for one in find_relistings(connection, links):
            opens = states[one.case_id, one.position] == CaseState.REMOVED
            if opens:
                opening[one.case_id].append(one)
            if (one.case_id, one.listing_key) not in known:
                new.append(NewRelisting(one.case_id, one.position, one.listing_key, one.visit_id, one.how))
            elif not opens:
                continue
            told[one.case_id].append(one)
        add_relistings(connection, new, now)
        for case, relistings in opening.items():
            positions = sorted({one.position for one in relistings})
            note = _told(relistings)
            add_case_event(
                connection, NewCaseEvent(case, now, now, BY_ITSELF, CaseState.DRAFT, note=note, links=positions)
            )
    return [Relisted(case, relistings, case in opening) for case, relistings in told.items()]


def _told(relistings: Sequence[Relisting]) -> str:
    words = [
        relisting_words(
            one.how, {"position": one.position, "listing": one.listing_key, "day": f"{one.seen_at:%Y-%m-%d}"}
        )
        for one in relistings[:_TOLD]
    ]
    if len(relistings) > _TOLD:
        words.append(f"and {len(relistings) - _TOLD} more")
    return "; ".join(words)
