"""Does a span of a title whose letters are those of a name by class spell the name?

Look-alike letters, digits and symbols for letters, letters apart, names glued to words: all that keeps the letters in
their order. N0rd-werk: its class letters are nordwerk's, one digit stands for a letter, one hyphen between letters.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.lexicon.ordinary import is_everyday, is_proper, is_word
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import IMITATES, Title
from monitor.text.confusables import turned
from monitor.text.fold import fold
from monitor.text.hanzi import joins_words

# Characters that write foreign syllables (阿 in 阿迪达斯), and seldom stand alone for anything else.
_TRANSLITERATES = frozenset(
    "阿亚埃艾佰奥贝波布达黛丹登蒂顿尔菲芬佛弗盖戈哈赫吉卡凯科莱兰雷卢鲁伦洛"
    "曼莫姆娜尼诺帕佩普琪乔萨塞莎珊斯苏塔坦汤托瓦威维魏沃希辛伊依尤詹兹"
)
# What also stands between the words of any sentence: between letters it hides nothing by itself.
_WITHIN_WORDS = frozenset(" -/\\,.:;|&+'’()[]、，。；：/（）【】「」")
_SHORTEST_GLUED = 4  # letters of a name in a longer word
_LONGEST_GAP = 3  # characters between two letters of a name
_OFFERS = frozenset(
    "the for by new top best hot sale original official genuine authentic real brand branded store shop outlet style "
    "copy replica mens womens men women kids sports sport shoes shoe bag bags watch watches cap hat case phone "
    "my our pro eu usa us uk cn de jp hk gmbh ltd inc llc co com club fans lover lovers world online shops outlets led "
    "parts tools kit set pen oil".split()
)


def spelling(title: Title, name: Name, first: int, last: int) -> Candidate | None:
    """The name as spelt from letter `first` to letter `last` of the title's key; None when that is something else."""
    places = title.places[first : last + 1]
    start, end = places[0], places[-1] + 1
    alone = name.chinese or _latin_edges(title, start, end) == (False, False)
    if not alone and len(name.letters) < _SHORTEST_GLUED:
        return None
    substituted = _substituted(title, name, places)
    if substituted is None:
        return None
    digits, alike = substituted
    if alike and name.latin and is_word(title.text[start:end]):
        return None
    gaps = _gaps(places, name)
    if gaps and (not _is_apart(title, name, places, gaps) or (digits > 1 and _has_space(title, places, gaps))):
        return None
    if not alone and (gaps or digits):
        return None
    kind, score, how = _kind(title, name, places, digits=digits, alike=alike, gaps=gaps)
    if name.chinese:
        return _in_chinese(title, name, Candidate(name, start, end, kind, score, how), contiguous=not gaps)
    if alone:
        return Candidate(name, start, end, kind, score, how)
    return _glued(title, name, start, end, score)


def _substituted(title: Title, name: Name, places: Sequence[int]) -> tuple[int, int] | None:
    """How many digits or symbols, and how many letters of the same class, stand for letters; None: another word."""
    digits = alike = 0
    for place, wanted in zip(places, name.letters, strict=True):
        char = title.text[place]
        if char == wanted:
            continue
        if wanted in IMITATES.get(char, ""):
            digits += 1
        elif char.isalpha() and wanted.isalpha() and (wanted in "uv" or _is_capital_i(title, place)):
            alike += 1
        else:
            return None
    letters = len(name.letters)
    if digits + alike and (letters < 4 or 2 * (digits + alike) > letters + 1):
        return None
    if alike > 1 + letters // 5:
        return None
    return digits, alike


def _is_capital_i(title: Title, place: int) -> bool:
    """Whether a capital I or a small l stands there, which are alike in most typefaces; in some Ł is an I."""
    first, last = title.span(place, place + 1)
    return title.raw[first:last] in ("I", "l", "Ł", "ł")


def _gaps(places: Sequence[int], name: Name) -> list[int]:
    """The indexes of the letters before which something stands that the name doesn't have there."""
    return [
        i
        for i in range(1, len(places))
        if (gap := places[i] - places[i - 1] - 1) and (i not in name.breaks or gap > _LONGEST_GAP)
    ]


