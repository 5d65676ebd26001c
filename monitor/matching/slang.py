"""The slang of copies in a title: which terms stand there, and where they are glued to other words.

The matcher asks, since slang supports a weak name beside it, and the indicators, since slang is a reason by itself.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import ahocorasick

from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.lexicon.slang import SlangTerm, slang_terms
from monitor.matching.segment import is_chinese_word, word_edges
from monitor.matching.title import has_edges
from monitor.text.hanzi import is_hanzi
from monitor.text.skeleton import skeleton

_NO = (
    "no not never non without anti isn't aren't ain't avoid beware against kein keine keinen keiner nicht ohne gegen "
    "pas sans sin sem nao senza nie bez zadna geen niet zonder bukan tidak tanpa khong не нет без никаких без против "
    "ليس غير ไม่ใช่"
).split()
"""Words before a term with which a title says that the goods are none."""
_SMALL_WORDS = "a an any the of une un une es una uno e una eine einer um uma de des phai hang to это".split()
"""Words that may stand between."""
_DENIED_WITHIN = 28
"""Characters before a term in which a denial counts."""


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words in a title's skeleton."""
    return "|".join(re.escape(skeleton(word).text) for word in words)


_DENIED = re.compile(
    rf"(?:(?<![^\W\d_])(?:{_any_of(_NO)})(?:[ -](?:{_any_of(_SMALL_WORDS)})){{0,2}}[ -]?"
    r"|(?:拒绝|不是|并非|绝非|非|杜绝|打击|无|没有|绝无|谢绝|抵制|告别|谨防|警惕|区别于?|识别|鉴别|辨别|举报|远离|不卖|不售|不做|不发|查获|查处|破获|捣毁|打掉|销毁|曝光)"
    r"(?:一切|任何|所有|各种|各类)?)$"
)
_IS_NONE = "ではありません ではない じゃない 아님 아닙니다 아니 değil".split()
_DENIED_AFTER = re.compile(
    rf"[ ,!:-]{{0,2}}(?:{_any_of(_IS_NONE)}"
    r"|勿扰|勿拍|勿进|绕道|退散|免谈|必究|包赔|必赔|窝点|案件|大案|被查|被抓|not accepted|not allowed|nicht erlaubt)"
)
_LONG_TERM = 5
"""Letters of a term from which on numbers, or on one side letters, may be glued to it: replica1:1, NWreplica."""
_JOINED_TERM = 7
"""Letters of a term of several words from which on they may be written as one: hqcopy."""
_TORN_TERM = 3
"""Characters of a term that may stand across two words by chance."""
_AROUND = 12
"""Characters beside a term that decide which Chinese words it stands between."""
_HANZI = "\u3400-\u9fff"
# Characters one by one, with signs or spaces between them, and nothing joined to them: 一 比 一, r e p l i c a.
_ONE_BY_ONE = re.compile(
    rf"(?<![{_HANZI}])[{_HANZI}](?:[^\w\n]{{1,2}}[{_HANZI}](?![{_HANZI}])){{2,}}"
    r"|(?<![a-z0-9])[a-z](?:[^\w\n]{1,2}[a-z](?![a-z0-9])){3,}"
)
_TWO_ALONE = re.compile(r"\b\w\b\W{1,2}\w\b")
"""Two of them: quick to look for, and seldom there."""
# Two Chinese characters with a sign between them that no sentence has there: 高🔥仿, 高*仿.
_ORDINARY_SIGNS = r"/\\,.:;|&+'’()\[\]、，。；：（）【】「」《》!?！？%"
_SIGN_BETWEEN = re.compile(rf"(?<=[{_HANZI}])[^\w\s{_ORDINARY_SIGNS}]{{1,2}}(?=[{_HANZI}])")


@dataclass(frozen=True, slots=True)
class SlangHit:
    """A term of the lexicon between two places of a title's skeleton."""

    term: SlangTerm
    start: int
    end: int
    glued_at: int | None = None
    """Where letters go on beside it, which must be a name for the term to count: the 2 of NWreplica."""

    @property
    def length(self) -> int:
        """Characters of the skeleton from its start to its end."""
        return self.end - self.start


def slang_in(text: str, name: Collection[int] = (), *, for_copies: bool = False) -> list[SlangHit]:
    """The terms in a title's skeleton, without denied ones ("not a replica"); the longest where they overlap.

    `name`: where the brand's name begins and ends: a term may be glued to it. Without them a long term that is glued
    to letters on one side is there too (`SlangHit.glued_at`). `for_copies`: only terms that speak of copies.
    """
    found = dict.fromkeys(_all_hits(text, name, _terms(for_copies=for_copies)))
    # whether a term that counts only beside others is torn does not matter
    hits = [hit for hit in found if not (hit.term.is_replica_term and _is_torn(text, hit, name))]
    return [
        hit for hit in hits if hit.term.is_slang and not _is_covered(hit, hits) and not _is_meant_otherwise(text, hit)
    ]


def _is_covered(hit: SlangHit, hits: Sequence[SlangHit]) -> bool:
    return any(other.start <= hit.start and hit.end <= other.end and other.length > hit.length for other in hits)


def _is_meant_otherwise(text: str, hit: SlangHit) -> bool:
    """Whether the title denies the term, or has words beside it that tell another use."""
    return _is_denied(text, hit) or any(_stands_in(text, word) for word in _unless(hit.term))


def _is_denied(text: str, hit: SlangHit) -> bool:
    """Whether the title says that the goods are none: not a replica, 拒绝高仿, コピー品ではありません."""
    before = text[max(0, hit.start - _DENIED_WITHIN) : hit.start]
    return _DENIED.search(before) is not None or _DENIED_AFTER.match(text, hit.end) is not None


