"""Pinyin as dictionaries write it, made of syllables with tone numbers."""

import re
import unicodedata

MARKS = {"1": "\u0304", "2": "\u0301", "3": "\u030c", "4": "\u0300", "5": ""}


def spelled(syllables: str) -> str:
    """`diànzuàn` of `dian4 zuan4`, `Guǎngdōng Shěng` of `Guang3 dong1 Sheng3`; ü may be `u:`; marked syllables stay."""
    written = ""
    for numbered in syllables.replace("u:", "ü").replace("U:", "Ü").split():
        syllable = marked(numbered)
        apart = syllable[:1].isupper() or not written[-1:].isalpha() or not syllable[:1].isalpha()
        if written and apart:
            written += " "
        elif written and toneless(syllable)[:1] in "aoe":
            written += "'"
        written += syllable
    return written


def marked(syllable: str) -> str:
    """`diàn` of `dian4`: the mark stands on a or e, on the o of ou, else on the last vowel."""
    letters, tone = syllable[:-1], syllable[-1:]
    if tone not in MARKS or not letters.isalpha():
        return syllable
    lower = letters.lower()
    places = [lower.find("a"), lower.find("e"), lower.find("ou")]
    vowels = [at for at, letter in enumerate(lower) if letter in "aeiouü"]
    at = next((at for at in places if at >= 0), vowels[-1] if vowels else -1)
    if at < 0:
        return letters
    return unicodedata.normalize("NFC", letters[: at + 1] + MARKS[tone] + letters[at + 1 :])


def toneless(pinyin: str) -> str:
    """Without the marks of tones; ü stays."""
    return re.sub("[\u0304\u0301\u030c\u0300]", "", unicodedata.normalize("NFD", pinyin)).replace("u\u0308", "ü")
