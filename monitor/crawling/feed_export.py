"""Feed exports of `scrapy crawl -O FILE`: one line per matched listing, never raw bodies."""

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy.exporters import JsonItemExporter, JsonLinesItemExporter

from monitor.model import PageVisit, listing_record


def matched_lines(visit: PageVisit) -> Iterator[dict[str, Any]]:
    """The lines of a feed for a visit: each listing that names a brand, with its brands, levels and scores."""
    for entry in visit.entries:
        if not entry.matches:
            continue
        listing = entry.listing
        yield {
            **listing_record(listing),
            "marketplace": listing.marketplace or visit.marketplace,
            "seen": visit.at.isoformat(),
            "page_url": visit.url,
            "keyword": visit.keyword,
            "brands": [match.brand for match in entry.matches],
            "mentions": [match.mention for match in entry.matches],
            "levels": [finding.level for finding in entry.findings],
            "scores": [finding.score for finding in entry.findings],
        }


def _lines(item: Any) -> Iterable[Any]:
    """Items of other kinds (a plain spider's, or what another pipeline made of a visit) are exported as they are."""
    return matched_lines(item) if isinstance(item, PageVisit) else (item,)


class ListingLines(JsonLinesItemExporter):
    """`-O file.jsonl`."""

    def export_item(self, item: Any) -> None:
        """Write the matched listings of a visit."""
        for line in _lines(item):
            super().export_item(line)


class ListingArray(JsonItemExporter):
    """`-O file.json`."""

    def export_item(self, item: Any) -> None:
        """Write the matched listings of a visit."""
        for line in _lines(item):
            super().export_item(line)
