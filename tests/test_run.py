"""The main job, end to end, against a stand-in of Taobao: real processes, a real server on loopback."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.evidence.archive import FolderArchive
from monitor.evidence.snapshots import read_snapshot
from tests import composed
from tests.commands import monitor, scrapy_crawl
from tests.market import WATCHLIST, Market, rows, run
from tests.server import serve


def test_first_run_searches_reads_judges_and_keeps(work: Path) -> None:
    """One command: searches in both scripts, listing pages of the flagged, findings with reasons, kept pages."""
    in_yuan = WATCHLIST.replace('"189.00"\ncurrency = "EUR"', '"1480.00"\ncurrency = "CNY"')  # needs no rate of today
    (work / "watchlist.toml").write_text(in_yuan, encoding="utf-8")
    with serve(Market().answer) as site:
        code, summary = run(work, site)
    assert code == 0, summary
    assert site.pages()[:2] == [
        "/search?q=%E8%AF%BA%E5%BE%B7%E6%B2%83%E5%85%8B&ie=utf8&s=0",
        "/search?q=Nordwerk&ie=utf8&s=0",
    ]
    assert site.pages()[2] == "/item.htm?id=1", "the most suspicious listing page first"
    assert summary["news"] == {"new": 2, "changed": 0, "gone": 0, "back": 0}
    findings = [
        json.loads(line) for line in monitor("findings", "--store", "store", "--json", cwd=work).stdout.splitlines()
    ]
    best = findings[0]
    assert best["id"] == "taobao:1:nordwerk"
    assert best["level"] == "high"
    assert best["score"] == sum(reason["points"] for reason in best["reasons"])
    (sha256,) = rows(work, "SELECT sha256_body FROM visit WHERE target = 'search:诺德沃克:1'")[0]
    assert "诺德沃克" in read_snapshot(FolderArchive(work / "store" / "snapshots"), str(sha256)).decode()


def test_second_run_tells_what_is_new_changed_gone_and_back(work: Path) -> None:
    """Gone is only what the listing's own page says; back is a gone listing that is listed again."""
    market = Market()
    with serve(market.answer) as site:
        run(work, site)
        market.items = [
            composed.item(1, "诺德沃克 X200 电钻", "199.00"),
            composed.item(4, "诺德沃克 X200 新款", "300.00"),
        ]
        market.listing_pages["2"] = (200, composed.gone_page())
        code, second = run(work, site)
        assert second["news"] == {"new": 1, "changed": 1, "gone": 1, "back": 0}, second
        market.items.append(composed.item(2, "诺德沃克 M5", "90.00"))
        market.listing_pages.clear()
        _, third = run(work, site)
        assert third["news"]["back"] == 1  # type: ignore[index]
    assert code == 0
    assert rows(work, "SELECT listing_key, event FROM lifecycle") == [("taobao:2", "gone"), ("taobao:2", "back")]


def test_same_again_writes_only_visits(work: Path) -> None:
    """A market without change costs rows in `visit` alone."""
    tables = ("listing", "observation", "vendor", "match", "finding", "lifecycle", "unmatched", "snapshot")
    count = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
    with serve(Market().answer) as site:
        run(work, site)
        before = rows(work, count)
        _, again = run(work, site)
    assert rows(work, count) == before
    assert again["news"] == {"new": 0, "changed": 0, "gone": 0, "back": 0}


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("wall", (200, {}, composed.wall_page())),
        ("rate_limit", (429, {}, b"slow down")),
        ("login", (302, {"Location": "https://login.taobao.com/member/login.jhtml"}, b"")),
        ("unknown_layout", (200, {}, b"<html><title>new layout</title><div id=app></div></html>")),
    ],
)
def test_walls_are_said_aloud(work: Path, reason: str, answer: tuple[int, dict[str, str], bytes]) -> None:
    """A blocked or unreadable marketplace is exit code 1 and a line that says what to do; never zero findings."""

    def wall(_: str, path: str) -> tuple[int, dict[str, str], bytes]:
        return (
            (404, {}, b"") if path == "/robots.txt" else (200, {}, b"<html>login</html>") if "login" in path else answer
        )

    with serve(wall) as site:
        code, summary = run(work, site)
    assert code == 1
    assert any(reason in line for line in summary["to_do"]), summary["to_do"]  # type: ignore[attr-defined]
    assert any("not one page could be read" in line for line in summary["to_do"])  # type: ignore[attr-defined]


