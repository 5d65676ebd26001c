"""The pictures beside a finding: its listing's, and how the genuine goods look."""

from typing import NamedTuple

from monitor.pictures.problems import PictureProblem
from monitor.store.read.findings import FindingRecord
from monitor.store.read.pictures import ShownPicture, pictures_of, reference_picture_of
from monitor.store.store import Connection


class PicturesBeside(NamedTuple):
    """What is put side by side."""

    listing: ShownPicture | PictureProblem
    """Or why there is none."""
    genuine: ShownPicture | None
    """Of the product that the price was compared with, else of the brand; None where the watchlist names none."""


def pictures_beside(connection: Connection, finding: FindingRecord) -> PicturesBeside:
    """The pictures of a finding."""
    key = f"{finding.marketplace}:{finding.listing.listing_id}"
    products = (reason.facts.get("product") for reason in finding.reasons)
    product = next((name for name in products if isinstance(name, str)), None)
    return PicturesBeside(
        pictures_of(connection, [key]).get(key, PictureProblem.NONE_ON_PAGE),
        reference_picture_of(connection, finding.brand, product),
    )
