"""How much a title offers: sizes in any unit, numbers of pieces, and what is neither."""

import pytest

from monitor.text.quantities import read_quantity


@pytest.mark.parametrize(
    ("title", "sizes", "pieces", "contents", "parts"),
    [
        ("cream 50ml", "50 ml", None, None, None), ("面霜 ５０毫升", "50 ml", None, None, None),
        ("1.7 fl oz / 50 ml", "50.27495 ml", None, None, None), ("5cl", "50 ml", None, None, None),
        ("0.5kg", "500 g", None, None, None), ("1斤装", "500 g", None, None, None),
        ("250克", "250 g", None, None, None),
        ("1,000 ml", "1000 ml", None, None, None), ("1,5 l", "1500 ml", None, None, None),
        ("8oz", "8 oz", None, None, None),
        ("500mg", "0.5 g", None, None, None), ("2 lbs", "907.184 g", None, None, None),
        ("净含量：３０ｇ", "30 g", None, None, None),
        ("30ml/50ml/75ml", "30 ml, 50 ml, 75 ml", None, None, None), ("30/50 ml", "30 ml, 50 ml", None, None, None),
        ("50ml*2瓶", "50 ml", 2, None, None), ("2 x 50 ml", "50 ml", 2, None, None),
        ("50MLx3", "50 ml", 3, None, None),
        ("5g×30袋", "5 g", 30, None, None), ("6瓶装", "", 6, None, None), ("十二瓶装", "", 12, None, None),
        ("两双装", "", 2, None, None), ("X200 *6", "", 6, None, None), ("X200 Drill x6", "", 6, None, None),
        ("pack of 12", "", 12, None, None), ("12-pack", "", 12, None, None), ("6er Pack", "", 6, None, None),
        ("10pcs/lot", "", 10, None, None), ("10 pieces Nordwerk X200", "", 10, None, None),
        ("X200 6 pcs", "", 6, None, None),
        ("6x Nordwerk X200", "", 6, None, None), ("pack of six", "", 6, None, None), ("3双", "", 3, None, None),
        ("单支装", "", 1, None, None), ("双瓶装", "", 2, None, None), ("twin pack", "", 2, None, None),
        ("半斤", "250 g", None, None, None), ("两公斤", "2000 g", None, None, None), ("one pair", "", 1, None, None),
        ("兩雙裝", "", 2, None, None), ("12張", "", None, 12, None),
        ("面膜 10片装", "", None, 10, None), ("１２片装", "", None, 12, None), ("30 capsules", "", None, 30, None),
        ("三件套", "", None, None, 3), ("6件套", "", None, None, 6), ("set of 3", "", None, None, 3),
        ("32-piece set", "", None, None, 32), ("drill kit 24pcs", "", None, None, 24),
        # no quantity of what is offered
        ("面霜50ml送5ml", "50 ml", None, None, None), ("50ml+5ml", "50 ml", None, None, None),
        ("2件包邮", "", None, None, None),
        ("满2件8折", "", None, None, None), ("第2件半价", "", None, None, None), ("10件起批", "", None, None, None),
        ("X200 2块电池", "", None, None, None), ("X200 24pcs bits", "", None, None, None),
        ("36个月", "", None, None, None),
        ("660双卡双摄", "", None, None, None), ("升级版2升级", "", None, None, None),
        ("BMW X6", "", None, None, None),
        ("nordwerk x6", "", None, None, None), ("1/2/5 pcs", "", None, None, None),
        ("zoom 10x", "", None, None, None),
    ],
)  # fmt: skip
def test_reading_quantities(
    title: str, sizes: str, pieces: int | None, contents: int | None, parts: int | None
) -> None:
    quantity = read_quantity(title)
    read = ", ".join(f"{size.amount.normalize():f} {size.measure}" for size in quantity.sizes)
    assert (read, quantity.pieces, quantity.contents, quantity.parts) == (sizes, pieces, contents, parts)
    assert all(words in title for words in quantity.words)
