"""The reasons and missing facts of findings as sentences."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from monitor.model import Missing, Reason
from monitor.words import Language, words_of

AS_WRITTEN = "as_written"
"""The fact that holds the sentences of an old store which could not be read back into facts."""


class ReasonWords(NamedTuple):
    """A reason in words: what was seen, what one would expect instead, and the whole as a sentence."""

    saw: str
    expected: str
    text: str


def reason_words(reason: Reason, language: Language = "en") -> ReasonWords:
    """A reason as a person reads it; one whose code or facts nobody knows is shown as it stands, never an error."""
    try:
        if AS_WRITTEN in reason.facts:
            written = reason.facts[AS_WRITTEN]
            words = written["saw"], written["expected"], written["text"]
        else:
            words = words_of(language).FINDING_REASONS[reason.code](reason.facts)
    except Exception:  # the facts may be another program's: whatever they hold must not end an export
        words = _plain(reason.facts), "", f"{reason.code} {_plain(reason.facts)}"
    saw, expected, text = map(str, words)
    return ReasonWords(saw, expected, text)


def missing_words(missing: Missing, language: Language = "en") -> str:
    """A missing fact as a person reads it; one that nobody knows is shown as it stands."""
    try:
        if AS_WRITTEN in missing.facts:
            return str(missing.facts[AS_WRITTEN])
        return words_of(language).MISSING_FACTS[missing.code](missing.facts)
    except Exception:  # as above
        return f"{missing.code} {_plain(missing.facts)}".removesuffix(" {}")


def reason_record(reason: Reason, language: Language = "en") -> dict[str, Any]:
    """A reason as `monitor findings --json` and the exports give it."""
    words = reason_words(reason, language)
    return {"code": reason.code, "points": reason.points, **words._asdict()}


def shared_words(by: str, sign: str, language: Language = "en") -> str:
    """What look-alikes share, the same words for all who share it; parameters as of `look_alikes_words`."""
    return words_of(language).shared_words(by, sign)


def look_alikes_words(by: str, sign: str, on: Mapping[str, int], language: Language = "en") -> str:
    """What listings elsewhere share with a listing, and how many there are, in a line.

    `by`: shop name | contact | title; `sign`: the name or the contact; `on`: how many there are, by marketplace.
    """
    return words_of(language).look_alikes_words(by, sign, on)


def _plain(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, default=str)
