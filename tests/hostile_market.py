"""A stand-in whose searches lead to ordinary pages and, every so often, to one that attacks its reader."""

import json
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests import composed
from tests.commands import ROOT
from tests.market import SETTINGS, WATCHLIST
from tests.server import Answer

HOSTILE = {
    "spin": b"<div>" * 200_000,
    "bomb": b"<div>" + b"".join(b"<font a=%d>" % i for i in range(2000)) + b"</div>" + b"<p>x</p>" * 20_000,
    "raise": b"<!-- raise -->",
    "long title": composed.search_page([composed.item(9, "诺德沃克 " + "x" * 5_000_000)]),
}
"""Minutes of work, gigabytes of memory, a bug of our own (see `broken_reader`), five megabytes of title."""
BROKEN_READER = {"PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "broken_reader"), str(ROOT)])}


def names(pages: int, every: int) -> list[str]:
    """The words that are searched: each `every`th is a kind of hostile page and a number."""
    kinds = list(HOSTILE)
    return [
        f"{kinds[n // every % len(kinds)]} {n}" if every and n % every == every - 1 else f"page {n}"
        for n in range(pages)
    ]


def prepare(work: Path, searched: list[str]) -> None:
    """Write a watchlist that searches for these words and settings without a delay."""
    added = f'chinese = ["诺德沃克"]\nkeywords_on = {json.dumps(searched)}'
    (work / "watchlist.toml").write_text(WATCHLIST.replace('chinese = ["诺德沃克"]', added), encoding="utf-8")
    (work / "store").mkdir()
    (work / "store" / "settings.toml").write_text(SETTINGS, encoding="utf-8")


def answer(host: str, path: str) -> Answer:
    """What the stand-in shows."""
    parts = urlsplit(path)
    if parts.path != "/search":
        return 404, {}, b""
    words = parse_qs(parts.query)["q"][0]
    kind, _, number = words.rpartition(" ")
    if kind in HOSTILE:
        return 200, {}, HOSTILE[kind]
    if kind != "page":
        return 200, {}, composed.no_result_page()
    first = 1000 + 20 * int(number)
    return 200, {}, composed.search_page([composed.item(first + n, f"诺德沃克 X200 {first + n}") for n in range(20)])
