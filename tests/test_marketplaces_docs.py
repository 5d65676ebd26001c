"""The table of docs/marketplaces.md is what the command makes of the code and the fixtures."""

from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.marketplaces import PLACES
from monitor.scaffold.support_table import HEADS, coverage, markdown
from tests.commands import FIXTURES, ROOT
from tests.store_helper import run

_BEGIN, _END = "<!-- monitor marketplaces --markdown -->\n", "<!-- end -->"


def test_the_document_is_up_to_date() -> None:
    """If not: `monitor marketplaces --markdown`, and put it between the marks."""
    text = (ROOT / "docs" / "marketplaces.md").read_text(encoding="utf-8")
    table = text.partition(_BEGIN)[2].partition(_END)[0]
    assert table == markdown(coverage(FIXTURES))


def test_every_place_is_told() -> None:
    assert {page.marketplace for page in coverage(FIXTURES)} == set(PLACES)


def test_what_is_unproven_is_said() -> None:
    rests_on = {(page.marketplace, page.page): page.rests_on for page in coverage(FIXTURES)}
    assert rests_on["made_in_china", "search"] == rests_on["dhgate", "search"] == "composed pages"
    assert rests_on["dhgate", "listing"] == "real and composed pages"
    assert rests_on["shopee", "search"] == "no layout known"
    assert rests_on["jd", "search"] == "real pages"


def test_facts_and_walls_come_from_the_fixtures() -> None:
    (amazon,) = (page for page in coverage(FIXTURES) if (page.marketplace, page.page) == ("amazon", "search"))
    assert "vendor" not in amazon.facts
    assert {"title", "price", "units sold"} <= amazon.facts
    assert amazon.walls == {"captcha"}
    assert amazon.domains == 22


def test_the_command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, shown, _ = run(monkeypatch, capfd, "marketplaces", "--fixtures", FIXTURES)
    assert code == 0
    assert all(head in " ".join(shown.split()) for head in HEADS)
    _, printed, _ = run(monkeypatch, capfd, "marketplaces", "--fixtures", FIXTURES, "--markdown")
    assert printed == markdown(coverage(FIXTURES))
    code, out, err = run(monkeypatch, capfd, "marketplaces", "--fixtures", tmp_path)
    assert (code, out) == (2, "")
    assert "no fixtures; expected the folder" in err


def test_no_fixtures_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected the folder"):
        coverage(tmp_path)
