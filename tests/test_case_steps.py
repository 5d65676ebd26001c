"""`monitor case steps`: what an owner can do next, what it needs, by when, and under which law."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.casework.procedure import CaseEvent, CaseState
from monitor.casework.rules import laws
from monitor.casework.steps import Holdings, next_steps
from monitor.store.read.cases import find_case
from monitor.store.store import Store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from monitor.words import en_steps
from tests.case_helper import confirmed_store, make_case
from tests.store_helper import run

_Command = Callable[..., tuple[int, str, str]]
_DAY = date(2026, 11, 29)


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> _Command:
    """`monitor case …` on the store of the test."""
    return lambda *words: run(monkeypatch, capfd, "case", *words, "--store", tmp_path / "store")


def _enter(store: Store, case: str, *states: str, **facts: Any) -> None:
    """Events of one day after another, from 23 November 2026 on; `facts`: of the last."""
    with store.write() as connection:
        for number, state in enumerate(states):
            at = datetime(2026, 11, 23 + number, 9, tzinfo=UTC)
            told = facts if number == len(states) - 1 else {}
            add_case_event(connection, NewCaseEvent(case, at, at, "A. Weber", state, **told))


def test_a_refused_case_under_both_trade_mark_laws(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    case = make_case(store)
    _enter(store, case, "filed", "rejected", text="The differences are not shown.\x1b[31m")
    code, shown, _ = monitor("steps", case, "--on", "2026-12-31")
    assert code == 0
    assert "\x1b" not in shown
    assert "Why: the platform refused the complaint." in shown
    assert "The differences are not shown." in shown
    assert "File again, with what was missing" in shown
    assert "[look] needs: the differences in words: colour, material, shape" in shown
    assert "Administrative complaint in China: the local market regulator (SAMR, AMR)" in shown
    assert "[there] needs: a right that is in force in China" in shown
    assert "[there] needs: the sealed page of each link, undamaged" in shown
    assert "[MISSING] helps: a checked time stamp over each sealed page; `monitor evidence stamp`" in shown
    assert "[MISSING] needs: a right that is in force in the EU or a member state" in shown
    assert "as it stands until 31 December 2026" in shown
    assert "article 20" not in shown, "the case was no notice under the DSA"
    new = json.loads(monitor("steps", case, "--on", "2027-01-01", "--json")[1])
    assert "revised on 26 June 2026" in new["trade_mark_law"]["value"]
    assert new["why"] == ["rejected"]
    steps = {step["step"]: step for step in new["steps"]}
    assert [*steps] == ["file_again", "dsa_notice", "administrative", "court", "national_court", "customs",
                        "customs_application"]  # fmt: skip
    assert steps["customs"]["rule"]["certainty"] == "check", "no page with its conditions was read"
    assert steps["court"]["by"] == [], "no counter-notice, so no time runs"
    # evidence that was damaged since is no evidence
    for file in (tmp_path / "store" / "evidence" / "captures").glob("*/page.html"):
        file.chmod(0o644)
        file.write_bytes(b"<p>y</p>")
    assert "[MISSING] needs: the sealed page of each link" in monitor("steps", case)[1]


def test_times_that_run_and_what_follows_a_decision_under_the_dsa(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2, 3))
    countered = make_case(store, (1,))
    _enter(store, countered, "filed", "seller_notified", "counter_notice")
    found = json.loads(monitor("steps", countered, "--on", "2026-12-20", "--json")[1])
    assert [step["step"] for step in found["steps"]] == ["dispute", "administrative", "court"]
    # 15 days after 25 November in Shanghai is Thursday 10 December; 20 working days is Wednesday 23 December
    assert [by["day"] for by in found["steps"][2]["by"]] == ["2026-12-10", "2026-12-23"]
    assert {by["rule"]["certainty"] for by in found["steps"][2]["by"]} == {"check"}
    assert "by 2026-12-10 [PAST] (check" in monitor("steps", countered, "--on", "2026-12-20")[1]
    by_dsa = make_case(store, (2,), platform="dsa", marketplace="aliexpress")
    _enter(store, by_dsa, "filed", "rejected")
    steps = {step["step"]: step for step in json.loads(monitor("steps", by_dsa, "--json")[1])["steps"]}
    assert "dsa_notice" not in steps
    assert steps["dsa_complaint"]["by"][0]["day"] == "2027-05-24"
    assert "dsa_dispute" in steps
    # nothing follows a removal, until the seller is in a further case
    removed = make_case(store, (3,), seller="taobao:id:7009")
    _enter(store, removed, "filed", "removed")
    assert "Nothing follows now" in monitor("steps", removed)[1]
    make_case(store, (3,), seller="taobao:id:7009", created_at=datetime(2026, 11, 26, tzinfo=UTC))
    assert "Why: the seller goes on after a removal." in monitor("steps", removed)[1]
    assert monitor("steps", "2026-0099")[0] == 2
    assert monitor("steps", removed, "--on", "soon")[0] == 2


def test_a_listing_that_came_back_and_one_that_silence_brought_back(tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    with store.read() as connection:
        case = find_case(connection, make_case(store))
    assert case is not None

    def codes(*states: CaseState) -> tuple[tuple[str, ...], list[str]]:
        events = [CaseEvent(datetime(2026, 11, 1 + n, tzinfo=UTC), state, "A") for n, state in enumerate(states)]
        found = next_steps(case, [events], Holdings((), 1, 1, 1), _DAY, listed_again=False)
        return found.why, [step.code for step in found.steps]

    filed, countered = CaseState.FILED, (CaseState.SELLER_NOTIFIED, CaseState.COUNTER_NOTICE)
    assert codes(filed, CaseState.REMOVED, CaseState.DRAFT)[0] == ("relisted",)
    assert codes(filed, *countered, CaseState.REINSTATED)[1][:2] == ["dispute", "file_again"]
    assert codes(filed, *countered, CaseState.DISPUTED, CaseState.REINSTATED)[1][0] == "file_again"
    assert codes(filed) == ((), [])


def test_the_law_says_who_told_it_and_each_step_and_need_has_words() -> None:
    for law in laws().values():
        for rule in law.rule:
            assert rule.source.strip()
            kind, _, name = rule.key.partition(".")
            if kind == "step":
                assert name in en_steps.STEP_NAMES
            if kind == "need":
                assert rule.value in ("needed", "helps")
                assert law.find(f"step.{name.split('.')[0]}", law.marketplaces[0], _DAY) is not None
                assert name.split(".")[1] in en_steps.NEED_NAMES
    assert en_steps.NEED_NAMES.keys() == en_steps.NEED_ADVICE.keys()
