"""The sheets of a case's pack in words."""

from types import ModuleType
from typing import Any

from monitor.model import Reason
from monitor.words import Language, en_notice, zh_notice
from monitor.words.findings import reason_words


def sheet_words(language: Language = "en") -> ModuleType:
    """All words of the sheets: SPECIMEN, NOTICE, OBSERVED, SHEETS, DOCUMENT_NAMES, PACK_LACKS, CHECKLIST."""
    return {"en": en_notice, "zh": zh_notice}[language]


def observed_words(reason: Reason, language: Language = "en") -> str:
    """A reason as a notice says it."""
    words, observed = reason_words(reason, language), sheet_words(language).OBSERVED
    return str(observed[reason.code].format(**words._asdict())) if reason.code in observed else words.text


def lack_words(code: str, facts: dict[str, Any], language: Language = "en") -> str:
    """What a pack lacks: a sentence."""
    return str(sheet_words(language).PACK_LACKS[code].format(**facts))
