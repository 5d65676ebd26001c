"""Decide about findings, about whole sellers, and take decisions back: each call is one transaction and one batch."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.decision import Changes, Decided, DecisionState, Seen, Verdict, changes_between, check_reviewer
from monitor.errors import InputError, StoreInputError, check_text
from monitor.store.read.decisions import (
    Standing,
    decisions_of_batch,
    findings_of_seller,
    last_batch,
    seller_batch,
    seller_decisions,
    standings_of,
)
from monitor.store.store import Connection, Store
from monitor.store.write.decisions import record_decisions, take_back


class FindingChanged(InputError):
    """Raised where a finding is not as the reviewer saw it: `changes` says what differs, if that is known."""

    def __init__(self, finding_id: str, changes: Changes | None) -> None:
        self.finding_id = finding_id
        self.changes = changes
        super().__init__(f"finding {finding_id}: it changed since you looked at it; look at it again, then decide")


class NothingToUndo(InputError):
    """Raised where there is no decision to take back. `reviewer`: whose decisions were asked for; None: anybody's."""

    def __init__(self, reviewer: str | None) -> None:
        self.reviewer = reviewer
        of_whom = f" by {reviewer}" if reviewer else ""
        super().__init__(f"nothing to undo: no decision{of_whom} stands in this store")


class DecidedMeanwhile(InputError):
    """Raised where somebody decided about a finding after the reviewer had looked at it."""

    def __init__(self, finding_id: str) -> None:
        self.finding_id = finding_id
        super().__init__(f"finding {finding_id}: somebody decided about it meanwhile; look at it again, then decide")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a call wrote."""

    batch: str | None
    """None where nothing was written."""
    decisions: tuple[Decided, ...]
    """The events, in order."""
    unchanged: tuple[str, ...] = ()
    """Findings about which the same reviewer had decided the very same before: not written again."""
    sellers: tuple[Standing, ...] = ()
    """Of each seller who was decided to be of no concern, one finding."""
    left_confirmed: int = 0
    """Confirmed findings of these sellers: left as they are."""


def decide(
    store: Store,
    ids: Sequence[str],
    verdict: Verdict,
    *,
    by: str,
    at: datetime | None = None,
    seen: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
    took_ms: int | None = None,
) -> Recorded:
    """Decide the same about findings. See `decide_each`."""
    return decide_each(store, dict.fromkeys(ids, verdict), by=by, at=at, seen=seen, states=states, took_ms=took_ms)


def decide_each(
    store: Store,
    verdicts: Mapping[str, Verdict],
    *,
    by: str,
    at: datetime | None = None,
    seen: Mapping[str, str] | None = None,
    standing: Mapping[str, int | None] | None = None,
    states: Mapping[str, str] | None = None,
    took_ms: int | None = None,
) -> Recorded:
    """Decide about findings, by id: all of them or none.

    `by`: the reviewer. `at`: UTC, now by default. `took_ms`: how long the reviewer looked. For some of them, what the
    reviewer saw: `seen`, its digest (`Seen.digest`); `standing`, the number of the decision that stood then, None for
    none; `states`, the state, which somebody else's decision may have changed since. Raises `InputError` for an unknown
    finding or a reviewer without a name, `FindingChanged` and `DecidedMeanwhile` where it stands otherwise.
    """
    with store.write() as connection:
        standings = _standings(connection, list(verdicts), seen or {})
        for key, known in (standing or {}).items():
            decision = standings[key].decision
            if known != (decision.id if decision else None):
                raise DecidedMeanwhile(key)
        for key, state in (states or {}).items():
            if _is_decided_by_another(standings.get(key), state, by):
                raise DecidedMeanwhile(key)
        return _record(
            connection, [(standings[key], verdict) for key, verdict in verdicts.items()], by, at, took_ms, {}
        )


def dismiss_seller(
    store: Store, ids: Sequence[str], verdict: Verdict, *, by: str, at: datetime | None = None
) -> Recorded:
    """The sellers of these findings are of no concern: dismiss all of theirs for the same brand, and the next ones.

    Confirmed findings stay confirmed. `verdict`: dismissed. Raises `InputError` as `decide_each`, and where no page
    named the seller.
    """
    if verdict.state != DecisionState.DISMISSED:
        raise InputError("--seller: only `dismissed` can be decided about a whole seller")
    with store.write() as connection:
        standings = _standings(connection, ids, {})
        sellers: dict[tuple[str, str], Standing] = {}
        for standing in standings.values():
            if standing.seller is None:
                raise InputError(f"finding {standing.id}: no page named its seller; decide about it without --seller")
            sellers.setdefault((standing.seller, standing.brand), standing)
        theirs = [finding for seller, brand in sellers for finding in findings_of_seller(connection, seller, brand)]
        standings |= standings_of(connection, theirs)
        confirmed = [key for key, one in standings.items() if key not in ids and one.state == DecisionState.CONFIRMED]
        dismissed = [(standing, verdict) for key, standing in standings.items() if key not in confirmed]
        recorded = _record(connection, dismissed, by, at, None, dict.fromkeys(sellers, verdict))
    return Recorded(
        recorded.batch, recorded.decisions, recorded.unchanged, tuple(sellers.values()), left_confirmed=len(confirmed)
    )


def undo(store: Store, *, by: str, only_own: bool = False, at: datetime | None = None) -> Recorded:
    """Take back the newest batch of decisions that stands, of all reviewers or of `by` alone.

    Called again it takes back the batch before. Raises `NothingToUndo`.
    """
    reviewer = check_reviewer(by)
    with store.write() as connection:
        last = last_batch(connection, reviewer if only_own else None)
        if last is None:
            raise NothingToUndo(reviewer if only_own else None)
        batch = secrets.token_hex(8)
        take_back(connection, last, at=at or datetime.now(UTC), reviewer=reviewer, batch=batch)
        return Recorded(batch, tuple(decisions_of_batch(connection, batch)))


def undo_seller(store: Store, seller: str, *, by: str, at: datetime | None = None) -> Recorded:
    """Take back what was decided about a vendor as a whole, by its key, whoever decided it and whatever came since.

    Raises `InputError` where nothing of it stands.
    """
    reviewer = check_reviewer(by)
    check_text("seller", seller)
    with store.write() as connection:
        taken = seller_batch(connection, seller)
        if taken is None:
            raise InputError(f"seller {seller[:100]!r}: nothing that was decided about it as a whole stands")
        batch = secrets.token_hex(8)
        take_back(connection, taken, at=at or datetime.now(UTC), reviewer=reviewer, batch=batch)
        return Recorded(batch, tuple(decisions_of_batch(connection, batch)))


def changes_since(standing: Standing) -> Changes | None:
    """What changed since the newest decision about a finding; None where nothing did, or nobody knows."""
    before: Seen | None = standing.decision.seen if standing.decision else None
    return None if before is None else changes_between(before, standing.seen)


def _is_decided_by_another(standing: Standing | None, state: str, reviewer: str) -> bool:
    """Whether a finding has another state than this one by somebody else's decision."""
    if standing is None or standing.decision is None or standing.state == state:
        return False
    return standing.decision.reviewer != check_reviewer(reviewer)


