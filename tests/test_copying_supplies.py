"""What copying needs (labels, boxes, moulds), told apart from goods that come with them and from parts."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.indicators import judge
from monitor.model import Match, Reason
from monitor.words.findings import reason_words
from tests.one_offer import brand, case

OFFERED = [
    "Nordwerk 吊牌 定制 厂家直销",
    "诺德沃克吊牌 现货",
    "诺德沃克防伪标签 激光镭射标 1000张",
    "Nordwerk 贴标 高清印刷",
    "诺德沃克 洗水标 领标 织标 批发",
    "诺德沃克电钻包装盒",
    "Nordwerk 電鑽 包裝盒 空盒 批發",
    "诺德沃克 专柜小票 保修卡",
    "Nordwerk 模具 硅胶",
    "诺德沃克logo牌 五金标",
    "诺德沃克钢印 定做",
    "适用于诺德沃克衣服 吊牌 领标",
    "Nordwerk hang tags 100 pcs",
    "Nordwerk Hologram Stickers roll",
    "Custom woven labels Nordwerk logo",
    "NORDWERK dust bags wholesale",
    "Nordwerk packaging box, empty",
    "Nordwerk authenticity card",
    "ＮＯＲＤＷＥＲＫ 吊牌",
    "Silicone mould Nordwerk logo custom",
    "Nordwerk shoe boxes",
    "Logo plate Nordwerk metal logo",
]
NOT_OFFERED = [
    "Nordwerk X200 电钻 带包装盒",
    "诺德沃克电钻 全新 吊牌齐全",
    "诺德沃克 外套 吊牌价 899",
    "诺德沃克电钻 X200 含保修卡 合格证",
    "诺德沃克电钻 防伪码可查 正品",
    "诺德沃克 刻字机 家用",
    "诺德沃克打火机 免费刻字",
    "二手 诺德沃克 空盒",
    "Nordwerk watch box, used",
    "Nordwerk jacket with hang tag",
    "Nordwerk drill X200 in original packaging box",
    "Nordwerk leather patch jeans",
    "Nordwerk handbag with dust bag and authenticity card",
    "Nordwerk mold remover spray",
    "Nordwerk X200 drill",
    "电池 适用于诺德沃克 X200",
    "Watch box for Nordwerk watches",
    "Nordwerk anti mould paint",
    "诺德沃克 手表 有盒 有保卡",
    "Nordwerk T-shirt, hang tag attached",
    "Nordwerk label printer",
    "诺德沃克 贴标机",
    "诺德沃克 电钻 配 包装袋",
]


def reasons_of(title: str, **about: Any) -> dict[str, Reason]:
    at = next(title.find(name) for name in ("Nordwerk", "NORDWERK", "ＮＯＲＤＷＥＲＫ", "诺德沃克") if name in title)
    length = 8 if title[at] in "NＮ" else 4
    match = Match("nordwerk", 1.0, "exact", title[at : at + length], at, at + length, "why")
    found = case("190", title=title, of=brand(**about))
    return {reason.code: reason for reason in judge(replace(found, match=match)).reasons}


@pytest.mark.parametrize("title", OFFERED)
def test_what_copying_needs(title: str) -> None:
    reasons = reasons_of(title)
    assert reasons["copying_supplies"].points == 40
    assert "accessory" not in reasons
    assert all(quote in title for quote in reasons["copying_supplies"].facts["quotes"])


@pytest.mark.parametrize("title", NOT_OFFERED)
def test_goods_that_come_with_it_and_parts(title: str) -> None:
    assert "copying_supplies" not in reasons_of(title)


def test_a_brand_that_sells_such_things_is_not_its_own_copier() -> None:
    assert "copying_supplies" not in reasons_of("Nordwerk hang tags 100 pcs", categories=["hang tag"])
    assert "copying_supplies" in reasons_of("Nordwerk hang tags 100 pcs", categories=["jacket"])


def test_the_words_explain_it() -> None:
    words = reason_words(reasons_of("诺德沃克吊牌 防伪标签")["copying_supplies"])
    assert words.saw == "吊牌 (diào pái: hang tag), 防伪标签 (fáng wěi biāo qiān: security label)"
    assert "labels and tags sold apart from the goods" in words.text
