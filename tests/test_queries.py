"""What crawling and runs ask the store."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from monitor.indicators.judge import OWN_PAGE_GIVES
from monitor.model import Finding, Listing, Missing, Vendor
from monitor.page_reasons import PageReason
from monitor.store.read.candidates import LISTS, detail_candidates
from monitor.store.read.crawl import failed_once, kept_samples, known_before, searched_pages, visited_targets
from monitor.store.read.runs import ReasonCount, run_news, run_reasons, run_tallies, top_findings, visited_pages
from monitor.store.write.look_again import wish_capture, wish_look_again
from tests.record_book import HOUR, ORDINARY, Book, gone, own_page, search
from tests.store_helper import NOON, PRICE, finding, listing, visit

# --- questions


def candidates(book: Book, marketplace: str = "taobao", *, most: int = 20, late: bool = True) -> list[str]:
    with book.store.read() as connection:
        rows = detail_candidates(connection, book.run, marketplace, most=most, late=late, own_page_gives=OWN_PAGE_GIVES)
        return [row.listing_id for row in rows]


def scored(listing_id: str, points: int, level: str | None = "high", **facts: Any) -> tuple[Listing, Finding]:
    return listing(listing_id, **facts), finding(replace(PRICE, points=points), level=level)


def test_candidates_the_most_suspicious_first_within_the_budget(book: Book) -> None:
    book.add(visit(scored("1", 20), scored("2", 60), scored("3", 10, None), scored("4", 40), scored("5", 40)))
    assert candidates(book) == ["2", "4", "5", "1"]
    assert candidates(book, most=2) == ["2", "4"]
    assert candidates(book, most=0) == candidates(book, "tmall") == []


def test_candidates_whose_own_page_gives_a_missing_fact_come_first(book: Book) -> None:
    """The price of one unit may bring 40 points; a missing vendor brings none: sites hide them on both pages."""
    pages = [
        (listing(number), finding(replace(PRICE, points=15 + int(number)), missing=(Missing(code),)))
        for number, code in (("2", "unit_price"), ("3", "vendor"))
    ]
    book.add(visit(scored("1", 30), *pages))
    assert candidates(book) == ["2", "1", "3"]


def test_candidates_of_a_run_that_were_read_are_done_whatever_came(book: Book) -> None:
    book.add(visit(*(scored(str(n), 50 - n) for n in range(1, 5))))
    book.add(own_page(listing("1"), NOON + HOUR), gone("2", NOON + HOUR))
    book.add(replace(gone("3", NOON + HOUR), outcome="blocked", reason=PageReason.WALL))
    assert candidates(book) == ["4"]
    book.next_run()
    book.add(visit(*(scored(str(n), 50 - n) for n in range(1, 5)), at=NOON + 24 * HOUR))
    assert candidates(book) == ["3", "4"], "1 and 2 are listed as when they were read, the wall told nothing of 3"


def test_candidates_changed_since_or_not_seen_in_this_run(book: Book) -> None:
    book.add(visit(scored("1", 50), scored("2", 40), scored("3", 30)))
    book.add(*(own_page(listing(n), NOON + HOUR) for n in "123"))
    book.next_run()
    later = NOON + 24 * HOUR
    book.add(visit(scored("1", 50), scored("2", 40, price_min=Decimal(99)), at=later))
    assert sorted(candidates(book)) == ["2", "3"], "2 changed, 3 was not listed: is it gone?"
    book.add(own_page(listing("2", price_min=Decimal(99)), later + HOUR), gone("3", later + HOUR))
    assert candidates(book) == []


def test_candidates_that_nobody_looked_at_yet_come_after_those_that_moved(book: Book) -> None:
    book.add(visit(scored("1", 90), scored("2", 80), scored("3", 70)))
    book.next_run()
    day = NOON + 24 * HOUR
    book.add(visit(scored("1", 90), scored("2", 80, price_min=Decimal(99)), scored("3", 70), scored("4", 20), at=day))
    with book.store.read() as connection:
        rows = detail_candidates(connection, book.run, "taobao", most=20, late=True, own_page_gives={})
    assert [(row.listing_id, bool(row.later)) for row in rows] == [("2", False), ("4", False), ("1", True), ("3", True)]


def test_a_page_is_known_when_earlier_runs_saw_all_of_it_and_read_on(book: Book) -> None:
    def known(*ids: str) -> bool:
        keys = [f"taobao:{number}" for number in ids]
        with book.store.read() as connection:
            return known_before(connection, book.run, "taobao", keys, "search:诺德沃克:2")

    book.add(search(listing("1"), listing("2", ORDINARY)))
    assert not known("1", "2"), "this run's own"
    book.next_run()
    assert not known("1", "2"), "nobody read page 2 yet"
    book.add(visit(number=2, outcome="blocked", reason="wall"))
    book.next_run()
    assert not known("1", "2"), "nor did the wall"
    book.add(visit(number=2))
    book.next_run()
    assert known("1", "2")
    assert not known("1", "2", "3")


def test_candidates_that_other_searches_found_wait_for_their_end(book: Book) -> None:
    book.add(visit(scored("5", 50, marketplace="tmall")))
    assert candidates(book, "tmall", late=False) == []
    assert candidates(book, "tmall", late=True) == ["5"]
    book.next_run()
    assert candidates(book, "tmall", late=False) == ["5"], "found in an earlier run"


def test_figures_of_a_run(book: Book) -> None:
    book.add(search(listing("1"), listing("2"), listing("3", ORDINARY)))
    first = book.run
    book.next_run()
    at = NOON + 24 * HOUR
    book.add(gone("2", at))
    book.add(
        visit(
            (listing("1", price_min=Decimal(99)), finding()),
            (listing("4"), finding(PRICE, level=None)),
            (replace(listing("5", ORDINARY), listing_id=None), None),
            (listing("6", marketplace="tmall"), finding()),
            at=at,
        ),
        visit(at=at, number=2),
        visit(at=at, number=3, stand_in="http://127.0.0.1:1"),
    )
    for number, reason in ((4, PageReason.WALL), (5, PageReason.WALL), (6, PageReason.NOT_SAVED)):
        book.add(replace(visit(at=at, number=number), outcome="blocked", reason=reason, marketplace="jd"))
    book.add(
        replace(
            visit(at=at, number=7),
            outcome="unreadable",
            reason=PageReason.TOO_COSTLY,
            detail="a frameset",
            marketplace="jd",
            error="x",
        ),
        state="failed",
    )
    book.add(search(listing("2"), at=at + HOUR, number=8))
    with book.store.read() as connection:
        tallies = run_tallies(connection, book.run)
        reasons = run_reasons(connection, book.run)
        news = {run: run_news(connection, run) for run in (first, book.run, 99)}
        top = top_findings(connection, book.run, 2)
    told_of_taobao = {
        "marketplace": "taobao", "pages": 5, "listings_pages": 2, "empty": 3, "blocked": 0, "not_saved": 0,
        "unreadable": 0, "failed": 0, "listings": 4, "without_id": 1, "detail_pages": 1, "stand_in": 1,
        "matched": 4, "flagged": 3,
    }  # fmt: skip
    assert tallies["taobao"].items() >= told_of_taobao.items()
    nothing = {"blocked": 2, "not_saved": 1, "unreadable": 1, "failed": 1, "matched": 0, "flagged": 0}
    assert tallies["jd"].items() >= nothing.items()
    assert reasons[0] == ReasonCount("jd", PageReason.WALL, None, 2)
    assert {(count.reason, count.detail, count.pages) for count in reasons[1:]} == {
        ("not_saved", None, 1),
        ("too_costly", "a frameset", 1),
    }
    assert news[first] == {"new": 2, "changed": 0, "gone": 0, "back": 0}
    assert news[book.run] == {"new": 2, "changed": 1, "gone": 1, "back": 1}
    assert news[99] == {"new": 0, "changed": 0, "gone": 0, "back": 0}
    assert [(row.id, row.score, bool(row.new), row.price_min) for row in top] == [
        ("taobao:1:nordwerk", 65, False, Decimal(99)),
        ("tmall:6:nordwerk", 65, True, Decimal(260)),
    ], "among equals marketplaces take turns"


def test_questions_of_the_planner(book: Book) -> None:
    book.add(
        search(listing("1"), page_number=1, next_page=True),
        replace(visit(number=2, page_number=2, kept="b" * 64), outcome="unreadable"),
        own_page(listing("1"), NOON + HOUR),
    )
    book.add(visit(number=3), state="failed")
    targets = [f"search:诺德沃克:{n}" for n in (1, 2, 3)]
    with book.store.read() as connection:
        pages = searched_pages(connection, book.run, "taobao", targets)
        assert {n: (p.outcome, p.next_page) for n, p in pages.items()} == {
            1: ("listings", True),
            2: ("unreadable", None),
        }
        assert visited_targets(connection, book.run, "taobao") == {*targets, "listing:1"}
        assert [row.target for row in failed_once(connection, book.run, "taobao")] == targets[2:]
        assert visited_targets(connection, book.run, "taobao", "listing") == {"listing:1"}
        assert visited_targets(connection, book.run, "tmall") == set()
        assert (kept_samples(connection, "taobao"), kept_samples(connection, "jd")) == (1, 0)
        assert [row.target for row in visited_pages(connection, book.run)] == [*targets[:2], "listing:1", targets[2]]


def test_a_page_that_failed_twice_is_not_asked_for_again(book: Book) -> None:
    """Nor one that was read the second time; both count once in the run's figures, and as what they were last."""
    twice, read = visit(number=1, error="x"), visit(number=2, error="x")
    broken = {"outcome": "unreadable", "reason": PageReason.STEP_FAILED, "error": "x"}
    book.add(replace(twice, **broken), replace(read, **broken), state="failed")
    book.add(replace(twice, **broken), state="failed")
    book.add(replace(search(listing("1")), target=read.target))
    with book.store.read() as connection:
        assert failed_once(connection, book.run, "taobao") == []
        tally = run_tallies(connection, book.run)["taobao"]
        assert (tally["pages"], tally["listings_pages"], tally["failed"], tally["unreadable"]) == (2, 1, 1, 1)
        assert [(count.reason, count.pages) for count in run_reasons(connection, book.run)] == [("step_failed", 1)]


