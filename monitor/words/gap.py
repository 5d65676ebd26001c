"""The rights gap and platforms' rules in words."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from monitor.words import Language, en_gap, zh_gap

_LANGUAGES: Mapping[Language, ModuleType] = {"en": en_gap, "zh": zh_gap}
_SEPARATORS: Mapping[Language, str] = {"en": ", ", "zh": "、"}


def gap_words(code: str, facts: Mapping[str, Any], language: Language = "en") -> tuple[str, str]:
    """What a route lacks, and what to do next: a sentence each."""
    words = _LANGUAGES[language]
    named = dict(facts)
    for key, names in (("kind", [facts.get("kind")]), ("kinds", facts.get("kinds", []))):
        if key in facts:
            named[key] = [words.RIGHT_KIND_NAMES.get(name, name) for name in names]
    if "EU" in facts.get("accepted", ()):  # and each of its states
        named["accepted"] = words.EU_OR_MEMBER_STATE
    if "keys" in facts:
        named["keys"] = [rule_name(key, language) for key in facts["keys"]]
    told = {
        name: _SEPARATORS[language].join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in named.items()
    }
    return words.GAP_SENTENCES[code].format(**told), words.GAP_STEPS[code].format(**told)


def rule_name(key: str, language: Language = "en") -> str:
    """What a rule is about, in a few words; of one of several alike, with what it is for."""
    names: Mapping[str, str] = _LANGUAGES[language].RULE_NAMES
    if key in names:
        return names[key]
    family, _, rest = key.partition(".")
    return f"{names[family]}: {rest}" if family in names and rest else key


def route_state_name(state: str, language: Language = "en") -> str:
    """Whether a route is open, in a word or two."""
    return str(_LANGUAGES[language].ROUTE_STATES[state])


def right_kind_name(kind: str, language: Language = "en") -> str:
    """A kind of right as people call it."""
    return str(_LANGUAGES[language].RIGHT_KIND_NAMES.get(kind, kind))
