"""`monitor case times`: from filings and visits to shares with their intervals."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.casework.followed import followed
from monitor.casework.times import removal_times
from tests.case_helper import confirmed_store, make_case
from tests.record_book import gone, own_page
from tests.store_helper import NOON, listing, run
from tests.test_case_after_filing import enter, look, wall

_DAY = timedelta(days=1)


def test_from_visits_to_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """1 goes by day 2 and is back by day 9; 2 is behind a wall; 3 goes after a refusal; 4 was gone before."""
    store = confirmed_store(tmp_path, (1, 2, 3, 4))
    code, _, err = run(monkeypatch, capfd, "case", "times", "--store", store.root)
    assert (code, "Nothing filed yet" in err) == (0, True)
    look(store, gone("4", NOON + 0.05 * _DAY))
    first, second = make_case(store, (1, 2)), make_case(store, (3, 4), reason=None)
    for case in (first, second):
        enter(store, case, ("filed", 0.1))
    enter(store, second, ("rejected", 5))
    days = [own_page(listing("1"), NOON + 1 * _DAY), gone("1", NOON + 2 * _DAY), wall("1", 3 * _DAY)]
    days += [own_page(listing("1"), NOON + 9 * _DAY), *(wall("2", n * _DAY) for n in (1, 2, 3))]
    days += [own_page(listing("3"), NOON + 4 * _DAY), gone("3", NOON + 6 * _DAY), gone("4", NOON + 4 * _DAY)]
    look(store, *days)
    with store.read() as connection:
        told, not_told = removal_times(followed(connection))
    assert (told.reason, told.links, told.gone, told.looks, told.silent) == ("Counterfeit Features", 2, 1, 7, 4)
    assert (not_told.reason, not_told.links, not_told.gone) == ("not told", 1, 0)
    by_day = {share.day: share for share in told.removed}
    assert by_day[1].low == 0
    assert by_day[3].low > 0.09, "one of two, for certain"
    assert by_day[30].high == pytest.approx(1), "of the other one nothing is known"
    assert [share.estimate for share in told.back] == [pytest.approx(1)] * 3, "seven days after it was seen gone"
    code, out, _ = run(monkeypatch, capfd, "case", "times", "--platform", "ipp", "--store", store.root)
    assert (code, "4 of 7" in out, "Half by day" in out, "Back, %" in out) == (0, True, True, True)
    records = [
        json.loads(line)
        for line in run(monkeypatch, capfd, "case", "times", "--json", "--store", store.root)[1].splitlines()
    ]
    assert [(one["platform"], one["links"], one["median_days"]["high"]) for one in records] == [
        ("ipp", 2, None), ("ipp", 1, None),
    ]  # fmt: skip
    code, _, err = run(monkeypatch, capfd, "case", "times", "--platform", "ippp", "--store", store.root)
    assert (code, "did you mean 'ipp'" in err) == (2, True)
