"""What pages show of a finding: the listing's picture beside the owner's own."""

from collections.abc import Iterable
from typing import NamedTuple

from monitor.model import Missing, Reason
from monitor.pictures.problems import PictureProblem
from monitor.store.read.findings import FindingRecord
from monitor.store.read.pictures import ShownPicture, pictures_of, reference_picture_of
from monitor.store.store import Connection


class FindingPictures(NamedTuple):
    """For the macros of `picture.html`."""

    listing: ShownPicture | PictureProblem
    """The listing's first picture, or why there is none."""
    reference: ShownPicture | None
    """How the goods look by the owner's word; None where the watchlist names no picture."""


def finding_pictures(connection: Connection, finding: FindingRecord) -> FindingPictures:
    """The pictures of a finding; the reference is of the product that its reasons speak of, else of the brand."""
    key = finding.id.removesuffix(f":{finding.brand}")
    product = _product((*finding.reasons, *finding.missing))
    return FindingPictures(
        pictures_of(connection, [key]).get(key, PictureProblem.NONE_ON_PAGE),
        reference_picture_of(connection, finding.brand, product),
    )


def _product(told: Iterable[Reason | Missing]) -> str | None:
    """The name of the product that a price was compared with, or could not be."""
    products = (fact.facts.get("product") for fact in told)
    return next((product for product in products if isinstance(product, str)), None)
