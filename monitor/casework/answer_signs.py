"""Which words tell what in a platform's answer: sentences, their language, and signs, which are data by language."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

UNDERSTOOD = ("en", "de", "zh")
"""Languages with signs: only in these can something be said to be missing."""
_LARGEST_UNREAD = 0.2
"""Share of an answer, in characters, that may be in other languages, such as a greeting. Our own choice."""
_FULL_LINE = 60
"""Characters after which a line may have been broken by a mail program, not by who wrote it."""
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-zß-öø-ÿ]|[\"'„“«(\[])|(?<=[。！？；])")
_BEGINNING = re.compile(r"[-*•–·]\s|\d{1,2}[.)]\s|[^\W\d_][\w /-]{1,40}[:：]")
"""A bullet, a number, or a label as forms have them."""
_NO_WORD = re.compile(r"[^\w§]+|_+")
_CHINESE = "\u3400-\u9fff"
_BESIDE_CHINESE = re.compile(rf"(?<=[{_CHINESE}]) (?=\w)|(?<=\w) (?=[{_CHINESE}])")
_CHINESE_CHARACTER = re.compile(f"[{_CHINESE}]")
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.2),
    ("zh", _CHINESE_CHARACTER, 0.3),
    ("other", re.compile("[\u0370-\u1cff\uac00-\ud7a3]"), 0.5),
)
"""Languages by their characters, and the least share of these among the letters."""

Sign = tuple[tuple[bool, tuple[str, ...]], ...]
"""Groups of phrases: of each, one stands in the sentence; of a group with False, none does."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the platform's own: the line where it begins, from 1 on, its words, and these as signs see them."""

    line: int
    text: str
    folded: str
    language: str | None
    """None: too few words tell it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of a language."""

    quote_marks: tuple[str, ...]
    """What stands before a quoted letter: all that follows is not the platform's."""
    quote_labels: tuple[str, ...]
    """What stands before a quoted paragraph."""
    who: dict[str, tuple[Sign, ...]]
    """Signs of whom it is written to: notifier, seller; statement: it calls itself a statement of reasons."""
    found: dict[str, tuple[Sign, ...]]
    unclear: dict[str, tuple[Sign, ...]]
    """Signs that something is only hinted at."""


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of an answer; what it quotes of the notice is left out."""
    sentences = []
    for first, paragraph in _paragraphs(text):
        line, begin = first, 0
        for end in [*(match.end() for match in _SENTENCE_END.finditer(paragraph)), len(paragraph)]:
            part = paragraph[begin:end].strip().replace("\n", " ")
            if folded := fold(part):
                sentences.append(Sentence(line, part, folded, _language(part, folded)))
            line, begin = line + paragraph.count("\n", begin, end), end
    return sentences


def is_understood(sentences: Sequence[Sentence]) -> bool:
    """Whether nearly all of it is in languages that have signs."""
    lengths = {True: 0, False: 0}
    for sentence in sentences:
        if sentence.language is not None:
            lengths[sentence.language in UNDERSTOOD] += len(sentence.text)
    short = [sentence for sentence in sentences if sentence.language is None]
    text = "".join(sentence.text for sentence in short)
    language = _language(text, "".join(sentence.folded for sentence in short))
    if language is not None:
        lengths[language in UNDERSTOOD] += len(text)
    return lengths[False] <= _LARGEST_UNREAD * sum(lengths.values()) and lengths[True] > 0


def first_with(sentences: Sequence[Sentence], table: str, name: str) -> Sentence | None:
    """The first sentence with a sign of its language, or of any where it is too short to tell.

    `table`: who | found | unclear.
    """
    signs = {language: getattr(words(language), table).get(name, ()) for language in UNDERSTOOD}
    every = tuple(chain.from_iterable(signs.values()))
    for sentence in sentences:
        its = every if sentence.language is None else signs.get(sentence.language, ())
        if any(_has(sentence.folded, sign) for sign in its):
            return sentence
    return None


@cache
def words(language: str) -> Words:
    """The signs of a language."""
    told = tomllib.loads((files(__package__) / "answer_words" / f"{language}.toml").read_text(encoding="utf-8"))
    tables = {
        table: {name: tuple(_sign(line) for line in lines) for name, lines in told[table].items()}
        for table in ("who", "found", "unclear")
    }
    marks, labels = (tuple(fold(phrase) for phrase in told[name]) for name in ("quote_marks", "quote_labels"))
    return Words(marks, labels, **tables)


def fold(text: str) -> str:
    """Words in lower case with a space around each; none beside Chinese characters."""
    plain = _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    folded = _BESIDE_CHINESE.sub("", plain).strip()
    return f" {folded} " if folded else ""


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """What belongs together: lines that a mail program broke are one again; each with its first line's number."""
    first, lines = 0, [""]
    for number, line in _own_lines(text):
        before = lines[-1]
        if not line or not before or _BEGINNING.match(line) or before[-1] in ".:;!?。！？：；…":
            goes_on = False
        else:
            goes_on = line[0].islower() or line[0] == "(" or len(before) >= _FULL_LINE
        if goes_on:
            lines.append(line)
        else:
            yield first, "\n".join(lines)
            first, lines = number, [line]
    yield first, "\n".join(lines)


def _own_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that the platform wrote itself, without white space around them; empty ones for what it quotes."""
    marks = [mark for language in UNDERSTOOD for mark in words(language).quote_marks]
    labels = tuple(label.rstrip() for language in UNDERSTOOD for label in words(language).quote_labels)
    quoting = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        folded = fold(line)
        if (line.startswith(("--", "__")) and any(mark in folded for mark in marks)) or folded in marks:
            return
        quoting = bool(line) and (quoting or (folded.startswith(labels) and line.endswith((":", "："))))
        yield number, "" if quoting or line.startswith((">", "|")) else line


def _language(text: str, folded: str) -> str | None:
    """The language of a sentence; None: too few words tell it."""
    letters = sum(map(str.isalpha, text))
    for language, characters, least in _SCRIPTS:
        if len(characters.findall(text)) > least * letters:
            return language
    told = set(folded.split())
    counts = {language: len(told & common) for language, common in _common_words().items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 2 else None


@cache
def _common_words() -> dict[str, frozenset[str]]:
    told = tomllib.loads((files(__package__) / "answer_words" / "languages.toml").read_text(encoding="utf-8"))
    return {language: frozenset(common.split()) for language, common in told.items()}


def _sign(line: list[str]) -> Sign:
    return tuple((not group.startswith("!"), tuple(map(_phrase, group.removeprefix("!").split("|")))) for group in line)


def _phrase(written: str) -> str:
    """A phrase as it is looked for: from the beginning of a word, unless it is Chinese or may stand anywhere."""
    anywhere = written.startswith("~")
    folded: Any = fold(written.removeprefix("~"))
    begins = folded.lstrip() if anywhere or _CHINESE_CHARACTER.match(folded.lstrip()) else folded
    return str(begins if written.endswith(" ") else begins.rstrip())


def _has(folded: str, sign: Sign) -> bool:
    return all(any(phrase in folded for phrase in phrases) is wanted for wanted, phrases in sign)
