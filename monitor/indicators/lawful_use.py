"""What speaks for the seller: a few used units, an accessory for the brand's goods, a mere comparison."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.disguised_name import POINTS as DISGUISES
from monitor.indicators.wording import compared_with, glossed, goes_with, words_of_title
from monitor.model import Reason

FEW_USED, FEW_UNITS, ACCESSORY, COMPARISON = "few_used_units", "few_units", "accessory", "comparison"
USED_POINTS, FEW_POINTS, ACCESSORY_POINTS, COMPARISON_POINTS = -30, -25, -45, -20
FEW = 3
_NEW_GOODS, _OWN_GOODS = "new goods in numbers", "goods that are said to be the brand's"
UNITS_MISSING = "number of units of the used product"


def few_used_units(case: Case) -> Verdict:
    """Guide, row 5: one or a few used units may be a lawful second-hand sale. Known to be few: no finding.

    Not for a seller of many listings of the brand, nor beside words for copies.
    """
    used = words_of_title(case.listing.title).used if case.listing.title else None
    if used is None or speaks_of_copies(case):
        return Verdict()
    if (case.group_stats.vendor_listings or 0) >= FEW * 3:
        return Verdict()
    used = glossed(used)
    stock, sold = case.listing.stock, case.listing.units_sold
    if (stock or 0) > FEW or (sold or 0) > FEW:
        return Verdict()
    points = points_of(case.brand, FEW_USED, USED_POINTS)
    if stock is None:
        text = f"The title says {used}: used goods, of which the law lets anybody sell his own."
        return Verdict(Reason(FEW_USED, points, used, _NEW_GOODS, text), missing=UNITS_MISSING)
    text = f"The title says {used}, and there {'is one unit' if stock == 1 else f'are {stock} units'}: no finding."
    return Verdict(Reason(FEW_USED, points, f"{used}, {stock} in stock", _NEW_GOODS, text))


def few_units(case: Case) -> Verdict:
    """Guide, row 5: one or a few units may be a lawful resale, used or not. Not beside signs of a copy."""
    stock, sold = case.listing.stock, case.listing.units_sold
    if stock is None or not 0 < stock <= FEW or (sold or 0) > FEW or speaks_of_copies(case):
        return Verdict()
    if case.match.kind in DISGUISES or (case.group_stats.vendor_listings or 0) >= FEW * 3:
        return Verdict()
    units = "one unit" if stock == 1 else f"{stock} units"
    text = f"Only {units}: it may be a lawful resale."
    return Verdict(Reason(FEW_UNITS, points_of(case.brand, FEW_UNITS, FEW_POINTS), units, _NEW_GOODS, text))


def accessory(case: Case) -> Verdict:
    """An accessory or a spare part *for* the brand's goods names the brand lawfully, if it doesn't pose as original."""
    found = _goes_with(case)
    if found is None or speaks_of_copies(case):
        return Verdict()
    found = glossed(found)
    text = f"The goods go with the brand's ({found}): an accessory or a spare part."
    return Verdict(Reason(ACCESSORY, points_of(case.brand, ACCESSORY, ACCESSORY_POINTS), found, _OWN_GOODS, text))


def comparison(case: Case) -> Verdict:
    """Words that only compare (同款, style): not by themselves a use of the name for goods."""
    found = compared_with(case.listing.title, case.match.start, case.match.end) if case.listing.title else None
    if found is None or speaks_of_copies(case):
        return Verdict()
    found = glossed(found)
    text = f"The title compares ({found}) and does not say that the goods are the brand's."
    return Verdict(Reason(COMPARISON, points_of(case.brand, COMPARISON, COMPARISON_POINTS), found, _OWN_GOODS, text))


def is_comparable(case: Case) -> bool:
    """Whether the price is one of the brand's new goods: not of used ones, nor of accessories."""
    title = case.listing.title
    if not title:
        return True
    return words_of_title(title).used is None and _goes_with(case) is None


def _goes_with(case: Case) -> str | None:
    """The words that make the goods an accessory, the brand's own categories known."""
    if not case.listing.title:
        return None
    return goes_with(case.listing.title, case.match.start, case.match.end, tuple(case.brand.categories))


def speaks_of_copies(case: Case) -> bool:
    """Whether the title holds a word for copies."""
    return bool(case.listing.title) and any(
        term.is_replica_term for term in words_of_title(case.listing.title or "").slang
    )
