"""A marketplace in an hour: what `monitor new-marketplace` writes works at once, and is small."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import InputError
from monitor.scaffold.new_marketplace import NewMarketplace, write_marketplace
from monitor.watchlist.add import with_marketplace
from tests.commands import ROOT, monitor_process

SEARCH = "https://www.shop-demo.example/s/{keyword}?p={page}"
LISTING = "https://www.shop-demo.example/a?id={id}"
_WATCHLIST = """
# ours
marketplaces = ["taobao"]  # for now
[[brand]]
name = "Nordwerk"
aliases = ["Nord-Werk"]
[[brand.product]]
name = "X200"
reference_price = "189.00"
currency = "EUR"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as the program looks at."""
    shutil.copytree(ROOT / "spiders", tmp_path / "spiders", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "watchlist.toml").write_text(_WATCHLIST, encoding="utf-8")
    return tmp_path


def _begun(checkout: Path) -> None:
    done = monitor_process("new-marketplace", "shop_demo", "--search", SEARCH, "--listing", LISTING, cwd=checkout)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "spiders/shop_demo.py"
    assert "docs/add-a-marketplace.md" in done.stderr


def test_the_main_job_runs_on_it_at_once(checkout: Path) -> None:
    """With nothing else changed: the watchlist's entry, the four outcomes, a listing's page."""
    _begun(checkout)
    env = {"PYTHONPATH": str(checkout)}
    done = monitor_process("run", "--replay", "fixtures", "--store", "store", "--json", cwd=checkout, env=env)
    assert done.returncode == 1, done.stderr
    tally = json.loads(done.stdout)["marketplaces"]["shop_demo"]
    assert {name: tally[name] for name in ("listings_pages", "empty", "matched", "flagged")} == {
        "listings_pages": 2,
        "empty": 1,
        "matched": 3,
        "flagged": 1,
    }
    findings = monitor_process("findings", "--store", "store", "--json", cwd=checkout, env=env).stdout.splitlines()
    assert [json.loads(line)["url"] for line in findings] == ["https://www.shop-demo.example/a?id=900000001"]


def test_fixtures_of_the_four_outcomes(checkout: Path) -> None:
    _begun(checkout)
    read = {
        file.parent.name: json.loads(file.read_text(encoding="utf-8"))
        for file in (checkout / "fixtures" / "shop_demo").glob("*/expected.json")
    }
    assert {name: (case["page"], case["outcome"], len(case["listings"])) for name, case in read.items()} == {
        "search_nordwerk_1": ("search", "listings", 3),
        "search_empty": ("search", "empty", 0),
        "search_blocked": ("search", "blocked", 0),
        "search_unreadable": ("search", "unreadable", 0),
        "listing_x200": ("listing", "listings", 1),
        "listing_gone": ("listing", "empty", 0),
    }
    for file in (checkout / "fixtures" / "shop_demo").glob("*/meta.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["origin"] == "composed"


def test_the_spider_is_small_and_clean(checkout: Path) -> None:
    _begun(checkout)
    file = checkout / "spiders" / "shop_demo.py"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 120
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--stdin-filename", "spiders/shop_demo.py", "-"],
            input=file.read_text(encoding="utf-8"), cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_overwritten(checkout: Path) -> None:
    _begun(checkout)
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}
    again = monitor_process("new-marketplace", "shop_demo", "--search", SEARCH, "--listing", LISTING, cwd=checkout)
    assert (again.returncode, again.stdout) == (2, "")
    assert "already" in again.stderr
    assert {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "shop-demo"}, "expected small letters"),
        ({"name": "Shop"}, "expected small letters"),
        ({"name": "import"}, "expected small letters"),
        ({"name": "../etc"}, "expected small letters"),
        ({"name": "taobao"}, "there is such a marketplace already"),
        ({"name": "web"}, "there is such a marketplace already"),
        ({"search_url": "http://shop.example/{keyword}"}, "expected an https address"),
        ({"search_url": "https://shop.example/"}, "with {keyword} in it"),
        ({"search_url": "https://shop.example/{keyword}{x}"}, "with {keyword} in it"),
        ({"search_url": 'https://shop.example/{keyword}"'}, "with {keyword} in it"),
        ({"search_url": "https://shop.example/{keyword}\\x41"}, "with {keyword} in it"),
        ({"search_url": "https://shop.example/{keyword}\n"}, "with {keyword} in it"),
        ({"listing_url": "https://shop.example/item"}, "with {id} in it"),
        ({"listing_url": "https://www.shop-demo.example/{id}"}, "searches have such addresses too"),
        ({"currency": "euro"}, "three capital letters"),
        ({"language": "de"}, "expected en or zh"),
    ],
)
def test_what_can_be_no_marketplace(tmp_path: Path, change: dict[str, str], words: str) -> None:
    facts = {"name": "shop_demo", "search_url": SEARCH, "listing_url": LISTING, "currency": "EUR", "language": "en"}
    with pytest.raises(InputError) as error:
        write_marketplace(NewMarketplace(**{**facts, **change}), tmp_path)
    assert words in str(error.value)
    assert not list(tmp_path.iterdir())


def test_outside_of_a_checkout(tmp_path: Path) -> None:
    done = monitor_process("new-marketplace", "shop_demo", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "expected a checkout of the project" in done.stderr


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('marketplaces = ["taobao"]\n', 'marketplaces = ["taobao", "x"]\n'),
        ('marketplaces = ["taobao"]  # "]" for now\n', 'marketplaces = ["taobao", "x"]  # "]" for now\n'),
        ("marketplaces = []\n", 'marketplaces = ["x"]\n'),
        ('marketplaces = [\n  "taobao",\n  "ebay"\n]\n', 'marketplaces = [\n  "taobao",\n  "ebay",\n  "x"\n]\n'),
        ('marketplaces = [\n  "taobao",\n]\n', 'marketplaces = [\n  "taobao",\n  "x",\n]\n'),
        ('a = 1\nmarketplaces=["taobao",]\n', 'a = 1\nmarketplaces=["taobao", "x"]\n'),
        ('[[brand]]\nname = "N"\n', None),
        ('marketplaces = "taobao"\n', None),
        ('marketplaces = [\n  "taobao", # [x]\n]\n', 'marketplaces = [\n  "taobao", # [x]\n  "x",\n]\n'),
        ('marketplaces = [\n  "taobao" # last\n]\n', 'marketplaces = [\n  "taobao", # last\n  "x"\n]\n'),
    ],
)
def test_the_watchlists_entry(before: str, after: str | None) -> None:
    """What can't be added for sure is said instead."""
    assert with_marketplace(before, "x") == after


@given(st.lists(st.sampled_from(["taobao", "ebay", "jd"]), unique=True), st.sampled_from(["", "# a\n", "b = [1]\n"]))
def test_nothing_else_of_a_watchlist_changes(names: list[str], rest: str) -> None:
    text = f"{rest}marketplaces = {json.dumps(names)}\n{rest.replace('b', 'c')}"
    added = with_marketplace(text, "x")
    assert added is not None
    assert tomllib.loads(added) == {**tomllib.loads(text), "marketplaces": [*names, "x"]}
