"""A store whose reasons are codes, `code: words` or sentences is updated: codes, and the words beside them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from monitor.page_reasons import REASON_RULES, PageReason
from monitor.store.db import migrate as migration
from monitor.store.db.sqlite import connect, writing
from monitor.store.write.queue import rebuild_queue

_BEFORE = "0004"
"""The last version whose reasons were free text."""

_OLD = [
    # page, outcome, old reason, new reason, detail
    ("search", "listings", None, None, None),
    ("search", "empty", None, "nothing", None),
    ("shop", "empty", None, "nothing", None),
    ("listing", "empty", None, "gone", None),
    ("listing", "empty", "status 404: the site says it is gone", "gone", "status 404"),
    ("listing", "empty", "status 410: the site says it is gone", "gone", "status 410"),
    *(
        ("search", "blocked", code, code, None)
        for code in (
            "wall", "login", "rate_limit", "robots", "dns", "timeout", "connection", "certificate", "too_large",
            "not_saved", "private_address",
        )
    ),
    ("search", "blocked", "status: status 418", "status", "status 418"),
    ("search", "blocked", "address", "unsupported_address", None),
    ("search", "blocked", "redirects", "too_many_redirects", None),
    ("search", "blocked", "download: ValueError", "download_failed", "ValueError"),
    ("search", "blocked", "robots_unreachable: robots.txt was refused with status 500", "robots_unreachable",
     "robots.txt was refused with status 500"),
    ("search", "unreadable", "truncated", "truncated", None),
    ("search", "unreadable", "browser: Page.goto: net::ERR_FAILED", "browser_failed", "Page.goto: net::ERR_FAILED"),
    ("search", "unreadable", "shell: only a browser can show this page, and none was found", "script_shell", None),
    ("search", "unreadable", "no listings and no marker that we know", "unknown_layout", None),
    ("search", "unreadable", "a redirect that can't be followed", "broken_redirect", None),
    ("search", "unreadable", "the page has no content", "empty_body", None),
    ("search", "unreadable", "the page class failed on it", "page_class_failed", None),
    ("search", "unreadable", "nested too deep", "too_costly", "nested too deep"),
    ("search", "unreadable", "<b> in odd SVG or a template: nobody can tell where it ends", "too_costly",
     "<b> in odd SVG or a template: nobody can tell where it ends"),
    # what this program never wrote
    ("search", "unreadable", "a word of old: with a colon", "unknown_layout", "a word of old: with a colon"),
    ("search", "unreadable", None, "unknown_layout", None),
    ("search", "blocked", "the dog ate it", "download_failed", "the dog ate it"),
    ("search", "blocked", None, "download_failed", None),
    ("search", "listings", "odd", None, "odd"),
]  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of the version before, with a visit for each old form."""
    engine = connect(tmp_path / "monitor.db", write=True)
    config = migration._config()
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _BEFORE)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as connection, connection:
        connection.execute("INSERT INTO run VALUES (1, ?, NULL, 'done', 'crawl', '{}', '0.1')", (_AT,))
        for number, (page, outcome, reason, _, _) in enumerate(_OLD):
            facts = {"page": page, "outcome": outcome, "reason": reason, "target": f"search:x:{number}"} | _COMMON
            names, marks = ", ".join(facts), ", ".join(f":{name}" for name in facts)
            connection.execute(f"INSERT INTO visit ({names}) VALUES ({marks})", facts)
    return tmp_path


_AT = "2026-01-02T03:04:05.000000Z"
_COMMON = {
    "run_id": 1, "marketplace": "taobao", "state": "done", "url": "https://s.taobao.com/", "at": _AT,
    "recorded_at": _AT, "method": "crawl", "session": 0, "listing_keys": "[]", "without_id": 0, "fetch": "{}",
}  # fmt: skip


def test_each_old_form_becomes_a_code(old: Path) -> None:
    engine = connect(old / "monitor.db", write=True)
    migration.migrate(engine, old, rebuild_queue)
    engine.dispose()
    with closing(sqlite3.connect(old / "monitor.db")) as connection:
        rows = connection.execute("SELECT page, outcome, reason, detail FROM visit ORDER BY id").fetchall()
    assert rows == [(page, outcome, reason, detail) for page, outcome, _, reason, detail in _OLD]
    for _, outcome, reason, _ in rows:
        assert (REASON_RULES[PageReason(reason)].outcome if reason else "listings") == outcome