def _is_apart(title: Title, name: Name, places: Sequence[int], gaps: list[int]) -> bool:
    """Whether what stands in the gaps was put there to hide the name: N.o.r.d.w.e.r.k, not swatch in Men's Watch."""
    letters = len(places)
    between = [title.text[places[i - 1] + 1 : places[i]] for i in gaps]
    if letters < 2 or any(len(gap) > _LONGEST_GAP for gap in between):
        return False
    if name.chinese:
        return True
    if letters < 4:
        return letters == 3 and (len(gaps) == 2 or not "".join(between).isascii())
    if len(gaps) >= letters - 1 - len(name.breaks) or not set("".join(between)) & _WITHIN_WORDS:
        return True
    pieces = "".join(("|" if i in gaps else "") + title.text[place] for i, place in enumerate(places)).split("|")
    if len(gaps) > 1 or all(map(is_everyday, pieces)):
        return False
    rest_of_a_word = min(map(len, pieces)) == 1 or letters < 5  # Men's Watch holds no s-watch
    return not (rest_of_a_word and any(is_word(piece) or is_proper(piece) for piece in pieces))


def _has_space(title: Title, places: Sequence[int], gaps: list[int]) -> bool:
    """Whether a space stands in one of the gaps, though not in all: c4 s10 is no Casio."""
    spaces = sum(" " in title.text[places[i - 1] : places[i]] for i in gaps)
    return 0 < spaces < len(places) - 1


def _kind(
    title: Title, name: Name, places: Sequence[int], *, digits: int, alike: int, gaps: list[int]
) -> tuple[str, float, str]:
    """The kind of spelling, its score, and what was done to the name in words."""
    mention = title.raw[slice(*title.span(places[0], places[-1] + 1))]
    base = 0.9 if name.kind == "alias" else 1.0
    if digits:
        return "leet", base - 0.12, f"with {_count(digits, 'sign or digit', 'signs or digits')} for letters"
    if gaps:
        spread = len(gaps) >= len(places) - 1 - len(name.breaks)
        sure = spread or len(places) > 3 or not name.chinese
        return "spaced", base - (0.12 if sure else 0.2), "with something between its characters"
    if alike:
        return "look-alike", base - 0.2, f"with {_count(alike, 'letter', 'letters')} that look like another"
    if not mention.isascii():
        if any(char in turned() for char in mention):
            return "look-alike", base - 0.1, "upside down"
        if _imitates(title, places):
            return "look-alike", base - 0.08, "in letters that only look like its own"
    if mention.lower() != name.text.lower() and title.text[places[0] : places[-1] + 1] == name.skeleton:
        return "folded", base - 0.05, "in other characters"
    return ("alias" if name.kind == "alias" else "exact"), base, ""


def _imitates(title: Title, places: Sequence[int]) -> bool:
    """Whether characters in the mention only look like the name's letters: those that folding doesn't undo."""
    for place in places:
        first, last = title.span(place, place + 1)
        written = title.raw[first:last]
        if not written.isascii() and title.text[place].isascii() and title.text[place] not in _folded(written):
            return True
    return False


@lru_cache(maxsize=4096)
def _folded(written: str) -> str:
    """What a character or two fold to; kept, since the same few stand all over a title."""
    return fold(written).text


def _count(number: int, singular: str, plural: str) -> str:
    return f"one {singular}" if number == 1 else f"{number} {plural}"


def _latin_edges(title: Title, start: int, end: int) -> tuple[bool, bool]:
    """Whether the word goes on before and after the span: whether a Latin letter or a digit stands right there."""
    text = title.text
    cuts = title.cuts
    before = start > 0 and start not in cuts and text[start - 1].isalnum() and not joins_words(text[start - 1])
    after = end < len(text) and end not in cuts and text[end].isalnum() and not joins_words(text[end])
    return before, after


