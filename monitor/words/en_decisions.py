"""English: decisions in a line each."""

from monitor.decision import Changes, Decided, SellerDecision
from monitor.words.en_names import DISMISSAL_NAMES, GROUND_NAMES, REASON_NAMES
from monitor.words.fallback import name_of


def changes_words(changes: Changes) -> str:
    """What changed since a decision: `score 45 → 60; now also: words for copies; price 260.00 CNY → 199.00 CNY`."""
    parts = []
    if changes.score:
        parts.append("score {} → {}".format(*changes.score))
    if changes.added:
        parts.append(f"now also: {_reason_names(changes.added)}")
    if changes.removed:
        parts.append(f"no longer: {_reason_names(changes.removed)}")
    if changes.price:
        before, now = ("not told" if price == "-" else price for price in changes.price)
        parts.append(f"price {before} → {now}")
    if changes.seller:
        parts.append("another seller")
    return "; ".join(parts)


def decision_words(decision: Decided) -> str:
    """A decision without its note: `confirmed (counterfeit) by A. Weber on 2026-11-20`.

    The state is the command's word: people type what they read here.
    """
    day = f"by {decision.reviewer} on {decision.at:%Y-%m-%d}"
    if decision.undoes is not None:
        return f"taken back {day}: {decision.state}"
    why = [name_of(GROUND_NAMES, decision.ground)] if decision.ground else []
    why += [name_of(DISMISSAL_NAMES, decision.reason)] if decision.reason else []
    seller = " with the whole seller," if decision.seller else ""
    shown = f" ({', '.join(why)})" if why else ""
    return f"{decision.state}{shown}{seller} {day}"


def seller_words(decision: SellerDecision) -> str:
    """What was decided about a seller: `of no concern for nordwerk (parallel import), …, by A. Weber on …`."""
    why = f" ({name_of(DISMISSAL_NAMES, decision.reason)})" if decision.reason else ""
    note = f": {decision.note}" if decision.note else ""
    day = f"by {decision.reviewer} on {decision.at:%Y-%m-%d}"
    return f"of no concern for {decision.brand}{why}, its findings are dismissed, {day}{note}"


def _reason_names(codes: tuple[str, ...]) -> str:
    return ", ".join(name_of(REASON_NAMES, code) for code in codes)
