"""Platforms' answers in lines, as several commands show them."""

from collections.abc import Iterator, Sequence

from monitor.casework.answer_times import last_day_to_complain, time_taken
from monitor.casework.answers import AnswerKind, CheckedAnswer, Told, check_stored
from monitor.casework.rules import platforms
from monitor.store.read.case_answers import StoredAnswer
from monitor.store.read.cases import CaseRecord, StoredEvent
from monitor.words.answers import answer_words

_LONGEST_QUOTE = 160
"""Characters of a quotation in a line."""


def answer_lines(case: CaseRecord, answer: StoredAnswer, events: Sequence[StoredEvent]) -> Iterator[str]:
    """An answer: what it is, what it tells, how long it took, and until when one can complain."""
    checked = check_stored(case, answer)
    kind = answer_words().ANSWER_KINDS[checked.kind] if checked else "answer, not checked"
    inferred = " (by its words)" if checked and answer.kind is None else ""
    yield f"{answer.received_at:%Y-%m-%d}  {kind[:1].upper()}{kind[1:]}{inferred}, entered by {answer.who}"
    if checked is not None:
        yield from (f"  {line}" for line in _checked_lines(checked))
        yield from (f"  {line}" for line in _time_lines(case, answer, events, checked.kind))


def _checked_lines(checked: CheckedAnswer) -> Iterator[str]:
    words = answer_words()
    for part in checked.parts:
        source = part.source.removeprefix("Regulation (EU) 2022/2065, ")
        place = "" if part.line is None else f", line {part.line}"
        when = f"; {words.ANSWER_WHEN[part.when]}" if part.told != Told.FOUND and words.ANSWER_WHEN[part.when] else ""
        quote = "" if part.quote is None else f": {_cut(part.quote)!r}"
        yield f"{words.ANSWER_TOLD[part.told]:<9}  {words.ANSWER_PARTS[part.name]} ({source}{when}{place}){quote}"
    if checked.with_told(Told.UNREAD):
        yield "not read: its language is not understood, or its form has no place for it: read it yourself"
    if checked.with_told(Told.MISSING, Told.UNCLEAR):
        yield "not found means that no known words tell it: read the answer before you say that something is missing"


def _time_lines(
    case: CaseRecord, answer: StoredAnswer, events: Sequence[StoredEvent], kind: AnswerKind
) -> Iterator[str]:
    platform = platforms()[case.platform]
    taken = time_taken(platform, events, answer.received_at)
    if taken is None:
        yield "time: not known, no event `filed` before it"
    else:
        days = "1 day" if taken.days == 1 else f"{taken.days} days"
        yield (
            f"time: {days} ({taken.working_days} working) after filing on {taken.filed_on}; the law says without undue "
            "delay, and no number (article 16(4) and (5))"
        )
    last = last_day_to_complain(platform, case.marketplace, answer.received_at)
    if kind != AnswerKind.RECEIPT and last is not None:
        yield f"complaint to the platform until {last.deadline.day} at least ({last.source})"
        yield "out-of-court dispute settlement: the law names no last day, ask the body (article 21(1))"


def _cut(quote: str) -> str:
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
