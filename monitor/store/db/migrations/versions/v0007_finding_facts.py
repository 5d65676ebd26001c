"""Reasons and missing facts of findings: codes with facts instead of English sentences.

The sentences of the stored findings are read back into facts. Where that fails they stay, as the fact `as_written`. The
next judging is a whole one, which makes all facts anew.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_FINDINGS = sa.text("SELECT id, reasons, missing FROM finding WHERE id > :after ORDER BY id LIMIT 2000")
_UPDATE = sa.text("UPDATE finding SET reasons = :reasons, missing = :missing WHERE id = :id")


def upgrade() -> None:
    connection = op.get_bind()
    after = ""
    while rows := connection.execute(_FINDINGS, {"after": after}).all():
        after = rows[-1].id
        values = [
            {
                "id": row.id,
                "reasons": _json([reason_of(old) for old in json.loads(row.reasons)]),
                "missing": _json([missing_of(old) for old in json.loads(row.missing)]),
            }
            for row in rows
        ]
        connection.execute(_UPDATE, values)
    connection.execute(sa.text("DELETE FROM store_info WHERE key = 'assessed'"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def reason_of(old: dict[str, Any]) -> dict[str, Any]:
    """A reason as it is stored now."""
    words = {name: str(old.get(name, "")) for name in ("saw", "expected", "text")}
    pattern, facts_of = _REASONS.get(old["code"], (_NEVER, _as_they_are))
    match = pattern.fullmatch(_BETWEEN.join(words.values()))
    facts = facts_of(match.groupdict()) if match else {"as_written": words}
    return {"code": old["code"], "points": old["points"], "facts": facts}


def missing_of(old: str) -> dict[str, Any]:
    """A missing fact as it is stored now."""
    for code, pattern in _MISSING.items():
        if match := pattern.fullmatch(old):
            return {"code": code, "facts": match.groupdict()}
    return {"code": "unknown", "facts": {"as_written": old}}


Facts = dict[str, Any]
_BETWEEN = "\x1f"
_NEVER = re.compile("(?!)")


def _as_they_are(groups: Facts) -> Facts:
    return groups


def _numbers(groups: Facts) -> Facts:
    """Whole numbers without their thousands' commas; those that are not said are left out."""
    return {name: int(value.replace(",", "")) for name, value in groups.items() if value is not None}


def _vendor(groups: Facts) -> Facts:
    """The sellers are told apart by commas: one whose name holds a comma becomes two, which reads the same."""
    facts: Facts = {
        "vendor": _called(groups["vendor"]),
        "sellers": [_called(name) for name in groups["sellers"].split(", ")],
    }
    if "poses_as" in groups:
        facts["poses_as"] = None if groups["poses_as"] == "the brand's own shop" else groups["poses_as"]
    return facts


def _called(name: str) -> Facts:
    return {"id": name.removeprefix("vendor ")} if name.startswith("vendor ") else {"name": name}


def _many_listings(groups: Facts) -> Facts:
    vendor = groups.pop("vendor")
    return {"vendor": None if vendor == "The vendor" else vendor, **_numbers(groups)}


def _price(groups: Facts) -> Facts:
    facts: Facts = {
        "price": groups["price"],
        "currency": groups["currency"],
        "compared_with": groups["kind"] or ("vendors" if groups["vendors"] else "authorised_sellers"),
        "reference": groups["reference"],
        "reference_currency": groups["reference_currency"],
        "product": groups["product"] or groups["market_product"],
        "percent": int(groups["percent"]),
    }
    if groups["vendors"]:
        facts["vendors"] = int(groups["vendors"])
    if groups["converted"]:
        facts |= {"converted": groups["converted"], "rate_of": groups["rate_of"]}
    if groups["verdict"] != "not cheap":
        facts["far_below"] = groups["verdict"] == "far below the market"
    return facts


def _ratio(groups: Facts) -> Facts:
    return {**groups, "ratio": int(groups["ratio"])}


def _price_drop(groups: Facts) -> Facts:
    return {**groups, "percent": int(groups["percent"]), "days": int(groups["days"])}


