"""The words beside a name that is also a word, learned from a store's titles: what they are and what they change."""

import json
import random
from pathlib import Path

import pytest

from monitor.matching import Matcher
from monitor.matching.company import CompanyReader, company_among, learned_company
from monitor.model import NameCompany, Reason, Vendor
from monitor.plan import Plan
from monitor.runs.learned_words import learn, with_learned_words
from monitor.store.read.runs import load_plan
from monitor.store.write.runs import begin_run
from monitor.watchlist import Brand, Product, Watchlist
from tests.commands import monitor
from tests.record_book import Book
from tests.store_helper import finding, listing, make_store, visit

TORCH = Brand(name="Torch", chinese=["火炬"], product=[Product(name="Torvik")])
NORDWERK = Brand(name="Nordwerk", chinese=["诺德沃克"])

GOODS = [f"Torch Torvik lumen beam new item {n}" for n in range(12)]
BOTH = [f"Torch 火炬 强光 手电筒 充电 {n}" for n in range(12)]
OTHER = [f"torch ginger flower bulb garden fruit tropical new {n}" for n in range(14)]


def taught(titles: list[str], authorised: frozenset[str] = frozenset()) -> list[tuple[str, frozenset[str], list]]:  # type: ignore[type-arg]
    reader = CompanyReader([TORCH, NORDWERK])
    return [(f"vendor-{n}", authorised, reader.read(title)) for n, title in enumerate(titles)]


def words(supports: bool, titles: list[str]) -> set[str]:
    return {word.word for word in company_among(taught(titles)) if word.supports is supports}


def test_words_of_its_goods_and_words_of_something_else() -> None:
    assert words(True, GOODS + BOTH + OTHER) == {"lumen", "beam", "item", "强光", "手电筒", "充电"}
    assert words(False, GOODS + BOTH + OTHER) == {"ginger", "flower", "bulb", "garden", "fruit", "tropical"}


def test_words_of_any_title_teach_nothing() -> None:
    both = words(True, GOODS + OTHER) | words(False, GOODS + OTHER)
    assert "new" not in both
    assert "torch" not in both, "the name itself"


def test_the_same_titles_teach_the_same_in_any_order() -> None:
    titles = taught(GOODS + BOTH + OTHER)
    mixed = titles[:]
    random.Random(7).shuffle(mixed)
    assert company_among(titles) == company_among(mixed)


def test_few_titles_few_vendors_and_clear_names_teach_nothing() -> None:
    assert company_among(taught(GOODS[:9] + OTHER)) == []
    one_vendor = [("one", brands, read) for _, brands, read in taught(GOODS + BOTH)] + taught(OTHER)
    assert [word for word in company_among(one_vendor) if word.supports] == []
    clear = taught([title.replace("Torch", "Nordwerk").replace("torch", "nordwerk") for title in GOODS + OTHER])
    assert company_among(clear) == []


def test_titles_of_authorised_sellers_are_of_its_goods() -> None:
    own = [f"Torch rechargeable lumen {n}" for n in range(12)]
    assert company_among(taught(own) + taught(OTHER)) == [], "nobody says so"
    learned = company_among(taught(own, frozenset({"torch"})) + taught(OTHER))
    assert {word.word for word in learned if word.supports} == {"rechargeable", "lumen"}


def test_what_is_learned_is_used() -> None:
    company = learned_company(company_among(taught(GOODS + BOTH + OTHER)))
    bare = Brand(name="Torch")
    plain, learned = Matcher([bare]), Matcher([bare], company=company)
    [before], [after] = plain.match("Torch 900 lumen"), learned.match("Torch 900 Lumen")
    assert (before.score, after.score) == (0.6, 1.0)
    assert after.why.endswith("beside a word that stands beside the name of its goods (Lumen)")
    assert plain.match("torch ginger 3 pcs")
    assert learned.match("torch ginger 3 pcs") == ()
    with_product = Matcher([TORCH], company=company)
    assert with_product.match("Torch Torvik ginger")[0].score == 1.0, "a product weighs more"
    assert with_product.match("Torch 900 lumen")[0].score == 1.0
    assert Matcher([TORCH]).match("Torch 900 lumen") == ()


def test_clear_and_disguised_names_need_no_company() -> None:
    company = {"nordwerk": NameCompany(elsewhere=("ginger",)), "torch": NameCompany(elsewhere=("ginger",))}
    matcher = Matcher([NORDWERK, TORCH], company=company)
    assert [match.score for match in matcher.match("Nordwerk ginger")] == [1.0]
    assert [match.brand for match in matcher.match("T0rch ginger")] == ["torch"]


def filled(book: Book, *, authorised: bool = False) -> None:
    """A store with titles of the goods and of something else, each of a vendor of its own."""
    reason = Reason("authorised_seller", 0, {})
    goods = [f"Torch rechargeable lumen {n}" for n in range(12)] if authorised else GOODS + BOTH
    pairs = [
        (listing(str(n), title, vendor=Vendor(str(n), None, None)), finding(reason, level=None, brand="torch"))
        for n, title in enumerate(goods)
    ]
    others = [(listing(str(100 + n), t, vendor=Vendor(str(100 + n), None, None)), None) for n, t in enumerate(OTHER)]
    book.add(visit(*pairs, *others))


@pytest.mark.parametrize("authorised", [False, True])
def test_a_run_learns_it_from_its_store_and_keeps_it(book: Book, authorised: bool) -> None:
    filled(book, authorised=authorised)
    plan = Plan(method="crawl", watchlist=Watchlist(brand=[TORCH]), marketplaces=["taobao"], max_pages=1)
    learned = with_learned_words(plan, book.store)
    assert "lumen" in learned.company["torch"].with_goods
    assert "ginger" in learned.company["torch"].elsewhere
    assert load_plan(book.store, begin_run(book.store, learned)).company == learned.company
    again = learn(book.store, [TORCH])
    assert again.new == {}, "all titles were examined"
    assert learned_company(again.company) == learned.company


def test_the_owner_is_shown_it(tmp_path: Path) -> None:
    pairs = [(listing(str(n), t, vendor=Vendor(str(n), None, None)), None) for n, t in enumerate(GOODS + OTHER)]
    make_store(tmp_path, [visit(*pairs)])
    (tmp_path / "watchlist.toml").write_text('[[brand]]\nname = "Torch"\n[[brand.product]]\nname = "Torvik"\n')
    done = monitor("keywords", "--company", "--store", "store", "--json", cwd=tmp_path)
    records = {record["word"]: record for record in map(json.loads, done.stdout.splitlines())}
    assert records["lumen"] == {
        "brand": "torch",
        "word": "lumen",
        "supports": True,
        "with_goods": 12,
        "of_goods": 12,
        "elsewhere": 0,
        "of_elsewhere": 14,
        "vendors": 12,
    }
    assert records["ginger"]["supports"] is False
    told = monitor("keywords", "--company", "--store", "store", cwd=tmp_path)
    assert "12 of 12" in told.stdout
    none = monitor("keywords", "--company", "--store", "none", cwd=tmp_path)
    assert (none.returncode, none.stdout) == (0, "")
