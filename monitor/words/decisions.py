"""Decisions in words."""

from collections.abc import Mapping

from monitor.decision import Changes, Decided, SellerDecision
from monitor.words import Language, words_of


def changes_words(changes: Changes, language: Language = "en") -> str:
    """What changed since a decision: `score 45 → 60; now also: words for copies; price 260.00 CNY → 199.00 CNY`."""
    names = words_of(language).REASON_NAMES
    parts = []
    if changes.score:
        parts.append("score {} → {}".format(*changes.score))
    if changes.added:
        parts.append(f"now also: {_names(names, changes.added)}")
    if changes.removed:
        parts.append(f"no longer: {_names(names, changes.removed)}")
    if changes.price:
        before, now = ("not told" if price == "-" else price for price in changes.price)
        parts.append(f"price {before} → {now}")
    if changes.seller:
        parts.append("another seller")
    return "; ".join(parts)


def decision_words(decision: Decided, language: Language = "en") -> str:
    """A decision in a line, without its note: `confirmed (counterfeit) by A. Weber on 2026-11-20`.

    The state is the command's word: people type what they read here.
    """
    day = f"by {decision.reviewer} on {decision.at:%Y-%m-%d}"
    if decision.undoes is not None:
        return f"taken back {day}: {decision.state}"
    words = words_of(language)
    why = [_name(words.GROUND_NAMES, decision.ground)] if decision.ground else []
    why += [_name(words.DISMISSAL_NAMES, decision.reason)] if decision.reason else []
    seller = " with the whole seller," if decision.seller else ""
    shown = f" ({', '.join(why)})" if why else ""
    return f"{decision.state}{shown}{seller} {day}"


def seller_words(decision: SellerDecision, language: Language = "en") -> str:
    """What was decided about a seller: `of no concern for nordwerk (parallel import), …, by A. Weber on …`."""
    why = f" ({_name(words_of(language).DISMISSAL_NAMES, decision.reason)})" if decision.reason else ""
    note = f": {decision.note}" if decision.note else ""
    day = f"by {decision.reviewer} on {decision.at:%Y-%m-%d}"
    return f"of no concern for {decision.brand}{why}, its findings are dismissed, {day}{note}"


def state_name(state: str, language: Language = "en") -> str:
    """A finding's state as a person reads it."""
    return _name(words_of(language).STATE_NAMES, state)


def _names(names: Mapping[str, str], codes: tuple[str, ...]) -> str:
    return ", ".join(_name(names, code) for code in codes)


def _name(names: Mapping[str, str], code: str) -> str:
    """A code that nobody knows is shown as it stands."""
    return names.get(code) or code.replace("_", " ")
