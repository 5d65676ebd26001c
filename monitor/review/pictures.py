"""The pictures beside a finding: its listing's, and how the genuine goods look."""

from typing import NamedTuple

from monitor.pictures.problems import PictureProblem
from monitor.store.read.findings import FindingRecord, compared_product
from monitor.store.read.pictures import ShownPicture, pictures_of, reference_picture_of
from monitor.store.store import Connection


class FindingPictures(NamedTuple):
    """What is put side by side."""

    listing: ShownPicture | PictureProblem
    """Or why there is none."""
    reference: ShownPicture | None
    """Of the product that the price was compared with, else of the brand; None where the watchlist names none."""


def finding_pictures(connection: Connection, finding: FindingRecord) -> FindingPictures:
    """The pictures of a finding."""
    key = finding.id.rpartition(":")[0]
    return FindingPictures(
        pictures_of(connection, [key]).get(key, PictureProblem.NONE_ON_PAGE),
        reference_picture_of(connection, finding.brand, compared_product(finding)),
    )
