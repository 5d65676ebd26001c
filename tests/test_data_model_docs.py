"""docs/data-model.md tells of every table, view and column, of nothing else, and its queries work."""

import re
from pathlib import Path

import pytest
from sqlalchemy import insert

from monitor.store.db.schema import SellerLinkRow
from tests.commands import ROOT
from tests.store_helper import finding, listing, make_store, visit

_PAGE = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
_QUERIES = re.findall(r"```sql\n(.*?)```", _PAGE, re.DOTALL)
_LISTING = "562283240178"


def _documented() -> dict[str, set[str]]:
    """Columns by the name of their table or view, from the first cells of the tables below each heading."""
    sections = re.split(r"^### `(\w+)`\n", _PAGE, flags=re.MULTILINE)
    return {name: _named(body) for name, body in zip(sections[1::2], sections[2::2], strict=True)}


def _named(section: str) -> set[str]:
    cells = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


def test_every_column_is_documented_and_no_other(tmp_path: Path) -> None:
    """The page and a fresh store agree."""
    with make_store(tmp_path).read() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").scalars()
        schema = {
            name: {row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{name}")')}
            for name in list(names)
            if not name.startswith("queue_text_")
        }
    assert _documented() == schema


def test_there_are_six_queries() -> None:
    """The pattern above finds them."""
    assert len(_QUERIES) == 6


@pytest.mark.parametrize("query", _QUERIES)
def test_queries_run_on_a_fresh_store(tmp_path: Path, query: str) -> None:
    """No error, and nothing to tell."""
    with make_store(tmp_path).read() as connection:
        assert connection.exec_driver_sql(query).all() == []


@pytest.mark.parametrize("query", _QUERIES)
def test_queries_answer(tmp_path: Path, query: str) -> None:
    """With two flagged listings of one shop and a blocked page, each has an answer."""
    pages = [
        visit((listing(_LISTING, stock=3), finding()), kept="ab" * 32),
        visit(number=2, outcome="blocked", reason="wall"),
    ]
    pages.append(visit((listing("2"), finding()), marketplace="tmall"))
    store = make_store(tmp_path, pages)
    with store.write() as connection:
        links = [
            {"listing_key": key, "marketplace": key.partition(":")[0], "kind": "shop name", "value": "x"}
            for key in (f"taobao:{_LISTING}", "tmall:2")
        ]
        connection.execute(insert(SellerLinkRow), links)
    with store.read() as connection:
        assert connection.exec_driver_sql(query).first() is not None