def reasons_to_look(book: Book, **asked: Any) -> dict[str, str]:
    """Why each candidate is one."""
    values = {"most": 20, "late": True, "own_page_gives": OWN_PAGE_GIVES, **asked}
    with book.store.read() as connection:
        rows = detail_candidates(connection, book.run, "taobao", **values)
    return {row.listing_id: row.why for row in rows}


def test_each_candidate_says_by_which_list_it_is_one(book: Book) -> None:
    """1 changed, 2 stands no longer where it stood, 3 was never read, 4 is a search engine's lead, 5 was read."""
    book.add(visit(*(scored(n, 50) for n in "1235")), own_page(listing("1"), NOON + HOUR))
    book.add(*(own_page(listing(n), NOON + HOUR) for n in "25"))
    led_to = listing("4", marketplace="taobao", vendor=Vendor(), price_min=None)
    book.add(visit((led_to, finding(level=None)), marketplace="bing", target="search:x:1"))
    book.next_run()
    later = NOON + 24 * HOUR
    book.add(visit(scored("1", 50, price_min=Decimal(99)), scored("3", 50), scored("5", 50), at=later))
    assert reasons_to_look(book, now=later) == {"1": "moved", "2": "vanished", "3": "unread", "4": "lead"}
    assert set(reasons_to_look(book, now=later).values()) | {"wished"} == set(LISTS)


