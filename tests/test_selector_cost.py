"""Four times the cards of a page cost about four times the work: no selector looks at all cards for each card."""

import json
import re
import time
from pathlib import Path

import pytest

from bench.mutations import original
from monitor.crawling.registry import spider_class
from monitor.pages.page import Page
from monitor.pages.read import read_page
from tests.commands import FIXTURES

PAGES = [meta for meta in sorted(FIXTURES.glob("*/*/meta.json")) if re.match("search|shop", meta.parent.name)]
_CHARACTERS = 200_000
"""Of the smaller page; what is quadratic costs sixteen times as much on the larger one."""


def _cpu_seconds(page_class: type[Page], text: str, url: str) -> float:
    """The least of three readings."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        read_page(page_class, text.encode(), url)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("meta", PAGES, ids=lambda meta: "/".join(meta.parts[-3:-1]))
def test_cost_of_many_cards(meta: Path) -> None:
    url = json.loads(meta.read_text(encoding="utf-8"))["url"]
    page_class = spider_class(meta.parts[-3]).page_for(url)
    assert page_class is not None
    text = original(next(meta.parent.glob("page.*")).read_bytes()).text
    head, body, cards = text.partition("<body")
    if not body:
        return  # data without markup
    content = re.sub(r"^[^>]*>", "", cards.partition("</body>")[0])
    times = max(1, _CHARACTERS // max(1, len(content)))
    few, many = (
        _cpu_seconds(page_class, f"{head}<body>{content * count}</body></html>", url) for count in (times, 4 * times)
    )
    assert many < 9 * few + 0.1, f"{few:.3f} s for {times} times the cards, {many:.3f} s for {4 * times} times"
