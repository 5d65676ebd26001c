"""Two people decide while a crawl writes and `assess` judges: nothing is lost, nothing is written twice."""

from pathlib import Path

import pytest

from bench.decisions import make_store, soak


def _check(root: Path, ids: list[str], decisions: int) -> None:
    done = soak(root, ids, decisions)
    assert done.faults == []
    assert done.reported == done.stored
    assert done.reported > decisions
    assert (done.twice, done.equal) == (0, True)
    assert done.pages


def test_a_few_decisions_at_once(tmp_path: Path) -> None:
    _check(tmp_path / "store", make_store(tmp_path / "store", 500, 100), 60)


@pytest.mark.slow
def test_decisions_for_a_minute(tmp_path: Path) -> None:
    _check(tmp_path / "store", make_store(tmp_path / "store"), 1_200)
