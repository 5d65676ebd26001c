"""Which kept page is meant, and what its newest visit knew of it."""

from typing import Any

from sqlalchemy import Connection, select

from monitor.listing_ids import current_key
from monitor.pages.safe_copy import KeptPage
from monitor.store.db.schema import FindingRow, ListingRow, SnapshotRow
from monitor.store.read.runs import newest_visit_of


def page_of_finding(connection: Connection, finding_id: str) -> tuple[bool, str | None]:
    """Whether there is such a finding, and the digest of the newest kept page on which its listing was seen."""
    query = (
        select(ListingRow.last_kept)
        .join(FindingRow, FindingRow.listing_key == ListingRow.key)
        .where(FindingRow.id == current_key(finding_id))
    )
    row = connection.execute(query).first()
    return row is not None, row.last_kept if row is not None else None


def kept_digests(connection: Connection, beginning: str, most: int = 2) -> list[str]:
    """The digests of kept pages that begin with these hexadecimal digits, `most` of them at most. Pictures are none."""
    is_page = SnapshotRow.media_type.is_(None) | SnapshotRow.media_type.not_like("image/%")
    within = select(SnapshotRow.sha256_body).where(SnapshotRow.sha256_body.between(beginning, f"{beginning}g"), is_page)
    return list(connection.execute(within.order_by(SnapshotRow.sha256_body).limit(most)).scalars())


def kept_page(connection: Connection, sha256: str) -> KeptPage | None:
    """What the newest visit of a kept page knew of it; None when no visit names it."""
    visit = newest_visit_of(connection, sha256)
    if visit is None:
        return None
    hops: list[dict[str, Any]] = visit.fetch.get("hops") or [{}]
    headers = {name.lower(): value for name, value in hops[-1].get("headers", ())}
    origin = "stand-in" if visit.stand_in else visit.method
    return KeptPage(sha256, visit.url, visit.at, headers.get("content-type"), origin)
