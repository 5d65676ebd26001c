"""An array of listings in a saved page's data as code: where the data stand, and the paths in them."""

import json
import re
from collections.abc import Iterable
from typing import Any

from monitor.pages.extract import get_path, id_at, json_where, text_at
from monitor.pages.guess_data import DataList, lists_in
from monitor.pages.page import Page
from monitor.scaffold.addresses import id_in, listing_url_of
from monitor.scaffold.page_layout import GOODS, IDS, PRICES, SOLD, VENDORS, PageLayout

_STEP = re.compile(r"[\w$-]+", re.ASCII)
_ASSIGNED = re.compile(r"([\w$][\w$.\[\]\"'-]{1,40})\s{0,20}([=:(])\s{0,20}$")
"""A name and what stands between it and the data."""
_MOST_FILLED = 20
"""Members of an array before the one that a path leads to."""


def readable_list(page: Page) -> tuple[DataList, str | None] | None:
    """The array with the most priced listings that a page class can reach, with the `data_after` that leads to it.

    `data_after` is None when the page is an answer as a whole.
    """
    for data in sorted(lists_in(page), key=lambda data: -data.priced):
        if data.paths.price is None or data.priced * 2 < len(data.members):
            continue
        if not all(_STEP.fullmatch(str(step)) for step in data.path):
            continue
        path = ".".join(map(str, data.path))
        for marker in [None] if page.answer is not None else _markers(page, data):
            whole = page.answer if marker is None else json_where(page.text, marker)
            members = get_path(whole, path)
            if isinstance(members, list) and [item for item in members if isinstance(item, dict)] == data.members:
                return data, marker
    return None


def _markers(page: Page, data: DataList) -> Iterable[str]:
    """Regular expressions of what may lead to the data: the name that they are assigned to, the script's own id."""
    if match := _ASSIGNED.search(data.before):
        name = "".join("." if char in "\"'" else re.escape(char) for char in match[1])
        yield rf"{name}\s*{re.escape(match[2])}"
    for script in page.dom.css("script[id]"):
        number = script.attributes.get("id") or ""
        if _STEP.fullmatch(number):
            yield rf"id=\W?{re.escape(number)}\b[^<>]{{0,300}}>"


def listing_url_in(page: Page, data: DataList) -> str | None:
    """A listing's address as the data tell it, or the page's links to the same ids; None when neither does."""
    ids = [id_at(item, data.paths.listing_id) if data.paths.listing_id else None for item in data.members]
    if data.paths.url:
        addresses = [page.address_of(text_at(item, data.paths.url)) for item in data.members]
    else:
        hrefs = [page.address_of(link.attributes.get("href")) for link in page.dom.css("a[href]")]
        addresses = [next((href for href in hrefs if number and href and number in href), None) for number in ids]
    return listing_url_of([(address, number) for address, number in zip(addresses, ids, strict=True) if address])


