"""The house stays small: no file grows beyond what one can read at a sitting; spiders are named as their sites."""

import re
from pathlib import Path

import pytest

from monitor.crawling.registry import spider_class
from monitor.marketplaces import PLACES, WHOLESALE
from tests.commands import ROOT

_LINES, _SPIDER_LINES, _MEDIAN = 400, 160, 90
# 60 to 110 lines are usual; a site with three kinds of pages and several layouts of each takes more
_ROOMS = ("monitor", "pipelines", "spiders")
_FILES = sorted(file for room in _ROOMS for file in (ROOT / room).rglob("*.py"))
_SPIDERS = [file for file in _FILES if file.parent.name == "spiders" and file.stem != "__init__"]
_PAGES = [file for file in _FILES if file.parent == ROOT / "spiders" / "pages"]
"""Page classes that lie beside the spiders: shared ones, and retired layouts."""


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", _FILES, ids=_name)
def test_no_file_is_too_long(file: Path) -> None:
    """A longer one holds two things."""
    most = _SPIDER_LINES if file in (*_SPIDERS, *_PAGES) else _LINES
    assert len(file.read_text(encoding="utf-8").splitlines()) <= most


@pytest.mark.parametrize("file", _SPIDERS, ids=_name)
def test_a_spider_is_named_as_its_marketplace(file: Path) -> None:
    """File, `name` and class say the same: `spiders/alibaba_1688.py` holds `Alibaba1688Spider` and its page classes."""
    assert file.stem in PLACES
    spider = spider_class(file.stem)
    stem = "".join(part.capitalize() for part in file.stem.split("_"))
    assert spider.name == file.stem
    assert spider.__module__ == f"spiders.{file.stem}"
    assert spider.__name__.casefold() == f"{stem}Spider".casefold()
    prefix = spider.__name__.removesuffix("Spider")
    pages = re.findall(r"^class (\w+Page)\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert [page for page in pages if not page.startswith((prefix, "_"))] == []
    assert [page.__name__.casefold() for page in spider.page_classes()] == [
        f"{stem}{page.kind}Page".casefold() for page in spider.page_classes()
    ]


@pytest.mark.parametrize("file", _SPIDERS, ids=_name)
def test_what_and_where_stands_first(file: Path) -> None:
    """The spider, then its pages: search, listing, shop."""
    order = ["Spider", "SearchPage", "ListingPage", "ShopPage"]
    classes = re.findall(rf"^class \w*?({'|'.join(order)})\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert classes == [kind for kind in order if kind in classes]


def test_the_median_spider_is_short() -> None:
    """A marketplace is one small file."""
    lengths = sorted(len(file.read_text(encoding="utf-8").splitlines()) for file in _SPIDERS)
    assert lengths[len(lengths) // 2] <= _MEDIAN


def test_no_two_spiders_share_code() -> None:
    """Five lines in a row that two spiders have belong in the base; attributes and arguments are no code."""
    seen: dict[tuple[str, ...], str] = {}
    for file in (*_SPIDERS, *_PAGES):
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        code = [line for line in lines if line and not line.startswith(("from ", "import ", "#", '"""', ")", "yield"))]
        for start in range(len(code) - 4):
            block = tuple(code[start : start + 5])
            other = seen.setdefault(block, file.name)
            assert other == file.name, f"{file.name} and {other} share:\n" + "\n".join(block)


def test_wholesale_spiders_are_judged_as_such() -> None:
    """`WHOLESALE` is made of what the spiders say."""
    assert {name for name in PLACES if spider_class(name).wholesale} == WHOLESALE
    assert {"alibaba_1688", "alibaba", "made_in_china", "dhgate"} <= WHOLESALE
