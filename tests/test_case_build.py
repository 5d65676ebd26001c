"""Findings become cases: grouped, within the platform's limits, and what can't be filed is refused with what to do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.casework.build import Filing, build_cases
from monitor.casework.finding import CaseFinding, OpenCase, OwnCapture
from monitor.casework.rights import HeldRight
from monitor.watchlist import Right
from monitor.words import en_cases, zh_cases
from monitor.words.cases import refusal_words

_NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
_GOODS = {"nordwerk": ["cordless drills", "电钻"]}


def _held(*documents: str, brand: str = "nordwerk", **facts: Any) -> HeldRight:
    told: dict[str, Any] = {
        "kind": "trade mark", "number": "00000001", "jurisdiction": "CN", "classes": [7],
        "valid_until": date(2031, 5, 1),
    }  # fmt: skip
    return HeldRight(brand, Right.model_validate({**told, **facts}), frozenset(documents))


_RIGHT = _held()
_CAPTURE = OwnCapture("20261128T080000Z-00010000", _NOW - timedelta(days=1), _NOW - timedelta(days=2), session=False)


def _finding(number: int, **facts: Any) -> CaseFinding:
    told: dict[str, Any] = {
        "id": f"taobao:{number}:nordwerk", "listing_key": f"taobao:{number}", "marketplace": "taobao",
        "brand": "nordwerk", "title": "诺德沃克 X200 电钻", "url": f"https://item.taobao.com/item.htm?id={number}",
        "state": "confirmed", "ground": "counterfeit", "note": None, "taken_back": False, "gone": False,
        "seller": "taobao:id:7001", "seller_name": "工具小铺", "authorised": False, "score": 65, "level": "high",
        "reasons": ("below_market_price",), "capture": _CAPTURE,
    }  # fmt: skip
    return CaseFinding(**{**told, **facts})


def _refused(finding: CaseFinding, *rights: HeldRight, **filing: Any) -> str:
    """The one sentence about it."""
    built = build_cases([finding], rights or [_RIGHT], _GOODS, Filing(_NOW, **filing))
    assert not built.drafts
    (refusal,) = built.refusals
    return refusal_words(refusal.code, refusal.facts)


@pytest.mark.parametrize(
    ("changes", "what", "to_do"),
    [
        ({"state": "new", "ground": None}, "is new", "monitor decide"),
        ({"state": "dismissed", "ground": None}, "is dismissed", "monitor decide"),
        ({"state": "new", "ground": None, "taken_back": True}, "taken back", "decide it anew"),
        ({"ground": None}, "without a ground", "--ground"),
        ({"ground": "other"}, "without a ground", "--ground"),
        ({"gone": True}, "gone", "leave it out"),
        ({"authorised": True}, "工具小铺 is among your authorised sellers", "dismiss"),
        ({"url": None}, "no exact address", "read first"),
        ({"url": "javascript:alert(1)"}, "no exact address", "read first"),
        ({"capture": None}, "no sealed capture", "monitor evidence seal taobao:1:nordwerk"),
        ({"capture": replace(_CAPTURE, problem="page.html changed")}, "page.html changed", "restore it"),
        ({"cases": (OpenCase("2026-0001", "ipp", "00000001"),)}, "open case 2026-0001", "what became of it"),
    ],
)
def test_what_keeps_a_finding_out(changes: dict[str, Any], what: str, to_do: str) -> None:
    sentence = _refused(_finding(1, **changes))
    assert what in sentence
    assert to_do in sentence


@pytest.mark.parametrize(
    ("changes", "what", "to_do"),
    [
        (
            {"jurisdiction": "DE"},
            "right 00000001: It is registered in DE; for this marketplace the platform takes: CN.",
            "use another route",
        ),
        ({"jurisdiction": "WO"}, "international registration", "extension"),
        ({"valid_until": date(2026, 11, 28)}, "expired on 2026-11-28", "Renew it"),
        ({"status": "application"}, "only applied for", "Wait for the registration"),
        (
            {"classes": [25]},
            "class 25; the brand's goods (cordless drills, 电钻) belong to class 7",
            "registered for these",
        ),
        ({"kind": "design"}, "not filed by this kind of right (design), but by: trade mark", "Use a right"),
        ({"brand": "sudwerk"}, "It belongs to sudwerk", "Cite a right of nordwerk"),
        ({"registered_on": date(2026, 11, 30)}, "exists since 2026-11-30 only", "existed on that day"),
        ({"registered_on": date(2026, 11, 28)}, "sealed page was read on 2026-11-27, before that", "sealed again"),
    ],
)
def test_what_keeps_a_right_from_being_cited(changes: dict[str, Any], what: str, to_do: str) -> None:
    sentence = _refused(_finding(1), _held(**changes), right_number="00000001")
    assert what in sentence
    assert to_do in sentence


def test_a_right_is_taken_when_none_is_named_and_the_nearest_miss_is_said() -> None:
    expired = _held(number="1", valid_until=date(2020, 1, 1))
    abroad = _held(number="2", jurisdiction="DE")
    (draft,) = build_cases([_finding(1)], [abroad, expired, _RIGHT], _GOODS, Filing(_NOW)).drafts
    assert draft.right == _RIGHT
    assert "right 1: It expired" in _refused(_finding(1), abroad, expired)
    assert "names no right" in _refused(_finding(1), _held(brand="sudwerk"))
    assert "no right with this number" in _refused(_finding(1), right_number="9")


def test_a_right_expires_at_the_end_of_the_platforms_own_day() -> None:
    last = _held(valid_until=date(2026, 11, 29))
    assert build_cases([_finding(1)], [last], _GOODS, Filing(_NOW)).drafts
    in_china_tomorrow = datetime(2026, 11, 29, 16, 30, tzinfo=UTC)
    assert build_cases([_finding(1)], [last], _GOODS, Filing(in_china_tomorrow)).refusals[0].facts["gap"] == "expired"


def test_a_registration_abroad_opens_other_ways() -> None:
    german = _held(jurisdiction="DE")
    (draft,) = build_cases([_finding(1)], [german], _GOODS, Filing(_NOW, platform="dsa")).drafts
    assert draft.platform == "dsa"
    extended = _held("extension", jurisdiction="WO")
    assert build_cases([_finding(1)], [extended], _GOODS, Filing(_NOW)).drafts
    copied = _finding(1, ground="copied")
    picture = _held(kind="copyright", jurisdiction="DE", classes=[], number=None, title="Photographs")
    assert build_cases([copied], [_RIGHT, picture], _GOODS, Filing(_NOW)).drafts[0].right == picture
    nameless = _held(kind="copyright", jurisdiction="DE", classes=[], number=None)
    assert "neither a number nor a title" in _refused(copied, nameless)


def test_a_platform_is_asked_only_about_its_own_marketplaces() -> None:
    ebay = _finding(1, id="ebay:1:nordwerk", listing_key="ebay:1", marketplace="ebay", url="https://www.ebay.de/itm/1")
    assert "takes no complaints about ebay" in _refused(ebay, platform="ipp")
    built = build_cases([_finding(1), ebay], [_RIGHT], _GOODS, Filing(_NOW))
    assert [(draft.platform, draft.marketplace) for draft in built.drafts] == [("ipp", "taobao"), ("ebay", "ebay")]


def test_one_refused_finding_keeps_all_back() -> None:
    built = build_cases(
        [_finding(1), _finding(2, gone=True), _finding(3, capture=None)], [_RIGHT], _GOODS, Filing(_NOW)
    )
    assert built.drafts == ()
    assert [refusal.code for refusal in built.refusals] == ["gone", "not_sealed"]


def test_findings_are_grouped() -> None:
    findings = [
        _finding(1),
        _finding(2),
        _finding(2),
        _finding(3, seller="taobao:id:7002"),
        _finding(4, ground="mark"),
        _finding(5, seller=None),
    ]
    drafts = build_cases(findings, [_RIGHT], _GOODS, Filing(_NOW, reason="Counterfeit Features")).drafts
    assert [[finding.listing_key for finding in draft.findings] for draft in drafts] == [
        ["taobao:1", "taobao:2"],
        ["taobao:3"],
        ["taobao:4"],
        ["taobao:5"],
    ]
    assert {draft.reason for draft in drafts} == {"Counterfeit Features"}
    assert {draft.complaint_type for draft in drafts} == {"Product listing"}


def test_301_links_are_two_cases() -> None:
    drafts = build_cases([_finding(n) for n in range(301)], [_RIGHT], _GOODS, Filing(_NOW)).drafts
    assert [len(draft.findings) for draft in drafts] == [300, 1]


_SOME = st.lists(
    st.builds(
        _finding,
        st.integers(1, 700),
        seller=st.sampled_from(["taobao:id:1", "taobao:id:2", None]),
        ground=st.sampled_from(["counterfeit", "mark"]),
    ),
    max_size=900,
)


@given(findings=_SOME, platform=st.sampled_from(["ipp", "dsa"]))
def test_limits_are_never_exceeded_and_nothing_is_lost(findings: list[CaseFinding], platform: str) -> None:
    right = _held(jurisdiction="CN" if platform == "ipp" else "EU")
    drafts = build_cases(findings, [right], _GOODS, Filing(_NOW, platform=platform)).drafts
    assert all(0 < len(draft.findings) <= (300 if platform == "ipp" else 900) for draft in drafts)
    assert all(len({(f.seller, f.ground, f.marketplace, f.brand) for f in draft.findings}) == 1 for draft in drafts)
    filed = [finding.id for draft in drafts for finding in draft.findings]
    assert sorted(filed) == sorted({finding.id for finding in findings})


def test_each_refusal_has_words_in_both_languages() -> None:
    assert en_cases.CASE_REFUSALS.keys() == zh_cases.CASE_REFUSALS.keys()
