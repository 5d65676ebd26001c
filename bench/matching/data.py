"""The labelled titles, brand names and sellers' spellings, which lie outside the repository.

`titles_dev.jsonl` (or any file of such rows), `brand_names_dev.tsv`, `seller_aliases_dev.tsv`: see docs/benchmarks.md.
"""

import csv
import json
import random
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.watchlist import Brand

DATA = Path(__file__).parents[3] / "shared" / "matching"
RANDOM = "neg_random"
"""The kind of the rows whose titles have nothing to do with their brand."""


@dataclass(frozen=True)
class WatchedNames:
    """What a watchlist says about a brand in these measurements; hashable, so that a matcher is made once for each."""

    name: str
    chinese: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Latin and Chinese."""
        return self.name, *self.chinese


@dataclass(frozen=True)
class Row:
    """A labelled title: does it name the brand (`positive`), in which way (`kind`), with which spelling (`mention`)?"""

    title: str
    brand: WatchedNames
    positive: bool
    kind: str
    mention: str | None = None


def read_rows(path: Path) -> list[Row]:
    """Rows of JSON lines: `title`, `brand`, `positive`; there may be `zh`, `categories`, `kind`, `mention`."""
    rows = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            brand = WatchedNames(record["brand"], tuple(record.get("zh") or ()), tuple(record.get("categories") or ()))
            kind = record.get("kind") or ("positive" if record["positive"] else "negative")
            rows.append(Row(record["title"], brand, bool(record["positive"]), kind, record.get("mention")))
        except (ValueError, KeyError, TypeError) as error:
            sys.exit(f"{path}: line {number}: {error!r}; expected an object with title, brand and positive")
    return rows


def read_brands(folder: Path) -> dict[str, WatchedNames]:
    """The brands of `brand_names_dev.tsv` by their Latin name; a category such as fashion-sport is two."""
    lines = csv.DictReader(_lines(folder / "brand_names_dev.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {
        line["latin"]: WatchedNames(
            line["latin"],
            tuple(name for name in line["chinese"].split(";") if name),
            tuple(part for part in line["category"].split("-") if part not in ("", "auto", "accessory")),
        )
        for line in lines
    }


def read_aliases(folder: Path) -> list[tuple[str, str]]:
    """Brand and spelling, as `seller_aliases_dev.tsv` has them."""
    lines = csv.DictReader(_lines(folder / "seller_aliases_dev.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(line["brand"], line["alias"]) for line in lines]


def with_categories(rows: Iterable[Row], brands: dict[str, WatchedNames]) -> list[Row]:
    """The rows with their brand's category in the watchlist."""
    return [
        replace(row, brand=replace(row.brand, categories=brands[row.brand.name].categories))
        if row.brand.name in brands
        else row
        for row in rows
    ]


def all_brands(rows: Iterable[Row], brands: dict[str, WatchedNames]) -> list[WatchedNames]:
    """Every brand of the rows and of the list, once, with all its Chinese names."""
    names = {name: list(brand.chinese) for name, brand in brands.items()}
    for row in rows:
        held = names.setdefault(row.brand.name, [])
        held += [name for name in row.brand.chinese if name not in held]
    return [WatchedNames(name, tuple(chinese)) for name, chinese in names.items()]


def watchlist(brands: Iterable[WatchedNames]) -> list[Brand]:
    """As a brand owner would write them. A brand's id is its Latin name's place in the list: `brand_at` reads it."""
    return [
        Brand(id=f"brand-{place}", name=brand.name, chinese=list(brand.chinese), categories=list(brand.categories))
        for place, brand in enumerate(brands)
    ]


def brand_at(brand_id: str) -> int:
    """The place in the list of the brand that a match names."""
    return int(brand_id.removeprefix("brand-"))


def nfkc(text: str) -> str:
    """What the other tools get: full width and capitals undone."""
    return unicodedata.normalize("NFKC", text).lower()


def invented(count: int, taken: Iterable[str] = (), seed: int = 20261125) -> Iterator[WatchedNames]:
    """Brands that nobody has, with a pronounceable Latin and a Chinese name; the same ones every time."""
    dice = random.Random(seed)
    seen = {nfkc(name) for name in taken}
    while count:
        latin = "".join(dice.choice(_ONSETS) + dice.choice(_VOWELS) for _ in range(dice.randint(2, 4)))
        latin += dice.choice(_CODAS)
        chinese = "".join(dice.choice(_CHARACTERS) for _ in range(dice.randint(2, 4)))
        if latin in seen or chinese in seen:
            continue
        seen |= {latin, chinese}
        yield WatchedNames(latin.capitalize(), (chinese,))
        count -= 1


_ONSETS = "b c d f g h j k l m n p r s t v w z br ch cl dr fl gr kr pl sh st tr".split()
_VOWELS = "a e i o u ai ea io ou".split()
_CODAS = ["", "", "n", "r", "s", "x", "tte", "rg", "nd"]
_CHARACTERS = (
    "阿艾安奥巴贝比宝博布卡科克可丽莉兰朗乐雷利力罗洛玛马美曼梅米莫蒙摩纳娜耐尼诺欧帕派普奇乔"
    "瑞若萨赛莎尚圣施斯思索塔泰坦特腾天维威沃西希夏雅亚伊意优宇泽芝致卓佳嘉金康龙露洁华恒丰福格高海汉豪"
)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        sys.exit(f"{path}: can't be read ({error.strerror}); --data names the folder with the labelled titles")
