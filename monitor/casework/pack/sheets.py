"""Sheets that a person fills in: genuine against listed goods, and the report of a test purchase."""

from monitor.casework.pack.content import Block, Heading, Pack, Paragraph, Pictures, Sheet, Table
from monitor.words.notice import sheet_words

_FEATURES = ("colour", "material", "shape", "label", "packaging")
_TEST_BUY = ("ordered_on", "received_on", "paid", "photographs", "method", "grounds", "conclusion")


def _both(key: str, **facts: object) -> str:
    """A label in both languages."""
    return " / ".join(str(sheet_words(language).SHEETS[key]).format(**facts) for language in ("en", "zh"))


def _mark(pack: Pack) -> str | None:
    return f"{sheet_words('en').SPECIMEN} {sheet_words('zh').SPECIMEN}" if pack.specimen else None


def comparison(pack: Pack) -> Sheet:
    """Genuine goods beside the listed ones, with room for the differences in words."""
    blocks: list[Block] = [Heading(_both("comparison"), 0), Paragraph(f"{pack.case.id}\n{_both('fill_in')}")]
    for listing in pack.listings:
        blocks += [
            Heading(f"{listing.number}. {listing.title or listing.url}"),
            Pictures(
                (
                    (pack.genuine, _both("genuine")),
                    (listing.picture, _both("listed", number=listing.number, link=listing.url)),
                )
            ),
            Table(
                (_both("feature"), _both("genuine_words"), _both("listed_words")),
                tuple((_both(feature), "", "") for feature in _FEATURES),
            ),
        ]
    return Sheet(_both("comparison"), tuple(blocks), _mark(pack))


def test_purchase(pack: Pack) -> Sheet:
    """An empty report for each listing; no fact in it but the links."""
    blocks: list[Block] = [Heading(_both("test_buy"), 0), Paragraph(f"{pack.case.id}\n{_both('test_buy_text')}")]
    for listing in pack.listings:
        rows = [(_both("listed", number=listing.number, link=""), listing.url), (_both("order_number"), "")]
        rows += [(_both(field), "") for field in _TEST_BUY]
        blocks += [
            Heading(f"{listing.number}."),
            Table((), tuple(rows)),
            Paragraph(" / ".join(sheet_words(language).NOTICE["signature"] for language in ("en", "zh"))),
        ]
    return Sheet(_both("test_buy"), tuple(blocks), _mark(pack))
