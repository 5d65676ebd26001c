"""Reasons for the seller: a few used units, an accessory for the brand's goods, a mere comparison."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import MissingCode, ReasonCode
from monitor.indicators.copying_supplies import supplies_of
from monitor.indicators.disguised_name import is_disguised
from monitor.indicators.wording import compared_with, goes_with, quoted, slang_of_title, words_of_title
from monitor.model import Missing, Reason

USED_POINTS, FEW_POINTS, ACCESSORY_POINTS, COMPARISON_POINTS = -30, -25, -45, -20
FEW = 3


def few_used_units(case: Case) -> Verdict:
    """Guide, row 5: one or a few used units may be a lawful second-hand sale. Known to be few: no finding.

    Not for a seller of many listings of the brand, nor beside words for copies.
    """
    used = words_of_title(case.listing.title).used if case.listing.title else None
    if used is None or speaks_of_copies(case):
        return Verdict()
    if (case.group_stats.vendor_listings or 0) >= FEW * 3:
        return Verdict()
    stock, sold = case.listing.stock, case.listing.units_sold
    if (stock or 0) > FEW or (sold or 0) > FEW:
        return Verdict()
    reason = Reason(
        ReasonCode.FEW_USED_UNITS,
        points_of(case.brand, ReasonCode.FEW_USED_UNITS, USED_POINTS),
        {**quoted(used), "stock": stock},
    )
    return Verdict(reason, Missing(MissingCode.USED_UNITS) if stock is None else None)


def few_units(case: Case) -> Verdict:
    """Guide, row 5: one or a few units may be a lawful resale, used or not. Not beside words for copies."""
    stock, sold = case.listing.stock, case.listing.units_sold
    if stock is None or not 0 < stock <= FEW or (sold or 0) > FEW or speaks_of_copies(case):
        return Verdict()
    if is_disguised(case) or (case.group_stats.vendor_listings or 0) >= FEW * 3:
        return Verdict()
    points = points_of(case.brand, ReasonCode.FEW_UNITS, FEW_POINTS)
    return Verdict(Reason(ReasonCode.FEW_UNITS, points, {"stock": stock}))


def accessory(case: Case) -> Verdict:
    """An accessory or a spare part *for* the brand's goods names the brand lawfully; not beside words for copies."""
    words = _goes_with(case)
    if words is None or speaks_of_copies(case) or supplies_of(case):
        return Verdict()
    points = points_of(case.brand, ReasonCode.ACCESSORY, ACCESSORY_POINTS)
    return Verdict(Reason(ReasonCode.ACCESSORY, points, quoted(words)))


def comparison(case: Case) -> Verdict:
    """Words that only compare (同款, style): not by themselves a use of the name for goods."""
    words = compared_with(case.listing.title, case.match.start, case.match.end) if case.listing.title else None
    if words is None or speaks_of_copies(case):
        return Verdict()
    points = points_of(case.brand, ReasonCode.COMPARISON, COMPARISON_POINTS)
    return Verdict(Reason(ReasonCode.COMPARISON, points, quoted(words)))


def is_comparable(case: Case) -> bool:
    """Whether the price is one of the brand's new goods: not of used ones, nor of accessories, labels or boxes."""
    title = case.listing.title
    if not title:
        return True
    return words_of_title(title).used is None and _goes_with(case) is None and not supplies_of(case)


def _goes_with(case: Case) -> str | None:
    """The words that make the goods an accessory, the brand's own categories known."""
    if not case.listing.title:
        return None
    return goes_with(case.listing.title, case.match.start, case.match.end, tuple(case.brand.categories))


def speaks_of_copies(case: Case) -> bool:
    """Whether the title holds a word for copies."""
    if not case.listing.title:
        return False
    uses = slang_of_title(case.listing.title, (case.match.start, case.match.end))
    return any(use.term.is_replica_term for use in uses)
