"""Feed exports of `scrapy crawl -O FILE`: one line per matched listing, never raw bodies."""

from collections.abc import Iterator
from typing import Any

from scrapy.exporters import JsonItemExporter, JsonLinesItemExporter

from monitor.model import PageVisit, listing_record


def matched_lines(visit: PageVisit) -> Iterator[dict[str, Any]]:
    """What a feed tells of a visit: each listing that names a brand, with its brands, levels and scores."""
    for number, matches in enumerate(visit.matches):
        if not matches:
            continue
        listing = visit.listings[number]
        findings = visit.findings[number] if visit.findings else ()
        yield {
            **listing_record(listing),
            "marketplace": listing.marketplace or visit.marketplace,
            "seen": visit.at.isoformat(),
            "page_url": visit.url,
            "keyword": visit.keyword,
            "brands": [match.brand for match in matches],
            "mentions": [match.mention for match in matches],
            "levels": [finding.level for finding in findings],
            "scores": [finding.score for finding in findings],
        }


class ListingLines(JsonLinesItemExporter):
    """`-O file.jsonl`."""

    def export_item(self, item: PageVisit) -> None:
        """Write the matched listings of a visit."""
        for line in matched_lines(item):
            super().export_item(line)


class ListingArray(JsonItemExporter):
    """`-O file.json`."""

    def export_item(self, item: PageVisit) -> None:
        """Write the matched listings of a visit."""
        for line in matched_lines(item):
            super().export_item(line)
