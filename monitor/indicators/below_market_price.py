"""Guide, row 3: the price is below the market price; here against the watchlist's reference price."""

from decimal import Decimal

from monitor.indicators.facts import WHOLESALE, Case, Verdict, points_of
from monitor.indicators.rates import convert
from monitor.listing import Listing, Reason, decimal_text
from monitor.text.fold import fold
from monitor.watchlist import Brand, Product

CODE = "below_market_price"
STRONG_RATIO, MILD_RATIO = 0.4, 0.6
STRONG_POINTS, MILD_POINTS, MET_POINTS = 40, 20, -15
# Bait prices are common and lawful shops have them: a range wider than this tells nothing about the product.
_WIDEST_RANGE = 3


def below_market_price(case: Case) -> Verdict:
    """Points below 60 % (mild) and 40 % (strong) of the reference price; a mitigating reason where it is reached."""
    listing = case.listing
    if listing.price_min is None or listing.price_min <= 0 or listing.currency is None:
        return Verdict(missing="price")
    product = named_product(case.brand, listing.title)
    if product is None:
        return Verdict(missing="which product it is")
    kind, reference = _reference(product, case.marketplace)
    if reference is None or product.currency is None:
        return Verdict(missing=f"{kind} price of {product.name} in the watchlist")
    if _is_bait(listing):
        return Verdict(missing="the price of one unit (the page shows a from, sample or wide-range price)")
    asked = convert(listing.price_min, listing.currency, product.currency, case.day)
    if asked is None:
        return Verdict(missing=f"exchange rate {listing.currency} to {product.currency} on {case.day}")
    ratio = float(asked.amount / reference)
    saw = f"{decimal_text(listing.price_min)} {listing.currency}"
    if listing.currency != product.currency:
        saw += f" (= {asked.amount} {product.currency}, rate of {asked.rate_of})"
    return Verdict(_reason(case.brand, product, kind, reference, ratio, saw))


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


def _is_bait(listing: Listing) -> bool:
    if listing.price_note in ("from", "sample"):
        return True
    low, high = listing.price_min, listing.price_max
    return bool(low is not None and high is not None and high > low * _WIDEST_RANGE)


def _reason(brand: Brand, product: Product, kind: str, reference: Decimal, ratio: float, saw: str) -> Reason | None:
    strong = brand.judging.strong_price_ratio or STRONG_RATIO
    mild = brand.judging.mild_price_ratio or MILD_RATIO
    expected = f"about {decimal_text(reference)} {product.currency} ({kind} price of {product.name})"
    share = f"{ratio:.0%} of the {kind} price of {product.name}"
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
