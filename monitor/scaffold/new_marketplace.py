"""Starting a new marketplace: a spider with its page classes, and composed fixtures that it reads.

The files work together at once. Made of a saved page, they read the site's pages of that kind; without one they are
then changed step by step to fit them.
"""

import importlib.util
import json
import keyword
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from monitor.crawling.spider import MarketplaceSpider
from monitor.errors import InputError
from monitor.marketplaces import PLACES
from monitor.pages.read import read_page, reading_record
from monitor.pages.reading import GUESSED
from monitor.scaffold.addresses import address_pattern, check_address
from monitor.scaffold.from_page import SitePage
from monitor.scaffold.page_layout import PageLayout

_TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_CASES = {
    "search_nordwerk_1": ("search", "Nordwerk"),
    "search_empty": ("search", "Nord-Werk"),
    "search_blocked": ("search", "Solvanta"),
    "search_unreadable": ("search", "Solvanta Paris"),
    "listing_x200": ("listing", "900000001"),
    "listing_gone": ("listing", "900000002"),
}
"""The fixtures, each with its kind of page and the keyword or listing id in its address."""
_RESULTS = "search_nordwerk_1"
"""The fixture that shows listings."""
_FIRST_LAYOUT = PageLayout(
    "cards",
    readers=("text_of",),
    attributes="",
    method=(_TEMPLATES / "cards.txt").read_text(encoding="utf-8"),
    sample=(_TEMPLATES / "cards.html").read_text(encoding="utf-8"),
)
"""What is written when nothing is known of the site's pages."""


@dataclass(frozen=True, slots=True)
class NewMarketplace:
    """What is known of the site at first. `search_url` has `{keyword}` in it, `listing_url` `{id}`.

    `listing_url` may have `{slug}` for a part that differs and tells nothing: then no address can be made of an id.
    `layout`: of its pages of results, when it was told by one; None: a layout to be changed.
    """

    name: str
    search_url: str
    listing_url: str
    currency: str
    language: str
    layout: PageLayout | None = None

    def check(self) -> None:
        """Raise `InputError` for a name, an address, a currency or a language that can't be used."""
        check_name(self.name)
        for option, url, part in (("--search", self.search_url, "{keyword}"), ("--listing", self.listing_url, "{id}")):
            check_address(option, url, part)
        if re.match(address_pattern(self.listing_url), self.search_url.removeprefix("https://")):
            raise InputError(
                f"--listing {self.listing_url!r}: searches have such addresses too; expected a narrower one"
            )
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise InputError(f"--currency {self.currency!r}: expected three capital letters, such as EUR")
        if self.language not in ("en", "zh"):
            raise InputError(
                f"--language {self.language!r}: expected en or zh: which of the brand's names are searched"
            )

    @property
    def words(self) -> dict[str, str]:
        """The values for the templates' placeholders."""
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (self.search_url, self.listing_url)]
        domains = [host for host in dict.fromkeys(hosts) if not any(host.endswith(f".{other}") for other in hosts)]
        classes = self.name.replace("_", " ").title().replace(" ", "")
        layout = self.layout or _FIRST_LAYOUT
        return {
            "name": self.name,
            "title": self.name.replace("_", " ").title(),
            "classes": classes,
            "domains": ", ".join(f'"{domain}"' for domain in domains),
            "search_url": self.search_url,
            "listing_url": self.listing_url,
            "item_url": "" if "{slug}" in self.listing_url else f'    item_url = "{self.listing_url}"\n',
            "search_address": self._search_address(),
            "listing_address": address_pattern(self.listing_url),
            "currency": self.currency,
            "language": self.language,
            "results": "Results: as the fixtures were composed, until the selectors fit a real page."
            if self.layout is None
            else "Results: as on the one saved page that this was made of.",
            "layout": layout.name,
            "readers": ", ".join(sorted({"attr_of", *layout.readers})),
            "attributes": layout.attributes,
            "method": layout.method.replace("{listing_page}", f"{classes}ListingPage"),
            "counts": "" if self.layout else "from monitor.text.counts import read_count\n",
        }

    def _search_address(self) -> str:
        """The regular expression of searches' addresses: by the path, where listings have another one."""
        path, _, query = self.search_url.partition("?")
        pattern = address_pattern(path)
        parameter = re.search(r"([\w.-]{1,60})=\{keyword\}", query)
        listing = self.listing_url.format(id="1", slug="x").removeprefix("https://")
        if parameter and re.match(pattern, listing):
            return rf"{pattern}\?(?:[^#]*&)?{re.escape(parameter[1])}="
        return pattern