def test_a_wish_to_look_again_is_met_once_in_each_run_until_it_ends(book: Book) -> None:
    """Although the listing is not flagged, was read before, and nothing of it moved."""
    book.add(visit(scored("1", 5, None), scored("2", 50)), own_page(listing("2"), NOON + HOUR))
    until = NOON + 48 * HOUR
    with book.store.write() as connection:
        wish_look_again(connection, "taobao:1", "case 7: removed?", NOON)
        wish_look_again(connection, "taobao:1", "case 7: removed?", until)
        wish_look_again(connection, "taobao:1", "reviewer", NOON + HOUR)
    for _ in range(2):
        book.next_run()
        assert reasons_to_look(book, now=until - HOUR) == {"1": "wished"}
        assert candidates(book, "tmall") == []
        book.add(own_page(listing("1"), until - HOUR))
        assert reasons_to_look(book, now=until - HOUR) == {}
    book.next_run()
    assert reasons_to_look(book, now=until) == {}


def test_a_gone_listing_is_looked_at_again_on_a_wish_only(book: Book) -> None:
    book.add(visit(scored("1", 50)), gone("1", NOON + HOUR))
    book.next_run()
    assert reasons_to_look(book, now=NOON) == {}
    with book.store.write() as connection:
        wish_look_again(connection, "taobao:1", "is it back?", NOON + HOUR)
    assert reasons_to_look(book, now=NOON) == {"1": "wished"}


def test_a_wish_for_a_capture_comes_first_and_ends_with_it(book: Book) -> None:
    """Before what is more suspicious; a page that was had otherwise, or a wall, ends nothing."""
    book.add(visit(scored("1", 5, None), scored("2", 50)))
    until = NOON + 48 * HOUR
    with book.store.write() as connection:
        wish_capture(connection, "taobao:1", until)

    def wanted(now: datetime) -> list[tuple[str, bool]]:
        book.next_run()
        with book.store.read() as connection:
            rows = detail_candidates(
                connection, book.run, "taobao", most=20, late=True, own_page_gives=OWN_PAGE_GIVES, now=now
            )
        return [(row.listing_id, bool(row.capture)) for row in rows]

    assert wanted(NOON) == [("1", True), ("2", False)]
    book.add(own_page(listing("1"), NOON + HOUR))
    blocked = replace(own_page(listing("1"), NOON + HOUR), outcome="blocked", entries=(), capture=True)
    book.next_run()
    book.add(blocked)
    assert ("1", True) in wanted(NOON + 2 * HOUR)
    book.add(replace(own_page(listing("1"), NOON + 2 * HOUR), capture=True))
    assert ("1", True) not in wanted(NOON + 3 * HOUR)
    with book.store.write() as connection:
        wish_capture(connection, "taobao:1", until)
    assert ("1", True) in wanted(NOON + 3 * HOUR)