def test_robots_refusal_is_a_blocked_visit(work: Path) -> None:
    """robots.txt is obeyed, and the refusal is a visit with its reason."""
    market = Market()
    market.robots = b"User-agent: *\nDisallow: /search\n"
    with serve(market.answer) as site:
        code, _ = run(work, site)
        assert site.pages() == []
    assert code == 1
    assert set(rows(work, "SELECT outcome, reason FROM visit")) == {("blocked", "robots")}


def test_robots_can_be_overridden_with_a_reason_that_is_kept(work: Path) -> None:
    """And a robots.txt that can't be had refuses, but for an override."""
    market = Market()
    market.robots = b"User-agent: *\nDisallow: /search\n"
    with (work / "store" / "settings.toml").open("a") as settings:
        settings.write('robots_override = "written permission of 2026-11-03"\ndetail_pages = 0\n')
    with serve(market.answer) as site:
        code, summary = run(work, site)
        assert not [one for one in site.asked if one.path.startswith("/robots.txt")]
    assert code == 0, summary
    ((fetch,),) = rows(work, "SELECT fetch FROM visit WHERE keyword = '诺德沃克'")
    assert json.loads(str(fetch))["hops"][0]["robots"] == "overridden: written permission of 2026-11-03"


def test_a_robots_txt_that_cannot_be_had_refuses(work: Path) -> None:
    """RFC 9309: an error of the server is no permission."""
    with serve(lambda _, path: (500, {}, b"") if path == "/robots.txt" else (200, {}, b"")) as site:
        code, summary = run(work, site)
        assert site.pages() == []
    assert code == 1
    refused = {("blocked", "robots_unreachable", "robots.txt was refused with status 500")}
    assert set(rows(work, "SELECT outcome, reason, detail FROM visit")) == refused
    assert any("counts as a refusal" in line for line in summary["to_do"])  # type: ignore[attr-defined]


def test_nobody_answers(work: Path) -> None:
    """A refused connection is a blocked visit, not an empty search."""
    done = monitor("run", "watchlist.toml", "--store", "store", "--origin", "taobao=http://127.0.0.1:9", cwd=work)
    assert done.returncode == 1
    assert "connection" in done.stdout
    assert set(rows(work, "SELECT outcome, reason FROM visit")) == {("blocked", "connection")}


