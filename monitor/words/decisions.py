"""Decisions in words."""

from monitor.decision import Changes, Decided, SellerDecision
from monitor.words import Language, words_of
from monitor.words.fallback import name_of


def changes_words(changes: Changes, language: Language = "en") -> str:
    """What changed since a decision, in a line."""
    return words_of(language).changes_words(changes)


def decision_words(decision: Decided, language: Language = "en") -> str:
    """A decision in a line, without its note."""
    return words_of(language).decision_words(decision)


def seller_words(decision: SellerDecision, language: Language = "en") -> str:
    """What was decided about a seller, in a line."""
    return words_of(language).seller_words(decision)


def state_name(state: str, language: Language = "en") -> str:
    """A finding's state as a person reads it."""
    return name_of(words_of(language).STATE_NAMES, state)
