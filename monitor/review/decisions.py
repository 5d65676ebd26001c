"""What comes in as decisions, from the pages and from programs alike, and the events that go back."""

import logging
from typing import Annotated, Any

from fastapi import BackgroundTasks
from pydantic import BaseModel, ConfigDict, Field

from monitor.deciding.decide import decide, dismiss_seller, undo, undo_seller
from monitor.decision import verdict
from monitor.reports.finding_record import decision_record
from monitor.runs.evidence_done import seal_decided
from monitor.store.store import Store

MOST_BYTES = 8 * 1024**2
"""Of a request that decides: 10,000 findings with all that the reviewer saw need half of it."""


logger = logging.getLogger(__name__)


class NewDecisions(BaseModel):
    """What is decided about some findings, in the words of `monitor decide`."""

    model_config = ConfigDict(extra="forbid")
    ids: list[str] = Field(min_length=1, max_length=10_000)
    state: str
    ground: str | None = None
    reason: str | None = None
    note: str | None = None
    seen: dict[str, str] = {}
    """By finding: the `seen` that the decision is about; another one today refuses the whole."""
    states: dict[str, str] = {}
    """By finding: the state that the reviewer saw; another one today by somebody else's decision refuses the whole."""
    took_ms: Annotated[int, Field(ge=0, le=86_400_000)] | None = None


class Undo(BaseModel):
    """What is taken back: the last decisions, or what was decided about a whole seller."""

    model_config = ConfigDict(extra="forbid")
    seller: Annotated[str, Field(max_length=1_000)] | None = None
    """Its key."""


def write_decisions(
    store: Store, given: NewDecisions, reviewer: str, *, whole_seller: bool = False
) -> list[dict[str, Any]]:
    """Write decisions, all or none. Raises `InputError` as `monitor.deciding.decide` does."""
    words = verdict(given.state, ground=given.ground, reason=given.reason, note=given.note)
    ids = list(dict.fromkeys(given.ids))
    if whole_seller:
        recorded = dismiss_seller(store, ids, words, by=reviewer)
    else:
        recorded = decide(store, ids, words, by=reviewer, seen=given.seen, states=given.states, took_ms=given.took_ms)
    return [decision_record(decision) for decision in recorded.decisions]


def seal_later(background: BackgroundTasks, store: Store, given: NewDecisions) -> None:
    """Have what is due since the decisions sealed when they are answered."""
    background.add_task(_seal, store, given.ids)


def _seal(store: Store, finding_ids: list[str]) -> None:
    done = seal_decided(store, finding_ids)
    for problem in done.problems if done else ():
        logger.warning("%s", problem)


def take_decisions_back(store: Store, given: Undo, reviewer: str, *, only_own: bool) -> list[dict[str, Any]]:
    """Take back the last decisions that were made at once, of all or of `reviewer` alone; or those about a seller.

    Raises `InputError` when there are none.
    """
    if given.seller is not None:
        recorded = undo_seller(store, given.seller, by=reviewer)
    else:
        recorded = undo(store, by=reviewer, only_own=only_own)
    return [decision_record(decision) for decision in recorded.decisions]
