"""`monitor init` and `monitor check`, as a brand owner uses them."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from monitor.watchlist import load_watchlist
from monitor.watchlist.advice import advice
from monitor.watchlist.model import AuthorisedSeller, Brand, Owner, Points, Product, Right, Watchlist
from tests.commands import ROOT, WATCHLIST, monitor, monitor_process

BRAND = '[[brand]]\nname = "Nordwerk"\n'
TODAY = date(2026, 11, 25)


def test_init_writes_what_check_takes(tmp_path: Path) -> None:
    made = monitor_process("init", cwd=tmp_path)
    assert (made.returncode, made.stdout) == (0, "")
    assert made.stderr.endswith("monitor check watchlist.toml\n")
    checked = monitor_process("check", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert "nordwerk" in checked.stdout
    assert checked.stdout.endswith("The watchlist is valid.\n")


def test_init_elsewhere(tmp_path: Path) -> None:
    made = monitor("init", "mine.toml", cwd=tmp_path)
    assert made.returncode == 0
    assert made.stderr.endswith("monitor check mine.toml\n")
    assert load_watchlist(tmp_path / "mine.toml").brand[0].chinese == ["诺德沃克"]


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text("mine")
    (tmp_path / "folder").mkdir()
    for path in ("watchlist.toml", "folder", "none/watchlist.toml"):
        refused = monitor("init", path, cwd=tmp_path)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith(f"monitor: {path}: ")
        assert refused.stderr.count("\n") == 1
    assert (tmp_path / "watchlist.toml").read_text() == "mine"


def test_the_example_explains_every_key(tmp_path: Path) -> None:
    monitor("init", cwd=tmp_path)
    text = (tmp_path / "watchlist.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text.replace("# [brand.", "[brand.").replace("\n# high", "\nhigh"))
    for model in (Watchlist, Owner, Brand, Product, Right, AuthorisedSeller, Points):
        for key in model.model_fields:
            assert (
                f"\n{key} = " in text
                or f"\n# {key} = " in text
                or f"[brand.{key}]" in text
                or f"[brand.judging.{key}]" in text
                or f"[[brand.{key}]]" in text
                or f"[[{key}]]" in text
                or f"\n[{key}]" in text
            ), key
    assert written["brand"][0]["judging"]["high"] == 60
    assert all("#" in line for line in text.splitlines() if line.startswith(("chinese", "weak_", "not_", "key")))


def test_the_document_explains_every_key() -> None:
    text = (ROOT / "docs" / "watchlist.md").read_text(encoding="utf-8")
    for model in (Watchlist, Owner, Brand, Product, Right, AuthorisedSeller, Points):
        for key in model.model_fields:
            ways = (f"| `{key}`", f", `{key}` |", f"`[[brand.{key}]]`", f"`[brand.{key}]`", f"`[[{key}]]`")
            assert any(way in text for way in ways), key


def test_check_says_what_is_missing_and_why(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text('marketplaces = ["taobao", "amazon"]\n' + BRAND)
    checked = monitor("check", cwd=tmp_path)
    assert checked.returncode == 0
    for words in (
        "no Chinese name",
        "no product",
        "no authorised seller on taobao",
        "no right",
        "Marketplaces: taobao, amazon",
    ):
        assert words in checked.stdout


def test_nobody_sells_on_a_search_engine(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text('marketplaces = ["bing", "ebay"]\n' + BRAND)
    assert "no authorised seller on ebay: nobody" in monitor("check", cwd=tmp_path).stdout


def test_check_json(tmp_path: Path) -> None:
    checked = monitor("check", WATCHLIST, "--json", cwd=tmp_path)
    told = json.loads(checked.stdout)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert [brand["brand"] for brand in told["brands"]] == ["nordwerk", "solvanta"]
    assert told["brands"][0]["authorised_sellers"] == 4
    assert any(hint.startswith("Solvanta: no right") for hint in told["hints"])


def test_check_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(BRAND)
    (tmp_path / "b.toml").write_text('[[brand]]\nname = "Solvanta"')
    checked = monitor("check", ".", cwd=tmp_path)
    assert checked.returncode == 0
    assert "nordwerk" in checked.stdout
    assert "solvanta" in checked.stdout


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_check_lists_all_problems(tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "watchlist.toml").write_text(BRAND + 'chinse = ["x"]\nhome_country = 5\n')
    checked = monitor("check", *more, cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (2, "")
    assert checked.stderr.splitlines() == [
        'monitor: watchlist.toml: brand 1 (Nordwerk).home_country: expected text in quotes, such as "…", got 5',
        "monitor: watchlist.toml: brand 1 (Nordwerk).chinse: unknown key; did you mean 'chinese'?",
    ]


def test_check_without_a_file(tmp_path: Path) -> None:
    checked = monitor_process("check", cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (2, "")
    assert checked.stderr == "monitor: watchlist.toml: no such file: `monitor init` writes an example\n"


def test_names_that_would_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "watchlist.toml").write_text('[[brand]]\nname = "a\\u202eb\\u009b"\n')
    assert monitor("check", cwd=tmp_path).returncode == 2
    (tmp_path / "watchlist.toml").write_text('[[brand]]\nname = "a\\u202eb"\n')
    checked = monitor("check", cwd=tmp_path)
    assert checked.returncode == 0
    assert "\u202e" not in checked.stdout


@pytest.mark.parametrize("command", ["init", "check"])
def test_help_has_an_example(command: str) -> None:
    assert "Example: monitor " in monitor(command, "--help").stdout


def _hints(owner: Owner | None = Owner(name="Nordwerk GmbH", kind="firm"), **more: object) -> list[str]:  # noqa: B008
    brand = Brand.model_validate({"name": "Nordwerk", "chinese": ["诺德沃克"], **more})
    return advice(Watchlist(owner=owner, brand=[brand]), ["taobao", "alibaba_1688"], ["alibaba_1688"], TODAY)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2026, 11, 24), "expired on 2026-11-24"),
        (date(2026, 11, 25), "ends on"),
        (date(2027, 2, 22), "ends on"),
        (date(2027, 2, 24), None),
        (None, None),
    ],
)
def test_rights_that_end(until: date | None, words: str | None) -> None:
    right = {"kind": "trade mark", "number": "1", "jurisdiction": "CN", "valid_until": until}
    found = [hint for hint in _hints(right=[right]) if "trade mark 1 (CN)" in hint]
    assert [words in hint for hint in found] == ([True] if words else [])


def test_a_right_that_is_only_applied_for_and_an_owner_who_is_not_named() -> None:
    right = {"kind": "trade mark", "number": "1", "jurisdiction": "CN", "status": "application"}
    hints = _hints(owner=None, right=[right])
    assert (
        "Nordwerk: trade mark 1 (CN) is applied for: platforms take nothing down for the receipt of an application"
        in hints
    )
    assert "no [owner]: who files complaints is not known, and platforms ask for it" in hints
    assert not any("[owner]" in hint for hint in _hints(owner=None)), "who has no right files nothing"
    assert not any("jurisdiction" in hint for hint in hints)
    hints = _hints(right=[{**right, "jurisdiction": "Atlantis"}])
    assert any("jurisdiction is not understood; write the country's two letters" in hint for hint in hints)


EXPECTED = "expected a PDF, PNG or JPEG file below the watchlist's folder"


def test_check_says_which_documents_are_missing(tmp_path: Path) -> None:
    right = '[[brand.right]]\nkind = "design"\nnumber = "1"\njurisdiction = "CN"\ndocument = "cn.pdf"\n'
    owner = '[owner]\nname = "N"\nkind = "firm"\nidentity = "id.pdf"\n'
    (tmp_path / "id.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "watchlist.toml").write_text(owner + BRAND + right)
    checked = monitor("check", cwd=tmp_path)
    assert checked.returncode == 0
    lines = [line for line in checked.stdout.splitlines() if ".pdf" in line]
    assert lines == ["- brand 1 (Nordwerk).right 1.document: cn.pdf: no such file; " + EXPECTED]


def test_prices_per_kind_of_marketplace() -> None:
    product = {"name": "X200", "currency": "EUR", "reference_price": "189"}
    hints = [hint for hint in _hints(product=[product]) if "X200" in hint]
    assert hints == ["Nordwerk: X200 has no wholesale_price: its price says nothing on alibaba_1688"]
    product = {"name": "X200", "currency": "EUR", "wholesale_price": "118"}
    assert [hint for hint in _hints(product=[product]) if "X200" in hint] == [
        "Nordwerk: X200 has no reference_price: cheap offers of it can't be told"
    ]


def test_nothing_is_missing() -> None:
    product = {"name": "X200", "currency": "EUR", "reference_price": "189", "wholesale_price": "118"}
    right = {"kind": "design", "number": "1", "jurisdiction": "CN", "valid_until": date(2036, 1, 1)}
    sellers = [{"marketplace": name, "id": "1"} for name in ("taobao", "alibaba_1688")]
    assert _hints(product=[product], right=[right], authorised_seller=sellers) == []
