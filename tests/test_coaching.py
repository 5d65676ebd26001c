"""What `monitor check` says of names, products, marketplaces, and sellers in the store who may be the owner's."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.matching.coaching import name_advice
from monitor.model import Reason, Vendor
from monitor.runs.own_shops import own_shop_advice
from monitor.watchlist import Brand, Watchlist
from monitor.watchlist.model import AuthorisedSeller
from tests.commands import monitor
from tests.record_book import Book
from tests.store_helper import PRICE, finding, listing, make_store, visit


def advice_on(**brand: Any) -> list[str]:
    return name_advice(Watchlist(brand=[Brand.model_validate(brand)]))


def test_an_everyday_name_is_asked_for_categories_with_a_line_to_add() -> None:
    [line] = advice_on(name="Shell", chinese=["壳牌"])
    assert line.startswith("Shell: no categories, and Shell is also an everyday word")
    assert 'such as categories = ["' in line
    assert advice_on(name="Shell", categories=["motor oil"]) == []


def test_both_names_may_be_everyday_words() -> None:
    [line] = advice_on(name="Apple", chinese=["苹果"])
    assert "Apple and 苹果 are also everyday words" in line


def test_names_of_people_and_places_are_asked_for_categories() -> None:
    [line] = advice_on(name="Columbia")
    assert "Columbia may also be a person, a place or another word" in line


def test_any_brand_is_asked_for_categories() -> None:
    [line] = advice_on(name="Nordwerk")
    assert line.startswith("Nordwerk: no categories: titles with the name that offer other goods")


@pytest.mark.parametrize("where", ["aliases", "weak_names"])
@pytest.mark.parametrize("short", ["QZ", "7", "3-K"])
def test_short_names_are_told_wherever_they_are_listed(where: str, short: str) -> None:
    [line] = advice_on(name="Nordwerk", categories=["drills"], **{where: [short]})
    assert line.startswith(f"Nordwerk: {short}: one or two letters or digits")
    assert advice_on(name="Nordwerk", categories=["drills"], chinese=["诺沃"]) == []


def test_categories_that_say_nothing_to_the_program_are_told() -> None:
    [line] = advice_on(name="Nordwerk", categories=["drills", "gimcracks"])
    assert line.startswith("Nordwerk: categories gimcracks: no other words")


def families(*products: str) -> list[str]:
    lines = advice_on(name="Nordwerk", categories=["drills"], product=[{"name": name} for name in products])
    return [line.removeprefix("Nordwerk: product ").partition(":")[0] for line in lines]


def test_products_that_are_families() -> None:
    assert families("X200", "X2000", "Torvik Pro", "诺沃二代") == []
    assert families("shoes", "Air", "电钻", "X200") == ["shoes", "Air", "电钻"]
    assert families("Torvik", "Torvik Pro", "Torvikson") == ["Torvik"]
    assert families("诺沃", "诺沃二代") == ["诺沃"]


def test_check_says_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text('marketplaces = ["taobao", "shopee"]\n[[brand]]\nname = "Shell"\n')
    hints = json.loads(monitor("check", "--json", cwd=tmp_path).stdout)["hints"]
    assert any("everyday word" in hint for hint in hints)
    assert any(hint.startswith("shopee: no reader") for hint in hints)
    assert not any(hint.startswith("taobao") for hint in hints)


OFFICIAL = Vendor("9001", "诺德沃克官方旗舰店", None)
BRAND = Brand(name="Nordwerk", chinese=["诺德沃克"])
AUTHORISED = Reason("unauthorised_vendor", 15, {})


def offers(vendor: Vendor, count: int, *reasons: Reason) -> list[Any]:
    first = 100 * int(vendor.id or 0)
    return [(listing(str(first + n), vendor=vendor), finding(*reasons or (AUTHORISED,))) for n in range(count)]


def test_a_seller_that_looks_official_is_asked_about(book: Book) -> None:
    book.add(
        visit(
            *offers(OFFICIAL, 5),
            *offers(Vendor("9002", "Nordwerk official store", None), 4),
            *offers(Vendor("9003", "诺德沃克专卖店", None), 6, PRICE),
            *offers(Vendor("9004", "工具小铺", None), 7),
        )
    )
    [line] = own_shop_advice(Watchlist(brand=[BRAND]), book.store)
    assert line.startswith("Nordwerk: is 诺德沃克官方旗舰店 on taobao yours?")
    assert line.endswith('marketplace = "taobao", id = "9001", name = "诺德沃克官方旗舰店"')


def _listed(**known: str) -> Watchlist:
    sellers = [AuthorisedSeller(marketplace="taobao", **known)]
    return Watchlist(brand=[BRAND.model_copy(update={"authorised_seller": sellers})])


def test_nobody_asks_about_a_listed_seller(book: Book) -> None:
    book.add(visit(*offers(OFFICIAL, 5)))
    assert own_shop_advice(_listed(id="9001"), book.store) == []


def test_who_only_has_a_listed_sellers_name_is_asked_about_with_its_identifiers(book: Book) -> None:
    """Names are copied: the owner says whether the number is theirs."""
    known = replace(OFFICIAL, identifiers=(("user", "9001"), ("shop", "5005")))
    book.add(visit((listing("1", vendor=known), finding())))
    for watchlist in (_listed(name="诺德沃克官方旗舰店"), _listed(id="7777", name="诺德沃克官方旗舰店")):
        lines = own_shop_advice(watchlist, book.store)
        if watchlist.brand[0].authorised_seller[0].id is None:
            [line] = lines
            assert "has the name of your authorised seller" in line
            assert "shop number 5005" in line
            assert line.endswith('marketplace = "taobao", id = "9001", name = "诺德沃克官方旗舰店"')
        else:
            assert lines == [], "it has a number of each kind, and none is the seller's"
    assert own_shop_advice(_listed(id="5005", name="诺德沃克官方旗舰店"), book.store) == []


def test_check_reads_the_store(tmp_path: Path) -> None:
    make_store(tmp_path, [visit(*offers(OFFICIAL, 5))])
    (tmp_path / "watchlist.toml").write_text('[[brand]]\nname = "Nordwerk"\nchinese = ["诺德沃克"]\n')
    assert "yours?" in monitor("check", "--store", "store", cwd=tmp_path).stdout
    assert "yours?" not in monitor("check", cwd=tmp_path).stdout
