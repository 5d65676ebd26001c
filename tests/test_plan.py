"""A plan survives its way through the store: a crawler process knows it from there alone."""

from pathlib import Path

from monitor.plan import Plan
from monitor.store.read.runs import load_plan
from monitor.store.store import create_store
from monitor.store.write.runs import begin_run
from monitor.watchlist import load_watchlist
from tests.commands import WATCHLIST


def test_plan_with_a_full_watchlist_comes_back_equal(tmp_path: Path) -> None:
    """Dates, decimals, Chinese: all keys of the example."""
    plan = Plan(
        method="crawl", watchlist=load_watchlist(WATCHLIST), marketplaces=["taobao"], max_pages=3, brand="nordwerk"
    )
    store = create_store(tmp_path / "store")
    assert load_plan(store, begin_run(store, plan)) == plan