def _standings(connection: Connection, ids: Sequence[str], seen: Mapping[str, str]) -> dict[str, Standing]:
    for finding_id in ids:
        check_text("finding", finding_id)
    standings = standings_of(connection, ids)
    for finding_id in ids:
        if finding_id not in standings:
            raise StoreInputError(
                f"no finding {finding_id[:100]!r} in this store; `monitor findings --json` shows their ids"
            )
        standing = standings[finding_id]
        if seen.get(finding_id, standing.seen.digest) != standing.seen.digest:
            raise FindingChanged(finding_id, changes_since(standing))
    return standings


def _record(
    connection: Connection,
    verdicts: list[tuple[Standing, Verdict]],
    by: str,
    at: datetime | None,
    took_ms: int | None,
    sellers: Mapping[tuple[str, str], Verdict],
) -> Recorded:
    reviewer = check_reviewer(by)
    news = [(standing, verdict) for standing, verdict in verdicts if not _stands(standing, verdict, reviewer)]
    unchanged = tuple(standing.id for standing, verdict in verdicts if _stands(standing, verdict, reviewer))
    new_sellers = [key for key, verdict in sellers.items() if not _seller_stands(connection, *key, verdict, reviewer)]
    if not news and not new_sellers:
        return Recorded(None, (), unchanged)
    batch = secrets.token_hex(8)
    record_decisions(
        connection,
        news if not sellers else verdicts,
        at=at or datetime.now(UTC),
        reviewer=reviewer,
        batch=batch,
        sellers=sellers,
        took_ms=took_ms,
    )
    return Recorded(batch, tuple(decisions_of_batch(connection, batch)), () if sellers else unchanged)


def _seller_stands(connection: Connection, seller: str, brand: str, verdict: Verdict, reviewer: str) -> bool:
    """Whether the reviewer has decided this before about a whole seller."""
    decided = (brand, reviewer, verdict.reason, verdict.note)
    return any(
        (decision.brand, decision.reviewer, decision.reason, decision.note) == decided
        for decision in seller_decisions(connection, seller)
    )


def _stands(standing: Standing, verdict: Verdict, reviewer: str) -> bool:
    """Whether the reviewer has decided this before, about what is there now."""
    decision = standing.decision
    return (
        decision is not None
        and standing.state == verdict.state
        and (decision.verdict, decision.reviewer) == (verdict, reviewer)
        and decision.seen is not None
        and decision.seen.digest == standing.seen.digest
    )