def data_layout(page: Page, data: DataList, data_after: str | None, listing_url: str) -> PageLayout:
    """The layout of an array that `readable_list` found."""
    paths = data.paths
    by_address = paths.url is not None and not _same_ids(page, data, listing_url)
    link = f'self.address_of(text_at(item, "{paths.url}"))' if paths.url else ""
    number = f'{{listing_page}}.id_of({link} or "")' if by_address else f'id_at(item, "{paths.listing_id}")'
    facts = (
        ("price", "number_at", paths.price),
        ("currency", "text_at", paths.currency),
        ("vendor_id", "id_at", paths.vendor_id),
        ("vendor_name", "text_at", paths.vendor_name),
        ("units_sold", "number_at", paths.units_sold),
    )
    lines = "".join(f'                {name}={reader}(item, "{path}"),\n' for name, reader, path in facts if path)
    if paths.url and "{slug}" in listing_url:
        lines += f'                url=text_at(item, "{paths.url}"),\n'
    if paths.picture:
        lines += f'                images=[text_at(item, "{paths.picture}")],\n'
    steps = ".".join(map(str, data.path))
    place = f', "{steps}"' if steps else ""
    method = (
        "    def embedded(self) -> Iterator[Listing]:\n"
        f"        for item in records(self.data{place}):\n"
        "            yield self.listing(\n"
        f"                {number},\n"
        f'                text_at(item, "{paths.title}"),\n'
        f"{lines}"
        "            )\n"
    )
    readers = tuple(name for name in ("id_at", "number_at", "records", "text_at") if f"{name}(" in method)
    unknown = [
        f"{what}: no path fits; add it to `embedded`"
        for what, path in (("vendor", paths.vendor_name), ("units sold", paths.units_sold), ("picture", paths.picture))
        if not path
    ]
    unknown.append("advertisements and the number of results: add `ad=` and `paging`")
    attributes = f'    data_after = r"{data_after}"\n' if data_after else ""
    return PageLayout("embedded", readers, attributes, method, _sample(data, data_after, listing_url), unknown)


def _same_ids(page: Page, data: DataList, listing_url: str) -> bool:
    """Whether the ids in the data are those in the addresses."""
    if data.paths.listing_id is None or data.paths.url is None:
        return data.paths.listing_id is not None
    same = sum(
        id_at(item, data.paths.listing_id) == id_in(page.address_of(text_at(item, data.paths.url)), listing_url)
        for item in data.members
    )
    return same * 2 > len(data.members)


def _sample(data: DataList, data_after: str | None, listing_url: str) -> str:
    """Data of the same structure with three invented listings, in such a script or as an answer."""
    paths = data.paths
    is_number = paths.price is not None and not isinstance(get_path(data.members[0], paths.price), str)
    items = []
    for at, number in enumerate(IDS):
        item: dict[str, Any] = {}
        for path, value in (
            (paths.listing_id, number),
            (paths.title, GOODS[at]),
            (paths.price, float(PRICES[at]) if is_number else PRICES[at]),
            (paths.currency, get_path(data.members[0], paths.currency or "")),
            (paths.url, listing_url.format(id=number, slug="nordwerk")),
            (paths.picture, f"/images/{number}.jpg"),
            (paths.units_sold, int(SOLD[at])),
            (paths.vendor_name, VENDORS[at]),
            (paths.vendor_id, f"70{at}"),
        ):
            if path:
                _put(item, path.split("."), value)
        items.append(_with_arrays(item))
    whole: dict[str, Any] = {}
    if data.path:
        _put(whole, [str(step) for step in data.path], items)
    text = json.dumps(_with_arrays(whole) if data.path else items, ensure_ascii=False, indent=1)
    if data_after is None:
        return text
    if data_after.startswith("id="):
        number = re.sub(r"\\(.)", r"\1", data_after.removeprefix(r"id=\W?").partition(r"\b")[0])
        return f'<script type="application/json" id="{number}">{text}</script>'
    match = _ASSIGNED.search(data.before)
    assert match is not None, "`data_after` was made of it"
    end = {"=": ";", ":": "};", "(": ");"}[match[2]]
    return f"<script>{'page = {' if match[2] == ':' else ''}{match[1]} {match[2]} {text}{end}</script>"


def _put(into: dict[str, Any], steps: list[str], value: Any) -> None:
    """Set the value at a path of keys; places in arrays are keys at first."""
    *above, last = steps
    for step in above:
        into = into.setdefault(step, {})
    into[last] = value


def _with_arrays(value: Any) -> Any:
    """The data with an array in the place of each object whose keys are places in one."""
    if not isinstance(value, dict):
        return value
    members = {key: _with_arrays(member) for key, member in value.items()}
    if members and all(key.isdecimal() and len(key) < 3 and int(key) <= _MOST_FILLED for key in members):
        return [members.get(str(at)) for at in range(max(map(int, members)) + 1)]
    return members
