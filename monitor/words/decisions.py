"""Decisions in words."""

from monitor.decision import Changes, Decided


def changes_words(changes: Changes) -> str:
    """What changed since a decision: `score 45 → 60; now also: replica slang; price 260.00 CNY → 199.00 CNY`."""
    parts = []
    if changes.score:
        parts.append("score {} → {}".format(*changes.score))
    if changes.added:
        parts.append(f"now also: {_codes(changes.added)}")
    if changes.removed:
        parts.append(f"no longer: {_codes(changes.removed)}")
    if changes.price:
        before, now = ("not told" if price == "-" else price for price in changes.price)
        parts.append(f"price {before} → {now}")
    return "; ".join(parts)


def decision_words(decision: Decided) -> str:
    """A decision in a line, without its note: `confirmed (counterfeit) by A. Weber on 2026-11-20`."""
    why = decision.ground or decision.reason
    day = f"by {decision.reviewer} on {decision.at:%Y-%m-%d}"
    if decision.undoes is not None:
        return f"taken back {day}: {decision.state}"
    seller = ", with the whole seller" if decision.seller else ""
    return f"{decision.state}{f' ({_plain(why)})' if why else ''}{seller} {day}"


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(map(_plain, codes))


def _plain(code: str) -> str:
    return code.replace("_", " ")
