"""`monitor case answer`: what a platform answered is kept and checked."""

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.casework.answer_text import LARGEST, answer_text
from monitor.casework.answers import AnswerKind, is_checked, kind_of
from monitor.casework.calendar import ZONES
from monitor.casework.known_case import known_case
from monitor.casework.procedure import CaseState
from monitor.casework.rules import platforms
from monitor.cli.case_answer_lines import answer_lines
from monitor.cli.case_options import day_in
from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.errors import InputError, check_text, expected
from monitor.store.read.case_answers import StoredAnswer, case_answers
from monitor.store.read.cases import CaseRecord, StoredEvent, case_events
from monitor.store.store import open_store
from monitor.store.write.case_answers import NewAnswer, add_case_answer


def answer(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Text, .eml, HTML or JSON; - for what is pasted.", show_default=False)
    ],
    received: Annotated[
        str | None, typer.Option("--received", metavar="DAY", help="The day on which it came.", show_default="today")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help=f"What it is: {', '.join(AnswerKind)}.", show_default="told by its words"),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who enters it.", show_default="the user of this machine")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Keep a platform's answer, and check it by its words: what articles 16 and 17 DSA ask for, and the time it took.

    Example: monitor case answer 2026-0001 answer.eml --received 2026-11-29
    """
    for what, words in (("--received", received), ("--kind", kind), ("--by", by), ("FILE", file)):
        check_text(what, words or "")
    if kind is not None and kind not in (*AnswerKind,):
        raise InputError(f"--kind {kind[:60]!r}: unknown; {expected(kind, map(str, AnswerKind))}")
    who = check_reviewer(user_of_machine() if by is None else by)
    day = None if received is None else day_in("--received", received)
    name = "the pasted text" if file == "-" else file
    text = answer_text(_content(file), name)
    now = datetime.now(UTC)
    with open_store(store, write=True).write() as connection:
        found = known_case(connection, case)
        events = case_events(connection, found.id).get(found.id, [])
        came = now if day is None else _end_of(day, _zone(found), now)
        _refuse_impossible(found, text, came, events, case_answers(connection, found.id))
        if kind is None and is_checked(found) and kind_of(text) is None:
            raise InputError(
                f"{name}: its words don't say clearly what it is; name it with --kind: receipt, decision (to you), or "
                "statement (of reasons, to the seller)"
            )
        add_case_answer(connection, NewAnswer(found.id, came, now, who, kind, text))
        stored = case_answers(connection, found.id)
    for line in answer_lines(found, max(stored, key=lambda one: one.id), events):
        out(line)
    if not is_checked(found):
        say(
            f"Kept, but not checked: the case was filed with {found.platform}, and articles 16 and 17 DSA are about "
            "notices under article 16"
        )


def _content(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror}); expected a file with the answer, or -") from None


def _zone(case: CaseRecord) -> ZoneInfo:
    return ZONES[platforms()[case.platform].calendar] if case.platform in platforms() else ZONES["EU"]


def _end_of(day: date, zone: ZoneInfo, now: datetime) -> datetime:
    """The end of a day in UTC; now, on the day itself. Raises `InputError` for one to come."""
    if day > now.astimezone(zone).date():
        raise InputError(f"--received {day}: has not come yet; enter what has come")
    return min(now, datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC))


def _refuse_impossible(
    case: CaseRecord, text: str, came: datetime, events: list[StoredEvent], kept: list[StoredAnswer]
) -> None:
    """Raise `InputError` for an answer that is kept already, or came before the case was filed."""
    same = next((one for one in kept if one.text == text), None)
    if same is not None:
        raise InputError(f"case {case.id}: this answer is kept already, entered on {same.entered_at:%Y-%m-%d}")
    filed = next((event.at for event in events if event.state == CaseState.FILED), None)
    if filed is not None and came < filed:
        raise InputError(
            f"--received {came:%Y-%m-%d}: lies before the case was filed ({filed:%Y-%m-%d %H:%M} UTC); check the day"
        )
