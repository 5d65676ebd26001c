"""The codes of all reasons and missing facts that the indicators can give; `monitor.words` says what they mean."""

from enum import StrEnum

from monitor.errors import InputError, expected
from monitor.watchlist import Watchlist


class ReasonCode(StrEnum):
    """Why a listing is suspicious, or is not: in the guide's order, then the rest, then what speaks for the seller."""

    UNAUTHORISED_VENDOR = "unauthorised_vendor"
    IMITATED_SELLER = "imitated_seller"
    SELLER_RECORD = "seller_record"
    OPERATOR_RECORD = "operator_record"
    MANY_LISTINGS = "many_listings"
    BELOW_MARKET_PRICE = "below_market_price"
    PRICE_SPREAD = "price_spread"
    MARKET_PRICE_SPREAD = "market_price_spread"
    LARGE_VOLUME = "large_volume"
    REPLICA_SLANG = "replica_slang"
    DISGUISED_NAME = "disguised_name"
    COPYING_SUPPLIES = "copying_supplies"
    OFF_PLATFORM_CONTACT = "off_platform_contact"
    SAME_TEXT = "same_text"
    CAME_BACK = "came_back"
    PRICE_DROP = "price_drop"
    SALES_JUMP = "sales_jump"
    AUTHORISED_SELLER = "authorised_seller"
    REFERENCE_PRICE_MET = "reference_price_met"
    FEW_USED_UNITS = "few_used_units"
    FEW_UNITS = "few_units"
    ACCESSORY = "accessory"
    COMPARISON = "comparison"
    SAMPLE_OR_REFILL = "sample_or_refill"


class MissingCode(StrEnum):
    """A fact without which an indicator could not say anything."""

    AUTHORISED_SELLERS = "authorised_sellers"
    """The watchlist names none on the marketplace."""
    VENDOR = "vendor"
    SELLER_NUMBER = "seller_number"
    """The vendor's name is an authorised seller's, and no identifier says whether it is that seller."""
    PRICE = "price"
    UNIT_PRICE = "unit_price"
    """The page shows a price "from", a sample's, or a wide range."""
    PRODUCT = "product"
    """Which of the watchlist's products it is."""
    SIZE = "size"
    """Whether the goods have the product's size: the title tells another one, whose price says nothing of it."""
    REFERENCE_PRICE = "reference_price"
    """The watchlist has no retail price of the product."""
    WHOLESALE_PRICE = "wholesale_price"
    """The watchlist has no wholesale price of the product."""
    EXCHANGE_RATE = "exchange_rate"
    UNITS = "units"
    """How many there are, or were sold."""
    USED_UNITS = "used_units"
    """How many there are of a used product."""


def check_points(watchlist: Watchlist) -> None:
    """Raise `InputError` where a brand gives points to a code that no indicator has."""
    for brand in watchlist.brand:
        for code in brand.judging.points:
            if code not in {*ReasonCode}:
                raise InputError(
                    f"the watchlist: brand {brand.id}: judging.points.{code[:60]}: no such reason; "
                    f"{expected(code, map(str, ReasonCode))}"
                )