def _stands_in(text: str, beginning: str) -> bool:
    """Whether a word with this beginning stands in a text."""
    at = text.find(beginning)
    while at > 0 and not has_edges(text[at - 1 : at + 1], 1, 2):
        at = text.find(beginning, at + 1)
    return at >= 0


def _all_hits(text: str, name: Collection[int], terms: ahocorasick.Automaton) -> Iterator[SlangHit]:
    for last, (length, term) in terms.iter(text):
        start, end = last + 1 - length, last + 1
        begins, ends = _edges_of(text, start, end, name)
        if begins and ends:
            yield SlangHit(term, start, end)
        elif (begins or ends) and not name and _is_long(text[start:end]):
            outside, goes_on_at = (text[end], end) if begins else (text[start - 1], start)
            if outside.isalpha():
                yield SlangHit(term, start, end, goes_on_at)
    yield from _spelt_apart(text, terms)


def _edges_of(text: str, start: int, end: int, name: Collection[int]) -> tuple[bool, bool]:
    """Whether a term begins and ends there, and no longer word goes on. Numbers may be glued to a long one."""
    if has_edges(text, start, end):
        return True, True
    is_long = _is_long(text[start:end])

    def parts(at: int) -> bool:
        beside = text[at - 1 : at + 1]
        return at in name or has_edges(beside, 1, 2) or (is_long and beside[0].isdigit() != beside[1].isdigit())

    return start == 0 or parts(start), end == len(text) or parts(end)


def _is_long(term: str) -> bool:
    """Whether a term is known by itself: by its length, its signs (1:1), or Latin letters among Chinese (超A)."""
    return len(term) >= _LONG_TERM or not term.isalnum() or (not term.isascii() and any(map(str.isascii, term)))


def _is_torn(text: str, hit: SlangHit, name: Collection[int] = ()) -> bool:
    """Whether a Chinese term only stands across everyday words: 过检 in 通过检测, 美单 in 欧美单肩包.

    Where the characters may be cut both ways, it is not: 尾单|衣服, 尾|单衣|服.
    """
    start, end = hit.start, hit.end
    if hit.length > _TORN_TERM or not (is_hanzi(text[start]) or is_hanzi(text[end - 1])):
        return False
    first = max(0, start - _AROUND)
    edges = sorted(first + edge for edge in word_edges(text[first : end + _AROUND]))
    for word_start, word_end in pairwise(edges):
        cut_at = next((at for at in (start, end) if word_start < at < word_end and at not in name), None)
        if cut_at is None or not is_everyday_chinese(text[word_start:word_end]):
            continue
        beside = text[max(0, start - 3) : start] if cut_at == start else text[end : end + 3]
        pieces = (beside[-size:] if cut_at == start else beside[:size] for size in range(2, len(beside) + 1))
        if not any(map(is_chinese_word, pieces)):
            return True
    return False


def _spelt_apart(text: str, terms: ahocorasick.Automaton) -> Iterator[SlangHit]:
    """Terms with something between their characters: 高🔥仿, 一 比 一, r.e.p.l.i.c.a."""
    for run in _ONE_BY_ONE.finditer(text) if _TWO_ALONE.search(text) else ():
        places = [at for at in range(*run.span()) if text[at].isalnum()]
        letters = "".join(text[at] for at in places)
        for last, (length, term) in terms.iter(letters):
            if length > 1 and (is_hanzi(letters[last]) or length == len(letters)):
                yield SlangHit(term, places[last + 1 - length], places[last] + 1)
    if text.isascii() or not _SIGN_BETWEEN.search(text):
        return
    dropped = {at for gap in _SIGN_BETWEEN.finditer(text) for at in range(*gap.span())}
    places = [at for at in range(len(text)) if at not in dropped]
    joined = "".join(text[at] for at in places)
    for last, (length, term) in terms.iter(joined):
        first = last + 1 - length
        is_apart = places[last] - places[first] >= length
        if is_apart and has_edges(joined, first, last + 1) and not _is_torn(joined, SlangHit(term, first, last + 1)):
            yield SlangHit(term, places[first], places[last] + 1)


@lru_cache(maxsize=2)
def _terms(*, for_copies: bool) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    terms = [term for term in slang_terms() if not for_copies or term.is_replica_term or not term.is_slang]
    spelt = {term: skeleton(term.term).text.strip() for term in terms}
    # the last of several with one spelling stays: one that is clear, and is written so (replica, not réplica)
    for term in sorted(spelt, key=lambda term: (not term.ambiguous, term.term == spelt[term])):
        for form in _joined(spelt[term]):
            automaton.add_word(form, (len(form), term))
    automaton.make_automaton()
    return automaton


def _joined(spelt: str) -> list[str]:
    """A term of several words as it is, and joined by a hyphen or by nothing: mirrorquality."""
    if " " not in spelt or len(spelt) < _JOINED_TERM or not spelt.isascii():
        return [spelt]
    return [spelt.replace(" ", "-"), spelt.replace(" ", ""), spelt]


def _unless(term: SlangTerm) -> frozenset[str]:
    """The words, as skeletons, beside which the term, or another one that is spelt so, says something else."""
    return _innocent_words()[skeleton(term.term).text.strip()]


@lru_cache(maxsize=1)
def _innocent_words() -> dict[str, frozenset[str]]:
    words: dict[str, frozenset[str]] = {}
    for term in slang_terms():
        spelt = skeleton(term.term).text.strip()
        words[spelt] = words.get(spelt, frozenset()) | {skeleton(word).text for word in term.unless}
    return words
