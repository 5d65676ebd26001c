"""Platforms' answers, and the complaint about a decision, in words."""

from types import ModuleType

from monitor.words import Language, en_answers, zh_answers


def answer_words(language: Language = "en") -> ModuleType:
    """All words of a language: ANSWER_KINDS, ANSWER_PARTS, ANSWER_TOLD, ANSWER_WHEN, COMPLAINT, COMPLAINT_REFUSALS."""
    return {"en": en_answers, "zh": zh_answers}[language]
