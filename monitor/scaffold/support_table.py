"""The table of what is read of each marketplace, made from the page classes and the fixtures."""

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
class PageSupport:
    """What is read of one kind of page of a marketplace."""

    marketplace: str
    page: str
    layouts: dict[str, str]
    """Each layout with the years of the real pages that prove it, or `described`."""
    needs: tuple[str, ...]
    """What the live site needs: login, browser."""
    domains: int
    facts: set[str] = field(default_factory=set)
    walls: set[str] = field(default_factory=set)

    @property
    def proven_on(self) -> str:
        """The kinds of pages that prove the layouts: real, composed or both."""
        kinds = {"composed" if years == DESCRIBED else "real" for years in self.layouts.values()}
        return f"{' and '.join(sorted(kinds, reverse=True))} pages" if kinds else "no layout known"

    def row(self) -> list[str]:
        """The cells of the table, in the order of `HEADS`."""
        return [
            f"{self.marketplace}, {self.domains} national sites" if self.domains else self.marketplace,
            self.page,
            ", ".join(f"{layout} ({years})" for layout, years in self.layouts.items()) or "none",
            ", ".join(word for word in _FACTS.values() if word in self.facts) or "-",
            self.proven_on,
            ", ".join(self.needs) or "-",
            ", ".join(sorted(self.walls)) or "-",
        ]


HEADS = ["marketplace", "page", "layouts", "facts read", "proven on", "needs", "walls seen"]


def support_table(fixtures: Path) -> list[PageSupport]:
    """One entry for each kind of page of each marketplace. Raises `InputError` when the folder holds no fixtures."""
    if not any(fixtures.glob("*/*/expected.json")):
        raise InputError(f"{fixtures}: no fixtures; expected the folder `fixtures` of a checkout of the project")
    return [_of_page(place, page, fixtures) for place in PLACES for page in spider_class(place).page_classes()]


def _of_page(place: str, page: type[Page], fixtures: Path) -> PageSupport:
    spider = spider_class(place)
    support = PageSupport(place, page.kind, dict(page.layouts), spider.needs, len(spider.domains))
    for reading in _readings(fixtures / place, page.kind):
        if reading["outcome"] == "blocked":
            support.walls.add(say(words_of().WALLS, reading["reason"]))
        for listing in reading["listings"]:
            present = {name for name in _FACTS if listing.get(name) not in (None, [], "")}
            if not any((listing.get("vendor") or {}).values()):
                present.discard("vendor")
            support.facts |= {_FACTS[name] for name in present}
    return support


def _readings(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("*/expected.json")):
        reading = json.loads(file.read_text(encoding="utf-8"))
        if reading["page"] == kind:
            yield reading


def markdown(rows: list[PageSupport]) -> str:
    """The table as `docs/marketplaces.md` has it; each marketplace is named in its first row only."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    previous = ""
    for page in rows:
        name, *cells = page.row()
        lines.append(f"| {name if name != previous else ''} | {' | '.join(cells)} |")
        previous = name
    return "\n".join(lines) + "\n"