def check_name(name: str) -> None:
    """Raise `InputError` for a name that can't be a marketplace's, or is one's."""
    if not _NAME.fullmatch(name) or len(name) > 40 or keyword.iskeyword(name):
        raise InputError(f"name {name!r}: expected small letters, digits and _, such as made_in_china")
    if name in PLACES:
        raise InputError(f"name {name!r}: there is such a marketplace already; choose another name")


def write_marketplace(new: NewMarketplace, checkout: Path) -> list[Path]:
    """Write `spiders/NAME.py` and `fixtures/NAME/…` into a checkout of the project; returns the new paths.

    Raises `InputError` if `checkout` is none, or if a file or folder of that name exists.
    """
    new.check()
    spider_file, cases = checkout / "spiders" / f"{new.name}.py", checkout / "fixtures" / new.name
    if not spider_file.parent.is_dir() or not cases.parent.is_dir():
        raise InputError(f"{checkout}: expected a checkout of the project, with its folders spiders/ and fixtures/")
    for path in (spider_file, cases):
        if path.exists():
            raise InputError(f"{path}: there is one already; remove it first, or choose another name")
    spider_file.write_text(_filled("spider.txt", new), encoding="utf-8")
    spider = _spider_of(spider_file, new)
    return [spider_file, *(_write_case(cases / case, spider, new, *kind) for case, kind in _CASES.items())]


def difference(new: NewMarketplace, page: SitePage, checkout: Path) -> list[str]:
    """What the written page class reads of the page otherwise than the general reader: a line for each fact."""
    spider = _spider_of(checkout / "spiders" / f"{new.name}.py", new)
    page_class = spider.page_for(page.url)
    if page_class is None:
        return ["the page's address: `search_url` has none such; change `address`"]
    reading = read_page(page_class, page.body, page.url)
    read = () if reading.layout == GUESSED else reading.listings
    lines = []
    for what, attribute in (("listings", "title"), ("prices", "price_min"), ("ids", "listing_id")):
        now, guess = (sum(getattr(item, attribute) is not None for item in items) for items in (read, page.listings))
        if now != guess:
            lines.append(f"{what}: {guess} are seen on the page, {now} are read; look at `{new.words['layout']}`")
    return lines


def _write_case(folder: Path, spider: type[MarketplaceSpider], new: NewMarketplace, kind: str, words: str) -> Path:
    """Write a fixture; `words`: the keyword of a search page, the id of a listing page."""
    url = spider.search_address(words, 1) if kind == "search" else new.listing_url.format(id=words, slug="nordwerk")
    body = _results_page(new) if folder.name == _RESULTS else _filled(f"{folder.name}.html", new)
    form, media_type = ("json", "application/json") if body.startswith(("{", "[")) else ("html", "text/html")
    page_class = spider.page_for(url)
    assert page_class is not None, "the addresses' patterns are made of the addresses"
    reading = read_page(page_class, body.encode(), url)
    meta = {
        "url": url,
        "status": 200,
        "headers": {"Content-Type": f"{media_type}; charset=utf-8"},
        "saved": f"{datetime.now(UTC):%Y-%m-%d}",
        "origin": "composed",
        "note": "Begun by `monitor new-marketplace`: recompose it in the structure of a real page.",
    }
    folder.mkdir(parents=True)
    (folder / f"page.{form}").write_text(body, encoding="utf-8")
    for name, record in (("meta.json", meta), ("expected.json", reading_record(new.name, reading))):
        (folder / name).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return folder


def _results_page(new: NewMarketplace) -> str:
    """The composed page of results: an answer as it is, markup in a document."""
    sample = (new.layout or _FIRST_LAYOUT).sample
    if sample.startswith(("{", "[")):
        return sample
    title = new.words["title"]
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Nordwerk - {title}</title></head>\n'
        f"<body>{sample}\n</body></html>\n"
    )


def _filled(template: str, new: NewMarketplace) -> str:
    return Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(new.words)


def _spider_of(file: Path, new: NewMarketplace) -> type[MarketplaceSpider]:
    spec = importlib.util.spec_from_file_location(f"spiders.{new.name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    spider: type[MarketplaceSpider] = getattr(module, f"{new.words['classes']}Spider")
    return spider
