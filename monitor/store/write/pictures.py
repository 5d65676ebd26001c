"""Pictures: which ones a run wants, what became of each, and the owner's own. One short transaction, one caller."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, text

from monitor.pictures.address import picture_address
from monitor.pictures.keep import KeptPicture
from monitor.pictures.problems import FINAL, PictureProblem
from monitor.store.db.bulk import insert_new_rows, upsert_rows
from monitor.store.db.lists import is_among
from monitor.store.db.schema_pictures import ListingPictureRow, PictureRow, ReferencePictureRow
from monitor.store.db.types import Json
from monitor.store.write.snapshots import write_snapshots

_LONGEST_ADDRESS = 2_000
_ASKED_IN_RUN = text("SELECT count(*) FROM listing_picture WHERE run_id = :run")
# never asked for before, then the highest score first
_CANDIDATES = text("""
    SELECT q.listing_key, l.image_urls, p.url AS url, p.why AS why
    FROM queue AS q JOIN listing AS l ON l.key = q.listing_key
    LEFT JOIN listing_picture AS p ON p.listing_key = q.listing_key
    WHERE q.state IN ('new', 'confirmed', 'watch', 'later') AND q.marketplace = :marketplace
      AND q.level IN ('high', 'medium') AND l.image_urls IS NOT NULL
      AND (p.listing_key IS NULL OR (p.run_id < :run AND (p.sha256 IS NULL
           OR EXISTS (SELECT 1 FROM removed_snapshot AS r WHERE r.sha256_body = p.sha256 AND r.why = 'expired'))))
    ORDER BY p.listing_key IS NOT NULL, q.rank, q.finding_id""").columns(image_urls=Json)


def want_pictures(connection: Connection, run_id: int, marketplace: str, most: int) -> None:
    """Note which listings' pictures a run wants, of those of level high and medium without a kept one.

    `most`: in the whole run, of all marketplaces. What is noted waits for `record_picture`; a run that is resumed goes
    on with what still waits. What asking again would not mend is wanted only under another address.
    """
    left = most - (connection.execute(_ASKED_IN_RUN, {"run": run_id}).scalar() or 0)
    now = datetime.now(UTC)
    wanted: dict[str, dict[str, object]] = {}
    for row in connection.execute(_CANDIDATES, {"run": run_id, "marketplace": marketplace}):
        if len(wanted) >= left:
            break
        address = picture_address(row.image_urls)
        url = (address or next(iter(row.image_urls), ""))[:_LONGEST_ADDRESS]
        if not url or (row.url == url and row.why in FINAL):
            continue
        why = PictureProblem.WAITING if address and address == url else PictureProblem.BAD_ADDRESS
        wanted[row.listing_key] = {
            "listing_key": row.listing_key, "run_id": run_id, "url": url, "sha256": None, "why": why, "at": now,
        }  # fmt: skip
    upsert_rows(connection, ListingPictureRow, list(wanted.values()), ("run_id", "url", "why", "at"))


def record_picture(
    connection: Connection, run_id: int, listing_keys: Sequence[str], url: str, came: KeptPicture | PictureProblem
) -> None:
    """Note what became of the picture at `url`, which these listings show."""
    if isinstance(came, KeptPicture):
        _write_picture(connection, came)
    sha256, why = (came.sha256, None) if isinstance(came, KeptPicture) else (None, came)
    rows = [
        {"listing_key": key, "run_id": run_id, "url": url, "sha256": sha256, "why": why, "at": datetime.now(UTC)}
        for key in listing_keys
    ]
    upsert_rows(connection, ListingPictureRow, rows, ("run_id", "url", "sha256", "why", "at"))


def write_reference_pictures(
    connection: Connection, brands: Sequence[str], pictures: Mapping[tuple[str, str], KeptPicture]
) -> None:
    """Let these be the reference pictures of `brands`, by brand and product (empty for the brand's own)."""
    for picture in pictures.values():
        _write_picture(connection, picture)
    connection.execute(delete(ReferencePictureRow).where(is_among(ReferencePictureRow.brand)), {"keys": list(brands)})
    rows = [
        {"brand": brand, "product": product, "sha256": picture.sha256, "at": datetime.now(UTC)}
        for (brand, product), picture in pictures.items()
    ]
    insert_new_rows(connection, ReferencePictureRow, rows)


def _write_picture(connection: Connection, picture: KeptPicture) -> None:
    write_snapshots(connection, [picture.original, picture.view, picture.thumbnail])
    row = {
        "sha256": picture.sha256, "format": picture.format, "width": picture.width, "height": picture.height,
        "view": picture.view.sha256_body, "thumbnail": picture.thumbnail.sha256_body,
    }  # fmt: skip
    insert_new_rows(connection, PictureRow, [row])
