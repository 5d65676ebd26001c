"""Take-down cases in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.words import Language, en_cases, zh_cases
from monitor.words.gap import gap_words


def refusal_words(code: str, facts: Mapping[str, Any], language: Language = "en") -> str:
    """Why a finding or a right can't be used, and what to do: one sentence."""
    sentences = {"en": en_cases.CASE_REFUSALS, "zh": zh_cases.CASE_REFUSALS}[language]
    told = dict(facts)
    if "gap" in facts:
        told["what"], told["step"] = gap_words(facts["gap"], facts, language)
    return sentences[code].format(**told)


def weakness_words(code: str, facts: Mapping[str, Any], language: Language = "en") -> str:
    """Why a listing is a risk in a case."""
    told = dict(facts)
    if "case_state" in facts:
        told["case_state"] = state_words(facts["case_state"], language)
    return {"en": en_cases.CASE_WEAKNESSES, "zh": zh_cases.CASE_WEAKNESSES}[language][code].format(**told)


def state_words(state: str, language: Language = "en") -> str:
    """Where a link of a case stands."""
    return {"en": en_cases.CASE_STATES, "zh": zh_cases.CASE_STATES}[language][state]


def case_state_words(counts: Mapping[str, int], links: int, language: Language = "en") -> str:
    """Where a case with so many links stands: `filed`, `filed 3/10` or `removed 7, rejected 3`."""
    if set(counts.values()) == {links}:
        return state_words(next(iter(counts)), language)
    of = f"/{links}" if sum(counts.values()) < links else ""
    told = [f"{state_words(state, language)} {count}{of}" for state, count in counts.items()]
    return {"en": ", ", "zh": "、"}[language].join(told)


def due_words(what: str, language: Language = "en") -> str:
    """What has to be done, or is to be expected."""
    return {"en": en_cases.CASE_DUES, "zh": zh_cases.CASE_DUES}[language][what]


def relisting_words(how: str, facts: Mapping[str, Any], language: Language = "en") -> str:
    """In what a removed listing has come back. `facts`: position, listing, day."""
    return {"en": en_cases.CASE_RELISTINGS, "zh": zh_cases.CASE_RELISTINGS}[language][how].format(**facts)


def look_words(
    state: str, since: datetime | None, before: datetime | None, silent: datetime | None, language: Language = "en"
) -> str:
    """Where a filed link stands by what pages told, with its days: as in `monitor.casework.after_filing.Seen`."""
    words = {"en": en_cases.CASE_LOOKS, "zh": zh_cases.CASE_LOOKS}[language]
    days = {name: f"{at:%Y-%m-%d}" for name, at in (("since", since), ("before", before), ("silent", silent)) if at}
    if state == "unknown":
        return words["unknown_silent" if silent else "unknown"].format(**days)
    told = words["gone_after" if state == "gone" and before else state].format(**days)
    return told + (words["silent"].format(**days) if silent else "")
