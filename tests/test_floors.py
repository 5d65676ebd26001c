"""The house stays small: no file grows beyond what one can read at a sitting; spiders are named as their sites."""

import re
from pathlib import Path

import pytest

from monitor.crawling.marketplaces import spider_class
from monitor.places import PLACES
from tests.commands import ROOT

_LINES, _SPIDER_LINES = 400, 250
# 60 to 150 lines are usual; a site with five layouts of ten years takes more
_ROOMS = ("monitor", "pipelines", "spiders")
_FILES = sorted(file for room in _ROOMS for file in (ROOT / room).rglob("*.py"))
_SPIDERS = [file for file in _FILES if file.parent.name == "spiders" and file.stem != "__init__"]


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", _FILES, ids=_name)
def test_no_file_is_too_long(file: Path) -> None:
    """A longer one holds two things."""
    most = _SPIDER_LINES if file in _SPIDERS else _LINES
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
