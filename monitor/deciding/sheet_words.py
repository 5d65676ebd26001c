"""Why a row of a sheet is not taken, in words for the person who filled it in."""

from decimal import Decimal, InvalidOperation

from monitor.deciding.sheet_file import SheetRow
from monitor.decision import Decided, Seen, changes_between
from monitor.store.read.decisions import Standing
from monitor.words.decisions import changes_words, decision_words

_AGAIN = "look at it again, then decide"


def decided_since(decision: Decided | None) -> str:
    """Somebody decided about a finding after the sheet was written; None: the decision of the sheet was taken back."""
    if decision is None:
        return f"the decision that the sheet shows was taken back since; {_AGAIN}"
    return f"somebody decided about it since: {decision_words(decision)}; {_AGAIN}"


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
    return Seen(now.score if score is None else int(score), now.codes, price, currency, now.of_seller)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
