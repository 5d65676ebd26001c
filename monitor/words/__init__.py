"""What the program's codes say to a person: one module per language, one mapping per subject.

    say(words_of().PAGE_REASONS, visit.reason)

Everything below works with codes and facts; only what prints for a person asks for words. A further language is a
module like `en` with its parts, and a line in `LANGUAGES`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from monitor.decision import Changes, Decided, SellerDecision
from monitor.words import en, zh

Language = Literal["en", "zh"]


class Words(Protocol):
    """What each language has, by code: sentences (`say` fills in what stands in braces), or functions of facts."""

    PAGE_REASONS: Mapping[str, str]
    """Why a page brought no listings."""
    PAGE_ADVICE: Mapping[str, str]
    """What a person can do about it."""
    IMPORT_ADVICE: Mapping[str, str]
    """The same for a page that a person saved by hand, where it is another thing."""
    LAYOUT_ADVICE: Mapping[str, str]
    """What a person can do about pages with listings, by the layout under which they were read."""
    WALLS: Mapping[str, str]
    """What a site puts in the place of its pages, in a word or two: for a table."""
    HOLD_ADVICE: Mapping[str, str]
    """What a person can do about a site that is not asked now."""
    FINDING_REASONS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str, str]]]
    """Why a listing is suspicious, or is not: from the facts, what was seen, what one would expect, and a sentence."""
    MISSING_FACTS: Mapping[str, Callable[[Mapping[str, Any]], str]]
    """Which fact about a listing is missing."""
    REASON_NAMES: Mapping[str, str]
    """Why a listing is suspicious, or is not, in a few words without facts."""
    FACT_NAMES: Mapping[str, str]
    """What pages tell of a listing, by field."""
    LEVEL_NAMES: Mapping[str, str]
    """How suspicious a listing is."""
    STATE_NAMES: Mapping[str, str]
    """States of a finding."""
    GROUND_NAMES: Mapping[str, str]
    """What a confirmed finding is."""
    DISMISSAL_NAMES: Mapping[str, str]
    """Why a finding is of no concern."""
    PICTURE_PROBLEMS: Mapping[str, str]
    """Why there is no picture of a listing."""
    IDENTIFIER_NAMES: Mapping[str, str]
    """Kinds of identifiers of a seller."""
    MARKETPLACE_NAMES: Mapping[str, str]
    """Names of places, where they are not just their id with a capital letter."""

    def changes_words(self, changes: Changes, /) -> str:
        """What changed since a decision, in a line."""

    def decision_words(self, decision: Decided, /) -> str:
        """A decision in a line, without its note."""

    def seller_words(self, decision: SellerDecision, /) -> str:
        """What was decided about a seller, in a line."""

    def shared_words(self, by: str, sign: str, /) -> str:
        """What look-alikes share: a shop's name, a contact, or the title."""

    def look_alikes_words(self, by: str, sign: str, on: Mapping[str, int], /) -> str:
        """What listings elsewhere share with a listing, and how many there are, in a line."""


LANGUAGES: Mapping[Language, Words] = {"en": en, "zh": zh}


def words_of(language: Language = "en") -> Words:
    """All sentences of a language."""
    return LANGUAGES[language]


def say(sentences: Mapping[str, str], code: str, **facts: object) -> str:
    """The sentence of a code, with its facts filled in. Raises `KeyError` for a code or a fact that is missing."""
    return sentences[code].format(**facts)


def identifier_name(kind: str, language: Language = "en") -> str:
    """A kind of identifier of a seller as people call it: `shop number` for `shop`."""
    return words_of(language).IDENTIFIER_NAMES.get(kind, kind)


def marketplace_name(place: str, language: Language = "en") -> str:
    """A marketplace as people call it: `Alibaba.com` for `alibaba`."""
    return words_of(language).MARKETPLACE_NAMES.get(place) or place.replace("_", " ").title()
