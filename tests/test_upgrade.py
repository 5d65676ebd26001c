"""A store as the first version made it, with rows, becomes one of today: nothing is lost, and all of it answers."""

import hashlib
import json
import sqlite3
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command

from monitor.deciding.decide import decide, undo
from monitor.decision import verdict
from monitor.errors import InputError
from monitor.store.db import migrate as migration
from monitor.store.db.sqlite import connect, writing
from monitor.store.db.views import VIEWS
from monitor.store.read.agreement import indicator_record
from monitor.store.read.decisions import decision_history
from monitor.store.read.findings import select_findings
from monitor.store.read.judging import listings_of_visits, unjudged_visits
from monitor.store.store import Store, create_store
from monitor.words.decisions import decision_words

_HISTORY = ("observation", "lifecycle", "decision", "snapshot", "match", "vendor")
_NOON, _LATER, _EARLIER = (f"2026-{day}T12:00:00.000000Z" for day in ("10-02", "10-05", "09-20"))
_KEPT, _OTHER = "ab" * 32, "cd" * 32
_CERTIFICATE = ssl.DER_cert_to_PEM_cert(b"a certificate of item.taobao.com")


def _hop(certificate: str | None) -> dict[str, Any]:
    return {
        "url": "https://item.taobao.com/",
        "status": 200,
        "headers": [["server", "诺"]],
        "tls_certificate": certificate,
    }


def _old_rows() -> dict[str, list[dict[str, Any]]]:
    fetches: list[dict[str, Any]] = [{"hops": [_hop(_CERTIFICATE), _hop(None)]}, {}, {"hops": [_hop(_CERTIFICATE)]}]
    shown = [["taobao:1", "taobao:2", "taobao:9"], ["taobao:1"], ["taobao:2"]]
    visits = [
        {
            "id": number, "run_id": 1, "marketplace": "taobao", "page": "search", "target": f"search:x:{number}",
            "state": "done", "outcome": "listings", "url": "https://s.taobao.com/", "at": at, "recorded_at": _LATER,
            "method": "crawl", "session": 0, "listing_keys": json.dumps(keys), "without_id": 0, "sha256_body": kept,
            "fetch": json.dumps(fetch),
        }
        for number, at, keys, kept, fetch in zip(
            (1, 2, 3), (_NOON, _LATER, _EARLIER), shown, (_KEPT, None, _OTHER), fetches, strict=True
        )
    ]  # fmt: skip
    listings = [
        {
            "key": f"taobao:{number}", "marketplace": "taobao", "listing_id": f"{number}", "vendor_key": "taobao:id:7",
            "first_seen": _NOON, "first_visit": 1, "changed_at": _NOON, "gone": 0, "digests": "{}", "title": "诺德沃克",
            "price_min": 2600000, "currency": "CNY",
        }
        for number in (1, 2, 3)
    ]  # fmt: skip
    reasons = json.dumps([{"code": "replica_slang", "points": 60, "saw": "高仿", "expected": "", "text": "高仿"}])
    findings = [
        {
            "id": f"taobao:{number}:nordwerk", "listing_key": f"taobao:{number}", "brand": "nordwerk", "score": 60,
            "level": "high", "reasons": reasons, "missing": "[]", "first_at": _NOON, "changed_at": _NOON,
        }
        for number in (1, 2)
    ]  # fmt: skip
    vendor = {"key": "taobao:id:7", "marketplace": "taobao", "vendor_id": "7", "name": "店", "first_seen": _NOON}
    page = {"listing_key": "taobao:1", "visit_id": 1, "at": _NOON}
    return {
        "store_info": [
            {"key": "kind", "value": "live"},
            {"key": "salt", "value": "00" * 16},
            {"key": "created", "value": _NOON},
        ],
        "run": [{"id": 1, "started_at": _NOON, "state": "done", "method": "crawl", "plan": "{}", "program": "0.1"}],
        "snapshot": [{"sha256_body": sha256, "size": 10, "media_type": "text/html"} for sha256 in (_KEPT, _OTHER)],
        "visit": visits,
        "vendor": [vendor],
        "listing": listings,
        "observation": [{**page, "id": 1, "page": "search", "title": "诺德沃克", "price_min": 2600000}],
        "lifecycle": [{**page, "id": 1, "event": "gone"}, {**page, "id": 2, "event": "back"}],
        "match": [
            {
                "listing_key": "taobao:1", "brand": "nordwerk", "score": 1.0, "kind": "exact", "mention": "诺德沃克",
                "start": 0, "end": 4, "why": "the brand's Chinese name",
            }
        ],
        "finding": findings,
        "decision": [
            {"id": n, "finding_id": "taobao:1:nordwerk", "at": _NOON, "reviewer": "A. Weber", "state": state}
            for n, state in ((1, "watch"), (2, "confirmed"))
        ],
        "unmatched": [{"key": "taobao:9", "marketplace": "taobao", "title": "电钻", "seen_at": _NOON}],
    }  # fmt: skip


