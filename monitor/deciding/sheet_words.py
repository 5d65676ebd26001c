"""Why a row of a sheet is not taken, in words for the person who filled it in."""

from monitor.decision import Changes, Decided, Verdict, changes_between
from monitor.store.read.decisions import Standing

_AGAIN = "look at it again, then decide"


def decided_since(decision: Decided | None) -> str:
    """Somebody decided about a finding after the sheet was written; None: the decision of the sheet was taken back."""
    if decision is None:
        return f"the decision that the sheet shows was taken back since; {_AGAIN}"
    what, when = decision_words(decision), f"{decision.at:%Y-%m-%d %H:%M} UTC"
    return f"{decision.reviewer} decided about it since ({what}, {when}); {_AGAIN}"


def decision_words(decision: Decided | Verdict | None) -> str:
    """A decision in short: `confirmed: mark`, `new`."""
    if decision is None:
        return "new"
    why = decision.ground or decision.reason
    return f"{decision.state}: {why}" if why else decision.state


def changed_since(finding: Standing, seen: str) -> str:
    """A finding changed since the sheet, with the digest `seen`, was written; says what changed where that is known."""
    before = finding.decision.seen if finding.decision is not None else None
    changes = changes_between(before, finding.seen) if before is not None and before.digest == seen else None
    what = f" ({changes_words(changes)})" if changes is not None else ""
    return f"the finding changed since the sheet was written{what}; {_AGAIN}"


def changes_words(changes: Changes) -> str:
    """What changed of a finding, in short."""
    parts = [f"score {changes.score[0]} → {changes.score[1]}"] if changes.score else []
    parts += [f"price {changes.price[0]} → {changes.price[1]}"] if changes.price else []
    parts += [f"now {_named(changes.added)}"] if changes.added else []
    parts += [f"no longer {_named(changes.removed)}"] if changes.removed else []
    return ", ".join(parts)


def _named(codes: tuple[str, ...]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)
