"""Titles read a second time, rewritten: without what was put inside a name, with signs as the letters that they draw.

Nord 正品 werk and 诺【新款】德维克 are names with words between their characters; N()rdw3r|< draws letters with
signs. Both are found by looking for the names in the rewritten title, and only there where something was rewritten.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from functools import cache, cached_property

import ahocorasick

from monitor.lexicon.ordinary import is_everyday
from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.emoji import EMOJI, EMOJIS
from monitor.matching.names import Name
from monitor.matching.title import has_edges

_DRAWN = {
    "()": "o", "[]": "o", "|<": "k", "\\/\\/": "w", "\\/": "v", "/\\": "a", "|_": "l", "|\\|": "n",
    "|": "1",  # which is written for i and l
}  # fmt: skip
_SIGNS = re.compile(
    r"[(\[|\\/](?:(?<=\()\)|(?<=\[)\]|(?<=\|)(?:<|_|\\\|)|(?<=\\)/(?:\\/)?|(?<=/)\\|(?<=[a-z]\|)(?=[a-z]))"
)

_WORDS = (
    "正品 新款 新品 同款 专柜 原装 原厂 现货 包邮 官方 旗舰 旗舰店 热销 爆款 特价 促销 男士 女士 男女 进口 代购 正版 "
    "全新 品牌 授权 热卖 清仓 限量 高档 时尚 经典 春季 夏季 秋季 冬季 秋冬 春夏 专用 电动 款 新 new original official "
    "authentic genuine real hot sale best top style brand quality"
).split()
_HANZI = "[\u4e00-\u9fff]"
_FIRST = re.compile(
    # one class of first characters, which is quick to look for, and then what each of them begins
    rf"([\[(【「《〔<.\-_~*=+·0-9{EMOJIS}])(?:"
    r"(?<=[\[(【「《〔<])[^\[\](){}【】「」《》〔〕<>]{0,12}[\])】」》〕>]"
    rf"|(?<={EMOJI}){EMOJI}{{0,11}}"
    r"|(?<=[.\-_~*=+·])\1{3,20}"
    r"|(?<=[0-9])(?<![a-z0-9][0-9])[0-9]{0,4}[a-z]{0,3}(?![a-z0-9]))"
)
_BETWEEN_HANZI = re.compile(rf"(?<={_HANZI})[a-z]{{1,2}}(?={_HANZI})")
_WHOLE = frozenset({"exact", "alias", "folded"})
"""Kinds of spelling of a name whose letters stand together once the title is rewritten."""


class Rewritten:
    """A title's text with some spans of it replaced: the new `text`, and the way back to the title's."""

    def __init__(self, text: str, changes: Sequence[tuple[int, int, str]]) -> None:
        """`changes`: start, end and what stands there now, ascending and apart from each other."""
        self._size = len(text)
        self._changes = changes
        at = 0
        kept = []
        for start, end, letter in changes:
            kept += [text[at:start], letter]
            at = end
        self.text = "".join((*kept, text[at:]))

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        """Where the span of the title's text that each character stands for starts and ends."""
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, letter in (*self._changes, (self._size, self._size, "")):
            starts += range(at, start)
            ends += range(at + 1, start + 1)
            if letter:
                starts.append(start)
                ends.append(end)
            at = end
        return starts, ends

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the title's text for one of the rewritten text; None when nothing in it was rewritten."""
        starts, ends = self._places
        first, last = starts[start], ends[end - 1]
        at = bisect_left(self._changes, (first,))
        return (first, last) if at < len(self._changes) and self._changes[at][0] < last else None

    def pieces(self, start: int, end: int) -> list[str]:
        """The span of the rewritten text, cut where the title was rewritten."""
        starts, ends = self._places
        cut = [at for at in range(start + 1, end) if starts[at] != ends[at - 1]]
        return [self.text[first:last] for first, last in zip([start, *cut], [*cut, end], strict=True)]


def windows(names: Iterable[Name]) -> frozenset[str]:
    """What stands around a place inside the names: two letters on each side of it, of Chinese names one."""
    found: set[str] = set()
    for name in names:
        size = 1 if name.chinese else 2
        letters = name.letters
        found.update(letters[at - size : at + size] for at in range(size, len(letters) - size + 1))
    return frozenset(found)


def without_words_inside(text: str, windows: Container[str]) -> Rewritten | None:
    """A skeleton without trade words, brackets, numbers, emoji and rows of signs; None when it holds none in a name.

    Left out is only what stands in a place that `windows` has.
    """
    spans = [found.span() for found in _FIRST.finditer(text)]
    spans += [found.span() for found in _BETWEEN_HANZI.finditer(text)]
    for last, (size, _) in _trade_words().iter(text):
        if not text[last].isascii() or has_edges(text, last + 1 - size, last + 1):
            spans.append((last + 1 - size, last + 1))
    if not spans:
        return None
    changes: list[tuple[int, int, str]] = []
    for first, last in sorted(spans):
        start = first - (text[first - 1 : first] == " ") if first else 0
        end = last + (text[last : last + 1] == " ")
        if changes and start <= changes[-1][1]:
            changes[-1] = (changes[-1][0], max(end, changes[-1][1]), "")
        else:
            changes.append((start, end, ""))
    in_names = [change for change in changes if _is_in_a_name(text, change[0], change[1], windows)]
    return Rewritten(text, in_names) if in_names else None


def _is_in_a_name(text: str, start: int, end: int, windows: Container[str]) -> bool:
    if start and end < len(text) and text[start - 1] + text[end] in windows:
        return True
    return start > 1 and text[start - 2 : start] + text[end : end + 2] in windows


def signs_as_letters(text: str) -> Rewritten | None:
    r"""A skeleton with the signs that draw letters, such as () and \/, as these letters; None when it holds none."""
    changes = [(signs.start(), signs.end(), _DRAWN[signs[0]]) for signs in _SIGNS.finditer(text)]
    return Rewritten(text, changes) if changes else None


@cache
def _trade_words() -> ahocorasick.Automaton:
    return automaton((word, word) for word in _WORDS)


def interrupted(rewritten: Rewritten, candidate: Candidate) -> Candidate | None:
    """A name found in a title without the words inside, where it stands with them; None when it holds none.

    Names of fewer than six letters or three Hanzi are left out, and Latin ones of which less than three letters stand
    together. Three Hanzi, less than eight letters, or everyday words want something else that speaks for the brand.
    """
    name = candidate.name
    span = rewritten.span(candidate.start, candidate.end)
    size = len(name.letters)
    if span is None or candidate.kind not in _WHOLE or size < (6 if name.latin else 3):
        return None
    pieces = rewritten.pieces(candidate.start, candidate.end)
    if len(pieces) < 2 or (name.latin and min(map(len, pieces)) < 3):
        return None
    doubtful = candidate.needs_context or (size < 8 or all(map(is_everyday, pieces)) if name.latin else size == 3)
    how = "with other words between its characters"
    return Candidate(name, *span, "spaced", 0.8, how, needs_context=doubtful)


def drawn(rewritten: Rewritten, candidate: Candidate) -> Candidate | None:
    """A name found in a title with signs read as the letters that they draw, where it stands; None when it has none."""
    span = rewritten.span(candidate.start, candidate.end)
    if span is None or candidate.kind == "glued" or not candidate.name.latin:
        return None
    return Candidate(candidate.name, *span, "leet", 0.85, "with signs for letters")
