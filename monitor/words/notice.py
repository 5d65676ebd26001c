"""The sheets of a case's pack in words."""

from types import ModuleType
from typing import Any

from monitor.words import Language, en_notice, zh_notice


def sheet_words(language: Language = "en") -> ModuleType:
    """All words of the sheets in a language: SPECIMEN, NOTICE, SHEETS, DOCUMENT_NAMES, PACK_LACKS, CHECKLIST."""
    return {"en": en_notice, "zh": zh_notice}[language]


def lack_words(code: str, facts: dict[str, Any], language: Language = "en") -> str:
    """What a pack lacks: a sentence."""
    return str(sheet_words(language).PACK_LACKS[code].format(**facts))
