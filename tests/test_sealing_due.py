"""What is sealed by itself: what the settings name, once, after runs and decisions."""

import json

import pytest

from monitor.account import Role
from monitor.config import EvidenceSettings, StoreSettings
from monitor.model import Reason
from monitor.runs.evidence_done import seal_decided
from monitor.runs.sealing import seal_due
from monitor.store.db.schema import LookAgainRow
from monitor.store.db.schema_evidence import CaptureRow
from monitor.store.write.custody import CustodyEvent, add_custody
from tests.kept_pages import FIRST, HOP, add_own, add_search, facts, keep, page_bytes, seal
from tests.record_book import HOUR, Book
from tests.review_app import InProcess
from tests.review_server import TOKEN
from tests.store_helper import NOON, decide, finding, listing, visit

SECOND = "taobao:2:nordwerk"
DUE = StoreSettings(evidence=EvidenceSettings(seal=["high", "confirmed"]))


def test_what_the_settings_name_is_sealed_once(book: Book) -> None:
    low = finding(Reason("unauthorised_vendor", 25, {}), level="medium")
    add_search(book, listing("1"))
    sha256 = keep(book, page_bytes(listing("2")))
    book.add(visit((listing("2"), low), kept=sha256, fetch={"hops": [HOP]}, page="listing", target="listing:2"))
    assert [one.id for one in seal_due(book.store, DUE, "monitor").findings] == [FIRST]
    assert seal_due(book.store, DUE, "monitor").findings == ()
    assert book.rows(LookAgainRow) == []
    # its own page, as soon as there is one
    add_own(book, listing("1"), NOON + HOUR)
    report = seal_due(book.store, DUE, "monitor")
    assert len(report.captures) == 1
    assert facts(book, report.findings[0].own)["sealed"]["why"] == "settings.toml: evidence.seal"
    add_own(book, listing("1", stock=9), NOON + 2 * HOUR, target="listing:1 ")
    assert seal_due(book.store, DUE, "monitor").captures == ()
    # a decision
    (book.store.root / "settings.toml").write_text('[evidence]\nseal = ["confirmed"]\n')
    decide(book.store, SECOND, "confirmed")
    done = seal_decided(book.store, [SECOND])
    assert done is not None
    assert (done.sealed, done.problems) == (1, [])
    assert seal_decided(book.store, [SECOND]) is None


@pytest.mark.parametrize("path", ["/decisions", "/api/v1/decisions"])
def test_a_decision_in_the_review_seals(book: Book, path: str) -> None:
    add_own(book, listing("1"))
    (book.store.root / "settings.toml").write_text('[evidence]\nseal = ["confirmed"]\n')
    review = InProcess(book.store)
    body = {"ids": [FIRST], "state": "confirmed"}
    if path.startswith("/api"):
        answer = review.ask("POST", path, json.dumps(body).encode(), Content_Type="application/json",
                            Authorization=f"Bearer {TOKEN}")  # fmt: skip
    else:
        answer = review.from_page("POST", path, review.cookie_of(Role.OWNER), body)
    assert answer.status == 200
    assert [row.sealed_by for row in book.rows(CaptureRow)] == ["monitor"]


def test_what_was_deleted_is_not_sealed_again_by_itself(book: Book) -> None:
    add_own(book, listing("1"))
    (capture,) = seal_due(book.store, DUE, "monitor").captures
    with book.store.write() as connection:
        add_custody(connection, [CustodyEvent("deleted", "monitor", NOON, capture, 1)])
    assert seal_due(book.store, DUE, "monitor").captures == ()
    assert len(seal(book).captures) == 1


def test_dismissed_findings_are_not_due(book: Book) -> None:
    add_own(book, listing("1"))
    decide(book.store, FIRST, "dismissed")
    assert seal_due(book.store, DUE, "monitor").findings == ()


def test_nothing_is_due_where_the_settings_name_nothing(book: Book) -> None:
    add_own(book, listing("1"))
    assert seal_due(book.store, StoreSettings(), "monitor").captures == ()
    assert seal_decided(book.store, [FIRST]) is None


def test_broken_settings_make_no_decision_fail(book: Book) -> None:
    (book.store.root / "settings.toml").write_text("[evidence]\nseal = 7\n")
    done = seal_decided(book.store, [FIRST])
    assert done is not None
    assert "settings.toml" in done.problems[0]