def test_what_the_fetch_knew_is_kept_and_secrets_are_not(work: Path) -> None:
    """Sent and received headers, clock, status and the wire's digest; cookie values never."""
    market = Market()

    def with_cookie(host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = market.answer(host, path)
        return status, {**headers, "Set-Cookie": "session=CANARY-7; Path=/"}, body

    with serve(with_cookie) as site:
        run(work, site)
        assert any("CANARY-7" in one.headers.get("Cookie", "") for one in site.asked), (
            "the site's cookie goes back to it"
        )
    (fetch,) = rows(work, "SELECT fetch FROM visit WHERE target = 'listing:1'")[0]
    hop = json.loads(str(fetch))["hops"][-1]
    assert hop["status"] == 200
    assert ["Cookie", "(redacted)"] in hop["request_headers"]
    assert ["Set-Cookie", "(redacted)"] in hop["headers"]
    assert len(hop["sha256_wire"]) == 64
    assert hop["robots"] == "allowed"
    assert not hop["wire_exact"]
    for file in (work / "store").rglob("*"):
        assert not file.is_file() or b"CANARY-7" not in file.read_bytes(), file


def test_redirect_chain_is_kept(work: Path) -> None:
    """Every hop of a redirected page is in the record."""
    market = Market()

    def moved(host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        if path.startswith("/search") and "moved" not in path:
            return 302, {"Location": f"{path}&moved=1"}, b""
        return market.answer(host, path)

    with serve(moved) as site:
        run(work, site)
    fetch, final = rows(work, "SELECT fetch, final_url FROM visit WHERE target = 'search:诺德沃克:1'")[0]
    assert [hop["status"] for hop in json.loads(str(fetch))["hops"]] == [302, 200]
    assert str(final).endswith("moved=1")


def test_paging_follows_the_page_and_stops_when_it_repeats(work: Path) -> None:
    """The site claims a hundred pages but repeats the second: two searches of it are enough to know."""

    def endless(host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        query = parse_qs(urlsplit(path).query)
        if not path.startswith("/search") or query["q"] != ["诺德沃克"]:
            return 200, {}, composed.no_result_page()
        first = query["s"] == ["0"]
        items = [composed.item(n, f"诺德沃克 {n}") for n in (range(5) if first else range(5, 10))]
        return 200, {}, composed.search_page(items, page=1 if first else 2, pages=100)

    with serve(endless) as site:
        run(work, site, "--max-pages", "50")
        pages = [path for path in site.pages() if "q=%E8" in path]
    assert [parse_qs(urlsplit(path).query)["s"][0] for path in pages] == ["0", "44", "88"]


def test_stand_in_pages_never_mix_with_replayed_ones(work: Path) -> None:
    """A store holds one kind of pages."""
    with serve(Market().answer) as site:
        run(work, site)
    (work / "saved").mkdir()
    mixed = monitor("run", "watchlist.toml", "--store", "store", "--replay", "saved", cwd=work)
    assert mixed.returncode == 2
    assert "never mix" in mixed.stderr
    assert set(rows(work, "SELECT stand_in IS NOT NULL FROM visit")) == {(1,)}


def test_live_run_needs_a_contact(work: Path) -> None:
    """Nobody is asked anonymously."""
    done = monitor("run", "watchlist.toml", "--store", "store", cwd=work)
    assert done.returncode == 2
    assert "contact" in done.stderr
    assert done.stderr.count("\n") == 1


def test_scrapy_crawl_alone_does_the_same(work: Path) -> None:
    """`scrapy crawl` with its feed: one line per matched listing, no raw body, its own run in the store."""
    with serve(Market().answer) as site:
        done = scrapy_crawl(
            "taobao", "-a", "watchlist=watchlist.toml", "-a", "store=store", "-a", f"origin={site.url}",
            "-a", "max_pages=1", "-a", "keyword=诺德沃克", "-O", "feed.jsonl", cwd=work,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (work / "feed.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["listing_id"] for line in lines} == {"1", "2"}
    assert all("body" not in line for line in lines)
    assert rows(work, "SELECT state, method FROM run") == [("done", "crawl")]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["taoboa", "-a", "watchlist=watchlist.toml"], "did you mean 'taobao'"),
        (["taobao", "-a", "watchlst=watchlist.toml"], "did you mean 'watchlist'"),
        (["taobao", "-a", "watchlist=none.toml"], "no such file"),
        (["taobao", "-a", "watchlist=watchlist.toml", "-a", "max_pages=zero"], "expected a whole number"),
        (
            ["taobao", "-a", "watchlist=watchlist.toml", "-a", "brand=nope", "-a", "replay=."],
            "expected one of nordwerk",
        ),
        (["taobao", "-a", "watchlist=watchlist.toml", "-a", "origin=gopher://x"], "expected MARKETPLACE=URL"),
    ],
)
def test_scrapy_crawl_wrong_input_is_exit_code_2(work: Path, arguments: list[str], says: str) -> None:
    """One clear line, no traceback."""
    done = scrapy_crawl(*arguments, cwd=work)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
