"""Guide, row 3: the price is below the market price: the watchlist's reference price, else what vendors ask."""

from decimal import Decimal

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.lawful_use import is_comparable
from monitor.indicators.rates import convert
from monitor.marketplaces import WHOLESALE
from monitor.model import Listing, Reason, decimal_text
from monitor.text.fold import fold
from monitor.watchlist import Brand, Product

CODE = "below_market_price"
STRONG_RATIO, MILD_RATIO = 0.4, 0.6
STRONG_POINTS, MILD_POINTS, MET_POINTS = 40, 15, -15
# Bait prices are common and lawful shops have them: a range wider than this tells nothing about the product.
_WIDEST_RANGE = 3
_ONE_UNIT = "the price of one unit (the page shows a from, sample or wide-range price)"


def below_market_price(case: Case) -> Verdict:
    """Points below 60 % (mild) and 40 % (strong) of the reference price; a mitigating reason where it is reached.

    Where the watchlist has no such price, what the authorised sellers ask counts; else the median of one price per
    vendor, of five vendors at least. The price of an accessory or of used goods is compared with nothing.
    """
    listing = case.listing
    price = unit_price(listing)
    if price is None or listing.currency is None:
        return Verdict(missing="price")
    if not is_comparable(case):
        return Verdict()
    product = named_product(case.brand, listing.title)
    if product is None:
        return Verdict(missing="which product it is")
    kind, reference = _reference(product, case.marketplace)
    if reference is None or product.currency is None:
        return _beside_the_market(case, product, kind, price)
    if not has_one_price(listing):
        return Verdict(missing=_ONE_UNIT)
    asked = convert(price, listing.currency, product.currency, case.day)
    if asked is None:
        return Verdict(missing=f"exchange rate {listing.currency} to {product.currency} on {case.day}")
    saw = f"{decimal_text(price)} {listing.currency}"
    if listing.currency != product.currency:
        saw += f" (= {asked.amount} {product.currency}, rate of {asked.rate_of})"
    expected = f"about {decimal_text(reference)} {product.currency} ({kind} price of {product.name})"
    what = f"the {kind} price of {product.name}"
    return Verdict(_reason(case.brand, float(asked.amount / reference), saw, expected, what))


def unit_price(listing: Listing) -> Decimal | None:
    """What one unit, or the smallest quantity of a wholesale ladder, costs; None when it isn't told."""
    price = listing.price_min
    if listing.price_steps:
        price = min(listing.price_steps, key=lambda step: step.min_qty).price
    return price if price is not None and price > 0 else None


def _beside_the_market(case: Case, product: Product, kind: str, price: Decimal) -> Verdict:
    market = case.group_stats.official_price or case.group_stats.market_price
    if market is None or market <= 0:
        return Verdict(missing=f"{kind} price of {product.name} in the watchlist")
    if not has_one_price(case.listing):
        return Verdict(missing=_ONE_UNIT)
    saw = f"{decimal_text(price)} {case.listing.currency}"
    vendors = (
        "the authorised sellers"
        if case.group_stats.official_price
        else f"{case.group_stats.market_vendors} vendors or more"
    )
    expected = f"about {decimal_text(market)} {case.listing.currency} (the middle price of {vendors})"
    what = f"what {vendors} ask for {product.name}"
    found = _reason(case.brand, float(price / market), saw, expected, what)
    return Verdict(found if found and found.code == CODE else None)


def named_product(brand: Brand, title: str | None) -> Product | None:
    """The product whose name or alias stands in the title (the longest one); None when none does."""
    text = f" {fold(title or '').text} "
    found = [
        (len(name), product)
        for product in brand.product
        for name in (product.name, *product.aliases)
        if _stands_in(fold(name).text, text)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _stands_in(name: str, text: str) -> bool:
    at = text.find(name) if name else -1
    while at >= 0:
        if not (_is_ascii_word(text[at - 1]) or _is_ascii_word(text[at + len(name)])):
            return True
        at = text.find(name, at + 1)
    return False


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _reference(product: Product, marketplace: str) -> tuple[str, Decimal | None]:
    return (
        ("wholesale", product.wholesale_price) if marketplace in WHOLESALE else ("reference", product.reference_price)
    )


def has_one_price(listing: Listing) -> bool:
    """Whether the price is the product's: no "from" price, no sample's, no range wider than 3 : 1."""
    low, high = listing.price_min, listing.price_max
    wide = low is not None and high is not None and high > low * _WIDEST_RANGE
    return listing.price_note not in ("from", "sample") and not wide


def _reason(brand: Brand, ratio: float, saw: str, expected: str, what: str) -> Reason | None:
    strong = brand.judging.strong_price_ratio or STRONG_RATIO
    mild = brand.judging.mild_price_ratio or MILD_RATIO
    share = f"{ratio:.0%} of {what}"
    if ratio < strong:
        points = points_of(brand, CODE, STRONG_POINTS)
        return Reason(CODE, points, saw, expected, f"The price is {share}: far below the market.")
    if ratio < mild:
        points = points_of(brand, CODE, STRONG_POINTS) * MILD_POINTS // STRONG_POINTS
        return Reason(CODE, points, saw, expected, f"The price is {share}: below the market.")
    if ratio >= 1:
        points = points_of(brand, "reference_price_met", MET_POINTS)
        return Reason("reference_price_met", points, saw, expected, f"The price is {share}: not cheap.")
    return None
