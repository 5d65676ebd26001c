"""Listings in a page's data: an array of like objects in a script, in JSON-LD or in the answer that a script gets."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.pages.extract import get_path, id_at, json_or_none, next_flight, strip_tags, web_address
from monitor.pages.guess_words import HAS_SIGN
from monitor.pages.values import price_of

if TYPE_CHECKING:
    from monitor.pages.page import Page

_MOST_VALUES = 400_000
"""Values of a page's data that are looked at."""
_MOST_LEAVES = 300
"""Values of one object that are looked at."""
_DEEPEST = 5
"""Levels below an object at which its facts are looked for."""
_MOST_TRIES = 300
"""Places of a page's scripts where data are tried to be read."""
_LEAST = 40
"""Characters; shorter data hold no list of listings."""
_SAMPLE = 12
"""Objects of an array by which it is judged."""
_decoder = json.JSONDecoder()
_DATA_BEGINS = re.compile(r"(?:=|\(|:|>|^)\s{0,20}([\[{])")
_ID_KEYS = re.compile(
    r"(?i)(?:item|product|goods|offer|listing|auction|ware|sku|asin|num_?i|nid|ad)_?-?(?:id|no|number|code)?s?$|^id$"
    r"|^nid$|^asin$|_id$|itemidstr"
)
_SURE_ID = re.compile(r"(?i)^(?:item|product|goods|offer|listing|auction|ware)_?-?id(?:str)?$|^nid$|^asin$|^num_iid$")
_TITLE_KEYS = re.compile(
    r"(?i)(?:title|subject|productname|goodsname|itemname|ware_?name|displayname|headline|short_?name|raw_title)s?$"
    r"|^name$|_name$"
)
_NOT_TITLE = re.compile(
    r"(?i)sub_?title|seller|shop|store|brand|categ|company|user|nick|vendor|merchant|attr|tag|icon|prop|promo|label"
    r"|sku_?name|filter|badge"
)
_PRICE_KEYS = re.compile(r"(?i)price|amount|(?<![a-z])cost|formatted")
_NOT_PRICE = re.compile(
    r"(?i)orig|old|list|market|was|strike|before|retail|regular|ship|freight|deliver|post|unit|tax|save|discount|off"
    r"|coupon|cent|fen|deposit|sample"
    r"|member|vip|app|compare|suggest|type|range|filter|count|rate|text_?color|currency|symbol|icon|min_?amount"
    r"|order_?amount|tag|label|trend|vague"
)
_CURRENCY_KEYS = re.compile(r"(?i)currency(?:_?code)?$|price_?currency|^cur$")
_URL_KEYS = re.compile(r"(?i)url|href|link|uri|permalink")
_PICTURE_KEYS = re.compile(r"(?i)im(?:age|g)|pic|thumb|photo|cover")
_SOLD_KEYS = re.compile(
    r"(?i)sold|sales|order_?count|trade_?(?:count|desc|num)|view_?sales|realsales|sale_?(?:count|num|quantity)"
    r"|tradedesc|deal_?cnt"
)
_NOT_SOLD = re.compile(
    r"(?i)price|promotion|sold_?out|sales_?(?:mode|type|status|region)|is_?sold|time|url|sold_?by|amount"
)
_VENDOR_KEYS = re.compile(
    r"(?i)(?:seller|shop|store|company|vendor|merchant|supplier)_?(?:name|title|nick|displayname)$|^nick(?:name)?$"
    r"|(?:seller|shop|store|company|vendor|merchant|supplier)\.(?:name|title|nick)$"
)
_VENDOR_ID_KEYS = re.compile(
    r"(?i)(?:seller|shop|store|company|vendor|merchant|member|supplier|user)_?(?:id|no|number)$|(?:seller|shop"
    r"|store)\.id$"
)
_STEP = re.compile(r"[\w$-]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DataPaths:
    """Where the facts of each object of an array stand, as `get_path` follows them; None: they tell no such fact."""

    listing_id: str | None
    title: str
    price: str | None
    currency: str | None
    url: str | None
    picture: str | None
    units_sold: str | None
    vendor_name: str | None
    vendor_id: str | None


@dataclass(frozen=True, slots=True)
class DataList:
    """An array of listings. `before`: what stands before the data in the page; `path`: the way in them to the array."""

    members: list[dict[str, Any]]
    paths: DataPaths
    before: str
    path: tuple[str | int, ...]
    priced: int


def data_objects(page: "Page") -> Iterator[tuple[str, Any]]:
    """The data of a page, each with what stands before it in its script; empty for an answer as a whole."""
    if page.answer is not None:
        yield "", page.answer
        return
    tries = _Tries(_MOST_TRIES, 4 * len(page.text) + 100_000)
    for script in page.dom.css("script"):
        yield from _data_in(script.text() or "", tries)
    if "__next_f" in page.text and (flight := next_flight(page.text)):
        for line in flight.split("\n")[:2_000]:
            value = json_or_none(line.partition(":")[2])
            if isinstance(value, dict | list):
                yield "__next_f", value


@dataclass(slots=True)
class _Tries:
    """How often, and over how many characters, data may still be tried to be read."""

    times: int
    characters: int


def _data_in(text: str, left: _Tries) -> Iterator[tuple[str, Any]]:
    """The objects and arrays in a script, each with the code before it."""
    at = 0
    while left.times > 0 and left.characters > 0 and (match := _DATA_BEGINS.search(text, at)):
        begin = match.start(1)
        left.times -= 1
        try:
            value, at = _decoder.raw_decode(text, begin)
        except json.JSONDecodeError as error:
            left.characters -= max(error.pos - begin, 0)
            at = begin + 1
        except (ValueError, RecursionError):
            left.characters -= len(text) - begin
            at = begin + 1
        else:
            left.characters -= at - begin
            if isinstance(value, dict | list) and at - begin > _LEAST:
                yield text[max(0, match.start() - 60) : begin], value


def arrays_of(value: Any) -> Iterator[tuple[tuple[str | int, ...], list[Any]]]:
    """All arrays in some data, each with the way to it; texts that hold data are opened."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    seen = 0
    while stack and seen < _MOST_VALUES:
        path, here = stack.pop()
        seen += 1
        if isinstance(here, list):
            yield path, here
            stack.extend(
                ((*path, number), member)
                for number, member in reversed(list(enumerate(here[:2_000])))
                if isinstance(member, dict | list)
            )
        elif isinstance(here, dict) and len(path) < 40:
            stack.extend(
                ((*path, key), member)
                for key, member in reversed(list(here.items())[:2_000])
                if isinstance(member, dict | list | str)
            )
        elif isinstance(here, str) and len(here) > 200 and here[0] in "[{":
            opened = json_or_none(here)
            if isinstance(opened, dict | list):
                stack.append(((*path, "json"), opened))


def lists_in(page: "Page") -> Iterator[DataList]:
    """The arrays of a page's data whose objects look like listings."""
    for before, value in data_objects(page):
        for path, array in arrays_of(value):
            members = [member for member in array if isinstance(member, dict)]
            if len(members) >= 2 and (paths := _paths(page, members)):
                priced = sum(1 for member in members if paths.price and get_path(member, paths.price) is not None)
                yield DataList(members, paths, before, path, priced)


def leaves(member: dict[str, Any]) -> dict[str, Any]:
    """The values of an object by path; of arrays in it the first member only."""
    found: dict[str, Any] = {}
    stack: list[tuple[str, Any, int]] = [("", member, 0)]
    seen = 0
    while stack and seen < _MOST_LEAVES * 3 and len(found) < _MOST_LEAVES:
        path, here, depth = stack.pop(0) if len(stack) < 50 else stack.pop()
        seen += 1
        if isinstance(here, dict) and depth <= _DEEPEST:
            for key, value in list(here.items())[:_MOST_LEAVES]:
                if isinstance(key, str) and _STEP.fullmatch(key):
                    stack.append((f"{path}.{key}" if path else key, value, depth + 1))
        elif isinstance(here, list) and here and depth <= _DEEPEST:
            stack.append((f"{path}.0", here[0], depth + 1))
        elif path and not isinstance(here, dict | list) and here is not None:
            found[path] = here
    return found


def _paths(page: "Page", members: list[dict[str, Any]]) -> DataPaths | None:
    """Where the members tell what a listing has; None when they tell no title, or neither an id nor an address."""
    step = max(1, len(members) // _SAMPLE)
    sample = [leaves(member) for member in members[::step][:_SAMPLE]]
    need = max(2, round(len(sample) * 0.6))
    counts: dict[str, int] = {}
    for found in sample:
        for path in found:
            counts[path] = counts.get(path, 0) + 1
    common = [path for path, times in counts.items() if times >= need]
    columns = {path: [found[path] for found in sample if path in found] for path in common}
    title = _best(_titles(columns))
    if title is None:
        return None
    url = _best(_urls(page, columns))
    listing_id = _best(_ids(page, columns))
    if url is None and listing_id is None:
        return None
    wide = {path: [found[path] for found in sample if path in found] for path in counts}
    price = _best(_prices(page, wide, len(sample)))
    if price is None and not (listing_id and _SURE_ID.search(_last(listing_id)) and url):
        return None
    return DataPaths(
        listing_id=listing_id,
        title=title,
        price=price,
        currency=_best(
            (-path.count("."), path)
            for path in wide
            if _CURRENCY_KEYS.search(_last(path))
            and all(isinstance(v, str) and re.fullmatch("[A-Za-z]{3}", v) for v in wide[path])
        ),
        url=url,
        picture=_best(_pictures(page, columns)),
        units_sold=_best(
            (2 * any(isinstance(v, str) for v in wide[path]) - path.count("."), path)
            for path in wide
            if _SOLD_KEYS.search(_last(path))
            and not _NOT_SOLD.search(_last(path))
            and all(_is_count(v) for v in wide[path])
        ),
        vendor_name=_best(
            (-path.count("."), path)
            for path in wide
            if _VENDOR_KEYS.search(_tail(path)) and all(isinstance(v, str) for v in wide[path])
        ),
        vendor_id=_best(
            (-path.count("."), path)
            for path in wide
            if _VENDOR_ID_KEYS.search(_tail(path))
            and all(isinstance(v, str | int) and not isinstance(v, bool) for v in wide[path])
        ),
    )


def item_paths(page: "Page", record: dict[str, Any]) -> tuple[Any, Any] | None:
    """The title and the price of an object that is one listing; None when it tells not both."""
    found = leaves(record)
    twice = {path: [value, value] for path, value in found.items()}
    title, price = _best(_titles(twice, alike=True)), _best(_prices(page, twice, 2))
    return (found[title], found[price]) if title and price else None


def _best(scored: Iterable[tuple[float, str]]) -> str | None:
    return max(scored, key=lambda pair: (pair[0], -len(pair[1])), default=(0.0, None))[1]


def _last(path: str) -> str:
    """The key that names a value: array places name nothing."""
    return next((step for step in reversed(path.split(".")) if not step.isdecimal()), "")


def _tail(path: str) -> str:
    return ".".join(step for step in path.split(".")[-2:] if not step.isdecimal())


def _titles(columns: dict[str, list[Any]], *, alike: bool = False) -> Iterator[tuple[float, str]]:
    for path, values in columns.items():
        if not _TITLE_KEYS.search(_last(path)) and not (
            _last(path).lower() in ("text", "displaytitle", "value") and "title" in path.lower()
        ):
            continue
        if _NOT_TITLE.search(path):
            continue
        texts = [
            text
            for value in values
            if isinstance(value, str) and (text := strip_tags(value)) and len(text) > 3 and not text.startswith("http")
        ]
        if len(texts) < max(2, len(values) * 0.6):
            continue
        length = sum(min(len(text), 80) for text in texts) / len(texts)
        if length >= 6:
            yield (
                length / 20 * (1 if alike else len(set(texts)) / len(texts))
                - path.count(".") * 0.5
                + 2 * bool(re.search("(?i)title|subject", _last(path))),
                path,
            )


def _ids(page: "Page", columns: dict[str, list[Any]]) -> Iterator[tuple[float, str]]:
    for path, values in columns.items():
        key = _last(path)
        if (
            not _ID_KEYS.search(key)
            or _VENDOR_ID_KEYS.search(key)
            or re.search(r"(?i)categ|brand|spu|trace|track|log|scm|shop|seller|store|user|member|cat_?id|company", path)
        ):
            continue
        ids = [text for value in values if (text := id_at(value)) and re.fullmatch(r"[\w.-]{4,40}", text, re.ASCII)]
        if len(ids) < max(2, len(values) * 0.8) or len(set(ids)) < 0.7 * len(ids):
            continue
        yield 3 * bool(_SURE_ID.search(key)) + 2 * (key.lower() == "id") - path.count("."), path


def _urls(page: "Page", columns: dict[str, list[Any]]) -> Iterator[tuple[float, str]]:
    for path, values in columns.items():
        if not _URL_KEYS.search(_last(path)) or _PICTURE_KEYS.search(_last(path)):
            continue
        addresses = [
            address
            for value in values
            if isinstance(value, str) and len(value) < 2_000 and (address := web_address(value, page.url))
        ]
        if len(addresses) < max(2, len(values) * 0.7) or len(set(addresses)) < 0.7 * len(addresses):
            continue
        listing_page = page.site.listing_page
        own = sum(1 for address in addresses if listing_page is not None and listing_page.id_of(address))
        if re.search(r"(?i)\.(?:jpe?g|png|webp|gif)(?:$|[?_])", addresses[0]) or re.search(
            r"(?i)shop|seller|store|company|similar|same|samestyle", path
        ):
            continue
        yield 5 * own / len(addresses) - path.count(".") * 0.5, path


def _pictures(page: "Page", columns: dict[str, list[Any]]) -> Iterator[tuple[float, str]]:
    for path, values in columns.items():
        if not _PICTURE_KEYS.search(path) or re.search(
            r"(?i)icon|logo|tag|badge|avatar|flag|service|video|company", path
        ):
            continue
        addresses = [
            value
            for value in values
            if isinstance(value, str) and re.match(r"(?:https?:)?//|/|[\w./-]+\.(?:jpe?g|png|webp)", value)
        ]
        if len(addresses) >= max(2, len(values) * 0.7) and len(set(addresses)) >= 0.7 * len(addresses):
            yield -float(path.count(".")), path


def _is_count(value: Any) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool) and len(str(value)) < 40


def _prices(page: "Page", columns: dict[str, list[Any]], members: int) -> Iterator[tuple[float, str]]:
    for path, values in columns.items():
        steps = [step for step in path.split(".") if not step.isdecimal()]
        if not _PRICE_KEYS.search(path) or any(_NOT_PRICE.search(step) for step in steps[-3:]):
            continue
        read = [
            value
            for value in values
            if isinstance(value, str | int | float)
            and not isinstance(value, bool)
            and len(str(value)) < 60
            and (known := price_of(value, page.currency))
            and known.high > 0
        ]
        if len(read) < max(1, len(values) * 0.7) or len(values) < 0.3 * members:
            continue
        signed = any(isinstance(value, str) and HAS_SIGN.search(value) for value in read)
        decimals = any("." in str(value) for value in read)
        numbers = [value for value in read if isinstance(value, int)]
        if (
            len(numbers) == len(read)
            and len(read) > 2
            and all(number % 10 in (0, 9) for number in numbers)
            and min(numbers) > 20_000
        ):
            continue  # cents
        key = steps[-1]
        yield (
            3 * signed
            + decimals
            + 2 * bool(re.search(r"(?i)sale|current|final|now|show|display|view|promo", path)) * (not signed)
            + bool(re.search("(?i)price", key))
            - len(steps) * 0.3
            + 2 * len(values) / members
            - 0.8 * bool(re.search(r"(?i)max|high", key)),
            path,
        )