def _first_version(root: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    """A store at migration 0001, the rows written past the program."""
    root.mkdir()
    engine = connect(root / "monitor.db", write=True)
    config = migration._config()
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with writing(engine).begin() as connection:
        for table, its in rows.items():
            for row in its:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
    engine.dispose()


def _digests(root: Path) -> dict[str, str]:
    """Of all that is never changed, row by row."""
    with sqlite3.connect(root / "monitor.db") as connection:
        return {
            table: hashlib.sha256(repr(connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()).encode())
            .hexdigest()
            for table in _HISTORY
        }  # fmt: skip


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, str]]]:
    root = tmp_path_factory.mktemp("old") / "store"
    _first_version(root, _old_rows())
    before = _digests(root)
    store = create_store(root)
    yield store, before
    store.close()


def _rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_history_is_as_it_was(upgraded: tuple[Store, dict[str, str]]) -> None:
    store, before = upgraded
    assert _digests(store.root) == before
    assert len(list((store.root / "backups").iterdir())) == 1


def test_version_triggers_and_views_are_those_of_today(upgraded: tuple[Store, dict[str, str]], tmp_path: Path) -> None:
    """To the letter, as in a store that is new."""
    store, _ = upgraded
    fresh = create_store(tmp_path / "fresh")
    made = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view', 'index') ORDER BY 2"
    assert store.version() == migration.NEWEST
    assert _rows(store, made) == _rows(fresh, made)
    fresh.close()
    for view in VIEWS:
        assert _rows(store, f"SELECT * FROM {view}"), view
    with pytest.raises(Exception, match="append only"), store.write() as connection:
        connection.exec_driver_sql("UPDATE decision SET state = 'dismissed'")


def test_listings_know_when_they_were_seen_last_and_on_which_page(upgraded: tuple[Store, dict[str, str]]) -> None:
    """Number 2 was handed in on an older page later; number 3 is on no page on record."""
    store, _ = upgraded
    assert _rows(store, "SELECT key, last_seen, last_kept FROM listing ORDER BY key") == [
        ("taobao:1", _LATER, _KEPT),
        ("taobao:2", _NOON, _KEPT),
        ("taobao:3", _NOON, None),
    ]
    assert _rows(store, "SELECT * FROM last_seen ORDER BY 1")[0] == ("taobao:1", _LATER)


def test_findings_have_the_state_of_their_newest_decision(upgraded: tuple[Store, dict[str, str]]) -> None:
    store, _ = upgraded
    assert [(record.id, record.state) for record in select_findings(store)] == [
        ("taobao:1:nordwerk", "confirmed"),
        ("taobao:2:nordwerk", "new"),
    ]
    with store.read() as connection:
        (fired,) = indicator_record(connection)
    assert (fired.fired, fired.decided, fired.confirmed) == (2, 1, 1)


def test_certificates_are_kept_once_and_can_be_joined(upgraded: tuple[Store, dict[str, str]]) -> None:
    store, _ = upgraded
    (kept,) = _rows(store, "SELECT sha256, pem FROM certificate")
    assert kept[1] == _CERTIFICATE
    hops = _rows(
        store,
        "SELECT v.id, j.value ->> 'certificate_sha256', j.value ->> 'tls_certificate' "
        "FROM visit AS v, json_each(v.fetch, '$.hops') AS j ORDER BY 1",
    )
    assert hops == [(1, kept[0], None), (1, None, None), (3, kept[0], None)]
    assert _rows(store, "SELECT fetch FROM visit WHERE id = 2") == [("{}",)]


def test_all_is_still_to_be_judged(upgraded: tuple[Store, dict[str, str]]) -> None:
    """The first version judged page by page alone."""
    store, _ = upgraded
    with store.read() as connection:
        visits = unjudged_visits(connection)
        assert visits == [1, 2, 3]
        assert listings_of_visits(connection, visits) == ["taobao:1", "taobao:2", "taobao:9"]


def test_decisions_of_then_count_show_and_are_taken_back_one_by_one(tmp_path: Path) -> None:
    """They have no batch, and nobody wrote down what the reviewer saw."""
    _first_version(tmp_path / "store", _old_rows())
    store = create_store(tmp_path / "store")
    finding = "taobao:1:nordwerk"
    with store.read() as connection:
        history = decision_history(connection, finding)
    assert [decision_words(decision) for decision in history] == [
        "watch by A. Weber on 2026-10-02", "confirmed by A. Weber on 2026-10-02",
    ]  # fmt: skip
    assert [record.changed for record in select_findings(store)] == [None, None]
    states = []
    for _ in history:
        (taken,) = undo(store, by="A. Weber", only_own=True).decisions
        states.append((taken.undoes, taken.state, next(iter(select_findings(store, state=taken.state))).id))
    assert states == [(2, "watch", finding), (1, "new", finding)]
    with pytest.raises(InputError, match="nothing to undo"):
        undo(store, by="A. Weber")
    decide(store, [finding], verdict("dismissed"), by="A. Weber")
    assert [record.state for record in select_findings(store)] == ["dismissed", "new"]
    store.close()
