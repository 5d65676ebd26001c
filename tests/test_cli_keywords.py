"""`monitor keywords`: the searches per marketplace, for people and as JSON."""

import json
from pathlib import Path

from tests.commands import WATCHLIST, monitor


def test_for_people() -> None:
    done = monitor("keywords", WATCHLIST, "--marketplace", "taobao", "--brand", "nordwerk")
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["1", "yes", "诺德沃克", "nuò", "dé", "wò", "kè", "Chinese", "name"] in lines
    assert "Nordwerk on taobao" in done.stdout
    assert "keywords_on" in done.stderr


def test_as_json() -> None:
    done = monitor("keywords", WATCHLIST, "--marketplace", "aliexpress", "--marketplace", "alibaba", "--json")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    first = {"marketplace": "aliexpress", "brand": "nordwerk", "rank": 1, "keyword": "Nordwerk", "searched": True}
    assert records[0] == {**first, "source": "name"}
    assert {(record["marketplace"], record["brand"]) for record in records} == {
        (place, brand) for place in ("aliexpress", "alibaba") for brand in ("nordwerk", "solvanta")
    }
    assert done.stderr == ""


def test_wrong_input() -> None:
    done = monitor("keywords", WATCHLIST, "--brand", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert "brand 'nobody' is not in" in done.stderr


def test_suggestions_from_a_store(tmp_path: Path) -> None:
    """Without a store what is commonly known; nothing is made, nothing is searched."""
    file = tmp_path / "watchlist.toml"
    file.write_text('[[brand]]\nname = "Lego"\n')
    done = monitor("keywords", file, "--suggest", "--store", tmp_path / "store", "--json")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records[0] == {
        "brand": "lego",
        "key": "chinese",
        "text": "乐高",
        "why": "commonly known Chinese name",
        "reading": "lè gāo",
        "meaning": "Lego",
    }
    assert "from 0 titles" in done.stderr
    assert not (tmp_path / "store").exists()
