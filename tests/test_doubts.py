"""Titles that hold a name and were doubted: why, counted in a run, listed from a store."""

import json
from pathlib import Path

import pytest

from monitor.cli.summary import show_summary
from monitor.matching import Matcher
from monitor.matching.doubts import DoubtReason, Doubts
from monitor.plan import Plan
from monitor.runs.doubted import doubted_by_brand
from monitor.runs.summary import summarise
from monitor.store.read.titles import unmatched_titles
from monitor.watchlist import Brand, Watchlist
from tests.commands import monitor
from tests.record_book import Book
from tests.store_helper import listing, make_store, visit

SHELL = Brand(name="Shell", chinese=["壳牌"], categories=["motor oil", "机油"])
NORDWERK = Brand(name="Nordwerk", chinese=["诺德沃克"], not_names=["Nordwerk Verlag"], categories=["drills"])
QZ = Brand(name="QZ", categories=["drills"])
BRANDS = [SHELL, NORDWERK, QZ]
DOUBTS = Doubts(BRANDS)


@pytest.mark.parametrize(
    ("title", "brand", "mention", "reason", "beside"),
    [
        ("White egg Shell, box of 20", "shell", "Shell", DoubtReason.EXPRESSION, "egg Shell"),
        ("shell on a wild beach", "shell", "shell", DoubtReason.OTHER_USE, "beach"),
        ("Shell phone case", "shell", "Shell", DoubtReason.OTHER_GOODS, ""),
        ("Nordwerk, a Novel", "nordwerk", "Nordwerk", DoubtReason.OTHER_USE, "Novel"),
        ("诺德沃克 传记 精装", "nordwerk", "诺德沃克", DoubtReason.OTHER_USE, "传记"),
        ("T-shirt QZ", "qz", "QZ", DoubtReason.OTHER_GOODS, ""),
    ],
)
def test_why_a_name_was_doubted(title: str, brand: str, mention: str, reason: DoubtReason, beside: str) -> None:
    assert Matcher(BRANDS).match(title) == ()
    [doubt] = DOUBTS.of(title)
    assert (doubt.brand, doubt.mention, doubt.reason, doubt.beside) == (brand, mention, reason, beside)


@pytest.mark.parametrize(
    "title",
    ["Nordwerk drill", "Shell motor oil", "Nordwerk Verlag novel", "eggshells", "普通电钻", "N0rdwerk novel", ""],
)
def test_what_is_not_doubted(title: str) -> None:
    """What names the brand, what is never its name, and titles without a name."""
    assert DOUBTS.of(title) == []


def test_without_categories_a_short_name_has_nothing_beside_it() -> None:
    [doubt] = Doubts([Brand(name="QZ")]).of("QZ new in box")
    assert doubt.reason is DoubtReason.NOTHING_BESIDE


TITLES = ["shell necklace", "egg shell powder", "Nordwerk novel", "plain drill"]


def test_a_run_counts_those_on_its_own_pages(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    first = book.run
    book.add(visit(*((listing(str(n), title), None) for n, title in enumerate(TITLES, 1))))
    second = book.next_run()
    book.add(visit((listing("1", TITLES[0]), None), (listing("9", "shell fossil"), None), number=2))
    with book.store.read() as connection:
        counts = [doubted_by_brand(BRANDS, unmatched_titles(connection, run)) for run in (first, second)]
    assert counts == [{"shell": 2, "nordwerk": 1}, {"shell": 2}], "listings that were known already are counted too"

    plan = Plan(method="crawl", watchlist=Watchlist(brand=BRANDS), marketplaces=["taobao"], max_pages=1)
    summary = summarise(book.store, first, plan, "done", [], {})
    assert summary.record()["doubted"] == {"shell": 2, "nordwerk": 1}
    show_summary(summary, book.store.root)
    assert "Doubted, not among them: Shell 2, Nordwerk 1." in " ".join(capsys.readouterr().out.split())


def test_they_can_be_listed(tmp_path: Path) -> None:
    make_store(tmp_path, [visit(*((listing(str(n), title), None) for n, title in enumerate(TITLES, 1)))])
    (tmp_path / "watchlist.toml").write_text('[[brand]]\nname = "Shell"\n[[brand]]\nname = "Nordwerk"\n')
    done = monitor("keywords", "--doubted", "--store", "store", "--json", cwd=tmp_path)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(record["brand"], record["title"]) for record in records} == {
        ("shell", TITLES[0]),
        ("shell", TITLES[1]),
        ("nordwerk", TITLES[2]),
    }
    assert records[0].keys() == {"brand", "mention", "reason", "beside", "listing", "marketplace", "title"}
    assert "3 titles hold a name and were doubted, of 4" in done.stderr
    told = monitor("keywords", "--doubted", "--store", "store", "--brand", "nordwerk", cwd=tmp_path)
    assert "(novel)" in told.stdout
    assert "1 titles hold" in told.stderr


def test_without_a_store_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text('[[brand]]\nname = "Shell"\n')
    done = monitor("keywords", "--doubted", "--store", "none", "--json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert not (tmp_path / "none").exists()
