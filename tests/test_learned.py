"""What titles teach: a word of many vendors that only looks like a misspelt name stops firing."""

import pytest
from sqlalchemy import text

from monitor.matching import Matcher
from monitor.matching.learned import TitleReader, ordinary_words
from monitor.model import Vendor
from monitor.plan import Plan
from monitor.runs.learned_words import with_learned_words
from monitor.store.db.schema import ExaminedTitleRow
from monitor.store.read.runs import load_plan
from monitor.store.write.runs import begin_run
from monitor.watchlist import Brand, Watchlist
from tests.record_book import Book, search
from tests.store_helper import listing, visit

BRAND = Brand(name="Solvanta", categories=["skin cream", "面霜"])


def titles(word: str, vendors: int, *, beside: str = "highlighter pens") -> list[tuple[str, str | None]]:
    return [(f"{word} {beside} pack {number}", f"vendor-{number}") for number in range(vendors)]


def test_a_word_of_many_vendors_is_ordinary() -> None:
    assert [m.kind for m in Matcher([BRAND]).match("solvantas pens")] == [], "an ending is no misspelling"
    assert [m.kind for m in Matcher([BRAND]).match("solventa pens")] == ["typo"]
    learned = ordinary_words([BRAND], titles("solventa", 8))
    assert learned == {"solventa"}
    assert Matcher([BRAND], learned).match("solventa pens") == ()
    assert [m.kind for m in Matcher([BRAND], learned).match("solvamta pens")] == ["typo"], "only that word"


def test_a_few_vendors_prove_nothing() -> None:
    assert ordinary_words([BRAND], titles("solventa", 7)) == frozenset()
    assert ordinary_words([BRAND], titles("solventa", 1) * 50) == frozenset(), "one vendor, many listings"


def test_a_misspelling_that_sells_the_goods_stays_one() -> None:
    """Many copyists may agree on a spelling: what stands beside it tells them from a word."""
    assert ordinary_words([BRAND], titles("solventa", 30, beside="skin cream")) == frozenset()
    assert ordinary_words([BRAND], titles("solventa", 30, beside="高仿")) == frozenset()
    mixed = titles("solventa", 30) + titles("solventa", 4, beside="面霜")
    assert ordinary_words([BRAND], mixed) == frozenset()
    assert ordinary_words([BRAND], titles("solventa", 60) + titles("solventa", 4, beside="面霜")) == {"solventa"}


def test_titles_without_vendor_teach_nothing() -> None:
    assert ordinary_words([BRAND], [(title, None) for title, _ in titles("solventa", 30)]) == frozenset()


def test_a_run_learns_from_the_titles_in_its_store(book: Book) -> None:
    """Those that named no brand, and those that only seemed to."""
    plan = Plan(method="crawl", watchlist=Watchlist(brand=[BRAND]), marketplaces=["taobao"], max_pages=1)
    shops = [Vendor(str(number), None, None) for number in range(8)]
    book.add(search(*(listing(str(n), "solventa 笔", vendor=shop) for n, shop in enumerate(shops[:7]))))
    assert with_learned_words(plan, book.store).ordinary == []
    book.add(visit((listing("8", "solventa 荧光笔", vendor=shops[7]), None), number=2, target="search:诺德沃克:2"))
    assert with_learned_words(plan, book.store).ordinary == ["solventa"]
    assert load_plan(book.store, begin_run(book.store, with_learned_words(plan, book.store))).ordinary == ["solventa"]


def test_a_run_examines_new_titles_only(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    examined: list[str] = []
    read = TitleReader.misspellings
    monkeypatch.setattr(TitleReader, "misspellings", lambda self, raw: examined.append(raw) or read(self, raw))
    plan = Plan(method="crawl", watchlist=Watchlist(brand=[BRAND]), marketplaces=["taobao"], max_pages=1)
    shops = [Vendor(str(number), None, None) for number in range(8)]
    book.add(search(*(listing(str(n), f"solventa 笔 {n}", vendor=shop) for n, shop in enumerate(shops))))
    assert with_learned_words(plan, book.store).ordinary == ["solventa"]
    assert len(examined) == 8
    assert with_learned_words(plan, book.store).ordinary == ["solventa"]
    assert len(examined) == 8, "all were known"
    book.add(search(listing("9", "solventa 荧光笔", vendor=shops[7]), number=2))
    assert with_learned_words(plan, book.store).ordinary == ["solventa"]
    assert examined[8:] == ["solventa 荧光笔"]
    other = Brand(name="Solventa", categories=["skin cream"])
    others = plan.model_copy(update={"watchlist": Watchlist(brand=[other])})
    assert with_learned_words(others, book.store).ordinary == []
    assert len(examined) == 18, "other names, all anew"


def test_titles_that_are_gone_are_forgotten(book: Book) -> None:
    plan = Plan(method="crawl", watchlist=Watchlist(brand=[BRAND]), marketplaces=["taobao"], max_pages=1)
    book.add(search(listing("1", "solventa 笔")))
    with_learned_words(plan, book.store)
    with book.store.write() as connection:
        connection.execute(text("UPDATE listing SET title = 'another title'"))
    with_learned_words(plan, book.store)
    assert len(book.rows(ExaminedTitleRow)) == 1
