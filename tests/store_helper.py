"""Small stores without a crawl: visits written as the last pipeline step writes them."""

import atexit
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from monitor.cli import main
from monitor.deciding import decide as deciding
from monitor.decision import verdict
from monitor.model import Finding, Listing, Match, Missing, PageVisit, Reason, Snapshot, Vendor, entries_of
from monitor.page_reasons import PageReason
from monitor.plan import Plan
from monitor.store.store import Store, create_store, open_store
from monitor.store.write.runs import begin_run, end_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import Brand, Watchlist

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRICE = Reason(
    "below_market_price",
    40,
    {
        "price": "260.00", "currency": "CNY", "converted": "33.37", "rate_of": "2026-11-20", "percent": 18,
        "compared_with": "reference", "reference": "189.00", "reference_currency": "EUR", "product": "X200",
        "far_below": True,
    },
)  # fmt: skip
VENDOR = Reason(
    "unauthorised_vendor", 25, {"vendor": {"name": "工具小铺"}, "sellers": [{"name": "诺德沃克官方旗舰店"}]}
)


@cache
def _made_once() -> Path:
    root = Path(mkdtemp()) / "store"
    create_store(root).close()
    atexit.register(shutil.rmtree, root.parent)
    return root


def empty_store(root: Path) -> Store:
    """A store without a run, or the one that is there. Copied in milliseconds, made by migrations in a second."""
    if not (root / "monitor.db").exists():
        shutil.copytree(_made_once(), root, dirs_exist_ok=True)
    return open_store(root, write=True)


def make_store(tmp_path: Path, visits: Iterable[PageVisit] = ()) -> Store:
    """A store in `tmp_path/store`; with visits, a done run that brought them."""
    store = empty_store(tmp_path / "store")
    visits = list(visits)
    if visits:
        plan = Plan(
            method="crawl", watchlist=Watchlist(brand=[Brand(name="Nordwerk")]), marketplaces=["taobao"], max_pages=1
        )
        run_id = begin_run(store, plan)
        with store.write() as connection:
            for visit in visits:
                record_visit(connection, run_id, visit, salt=store.salt, state="failed" if visit.error else "done")
        end_run(store, run_id, "done")
    return store


def listing(listing_id: str, title: str | None = "诺德沃克 X200 电钻", **facts: Any) -> Listing:
    """A listing of an invented shop; `facts` replace what it tells."""
    told: dict[str, Any] = {
        "url": f"https://item.taobao.com/item.htm?id={listing_id}",
        "price_min": Decimal("260.00"),
        "currency": "CNY",
        "vendor": Vendor("7001", "工具小铺", "https://shop7001.taobao.com"),
    }
    return Listing(1, listing_id, title, **{**told, **facts})


def finding(
    *reasons: Reason, level: str | None = "high", brand: str = "nordwerk", missing: tuple[Missing, ...] = ()
) -> Finding:
    """A finding whose score is the sum of its reasons (default: price and vendor, 65 points)."""
    given = reasons or (PRICE, VENDOR)
    return Finding(brand, sum(reason.points for reason in given), level, given, missing)  # type: ignore[arg-type]


def visit(
    *pairs: tuple[Listing, Finding | None], number: int = 1, at: datetime = NOON, kept: str | None = None, **facts: Any
) -> PageVisit:
    """A search page with listings and their findings; `kept` is the digest of its snapshot."""
    outcome = "listings" if pairs else "empty"
    told: dict[str, Any] = {"marketplace": "taobao", "page": "search", "target": f"search:诺德沃克:{number}"}
    told |= {"url": "https://s.taobao.com/search?q=x", "at": at, "outcome": outcome}
    told |= {} if pairs else {"reason": PageReason.NOTHING}
    entries = entries_of(str(facts.get("marketplace", "taobao")), [pair[0] for pair in pairs])
    return PageVisit(
        **{**told, **facts},
        entries=tuple(
            replace(entry, matches=(_match(its_finding),), findings=(its_finding,)) if its_finding else entry
            for entry, (_, its_finding) in zip(entries, pairs, strict=True)
        ),
        snapshot=Snapshot(kept, 10, "text/html") if kept else None,
    )


def decide(store: Store, finding_id: str, state: str) -> None:
    """Write a reviewer's decision."""
    deciding.decide(store, [finding_id], verdict(state), by="A. Weber", at=NOON)


def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    """`monitor ARGS` in this process: exit code, stdout, stderr."""
    monkeypatch.setattr(sys, "argv", ["monitor", *map(str, args)])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capfd.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


def _match(found: Finding) -> Match:
    return Match(found.brand, 0.95, "official", "诺德沃克", 0, 4, "诺德沃克: the brand's Chinese name")