def _sales_jump(groups: Facts) -> Facts:
    return {**_numbers(groups), "days": 7}


def _came_back(groups: Facts) -> Facts:
    return {"times": int(groups["times"] or 1)}


def _replica_slang(groups: Facts) -> Facts:
    """Each term has its reading and its meaning in brackets, which hold no brackets but commas."""
    terms = re.split(r", (?![^()]*\))", groups["saw"])
    categories = groups["categories"].split(", ")
    return {
        "terms": [term.partition(" (")[0] for term in terms],
        "categories": [category.replace(" ", "_") for category in categories],
    }


def _quoted(groups: Facts) -> Facts:
    """Chinese words have their reading and their meaning in brackets."""
    quoted = _GLOSS.fullmatch(groups["words"])
    if quoted is None or quoted["words"].isascii():
        return {"words": groups["words"]}
    return quoted.groupdict()


_GLOSS = re.compile(r"(?P<words>.+?) \((?P<reading>[^():]+)(?:: [^()]+)?\)", re.DOTALL)


def _few_used(groups: Facts) -> Facts:
    return {**_quoted(groups), "stock": int(groups["stock"]) if groups["stock"] else None}


def _few_units(groups: Facts) -> Facts:
    return {"stock": int(groups["stock"] or 1)}


def _sentences(saw: str, expected: str, text: str) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join((saw, expected, text)), re.DOTALL)


_AMOUNT, _NUMBER, _DAY = r"-?[0-9.]+", r"-?[0-9,]+", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ONE_OF = "one of (?P<sellers>.+)"
_VENDOR = "(?P<vendor>.+)"
_PRICE = _sentences(
    rf"(?P<price>{_AMOUNT}) (?P<currency>.*?)"
    rf"(?: \(= (?P<converted>{_AMOUNT}) [A-Z]{{3}}, rate of (?P<rate_of>{_DAY})\))?",
    rf"about (?P<reference>{_AMOUNT}) (?P<reference_currency>.*?) \("
    r"(?:(?P<kind>reference|wholesale) price of (?P<product>.+)"
    r"|the middle price of (?P<who>the authorised sellers|(?P<vendors>[0-9]+) vendors or more))\)",
    r"The price is (?P<percent>[0-9]+)% of "
    r"(?:the (?P=kind) price of (?P=product)|what (?P=who) ask for (?P<market_product>.+)): "
    r"(?P<verdict>far below the market|below the market|not cheap)\.",
)
_RATIO = "prices within (?P<ratio>[0-9]+) : 1"
_NEW_GOODS, _OWN_GOODS = "new goods in numbers", "goods that are said to be the brand's"

