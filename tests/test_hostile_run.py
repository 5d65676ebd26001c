"""A run over pages of which some attack their reader: each has its outcome, all others are stored, the run ends."""

from collections import Counter
from pathlib import Path

import pytest

from tests.commands import monitor
from tests.hostile_market import BROKEN_READER, answer, names, prepare
from tests.market import rows, run
from tests.server import serve


@pytest.mark.parametrize(
    ("pages", "every"), [(8, 2), pytest.param(200, 10, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_hostile_pages_harm_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int, every: int) -> None:
    """Spinning, filling the memory, raising, five megabytes of title: exit code 1, and `resume` has nothing to do."""
    searched = names(pages, every)
    prepare(tmp_path, searched)
    monkeypatch.setenv("PYTHONPATH", BROKEN_READER["PYTHONPATH"])
    with serve(answer) as site:
        code, summary = run(tmp_path, site, "--max-pages", 1)
    assert code == 1, summary
    expected = Counter(name.rpartition(" ")[0] for name in searched)
    whole = "SELECT count(*) FROM visit WHERE state = 'done' AND outcome = 'listings' AND keyword LIKE ?"
    assert rows(tmp_path, whole.replace("?", "'page %'")) == [(expected["page"],)]
    read = rows(tmp_path, "SELECT keyword, state, outcome, reason, sha256_body IS NOT NULL FROM visit ORDER BY id")
    hostile = Counter((str(row[0]).rpartition(" ")[0], *row[1:]) for row in read)
    for kind in ("spin", "bomb"):
        assert hostile[(kind, "done", "unreadable", "too_costly", 1)] == expected[kind]
    assert hostile[("raise", "failed", "unreadable", "page_class_failed", 1)] == 2 * expected["raise"]
    assert hostile[("long title", "done", "listings", None, 1)] == expected["long title"]
    assert rows(tmp_path, "SELECT count(*) FROM listing WHERE length(title) > 1000") == [(0,)]
    told = " ".join(summary["to_do"])  # type: ignore[arg-type]
    assert "too_costly" in told
    assert "BrokenPage" not in told
    assert "KeyError: 'a bug of ours'), pages: taobao" in told
    assert "(kept: " in told
    again = monitor("resume", "--store", "store", cwd=tmp_path)
    assert (again.returncode, "nothing to resume" in again.stderr) == (0, True)
