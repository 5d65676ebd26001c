"""How often indicators fired and reviewers agreed."""

import json
from pathlib import Path

import pytest

from monitor.statistics import wilson
from monitor.store.read.agreement import indicator_record
from tests.store_helper import decide, finding, listing, make_store, run, visit


@pytest.mark.parametrize(
    ("right", "of", "expected"),
    [(29, 29, None), (30, 30, (1.0, 0.886, 1.0)), (0, 30, (0.0, 0.0, 0.114)), (81, 100, (0.81, 0.722, 0.875))],
)
def test_wilson(right: int, of: int, expected: tuple[float, float, float] | None) -> None:
    found = wilson(right, of)
    assert (found and tuple(round(number, 3) for number in found)) == expected


def test_counts_and_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The newest decision counts; `watch` and `later` are none."""
    store = make_store(tmp_path, [visit(*((listing(str(n)), finding()) for n in range(40)))])
    for number in range(36):
        decide(store, f"taobao:{number}:nordwerk", "dismissed" if number < 10 else "confirmed")
    decide(store, "taobao:0:nordwerk", "confirmed")
    decide(store, "taobao:1:nordwerk", "watch")
    with store.read() as connection:
        first, second = indicator_record(connection)
        assert indicator_record(connection, "other") == []
    assert (first.code, first.fired, first.flagged, first.decided, first.confirmed) == (
        "below_market_price", 40, 40, 35, 27,
    )  # fmt: skip
    assert second.code == "unauthorised_vendor"
    store.close()
    code, out, _ = run(monkeypatch, capfd, "indicators", "--store", store.root)
    assert code == 0
    assert "77% (61% to 88%)" in out
    code, out, _ = run(monkeypatch, capfd, "indicators", "--store", store.root, "--json")
    assert json.loads(out.splitlines()[0])["confirmed"] == 27


def test_nothing_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(monkeypatch, capfd, "indicators", "--store", make_store(tmp_path).root)
    assert (code, out) == (0, "")
    assert "No indicator has fired yet" in err