_REASONS: dict[str, tuple[re.Pattern[str], Callable[[Facts], Facts]]] = {
    "unauthorised_vendor": (
        _sentences(_VENDOR, _ONE_OF, r"(?P=vendor) is not among the authorised sellers of the brand\."),
        _vendor,
    ),
    "authorised_seller": (
        _sentences(_VENDOR, _ONE_OF, "(?P=vendor) is an authorised seller: no finding\\."),
        _vendor,
    ),
    "imitated_seller": (
        _sentences(_VENDOR, _ONE_OF, r"(?P=vendor) poses as (?P<poses_as>.+) and is not authorised\."),
        _vendor,
    ),
    "many_listings": (
        _sentences(
            rf"at least (?P<listings>{_NUMBER}) listings of the brand in the searches so far",
            rf"fewer than (?P<limit>{_NUMBER})",
            r"(?P<vendor>.+) has at least (?P=listings) listings of the brand in the searches so far\.",
        ),
        _many_listings,
    ),
    "below_market_price": (_PRICE, _price),
    "reference_price_met": (_PRICE, _price),
    "price_spread": (
        _sentences(
            rf"(?P<low>{_AMOUNT}) to (?P<high>{_AMOUNT}) (?P<currency>.*)",
            _RATIO,
            r"The vendor asks .* for the same product: prices of one product lie closer together\.",
        ),
        _ratio,
    ),
    "market_price_spread": (
        _sentences(
            rf"(?P<price>{_AMOUNT}) (?P<currency>.*), among (?P<low>{_AMOUNT}) to (?P<high>{_AMOUNT})",
            _RATIO,
            r"Vendors ask .* for the product; this offer is at the cheap end\.",
        ),
        _ratio,
    ),
    "large_volume": (
        _sentences(
            rf"(?:(?P<stock>{_NUMBER}) in stock)?(?:, )?(?:(?P<units_sold>{_NUMBER}) sold)?(?:, )?"
            rf"(?:at least (?P<min_order>{_NUMBER}) to order)?",
            rf"fewer than (?P<limit>{_NUMBER})",
            r"A large number of units: .*\. One or a few could be a lawful resale\.",
        ),
        _numbers,
    ),
    "replica_slang": (
        _sentences(
            "(?P<saw>.+)",
            "no words for copies",
            r"The title says (?P=saw): words for copies \((?P<categories>[a-z ,]+)\)\.",
        ),
        _replica_slang,
    ),
    "off_platform_contact": (
        _sentences(
            "(?P<words>.+)", "no contact in the title", r"The title asks to write past the marketplace: (?P=words)\."
        ),
        _quoted,
    ),
    "same_text": (
        _sentences(rf"the same title by at least (?P<vendors>{_NUMBER}) vendors", "a title of its own", ".*"),
        _numbers,
    ),
    "came_back": (
        _sentences("gone and back (?:once|(?P<times>[0-9]+) times)", "a listing that stays gone", ".*"),
        _came_back,
    ),
    "price_drop": (
        _sentences(
            rf"(?P<price>{_AMOUNT}) (?P<currency>.*), before (?P<before>{_AMOUNT})",
            "a steady price",
            r"The price fell to (?P<percent>[0-9]+)% within (?P<days>[0-9]+) days\.",
        ),
        _price_drop,
    ),
    "sales_jump": (
        _sentences(rf"(?P<sold>{_NUMBER}) sold, a week before (?P<before>{_NUMBER})", "steady sales", ".*"),
        _sales_jump,
    ),
    "few_used_units": (
        _sentences(
            r"(?P<words>.+?)(?:, (?P<stock>-?[0-9]+) in stock)?",
            _NEW_GOODS,
            r"The title says (?P=words)(?:: used goods,|, and there (?:is|are)) .*",
        ),
        _few_used,
    ),
    "few_units": (
        _sentences(
            "(?:one unit|(?P<stock>[0-9]+) units)",
            _NEW_GOODS,
            r"Only (?:one unit|[0-9]+ units): it may be a lawful resale\.",
        ),
        _few_units,
    ),
    "accessory": (
        _sentences(
            "(?P<words>.+)",
            _OWN_GOODS,
            r"The goods go with the brand's \((?P=words)\): an accessory or a spare part\.",
        ),
        _quoted,
    ),
    "comparison": (
        _sentences(
            "(?P<words>.+)",
            _OWN_GOODS,
            r"The title compares \((?P=words)\) and does not say that the goods are the brand's\.",
        ),
        _quoted,
    ),
    "disguised_name": (
        _sentences("(?P<mention>.*)", "(?P<name>.+)", r"The name is not written as it is: (?P<why>.+)\."),
        _as_they_are,
    ),
}

_MISSING = {
    code: re.compile(pattern, re.DOTALL)
    for code, pattern in {
        "authorised_sellers": "the authorised sellers on (?P<marketplace>[a-z0-9_]+)",
        "vendor": "vendor",
        "price": "price",
        "unit_price": r"the price of one unit \(the page shows a from, sample or wide-range price\)",
        "product": "which product it is",
        "reference_price": "reference price of (?P<product>.+) in the watchlist",
        "wholesale_price": "wholesale price of (?P<product>.+) in the watchlist",
        "exchange_rate": rf"exchange rate (?P<currency>.*) to (?P<to>[A-Z]{{3}}) on (?P<day>{_DAY})",
        "units": "units in stock or sold",
        "used_units": "number of units of the used product",
    }.items()
}
