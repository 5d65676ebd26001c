"""English: names of codes, a few words each."""

from collections.abc import Mapping

from monitor.model import FACTS

MARKETPLACE_NAMES: Mapping[str, str] = {
    "alibaba_1688": "1688.com",
    "aliexpress": "AliExpress",
    "alibaba": "Alibaba.com",
    "jd": "JD.com",
    "dhgate": "DHgate",
    "made_in_china": "Made-in-China.com",
    "ebay": "eBay",
    "web": "another website",
}

STATE_NAMES: Mapping[str, str] = {
    "new": "new",
    "confirmed": "confirmed",
    "dismissed": "dismissed",
    "watch": "to be watched",
    "later": "for later",
}

GROUND_NAMES: Mapping[str, str] = {
    "counterfeit": "counterfeit",
    "mark": "mark used without permission",
    "copied": "copied pictures or text",
    "patent": "patent or design",
    "other": "other ground",
}

DISMISSAL_NAMES: Mapping[str, str] = {
    "authorised": "authorised seller",
    "resale": "lawful resale",
    "parallel": "parallel import",
    "second_hand": "second-hand",
    "accessory": "accessory",
    "not_the_brand": "not the brand",
    "other": "other reason",
}

FACT_NAMES: Mapping[str, str] = {name: fact.label for name, fact in FACTS.items()}

LEVEL_NAMES: Mapping[str, str] = {"high": "high", "medium": "medium", "low": "low"}

REASON_NAMES: Mapping[str, str] = {
    "unauthorised_vendor": "not an authorised seller",
    "imitated_seller": "named as the brand's shop",
    "seller_record": "seller with suspicious listings",
    "operator_record": "same operator as a suspicious seller",
    "many_listings": "many listings",
    "below_market_price": "price below the market",
    "price_spread": "prices of one vendor far apart",
    "market_price_spread": "prices of the market far apart",
    "large_volume": "large number of units",
    "replica_slang": "words for copies",
    "disguised_name": "name written otherwise",
    "copying_supplies": "labels, packaging or tools with the name",
    "off_platform_contact": "contact in the title",
    "same_text": "same title elsewhere",
    "came_back": "came back after it was gone",
    "price_drop": "price fell",
    "sales_jump": "sales jumped",
    "authorised_seller": "authorised seller",
    "reference_price_met": "price near the reference",
    "few_used_units": "few used units",
    "few_units": "few units",
    "accessory": "accessory",
    "comparison": "comparison",
    "sample_or_refill": "sample or refill",
}

IDENTIFIER_NAMES: Mapping[str, str] = {
    "user": "user number",
    "shop": "shop number",
    "dealer": "dealer number",
    "company": "company id",
    "member": "member id",
    "login": "login",
    "address": "shop address",
    "id": "id",
}
