"""Sheets that a person fills in: genuine against listed goods, and the report of a test purchase."""

from monitor.casework.pack.content import Block, Heading, NewPage, Pack, PackListing, Paragraph, Pictures, Sheet, Table
from monitor.words.notice import sheet_words

_FEATURES = ("colour", "material", "shape", "label", "packaging")
_TEST_BUY = ("order_number", "ordered_on", "received_on", "paid", "photographs", "method", "grounds", "conclusion")


def _both(key: str, **facts: object) -> str:
    """A label in both languages."""
    return " / ".join(str(sheet_words(language).SHEETS[key]).format(**facts) for language in ("en", "zh"))


def _mark(pack: Pack) -> str | None:
    return f"{sheet_words('en').SPECIMEN} {sheet_words('zh').SPECIMEN}" if pack.specimen else None


def _heading(pack: Pack, listing: PackListing) -> Heading:
    return Heading(f"{pack.case.id}, {listing.number}. {listing.title or listing.url}")


def comparison(pack: Pack) -> Sheet:
    """Genuine goods beside the listed ones, with room for the differences in words."""
    blocks: list[Block] = [Heading(_both("comparison"), 0), Paragraph(_both("fill_in"))]
    for listing in pack.listings:
        listed = f"{_both('listed', number=listing.number)}: {listing.url}"
        blocks += [
            _heading(pack, listing),
            Pictures(((listing.genuine, _both("genuine")), (listing.picture, listed))),
            Table(
                (_both("feature"), _both("genuine_words"), _both("listed_words")),
                tuple((_both(feature), "", "") for feature in _FEATURES),
                (2, 3, 3),
            ),
            NewPage(),
        ]
    return Sheet(_both("comparison"), tuple(blocks[:-1] if pack.listings else blocks), _mark(pack))


def test_purchase(pack: Pack) -> Sheet:
    """An empty report for each listing; no fact in it but the links."""
    blocks: list[Block] = [Heading(_both("test_buy"), 0), Paragraph(_both("test_buy_text"))]
    for listing in pack.listings:
        rows = [(_both("listed", number=listing.number), listing.url)]
        rows += [(_both(field), "") for field in _TEST_BUY]
        signature = " / ".join(sheet_words(language).NOTICE["signature"] for language in ("en", "zh"))
        blocks += [
            _heading(pack, listing),
            Table((), tuple(rows)),
            Paragraph(f"{signature}\n\n______________________________"),
            NewPage(),
        ]
    return Sheet(_both("test_buy"), tuple(blocks[:-1] if pack.listings else blocks), _mark(pack))
