"""Starting a new marketplace: a spider with its page classes, and composed fixtures that it reads.

The files work together at once; they are then changed step by step to fit the real site.
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

_TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_ADDRESS = re.compile(r"https://[a-z0-9.-]+/[a-zA-Z0-9._~!*'();:@&=+,/?%{}-]*")
"""Only characters that are safe inside a Python string."""
_CASES = {
    "search_nordwerk_1": ("search", "Nordwerk"),
    "search_empty": ("search", "Nord-Werk"),
    "search_blocked": ("search", "Solvanta"),
    "search_unreadable": ("search", "Solvanta Paris"),
    "listing_x200": ("listing", "900000001"),
    "listing_gone": ("listing", "900000002"),
}
"""The fixtures, each with its kind of page and the keyword or listing id in its address."""


@dataclass(frozen=True, slots=True)
class NewMarketplace:
    """What is known of the site at first. `search_url` has `{keyword}` in it, `listing_url` `{id}`."""

    name: str
    search_url: str
    listing_url: str
    currency: str
    language: str

    def check(self) -> None:
        """Raise `InputError` for a name, an address, a currency or a language that can't be used."""
        if not _NAME.fullmatch(self.name) or len(self.name) > 40 or keyword.iskeyword(self.name):
            raise InputError(f"name {self.name!r}: expected small letters, digits and _, such as made_in_china")
        if self.name in PLACES:
            raise InputError(f"name {self.name!r}: there is such a marketplace already; choose another name")
        for option, url, part in (("--search", self.search_url, "{keyword}"), ("--listing", self.listing_url, "{id}")):
            known = set(re.findall(r"\{[^{}]*\}", url)) <= {part, "{page}", "{offset}"}
            if not _ADDRESS.fullmatch(url) or url.count(part) != 1 or not known:
                raise InputError(f"{option} {url!r}: expected an https address with {part} in it")
        if re.match(_pattern(self.listing_url), self.search_url.removeprefix("https://")):
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
        host = urlsplit(self.search_url).hostname or ""
        return {
            "name": self.name,
            "title": self.name.replace("_", " ").title(),
            "classes": self.name.replace("_", " ").title().replace(" ", ""),
            "domain": host.removeprefix("www."),
            "search_url": self.search_url,
            "listing_url": self.listing_url,
            "search_address": _pattern(self.search_url.partition("?")[0]),
            "listing_address": _pattern(self.listing_url),
            "currency": self.currency,
            "language": self.language,
        }


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


def _write_case(folder: Path, spider: type[MarketplaceSpider], new: NewMarketplace, kind: str, words: str) -> Path:
    """Write a fixture; `words`: the keyword of a search page, the id of a listing page."""
    url = spider.search_address(words, 1) if kind == "search" else new.listing_url.format(id=words)
    body = _filled(f"{folder.name}.html", new).encode()
    page_class = spider.page_for(url)
    assert page_class is not None, "the addresses' patterns are made of the addresses"
    reading = read_page(page_class, body, url)
    meta = {
        "url": url,
        "status": 200,
        "headers": {"Content-Type": "text/html; charset=utf-8"},
        "saved": f"{datetime.now(UTC):%Y-%m-%d}",
        "origin": "composed",
        "note": "Begun by `monitor new-marketplace`: recompose it in the structure of a real page.",
    }
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(body)
    for name, record in (("meta.json", meta), ("expected.json", reading_record(new.name, reading))):
        (folder / name).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return folder


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


def _pattern(url: str) -> str:
    """The regular expression of an address, without its scheme."""
    escaped = re.escape(url.removeprefix("https://"))
    for part, pattern in (("keyword", "[^/?#]+"), ("page", r"\d+"), ("offset", r"\d+"), ("id", r"(?P<id>[\w-]+)")):
        escaped = escaped.replace(re.escape(f"{{{part}}}"), pattern)
    return escaped
