"""Findings that are decided best together: of one seller, with the same title or the same picture."""

from sqlalchemy import Connection, text

from monitor.store.db.types import Json
from monitor.store.read.findings import FindingRecord

_MOST = 2_000
_OF_SELLER = text("""
    SELECT q.finding_id, q.seen, l.title, l.image_urls, p.sha256 IS NOT NULL AND p.sha256 = own.sha256 AS same_picture
    FROM queue AS q JOIN listing AS l ON l.key = q.listing_key
    LEFT JOIN listing_picture AS p ON p.listing_key = q.listing_key
    LEFT JOIN listing_picture AS own ON own.listing_key = (SELECT listing_key FROM finding WHERE id = :id)
    WHERE q.seller = :seller AND q.state = :state AND q.brand = :brand AND q.finding_id != :id
    ORDER BY q.rank, q.finding_id LIMIT :most""").columns(image_urls=Json)


def findings_alike(connection: Connection, finding: FindingRecord) -> dict[str, str]:
    """The other findings of the seller, in the same state and for the same brand, that show the same: id to `seen`.

    The same title, the same picture by its bytes, or a picture file of the same name (hosts of pictures change from
    visit to visit).
    """
    if finding.seller is None:
        return {}
    asked = {"seller": finding.seller, "state": finding.state, "brand": finding.brand, "id": finding.id, "most": _MOST}
    pictures = set(map(_file, finding.listing.image_urls))
    return {
        row.finding_id: row.seen
        for row in connection.execute(_OF_SELLER, asked)
        if row.same_picture
        or (row.title is not None and row.title == finding.listing.title)
        or not pictures.isdisjoint(map(_file, row.image_urls or ()))
    }


def _file(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]
