"""Which of a brand's products a title names."""

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.indicators.model_words import is_other_model
from monitor.indicators.portions import PortionKind, portion_of, without_portion
from monitor.text.fold_hanzi import fold_hanzi
from monitor.text.hanzi import is_hanzi
from monitor.text.quantities import Quantity, read_quantity, same_size, without_quantity
from monitor.watchlist import Brand, Product


@dataclass(frozen=True, slots=True)
class Goods:
    """What the names of a product say of it: its names without sizes, its size, whether it is a sample or a refill."""

    names: tuple[re.Pattern[str], ...]
    quantity: Quantity
    portions: frozenset[PortionKind | None]
    """What its names say that it is; None: neither a sample nor a refill."""


@dataclass(frozen=True, slots=True)
class NamedProduct:
    """A product that a title names."""

    product: Product
    goods: Goods


def named_product(brand: Brand, title: str | None) -> Product | None:
    """The product that a title names; None where it names none, or nobody can tell which."""
    named = products_in(brand, title)
    return named[0].product if len(named) == 1 else None


def products_in(brand: Brand, title: str | None) -> list[NamedProduct]:
    """The products that a title names, in their order in the watchlist.

    A name within a longer one, or with words of another model beside it, is not meant. Of products that differ in
    size only, or of which one is a refill, the one that agrees with the title.
    """
    if not title:
        return []
    goods = [goods_of((product.name, *product.aliases)) for product in brand.product]
    spans = [(*span, number) for number, its in enumerate(goods) for span in _places(its, title)]
    meant: set[int] = set()
    covered, folded = (-1, -1), fold_hanzi(title)
    for start, end, number in sorted(spans, key=lambda span: (span[0], -span[1])):
        if (end > covered[1] or (start, end) == covered) and not is_other_model(title, folded, start, end):
            meant.add(number)
        covered = max(covered, (start, end), key=lambda span: span[1])
    return _agreeing([NamedProduct(brand.product[number], goods[number]) for number in sorted(meant)], title)


def _agreeing(named: list[NamedProduct], title: str) -> list[NamedProduct]:
    """Of several products those that agree with the title in portion and in size; all where none does."""
    if len(named) < 2:
        return named
    portion, quantity = _portion(title), read_quantity(title)
    named = [its for its in named if portion in its.goods.portions] or named
    return [its for its in named if _has_size(its.goods.quantity, quantity)] or named


def _portion(text: str) -> PortionKind | None:
    portion = portion_of(text)
    return portion.kind if portion else None


def _has_size(product: Quantity, title: Quantity) -> bool:
    """Whether a title tells the very size of a product."""
    measured = any(same_size(size, its) for size in product.sizes for its in title.of(size.measure))
    return measured or any(
        number is not None and number == getattr(title, kind)
        for kind in ("contents", "parts", "pieces")
        for number in [getattr(product, kind)]
    )


@lru_cache(maxsize=4096)
def goods_of(names: tuple[str, ...]) -> Goods:
    """What the names of one product say; of several sizes the first counts."""
    quantities = [quantity for name in names if (quantity := read_quantity(name)).words]
    portions = [_portion(name) for name in names]
    patterns = [pattern for name in names for pattern in _patterns(name)]
    return Goods(
        tuple(dict.fromkeys(patterns)),
        quantities[0] if quantities else Quantity(),
        frozenset(portions),
    )


def _patterns(name: str) -> list[re.Pattern[str]]:
    """A name as it is, and without what it says of size and portion; spaces and hyphens within it may be left out."""
    texts = [fold_hanzi(text).text.strip() for text in (name, without_portion(without_quantity(name)))]
    return [
        re.compile(re.sub(r"(?:\\ )+", r"[ _-]{0,2}", re.escape(text)).replace(r"\-", "-?")) for text in texts if text
    ]


def _places(goods: Goods, title: str) -> list[tuple[int, int]]:
    """Where the names stand in the folded title, not as a part of a longer word or number."""
    text = fold_hanzi(title).text
    return [
        match.span()
        for name in goods.names
        for match in name.finditer(text)
        if not (_goes_on(text, match.start() - 1, match.start()) or _goes_on(text, match.end(), match.end() - 1))
    ]


def _goes_on(text: str, at: int, edge: int) -> bool:
    """Whether the character at `at`, beside the first or last one of a name, makes it a part of a longer word."""
    if not 0 <= at < len(text):
        return False
    beside = text[at]
    if beside.isascii() and beside.isalnum():
        return not is_hanzi(text[edge])
    beyond = 2 * at - edge
    return beside == "." and text[edge].isdigit() and 0 <= beyond < len(text) and text[beyond].isdigit()
