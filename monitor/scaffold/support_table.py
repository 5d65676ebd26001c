"""What is read of each marketplace, and what that rests on: told by the page classes and the fixtures themselves."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.crawling.registry import spider_class
from monitor.errors import InputError
from monitor.marketplaces import PLACES
from monitor.model import FACTS
from monitor.pages.page import DESCRIBED, Page
from monitor.words import say, words_of

_FACTS = {
    **{name: fact.label for name, fact in FACTS.items() if name not in ("price_max", "currency", "price_note")},
    "vendor": "vendor",
    "ad": "ad",
}
"""What the table names; what only goes with a price is left out."""


@dataclass(slots=True)
class PageCoverage:
    """One kind of page of a marketplace."""

    marketplace: str
    page: str
    layouts: dict[str, str]
    """Each with the years of its real pages, or `described`."""
    needs: tuple[str, ...]
    """Of the live site: login, browser."""
    domains: int
    facts: set[str] = field(default_factory=set)
    walls: set[str] = field(default_factory=set)

    @property
    def rests_on(self) -> str:
        """Which pages the layouts were proven on."""
        kinds = {"composed" if years == DESCRIBED else "real" for years in self.layouts.values()}
        return f"{' and '.join(sorted(kinds, reverse=True))} pages" if kinds else "no layout known"

    def row(self) -> list[str]:
        """The cells of the table, in the order of `HEADS`."""
        return [
            f"{self.marketplace}, {self.domains} national sites" if self.domains else self.marketplace,
            self.page,
            ", ".join(f"{layout} ({years})" for layout, years in self.layouts.items()) or "none",
            ", ".join(word for word in _FACTS.values() if word in self.facts) or "-",
            self.rests_on,
            ", ".join(self.needs) or "-",
            ", ".join(sorted(self.walls)) or "-",
        ]


HEADS = ["marketplace", "page", "layouts", "listings tell", "rests on", "needs", "walls seen"]


def coverage(fixtures: Path) -> list[PageCoverage]:
    """One entry for each kind of page of each marketplace. Raises `InputError` when the folder holds no fixtures."""
    if not any(fixtures.glob("*/*/expected.json")):
        raise InputError(f"{fixtures}: no fixtures; expected the folder `fixtures` of a checkout of the project")
    return [_of_page(place, page, fixtures) for place in PLACES for page in spider_class(place).page_classes()]


def _of_page(place: str, page: type[Page], fixtures: Path) -> PageCoverage:
    spider = spider_class(place)
    found = PageCoverage(place, page.kind, dict(page.layouts), spider.needs, len(spider.domains))
    for reading in _readings(fixtures / place, page.kind):
        if reading["outcome"] == "blocked":
            found.walls.add(say(words_of().WALLS, reading["reason"]))
        for listing in reading["listings"]:
            told = {name for name in _FACTS if listing.get(name) not in (None, [], "")}
            if not any((listing.get("vendor") or {}).values()):
                told.discard("vendor")
            found.facts |= {_FACTS[name] for name in told}
    return found


def _readings(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("*/expected.json")):
        reading = json.loads(file.read_text(encoding="utf-8"))
        if reading["page"] == kind:
            yield reading


def markdown(rows: list[PageCoverage]) -> str:
    """The table for `docs/marketplaces.md`; a marketplace is named once."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    named = ""
    for page in rows:
        first, *others = page.row()
        lines.append(f"| {first if first != named else ''} | {' | '.join(others)} |")
        named = first
    return "\n".join(lines) + "\n"