def _glued(title: Title, name: Name, start: int, end: int, score: float) -> Candidate | None:
    """A name to which words or numbers are glued: hasbrostyle. None for a part of a longer word: mobil in mobile."""
    left, right = title.token_around(start, end)
    token = title.text[left:right]
    before, after = title.text[left:start], title.text[end:right]
    if is_word(token) or is_proper(token):
        return None
    if after == "s" and not before:
        return Candidate(name, start, end, "exact", score - 0.05, "in the plural", needs_context=True)
    raw = title.raw[slice(*title.span(left, right))]
    model = not before and any(map(str.isdigit, after))
    offered = model or (_is_offer(before) and _is_offer(after))
    if name.everyday and not offered and not _at_capital(title, start, end, before, after):
        return None
    known = _is_sellers(before) and _is_sellers(after) and not _is_short(before)
    cased = len(name.letters) >= 5 or is_everyday(before or after)
    if model or known or (cased and _is_cased(title, start, end, before, after)):
        sure = len(name.letters) >= 5 and not name.everyday
        return Candidate(name, start, end, "glued", score - (0.15 if sure else 0.3), f"glued to other words ({raw})")
    return None


def _is_sellers(part: str) -> bool:
    """Whether sellers glue `part` to a name: what goes with any name, or everyday words of four letters together."""
    return _is_offer(part) or (len(part.strip("0123456789")) > 3 and _is_words(part))


def _is_short(before: str) -> bool:
    """Whether one or two letters stand before a name that may be a syllable: Columeo is no Lumeo."""
    return 0 < len(before) < 3 and before.isalpha() and before != "my"


def _is_cased(title: Title, start: int, end: int, before: str, after: str) -> bool:
    """Whether a change from small letters to capitals or back sets the name apart: myNordwerk, NordwerkBX, XNordwerkX.

    Not in a word that is all capitals or all small letters.
    """
    first, last = title.span(start, end)
    raw = title.raw
    begins = raw[first].isupper() and (raw[first - 1].islower() or raw[first + 1].islower())
    ends = raw[last : last + 1].isupper() and raw[last - 1].islower()
    return (not before or begins) and (not after or ends)


def _is_offer(part: str) -> bool:
    """Whether `part` is empty, a number or what sellers glue to any name: newdell, canonoriginal, pilot2024."""
    return not part or part.isdigit() or part in _OFFERS


def _at_capital(title: Title, start: int, end: int, before: str, after: str) -> bool:
    """Whether capitals show where the name begins and ends: MichaelKorsBag."""
    first, last = title.span(start, end)
    return (not before or title.raw[first].isupper()) and (not after or title.raw[last : last + 1].isupper())


@lru_cache(maxsize=4096)
def _is_words(part: str) -> bool:
    """Whether `part` is made of everyday words of three letters and more, with digits at its ends only."""
    part = part.strip("0123456789")
    if not part:
        return True
    return any(is_everyday(part[:size]) and _is_words(part[size:]) for size in range(min(len(part), 12), 2, -1))


def _in_chinese(title: Title, name: Name, candidate: Candidate, *, contiguous: bool) -> Candidate | None:
    """The candidate, unless its characters belong to the words beside it: 宝马 is not in 宝宝马桶 (宝宝|马桶)."""
    if len(name.letters) == 1:
        return replace(candidate, needs_context=True)
    start, end = candidate.start, candidate.end
    edges = title.edges if contiguous else title.edges_with(start, end, name.letters)
    if start in edges and (end in edges or title.begins_word(start, end)):
        longer = contiguous and len(name.letters) == 2 and goes_on(title, start, end)
        return replace(candidate, needs_context=True) if longer else candidate
    return candidate if len(name.letters) >= 4 else None


def goes_on(title: Title, start: int, end: int) -> bool:
    """Whether a transliterating character beside the span makes a longer name of it: 吉普 in 吉普生."""
    text, edges = title.text, title.edges
    before, after = start - 1, end
    return (before >= 0 and text[before] in _TRANSLITERATES and before in edges) or (
        after < len(text) and text[after] in _TRANSLITERATES and after + 1 in edges
    )
