"""How the quantity that a title offers compares with the product that it names: the same, several of it, more, less."""

from dataclasses import dataclass
from typing import Literal

from monitor.text.quantities import Quantity, same_size

Kind = Literal["same", "pieces", "more", "other"]
_SMALL = 10
"""Millilitres up to which goods may be a sample, where the product's name tells no volume."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What one price is for.

    `pieces`: several of the product, or another number of the pieces that it has, so that the price of one piece can be
    compared. `more`: at least the product, so that only a low price tells something. `other`: not to be compared.
    """

    kind: Kind
    pieces: int = 1
    product_pieces: int = 1


def offered_size(product: Quantity, title: Quantity) -> Offered:
    """Compare the quantity of a title with a product's. What the title does not say is taken to be the product's."""
    size = _measured(product, title)
    if size == "other":
        return Offered("other")
    contents = _contents(product, title)
    parts = _counted(product.parts, title.parts, unsaid="more")
    if "other" in (contents, parts):
        return Offered("other")
    own = product.pieces or 1
    pieces = title.pieces if title.pieces and not (product.contents and not title.contents) else own
    if size == "more" or "more" in (contents, parts):
        return Offered("more" if pieces >= own else "other")
    return Offered("same") if pieces == own else Offered("pieces", pieces, own)


def size_key(product: Quantity, title: Quantity) -> str:
    """What a title says of the quantity beyond the product itself: offers with one key are of the same goods.

    Empty where it says nothing else than the product's name.
    """
    parts = []
    for measure in ("ml", "g", "oz", "gb", "mm"):
        own, said = product.of(measure), title.of(measure)
        if measure in {"oz", "mm"} and not own:
            continue
        if said and not any(same_size(size, its) for size in said for its in own):
            parts.append("/".join(f"{size.amount.normalize():f}" for size in said) + measure)
    for kind in ("pieces", "contents", "parts"):
        own_number, number = getattr(product, kind), getattr(title, kind)
        if number is not None and number != (own_number or (1 if kind == "pieces" else None)):
            parts.append(f"{number} {kind}")
    return " ".join(parts)


def _measured(product: Quantity, title: Quantity) -> Kind:
    """How the measured sizes of a title compare: of several that can be chosen, the smallest has the price."""
    answer: Kind = "same"
    if not product.of("ml") and any(size.amount <= _SMALL for size in title.of("ml") if size.measure == "ml"):
        return "other"
    for own in product.sizes:
        said = sorted(title.of(own.measure), key=lambda size: size.amount)
        if not said:
            continue
        size = said[-1] if own.measure == "gb" else said[0]
        if same_size(size, own):
            continue
        whole = (product.pieces or 1) * own.amount
        if title.pieces is None and product.pieces and abs(size.amount - whole) <= whole / 30:
            continue  # 60 g of 12 x 5 g
        if own.measure == "mm" or size.amount < own.amount:
            return "other"
        answer = "more"
    return answer


def _contents(product: Quantity, title: Quantity) -> Kind:
    """How a number of tablets or sheets compares; a title may call them pieces."""
    said = title.contents
    if said is None and product.contents and (title.pieces or 1) > 1:
        return "same" if title.pieces == product.contents else "other"
    if product.contents is None and said is not None and said == product.pieces:
        return "same"
    return _counted(product.contents, said, unsaid="other")


def _counted(own: int | None, said: int | None, *, unsaid: Kind) -> Kind:
    """How a number of tablets or of parts compares; `unsaid`: where the product's name has none."""
    if said is None or said == own:
        return "same"
    if own is None:
        return unsaid if said > 1 or unsaid == "other" else "same"
    return "more" if said > own else "other"
