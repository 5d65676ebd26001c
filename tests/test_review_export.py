"""What is filtered in the queue, as a file: exactly that, and a sheet that comes back as `monitor export`'s does."""

import json
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from monitor.decision import STATES
from monitor.model import Vendor
from monitor.reports.write import write_export
from monitor.review.pages import export as export_page
from monitor.review.pages.export import export_routes
from monitor.review.render import Desk
from monitor.store.read.decisions import decision_history
from monitor.store.store import open_store
from tests.review_server import Review, review
from tests.sheet_helper import edit_xlsx
from tests.store_helper import PRICE, decide, finding, listing, make_store, run, visit


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of twelve findings in two currencies, one of them confirmed."""
    pairs = [
        (
            listing(
                str(n), f"诺德沃克 =1+{n}", price_min=Decimal(10 * n), currency=("CNY", "EUR")[n % 2],
                vendor=Vendor(f"{n % 3}", f"店{n % 3}"),
            ),
            finding(PRICE, level=("high", "medium")[n % 2]),
        )
        for n in range(1, 13)
    ]  # fmt: skip
    store = make_store(tmp_path_factory.mktemp("export"), [visit(*pairs)])
    decide(store, "taobao:2:nordwerk", "confirmed")
    store.close()
    return store.root


@pytest.fixture(scope="module")
def running(root: Path) -> Iterator[Review]:
    with review(root) as its:
        its.log_in()
        yield its


def _rows(running: Review, query: str, tmp_path: Path) -> list[dict[str, Any]]:
    answer = running.page("GET", f"/export?format=xlsx&{query}")
    assert answer.status == 200, answer.body
    (tmp_path / "x.xlsx").write_bytes(answer.data)
    head, *rows = openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows(values_only=True)
    names = [str(name).rpartition(" ")[0] for name in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("state=new", [1, *range(3, 13)]),
        (f"state={','.join(STATES)}", list(range(1, 13))),
        ("state=confirmed", [2]),
        ("", [1, *range(3, 13)]),
        ("currency=CNY&price_from=50&price_to=100&state=new", [6, 8, 10]),
        ("seller=taobao:id:1&level=high", [4, 10]),
        ("q=nothing", []),
    ],
)
def test_the_sheet_has_what_is_filtered(running: Review, query: str, numbers: list[int], tmp_path: Path) -> None:
    rows = _rows(running, query, tmp_path)
    assert sorted(int(row["Listing id"]) for row in rows) == numbers


def test_a_downloaded_sheet_comes_back(
    running: Review, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = running.page("GET", "/export?format=xlsx&currency=EUR")
    file = tmp_path / "back.xlsx"
    file.write_bytes(answer.data)
    edit_xlsx(file, {f"taobao:{n}:nordwerk": ("watch", "", "", "from the browser") for n in range(1, 12, 2)})
    code, out, err = run(monkeypatch, capfd, "decide", "--from", file, "--yes", "--by", "B", "--store", root)
    assert code == 0, out + err
    store = open_store(root)
    with store.read() as connection:
        notes = [decision.note for decision in decision_history(connection, "taobao:3:nordwerk")]
        assert notes == ["from the browser"]
        assert decision_history(connection, "taobao:4:nordwerk") == []
    assert len(_rows(running, "state=watch", tmp_path)) == 6
    run(monkeypatch, capfd, "decide", "--undo", "--by", "B", "--store", root)


def test_other_formats_and_the_name_of_the_file(running: Review) -> None:
    """The name has none of the words that strangers wrote; no format is guessed."""
    for kind, begins in (("csv", b"\xef\xbb\xbf"), ("jsonl", b"{"), ("html", b"<!doctype html>")):
        answer = running.page("GET", f"/export?format={kind}&q=%E5%BA%97")
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith('attachment; filename="findings-20')
        assert disposition.endswith(f'.{kind}"')
        assert answer.data.lower().startswith(begins), answer.data[:40]
        assert (answer.headers["x-findings"], int(answer.headers["content-length"])) == ("11", len(answer.data))
    lines = running.page("GET", "/export?format=jsonl&level=high").body.splitlines()
    assert {json.loads(line)["level"] for line in lines} == {"high"}


@pytest.mark.parametrize(
    "query", ["", "format=", "format=pdf", "format=xlsx&price_from=x&currency=CNY", "format=csv&brand=x"]
)
def test_wrong_words_are_refused_in_a_line(running: Review, query: str) -> None:
    answer = running.page("GET", f"/export?{query}")
    assert answer.status == 400
    assert "Traceback" not in answer.body
    assert answer.headers["content-type"].startswith("text/html")


def test_the_queue_is_filtered_by_a_reason(running: Review) -> None:
    """The filter has the name that the login code has."""
    page = running.page("GET", "/?code=below_market_price&state=new")
    assert page.status == 200
    assert "11 findings" in page.body
    assert 'aria-label="Take out the filter reason price below the market"' in page.body
    assert "0 findings" in running.page("GET", "/?code=replica_slang").body


def test_the_queue_says_how_many_rows_are_coming(running: Review) -> None:
    page = running.page("GET", "/?state=new&level=high").body
    assert "Export 5 findings" in page
    assert 'name="level" value="high"' in page


def test_an_export_locks_nothing_and_few_run_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While two are written, the store can be written too, and a third is refused at once; then there is room again."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = make_store(tmp_path, [visit((listing("1"), finding()), (listing("2"), finding()))])
    desk = Desk(store, None, None, store.root / "watchlist.toml")  # type: ignore[arg-type]
    export = next(route.endpoint for route in export_routes(desk).routes if isinstance(route, APIRoute))
    begun, may_end = threading.Semaphore(0), threading.Event()

    def write_slowly(*args: Any) -> None:
        begun.release()
        assert may_end.wait(20)
        write_export(*args)

    monkeypatch.setattr(export_page, "write_export", write_slowly)
    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(export, {"state": "new"}, "csv") for _ in range(2)]
        assert begun.acquire(timeout=20)
        assert begun.acquire(timeout=20)
        decide(store, "taobao:1:nordwerk", "watch")
        with pytest.raises(HTTPException) as refused:
            export({}, "csv")
        assert refused.value.status_code == 429
        may_end.set()
        assert [future.result().headers["x-findings"] for future in running] == ["2", "2"]
    assert export({"state": "new"}, "csv").headers["x-findings"] == "1"
    assert not list(tmp_path.glob("monitor-export-*"))
