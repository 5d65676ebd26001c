"""Pictures: the first one of each listing or why there is none, the owner's own, and what a run still wants."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, text

from monitor.pictures.problems import PictureProblem
from monitor.store.db.lists import listed
from monitor.store.db.types import DamagedValue, Json, UtcTime


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture as pages show it. Width and height in pixels, of the picture itself."""

    sha256: str
    width: int
    height: int
    at: datetime
    """When it came, UTC."""
    url: str | None = None
    """Its address; None for the owner's own."""


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """A picture that a run wants and has no answer from: its address, and the listings that show it."""

    url: str
    listing_keys: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """The addresses of the listings' own pages, where they are known."""


_OF_LISTINGS = listed("""
    SELECT l.key, l.image_urls, p.url, p.sha256, p.why, p.at, i.width, i.height, r.why AS removed
    FROM json_each(:keys) AS asked JOIN listing AS l ON l.key = asked.value
    LEFT JOIN listing_picture AS p ON p.listing_key = l.key
    LEFT JOIN picture AS i ON i.sha256 = p.sha256
    LEFT JOIN removed_snapshot AS r ON r.sha256_body = i.view""").columns(image_urls=Json, at=UtcTime)
_REFERENCE = text("""
    SELECT r.sha256, r.at, i.width, i.height FROM reference_picture AS r JOIN picture AS i ON i.sha256 = r.sha256
    WHERE r.brand = :brand AND r.product IN ('', :product) ORDER BY r.product = '' LIMIT 1""").columns(at=UtcTime)
_WAITING = text("""
    SELECT p.url, p.listing_key, l.url AS page FROM listing_picture AS p JOIN listing AS l ON l.key = p.listing_key
    LEFT JOIN (SELECT listing_key, min(rank) AS rank FROM queue GROUP BY listing_key) AS q
      ON q.listing_key = p.listing_key
    WHERE p.run_id = :run AND p.why = :waiting AND l.marketplace = :marketplace
    ORDER BY coalesce(q.rank, 0), p.listing_key""").bindparams(bindparam("waiting", PictureProblem.WAITING.value))
_TALLY = text("SELECT coalesce(why, 'kept') AS what, count(*) AS number FROM listing_picture WHERE run_id = :run "
              "GROUP BY what ORDER BY what = 'kept' DESC, number DESC, what")  # fmt: skip


def pictures_of(connection: Connection, listing_keys: Sequence[str]) -> dict[str, ShownPicture | PictureProblem]:
    """The first picture of each listing, or why there is none; listings that are not in the store are left out."""
    pictures: dict[str, ShownPicture | PictureProblem] = {}
    for row in connection.execute(_OF_LISTINGS, {"keys": list(listing_keys)}):
        if row.removed is not None:
            pictures[row.key] = PictureProblem.EXPIRED
        elif row.sha256 is not None:
            pictures[row.key] = ShownPicture(row.sha256, row.width, row.height, row.at, row.url)
        elif row.why is not None:
            pictures[row.key] = _problem(row.why)
        else:
            pictures[row.key] = PictureProblem.NOT_FETCHED if row.image_urls else PictureProblem.NONE_ON_PAGE
    return pictures


def reference_picture_of(connection: Connection, brand: str, product: str | None = None) -> ShownPicture | None:
    """How goods of the brand look, by the owner's word: of the product, else the brand's own picture."""
    row = connection.execute(_REFERENCE, {"brand": brand, "product": product or ""}).first()
    return ShownPicture(row.sha256, row.width, row.height, row.at) if row is not None else None


def copy_of_picture(
    connection: Connection, sha256: str, copy: Literal["view", "thumbnail"]
) -> tuple[str, str | None] | None:
    """The digest and the media type of a picture's copy in the archive; None when there is no such picture."""
    query = text(f"""SELECT s.sha256_body, s.media_type FROM picture AS p JOIN snapshot AS s ON s.sha256_body = p.{copy}
        WHERE p.sha256 = :sha256""")  # noqa: S608 (one of our two words)
    row = connection.execute(query, {"sha256": sha256}).first()
    return (row.sha256_body, row.media_type) if row is not None else None


def waiting_pictures(connection: Connection, run_id: int, marketplace: str) -> list[WaitingPicture]:
    """The pictures of a marketplace that a run wants and has no answer from, those of the highest findings first."""
    waiting: dict[str, WaitingPicture] = {}
    for row in connection.execute(_WAITING, {"run": run_id, "marketplace": marketplace}):
        picture = waiting.setdefault(row.url, WaitingPicture(row.url))
        picture.listing_keys.append(row.listing_key)
        if row.page is not None:
            picture.pages.append(row.page)
    return list(waiting.values())


def picture_tally(connection: Connection, run_id: int) -> dict[str, int]:
    """For how many listings a run kept a picture (`kept`), and for how many not, by `PictureProblem`."""
    return {row.what: row.number for row in connection.execute(_TALLY, {"run": run_id})}


def _problem(code: str) -> PictureProblem:
    try:
        return PictureProblem(code)
    except ValueError:
        raise DamagedValue("why there is no picture", code) from None
