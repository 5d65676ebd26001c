"""The least quantity on wholesale cards: in their own words, beside prices that are numbers as well."""

import pytest

from monitor.pages.extract import parse_html
from monitor.pages.min_order import min_order_in
from monitor.text.counts import read_count


@pytest.mark.parametrize(
    ("markup", "least"),
    [
        ("<p>FOB Price: <b>US$ 190-445</b> / Piece</p><p>Min. Order: 1 Piece</p>", 1),
        ("<p>US$ 190-445 / Piece Min. Order: 1 Piece</p>", 1),
        ("<p><b>US$ 220-260</b> / Piece</p><div>1 Piece<span>(MOQ)</span></div>", 1),
        ("<b>US$ 4.60</b><span>100 Pieces (MOQ)</span>", 100),
        ("<span>Min. Order:</span> <span>1,000 Sets</span>", 1000),
        ("<i>$1.20 - 3.40</i><div>MOQ: 50 pieces</div>", 50),
        ("<div>Min. order: 3 bags</div>", 3),
        ("<div>10 Pieces (Min. Order)</div>", 10),
        ("<div>Minimum Order Quantity: 20 pieces</div>", 20),
        ("<b>¥12.50</b><span>2件起批</span>", 2),
        ("<b>¥12.50</b><span>≥20件起批</span>", 20),
        ("<span>起批量：3件</span>", 3),
        ("<span>Pedido mínimo: 5 piezas</span>", 5),
        ("<p>US$ 190-445 / Piece (MOQ)</p>", None),
        ("<p>US$</p><p>190 / Piece (MOQ)</p>", None),
        ("<p>USD 190 pieces (MOQ)</p>", None),
        ("<p>US$ 190-445 / Piece</p>", None),
        ("<p>Min. Order negotiable</p>", None),
        ("", None),
    ],
)
def test_min_order(markup: str, least: int | None) -> None:
    assert read_count(min_order_in(parse_html(markup))) == least


def test_no_box() -> None:
    assert min_order_in(None) is None
