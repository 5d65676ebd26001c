"""The table of docs/marketplaces.md is what the command makes of the code and the fixtures."""

from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.marketplaces import PLACES
from monitor.scaffold.support_table import HEADS, markdown, support_table
from tests.commands import FIXTURES, ROOT
from tests.store_helper import run

_BEGIN, _END = "<!-- monitor marketplaces --markdown -->\n", "<!-- end -->"


def test_the_document_is_up_to_date() -> None:
    """If not: `monitor marketplaces --markdown`, and put it between the marks."""
    text = (ROOT / "docs" / "marketplaces.md").read_text(encoding="utf-8")
    table = text.partition(_BEGIN)[2].partition(_END)[0]
    assert table == markdown(support_table(FIXTURES))


def test_every_place_is_listed() -> None:
    assert {page.marketplace for page in support_table(FIXTURES)} == set(PLACES)


def test_what_is_unproven_is_said() -> None:
    proven_on = {(page.marketplace, page.page): page.proven_on for page in support_table(FIXTURES)}
    assert proven_on["dhgate", "search"] == "composed pages"
    assert proven_on["made_in_china", "listing"] == proven_on["dhgate", "listing"] == "real and composed pages"
    assert proven_on["shopee", "search"] == "composed pages"
    assert proven_on["aliexpress", "shop"] == "no layout known"
    assert proven_on["jd", "search"] == "real and composed pages"


def test_facts_and_walls_come_from_the_fixtures() -> None:
    (amazon,) = (page for page in support_table(FIXTURES) if (page.marketplace, page.page) == ("amazon", "search"))
    assert "vendor" not in amazon.facts
    assert {"title", "price", "units sold"} <= amazon.facts
    assert amazon.walls == {"captcha", "refusal"}
    assert amazon.domains == 24


def test_the_command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, shown, _ = run(monkeypatch, capfd, "marketplaces", "--fixtures", FIXTURES)
    assert code == 0
    assert all(head in " ".join(shown.split()) for head in HEADS)
    _, printed, _ = run(monkeypatch, capfd, "marketplaces", "--fixtures", FIXTURES, "--markdown")
    assert printed == markdown(support_table(FIXTURES))
    code, out, err = run(monkeypatch, capfd, "marketplaces", "--fixtures", tmp_path)
    assert (code, out) == (2, "")
    assert "no fixtures; expected the folder" in err


def test_no_fixtures_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected the folder"):
        support_table(tmp_path)
