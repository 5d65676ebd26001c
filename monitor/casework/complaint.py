"""The complaint under article 20 DSA about a platform's decision: a draft that a person completes, signs and files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.casework.answer_times import last_day_to_complain, time_taken
from monitor.casework.answers import AnswerKind, CheckedAnswer, Part, Told, check_stored, is_checked
from monitor.casework.pack.content import Block, Heading, Pack, Paragraph, Sheet, Table
from monitor.casework.pack.docx import docx_file
from monitor.casework.pack.notice import cited_right, complainant, evidence
from monitor.casework.pack.pdf import pdf_file
from monitor.casework.procedure import CaseState
from monitor.casework.rules import platforms
from monitor.errors import InputError
from monitor.store.read.case_answers import StoredAnswer
from monitor.store.read.cases import CaseRecord, StoredEvent
from monitor.text.pdf_output import has_typst
from monitor.words import Language, marketplace_name, words_of
from monitor.words.answers import answer_words
from monitor.words.fallback import name_of
from monitor.words.notice import sheet_words

_LANGUAGES: tuple[Language, ...] = ("en", "zh")
_NOT_AGAINST = (CaseState.REMOVED, CaseState.ACCEPTED, CaseState.WITHDRAWN)
_QUOTED = ("decision", "ground", "why")
"""Parts whose words the complaint repeats."""


@dataclass(frozen=True, slots=True)
class Contested:
    """The newest decision of a case, which is complained about, and the newest statement of reasons, if one came."""

    decision: StoredAnswer
    answers: tuple[tuple[StoredAnswer, CheckedAnswer], ...]


def contested(case: CaseRecord, answers: Sequence[StoredAnswer]) -> Contested:
    """What a complaint is about. Raises `InputError` where there is nothing to complain about under article 20."""
    refusals = answer_words().COMPLAINT_REFUSALS
    if not is_checked(case):
        platform = platforms()[case.platform].name if case.platform in platforms() else case.platform
        raise InputError(refusals["other_route"].format(case=case.id, platform=platform))
    if not _still_asked(case):
        raise InputError(refusals["granted"].format(case=case.id))
    newest = {}
    for answer in answers:
        checked = check_stored(case, answer)
        if checked is not None:
            newest[checked.kind] = answer, checked
    if AnswerKind.DECISION not in newest:
        raise InputError(refusals["no_decision"].format(case=case.id))
    kinds = [kind for kind in (AnswerKind.DECISION, AnswerKind.STATEMENT) if kind in newest]
    return Contested(newest[AnswerKind.DECISION][0], tuple(newest[kind] for kind in kinds))


def complaint(pack: Pack, about: Contested, events: Sequence[StoredEvent], language: Language) -> Sheet:
    """The complaint in a language, about the links that are not removed."""
    asked = _still_asked(pack.case)
    pack = replace(pack, listings=tuple(one for one in pack.listings if one.number in asked))
    say, words = answer_words(language).COMPLAINT, sheet_words(language)
    notice, place = words.NOTICE, marketplace_name(pack.case.marketplace, language)
    blocks: list[Block] = [
        Heading(say["title"], 0),
        Table((), ((say["to"], say["internal"].format(marketplace=place)),)),
        Heading(notice["complainant"]),
        Table((), tuple(complainant(pack, notice))),
        Heading(notice["right"]),
        Table((), tuple(cited_right(pack, language))),
        Heading(say["decision"]),
        Table((), tuple(_decision(pack, about, events, language))),
        *_quotes(about, say["words"]),
        Heading(say["links"]),
        Table((notice["no"], notice["link"]), tuple((str(one.number), one.url) for one in pack.listings)),
        Heading(say["lacks"]),
        *_lacks(about, language),
        Heading(say["why_wrong"]),
        Paragraph(f"{say['why_room']}\n\n\n"),
        Heading(say["asked"]),
        Paragraph("\n".join(f"– {say[what]}" for what in ("ask_reverse", "ask_tell", "ask_people"))),
        *evidence(pack, language),
        Heading(notice["statement"]),
        Paragraph(say["true"]),
        Paragraph(f"{notice['signature']}\n\n______________________________"),
    ]
    return Sheet(say["title"], tuple(blocks), words.SPECIMEN if pack.specimen else None)


def write_complaint(
    pack: Pack, about: Contested, events: Sequence[StoredEvent], folder: Path, made_at: datetime
) -> list[str]:
    """Write it in each language into a folder that is not there yet; returns the files' names. Raises `InputError`."""
    files = {}
    for language in _LANGUAGES:
        sheet = complaint(pack, about, events, language)
        files[f"complaint.{language}.docx"] = docx_file(sheet, made_at)
        if has_typst():
            files[f"complaint.{language}.pdf"] = pdf_file(sheet, language)
    try:
        folder.mkdir(mode=0o700)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except FileExistsError:
        raise InputError(f"-o {folder}: is there already; name a new folder") from None
    except OSError as error:
        raise InputError(f"-o {folder}: can't be written ({error.strerror}); name another folder") from None
    return list(files)


def _still_asked(case: CaseRecord) -> set[int]:
    """The positions of the links whose removal is still asked for."""
    return {position for position, state in enumerate(case.states, start=1) if state not in _NOT_AGAINST}


def _decision(
    pack: Pack, about: Contested, events: Sequence[StoredEvent], language: Language
) -> Iterator[tuple[str, str]]:
    words, case = answer_words(language), pack.case
    say = words.COMPLAINT
    taken = time_taken(pack.platform, events, about.decision.received_at)
    yield say["notified_on"], taken.filed_on.isoformat() if taken else say["not_entered"]
    yield say["ground"], name_of(words_of(language).GROUND_NAMES, case.ground)
    for answer, checked in about.answers:
        yield say["answer"].format(kind=words.ANSWER_KINDS[checked.kind]), f"{answer.received_at:%Y-%m-%d}"
    last = last_day_to_complain(pack.platform, case.marketplace, about.decision.received_at)
    if last is not None:
        yield say["last_day"], last.deadline.day.isoformat()


def _quotes(about: Contested, heading: str) -> Iterator[Block]:
    parts = [part for _, checked in about.answers for part in checked.parts]
    quotes = [part.quote for part in parts if part.name in _QUOTED and part.quote]
    if quotes:
        yield Heading(heading, 2)
        yield Paragraph("\n".join(f"“{quote}”" for quote in dict.fromkeys(quotes)))


def _lacks(about: Contested, language: Language) -> Iterator[Block]:
    words = answer_words(language)
    say = words.COMPLAINT

    def line(part: Part) -> str:
        told = {"part": words.ANSWER_PARTS[part.name], "source": part.source, "quote": f"“{part.quote}”"}
        return str(say["hinted" if part.told == Told.UNCLEAR else "not_found"].format(**told))

    lacking = [part for _, checked in about.answers for part in checked.with_told(Told.MISSING, Told.UNCLEAR)]
    unread = [words.ANSWER_PARTS[part.name] for _, checked in about.answers for part in checked.with_told(Told.UNREAD)]
    if lacking:
        yield Paragraph(say["lacks_text"])
        yield Paragraph("\n".join(f"– {line(part)}" for part in lacking))
    if unread:
        yield Paragraph(say["unread"].format(parts="; ".join(unread)))
    if not lacking and not unread:
        yield Paragraph(say["nothing_lacks"])
