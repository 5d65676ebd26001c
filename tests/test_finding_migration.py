"""A store that kept its findings in sentences: they become codes and facts, and say the same as before."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, select

from monitor.model import Missing, Reason
from monitor.store.db import migrate as migration
from monitor.store.db.migrations.versions import v0007_finding_facts as v0007
from monitor.store.db.schema import FindingRow
from monitor.store.db.sqlite import connect
from monitor.store.write.queue import rebuild_queue
from monitor.words.findings import missing_words, reason_words
from tests.judged_cases import OLDER, findings_of

OLD: dict[str, Any] = json.loads((Path(__file__).parent / "findings_of_0004.json").read_text(encoding="utf-8"))
"""The cases as the program of that version judged them."""
CLEARER = {
    "imitated_seller", "same_text", "replica_slang", "below_market_price", "reference_price_met", "price_spread",
    "market_price_spread",
    "large_volume", "price_drop", "sales_jump",
}  # fmt: skip
"""Codes whose sentences are in clearer words today."""
QUOTED_OTHERWISE = {"many words for copies"}
"""The sentence quoted the lexicon's letters (A貨), not the title's (A货). Right again with the next judging."""
UNSAID = {"a seller of an odd name", "poses as a seller of an odd name", "disguised"} | QUOTED_OTHERWISE
"""The sentences did not say everything: a seller's name with commas in it reads like several sellers, and how a name is
disguised only its explanation said. Whole again with the next judging."""


LATER = {"quotes", "rounded", "order_limit"}
"""Facts that the findings of that version did not have."""


POINTS_THEN = {"price_spread": 15}
"""What reasons were worth in that version, where it is less today."""


def without_later_facts(reason: Reason) -> Reason:
    """A reason of today as that version would have kept it: its facts, its points."""
    later = LATER | {"price"} if reason.code == "price_spread" else LATER
    facts = {name: fact for name, fact in reason.facts.items() if name not in later}
    return replace(reason, points=POINTS_THEN.get(reason.code, reason.points), facts=facts)


def reason_of(old: dict[str, Any]) -> Reason:
    return Reason(**v0007.reason_of(old))


def missing_of(old: str) -> Missing:
    return Missing(**v0007.missing_of(old))


def test_the_old_findings_are_of_the_same_cases() -> None:
    assert OLD.keys() == OLDER.keys()


@pytest.mark.parametrize("name", OLDER)
def test_the_sentences_are_those_of_today(name: str) -> None:
    new = findings_of(name)
    for old, reason in zip(OLD[name]["reasons"], new.reasons, strict=True):
        assert (reason.code, POINTS_THEN.get(reason.code, reason.points)) == (old["code"], old["points"])
        if reason.code not in CLEARER:
            assert reason_words(reason)._asdict() == {part: old[part] for part in ("saw", "expected", "text")}
    assert [missing_words(fact) for fact in new.missing] == OLD[name]["missing"]


@pytest.mark.parametrize("name", OLDER)
def test_sentences_become_the_facts_that_they_were_made_of(name: str) -> None:
    reasons = tuple(reason_of(old) for old in OLD[name]["reasons"])
    missing = tuple(missing_of(old) for old in OLD[name]["missing"])
    new = findings_of(name)
    assert missing == new.missing
    if name not in QUOTED_OTHERWISE:
        assert list(map(reason_words, reasons)) == [reason_words(without_later_facts(reason)) for reason in new.reasons]
    assert not any("as_written" in reason.facts for reason in reasons)
    if name not in UNSAID:
        assert reasons == tuple(map(without_later_facts, new.reasons))


@pytest.mark.parametrize(
    "code", [*sorted({r["code"] for one in OLD.values() for r in one["reasons"]}), "of an old day"]
)
def test_sentences_that_nobody_knows_stay(code: str) -> None:
    old = {"code": code, "points": 5, "saw": "3 things", "expected": "", "text": "There are 3 things."}
    assert reason_words(reason_of(old)) == ("3 things", "", "There are 3 things.")
    assert missing_words(missing_of("what the weather was")) == "what the weather was"


def test_a_store_of_that_version_is_updated(tmp_path: Path) -> None:
    engine = _store_before(tmp_path)
    with sqlite3.connect(tmp_path / "monitor.db") as old:
        old.executemany(
            "INSERT INTO finding (id, listing_key, brand, score, reasons, missing, first_at, changed_at) "
            "VALUES (?, ?, 'nordwerk', 15, ?, ?, ?, ?)",
            [
                (f"taobao:{name}:nordwerk", f"taobao:{name}", *_json(finding["reasons"], finding["missing"]), DAY, DAY)
                for name, finding in OLD.items()
            ],
        )
        old.execute("INSERT INTO store_info VALUES ('assessed', '{}')")
    migration.migrate(engine, tmp_path, rebuild_queue)
    with engine.connect() as connection:
        rows = {row.id: row for row in connection.execute(select(FindingRow.__table__))}
        marks = connection.exec_driver_sql("SELECT key FROM store_info WHERE key = 'assessed'").all()
    assert rows.keys() == {f"taobao:{name}:nordwerk" for name in OLD}
    for name in OLDER.keys() - UNSAID:
        row = rows[f"taobao:{name}:nordwerk"]
        new = findings_of(name)
        assert (row.reasons, row.missing) == (tuple(map(without_later_facts, new.reasons)), new.missing)
    assert not marks, "the next judging is a whole one"


DAY = "2026-11-20T12:00:00.000000Z"


def _json(*values: Any) -> tuple[str, ...]:
    return tuple(json.dumps(value, ensure_ascii=False) for value in values)


def _store_before(root: Path) -> Engine:
    """An empty store of the version before."""
    engine = connect(root / "monitor.db", write=True)
    config = migration._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, v0007.down_revision)
    return engine
