"""Why a row of a sheet is not taken, in words for the person who filled it in."""

from decimal import Decimal, InvalidOperation

from monitor.deciding.sheet_file import SheetRow
from monitor.decision import Changes, Decided, Seen, Verdict, changes_between
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


def changed_since(finding: Standing, seen: str, row: SheetRow) -> str:
    """A finding changed since the sheet, with the digest `seen`, was written; says what changed where that is known."""
    before = finding.decision.seen if finding.decision is not None else None
    if before is None or before.digest != seen:
        before = _shown_in(row, finding.seen)
    changes = changes_between(before, finding.seen)
    what = f" ({changes_words(changes)})" if changes is not None else ""
    return f"the finding changed since the sheet was written{what}; {_AGAIN}"


def _shown_in(row: SheetRow, now: Seen) -> Seen:
    """What the sheet shows of a finding; what it does not show, or not as a number, as it is now."""
    score, price = _number(row.score), _number(row.price)
    if price is None:
        price, currency = now.price, now.currency
    else:
        currency = row.currency.strip() or None
    return Seen(now.score if score is None else int(score), now.codes, price, currency)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def changes_words(changes: Changes) -> str:
    """What changed of a finding, in short."""
    parts = [f"score {changes.score[0]} → {changes.score[1]}"] if changes.score else []
    parts += [f"price {changes.price[0]} → {changes.price[1]}"] if changes.price else []
    parts += [f"now {_named(changes.added)}"] if changes.added else []
    parts += [f"no longer {_named(changes.removed)}"] if changes.removed else []
    return ", ".join(parts)


def _named(codes: tuple[str, ...]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)
