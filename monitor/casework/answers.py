"""A platform's answer to a notice, checked by its words against articles 16 and 17 of Regulation (EU) 2022/2065.

Words are only a help: they say what was found and what was not, never that a platform broke the law.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.casework.answer_fields import fields_of, told_by_fields
from monitor.casework.answer_signs import Sentence, first_with, is_understood, sentences_of
from monitor.casework.refusals import day_of
from monitor.casework.rules import Platform, Rule, platforms
from monitor.store.read.case_answers import StoredAnswer
from monitor.store.read.cases import CaseRecord

_RULES = "answer"
"""Rules `answer.KIND.PART` say what an answer has to tell; their value, when."""
ROUTE = "dsa"
"""The platform's id under which notices under article 16 are filed."""
_WAYS = ("complaint", "dispute_body", "court")


class AnswerKind(StrEnum):
    """What a platform's answer is."""

    RECEIPT = "receipt"
    """To the notifier: the notice has come."""
    DECISION = "decision"
    """To the notifier: what was decided."""
    STATEMENT = "statement"
    """To the seller: a statement of reasons."""


class Told(StrEnum):
    """Whether an answer tells something."""

    FOUND = "found"
    UNCLEAR = "unclear"
    """Only hinted at."""
    MISSING = "missing"
    UNREAD = "unread"
    """Can't be told: another language, or a form that has no place for it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What an answer has to tell, and where it does."""

    name: str
    told: Told
    when: str
    """always | where_relevant | where_applicable: when the law asks for it."""
    source: str
    quote: str | None = None
    """The platform's words."""
    line: int | None = None
    """Of the kept text, from 1 on; None: a field of a record."""


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer with its parts."""

    kind: AnswerKind
    parts: tuple[Part, ...]

    def with_told(self, *told: Told) -> tuple[Part, ...]:
        """The parts that are told so."""
        return tuple(part for part in self.parts if part.told in told)


def kind_of(text: str) -> AnswerKind | None:
    """What an answer is by its words; None: they don't say it clearly."""
    if fields_of(text) is not None:
        return AnswerKind.STATEMENT
    sentences = sentences_of(text)
    to_notifier, to_seller, statement = (
        first_with(sentences, "who", who) is not None for who in ("notifier", "seller", "statement")
    )
    if to_notifier is to_seller:
        return AnswerKind.STATEMENT if statement and not to_notifier else None
    if to_seller:
        return AnswerKind.STATEMENT
    if first_with(sentences, "found", "decision") or first_with(sentences, "unclear", "decision"):
        return AnswerKind.DECISION
    return AnswerKind.RECEIPT if first_with(sentences, "found", "receipt") else None


def is_checked(case: CaseRecord) -> bool:
    """Whether the law says what an answer to a case has to tell."""
    return case.platform == ROUTE


def check_stored(case: CaseRecord, answer: StoredAnswer) -> CheckedAnswer | None:
    """A kept answer, checked by the rules of the day on which it came; None: there are no rules for it."""
    kind = answer.kind or kind_of(answer.text)
    if not is_checked(case) or kind is None:
        return None
    platform = platforms()[case.platform]
    return check_answer(answer.text, AnswerKind(kind), platform, case.marketplace, day_of(platform, answer.received_at))


def check_answer(text: str, kind: AnswerKind, platform: Platform, marketplace: str, day: date) -> CheckedAnswer:
    """What an answer tells of what the law asks for on a day."""
    rules = {
        rule.key.rpartition(".")[2]: rule
        for rule in platform.rule
        if rule.key.startswith(f"{_RULES}.{kind}.") and rule.holds(marketplace, day)
    }
    fields = fields_of(text)
    if fields is not None:
        return CheckedAnswer(kind, tuple(_of_fields(fields, rules)))
    sentences = sentences_of(text)
    absent = Told.MISSING if is_understood(sentences) else Told.UNREAD
    return CheckedAnswer(kind, tuple(_of_words(name, rule, sentences, absent) for name, rule in rules.items()))


def _of_words(name: str, rule: Rule, sentences: Sequence[Sentence], absent: Told) -> Part:
    for table, told in (("found", Told.FOUND), ("unclear", Told.UNCLEAR)):
        found = _first(sentences, table, name)
        if found is not None:
            return Part(name, told, rule.value, rule.source, found.text, found.line)
    return Part(name, absent, rule.value, rule.source)


def _first(sentences: Sequence[Sentence], table: str, name: str) -> Sentence | None:
    """The sentence that tells a part; redress in general is told by any way of it."""
    names = _WAYS if name == "redress" and table == "found" else (name,)
    return next((found for one in names if (found := first_with(sentences, table, one)) is not None), None)


def _of_fields(fields: Mapping[str, object], rules: Mapping[str, Rule]) -> Iterator[Part]:
    for name, rule in rules.items():
        is_there, quote = told_by_fields(fields, name)
        told = Told.UNREAD if is_there is None else Told.FOUND if is_there else Told.MISSING
        yield Part(name, told, rule.value, rule.source, quote)
