"""Does a span of a title that reads like a Chinese name spell it by sound? 小咪 or xiaomi for 小米, xi部数据.

How nuode沃克 is found for 诺德沃克: the title's view `sound` (pinyin by letter classes) holds the name's, so that
`sounding` is asked about this span. `_parts` walks along the name's characters: 诺 and 德 stand there in letters, nuo
and de (latin = 2), 沃 and 克 as they are (same = 2), none as another character of that sound (alike = 0). As it has
letters, `_in_letters` decides: nuode must be a run of letters of its own, and 沃克 must not belong to other Chinese
words. 诺得沃克 has same = 3 and alike = 1 and no letters: a homophone, unless its ends belong to other words.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from monitor.lexicon.ordinary import is_word
from monitor.lexicon.ordinary_chinese import is_everyday_chinese, is_seen_chinese
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.segment import is_chinese_word
from monitor.matching.spelling import goes_on
from monitor.matching.title import Title, key_of
from monitor.text.hanzi import joins_words, name_readings, readings

_MOST_READINGS = 4


def sound_keys(name: Name) -> Iterator[str]:
    """The readings of a Chinese name in letters by class, as in `Title.sound`; at most four, sorted."""
    choices = [readings(char)[:1] or ("",) for char in name.letters]
    as_word = name_readings(name.letters)
    either = [dict.fromkeys((said, first[0])) for said, first in zip(as_word, choices, strict=True)]
    spellings = dict.fromkeys("".join(syllables) for syllables in product(*either))
    yield from sorted(key_of(spelt) for spelt in list(spellings)[:_MOST_READINGS])


def sounding(title: Title, name: Name, start: int, end: int) -> Candidate | None:
    """The name spelt by sound in `title`, whose view `sound` reads like it from `start` to before `end`.

    None when the span is not the name: it cuts a syllable, it is the name as it is, or it belongs to other words.
    """
    starts, ends = title.sound_units
    if start not in starts or end not in ends:
        return None
    places = title.places[starts[start] : ends[end] + 1]
    parts = _parts(title, name, places)
    if parts is None:
        return None
    same, alike, latin = parts
    first, last = places[0], places[-1] + 1
    if same == len(name.letters):
        return None
    if latin:
        return _in_letters(title, name, places, same=same, alike=alike)
    if any(b - a != 1 for a, b in pairwise(places)):
        return None
    share = same / len(name.letters)
    if len(name.letters) == 2 and goes_on(title, first, last):
        return None
    mention = title.text[first:last]
    if not {first, last} <= title.edges_with(first, last, name.letters) or _in_longer_word(title.text, first, last):
        return None
    if is_seen_chinese(mention) and (len(name.letters) < 3 or share < 0.5):
        return None
    doubtful = (
        same == 0
        or (is_chinese_word(mention) and (len(name.letters) < 3 or share < 0.5))
        or _joins_neighbour(title, first, last, name)
        or (share <= 0.5 and first not in title.edges_guessed(first, last))
    )
    score = 0.85 if share > 0.5 else 0.8 if share == 0.5 else 0.55
    replaced = "one character replaced by another" if alike == 1 else f"{alike} characters replaced by others"
    how = f"with {replaced} of the same sound"
    return Candidate(name, first, last, "homophone", score, how, needs_context=doubtful, needs_slang=same == 0)


def _parts(title: Title, name: Name, places: Sequence[int]) -> tuple[int, int, int] | None:
    """How many of the name's characters stand there as they are, as others of the same sound, and in letters.

    `places`: of the span's letters and Hanzi in the title. None when the span spells something else, or is longer.
    """
    same = alike = latin = 0
    at = 0
    for char in name.letters:
        if at >= len(places):
            return None
        written = title.text[places[at]]
        if joins_words(written):
            if written == char:
                same += 1
            elif set(readings(written)) & set(readings(char)):
                alike += 1
            else:
                return None
            at += 1
            continue
        for syllable in readings(char):
            spelt = "".join(title.text[place] for place in places[at : at + len(syllable)])
            if spelt == syllable or spelt == syllable.replace("v", "u"):
                at += len(syllable)
                latin += 1
                break
        else:
            return None
    return (same, alike, latin) if at == len(places) else None


def _in_letters(title: Title, name: Name, places: Sequence[int], *, same: int, alike: int) -> Candidate | None:
    """A name of which some or all characters are written in pinyin; None when its letters belong to longer words.

    `runs` are the spans of its letters: nuode in nuode沃克; nuo de wo ke is one too, with its spaces. `inner` are the
    ends of the name that are Hanzi: they must be edges of Chinese words.
    """
    text = title.text
    runs: list[tuple[int, int]] = []
    for place in places:
        if joins_words(text[place]):
            continue
        if runs and place - runs[-1][1] <= 1 and not joins_words(text[runs[-1][1] - 1]):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    if any(title.token_around(*run)[0] != run[0] or title.token_around(*run)[1] != run[1] for run in runs):
        return None
    first, last = places[0], places[-1] + 1
    if any(b - a > 2 for a, b in pairwise(places)):
        return None
    if same + alike:
        if alike and not same:
            return None
        inner = {first, last} - {edge for run in runs for edge in run}
        if not inner <= title.edges_with(first, last, name.letters):
            return None
        return Candidate(
            name, first, last, "pinyin", 0.85 if same >= 1 else 0.6, "partly written by its sound in letters"
        )
    spelt = text[first:last]
    in_capitals = _capital_at_each(title, name, places)
    if not in_capitals and (len(places) < 4 or (" " not in spelt and is_word(spelt))):
        return Candidate(name, first, last, "pinyin", 0.6, "written by its sound in letters", needs_context=True)
    return Candidate(name, first, last, "pinyin", 0.85, "written by its sound in letters")


def _in_longer_word(text: str, first: int, last: int) -> bool:
    """Whether the characters belong to a longer everyday word: 慕田 in 慕田峪."""
    around = ((first - 1, last), (first, last + 1), (first - 2, last), (first, last + 2), (first - 1, last + 1))
    return any(start >= 0 and is_everyday_chinese(text[start:end]) for start, end in around)


def _joins_neighbour(title: Title, first: int, last: int, name: Name) -> bool:
    """Whether a replaced character makes a word with its neighbour outside the span: 搭 with 百 in 百搭|中长款."""
    text = title.text
    if text[first] != name.letters[0] and first and is_chinese_word(text[first - 1 : first + 1]):
        return True
    return text[last - 1] != name.letters[-1] and last < len(text) and is_chinese_word(text[last - 1 : last + 1])


def _capital_at_each(title: Title, name: Name, places: Sequence[int]) -> bool:
    """Whether each syllable begins with a capital and no other letter is one: LiMo."""
    raw = [title.raw[title.span(place, place + 1)[0]] for place in places]
    return sum(char.isupper() for char in raw) == len(name.letters) > 1 and raw[0].isupper() and not raw[1].isupper()
