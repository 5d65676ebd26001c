"""Pictures of a run: asked for after the pages through the one door, host by host; a missing one changes nothing."""

import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from monitor.pictures.problems import PictureProblem
from monitor.plan import Plan
from monitor.store.read.pictures import pictures_of
from monitor.store.write.runs import begin_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import Brand, Watchlist
from tests import composed
from tests.commands import monitor, processes, scrapy_crawl, started
from tests.market import SETTINGS, Market, rows, run
from tests.server import Answer, Site, serve
from tests.store_helper import finding, listing, make_store, visit

_TALLY = "SELECT coalesce(why, 'kept'), count(*) FROM listing_picture GROUP BY 1 ORDER BY 1"


def picture(colour: str = "red", kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (700, 500), colour).save(stream, kind)
    return stream.getvalue()


class Shops(Market):
    """A market whose hosts of pictures answer what a test says; `pictures`: by path."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: dict[str, Answer] = {}
        self.other: Answer = (404, {}, b"no such page")

    def answer(self, host: str, path: str) -> Answer:  # type: ignore[override]
        if host in ("s.taobao.com", "item.taobao.com"):
            return super().answer(host, path)
        if path == "/robots.txt":
            return 200, {}, self.robots
        return self.pictures.get(path, self.other)


@pytest.fixture
def shops() -> Shops:
    return Shops()


@pytest.fixture
def site(shops: Shops) -> Iterator[Site]:
    with serve(shops.answer) as served:
        yield served


def flagged(number: int, **facts: Any) -> dict[str, Any]:
    """An item that is a high finding by its price."""
    return composed.item(number, f"诺德沃克 X200 电钻 {number}", "260.00", **facts)


def of_pictures(site: Site) -> list[str]:
    return [f"{one.host}{one.path}" for one in site.asked if "taobao.com" not in one.host]


def test_pictures_come_last_and_once(work: Path, shops: Shops, site: Site) -> None:
    """After the last page, with robots.txt of their host, no cookie; what is kept is not asked for again."""
    shops.items = [flagged(1), flagged(2), composed.item(3, "别的牌子 电钻")]
    shops.pictures = {
        "/1.jpg": (200, {"Content-Type": "image/png", "Set-Cookie": "a=b"}, picture()),
        "/2.jpg": (200, {"Content-Type": "text/plain"}, picture("blue", "JPEG")),
    }
    code, record = run(work, site)
    assert code == 0
    assert record["pictures"] == {"kept": 2, "missing": {}}
    hosts = [one.host for one in site.asked]
    first = hosts.index("g-search1.alicdn.com")
    assert set(hosts[first:]) == {"g-search1.alicdn.com"}
    assert of_pictures(site) == [
        "g-search1.alicdn.com/robots.txt", "g-search1.alicdn.com/1.jpg", "g-search1.alicdn.com/2.jpg",
    ]  # fmt: skip
    assert all("Cookie" not in one.headers for one in site.asked[first:])
    assert site.asked[first + 1].headers["Accept"].startswith("image/")
    assert rows(work, "SELECT format, width, height FROM picture ORDER BY format") == [
        ("JPEG", 700, 500), ("PNG", 700, 500),
    ]  # fmt: skip
    # six files: each picture with two copies, beside the kept pages
    assert rows(work, "SELECT count(*) FROM snapshot WHERE media_type LIKE 'image/%'") == [(6,)]
    before = len(site.asked)
    code, record = run(work, site)
    assert (code, record["pictures"]) == (0, {"kept": 0, "missing": {}})
    assert not any("alicdn" in one.host for one in site.asked[before:])


BAD: dict[str, tuple[Answer, str]] = {
    "no-such-file": ((404, {}, b""), "gone"),
    "forbidden": ((403, {}, b""), "refused"),
    "an-error": ((500, {}, b""), "unreachable"),
    "a-page": ((200, {}, b"<html><p>hello"), "not_a_picture"),
    "an-svg": ((200, {"Content-Type": "image/jpeg"}, b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not_a_picture"),
    "cut-off": ((200, {"Content-Type": "image/png"}, picture()[:300]), "damaged"),
    "too-large": ((200, {"Content-Type": "image/png"}, picture() + bytes(11 * 1024 * 1024)), "too_large"),
    "to-a-file": ((302, {"Location": "file:///etc/passwd"}, b""), "unreachable"),
    "in-a-circle": ((302, {"Location": "/in-a-circle"}, b""), "unreachable"),
    "hangs-up": (lambda request: request.connection.close(), "unreachable"),
}
NO_ADDRESSES = ["file:///etc/passwd", "data:image/png;base64,iVBORw0KGgo=", "javascript:alert(1)", "ftp://a.example/1.png",
                "//user:word@img.example/1.png", "//[::1"]  # fmt: skip


def test_missing_pictures_change_nothing(work: Path, shops: Shops, site: Site) -> None:
    """Outcome, exit code, what is to do and what was not saved are as without pictures; each has its own code."""
    shops.items = [flagged(n, pic_url=f"//{name}.example/{name}") for n, name in enumerate(BAD)]
    shops.items += [flagged(n, pic_url=address) for n, address in enumerate(NO_ADDRESSES, 100)]
    shops.pictures = {f"/{name}": answer for name, (answer, _) in BAD.items()}
    code, record = run(work, site)
    assert (code, record["state"], record["to_do"]) == (0, "done", [])
    assert rows(work, "SELECT count(*) FROM visit WHERE outcome IN ('blocked', 'unreadable')") == [(0,)]
    told = dict(rows(work, "SELECT listing_key, why FROM listing_picture"))  # type: ignore[arg-type]
    assert {name: told[f"taobao:{n}"] for n, name in enumerate(BAD)} == {name: why for name, (_, why) in BAD.items()}
    assert {told.get(f"taobao:{n}", "bad_address") for n, _ in enumerate(NO_ADDRESSES, 100)} == {"bad_address"}
    assert {one.host for one in site.asked if "taobao.com" not in one.host} == {f"{name}.example" for name in BAD}
    printed = monitor("run", "watchlist.toml", "--store", "store", "--origin", f"taobao={site.url}", cwd=work)
    assert printed.returncode == 0
    assert "Pictures of listings: 0 kept" in printed.stdout
    assert "not saved" not in printed.stdout


def test_robots_of_the_host_of_pictures_count(work: Path, shops: Shops, site: Site) -> None:
    """What its robots.txt refuses is not asked for."""
    shops.items = [flagged(1)]
    shops.robots = b""

    def answer(host: str, path: str) -> Answer:
        if "alicdn" in host and path == "/robots.txt":
            return 200, {}, b"User-agent: *\nDisallow: /"
        return Shops.answer(shops, host, path)

    site.answer = answer
    code, record = run(work, site)
    assert (code, record["pictures"]) == (0, {"kept": 0, "missing": {"refused": 1}})
    assert of_pictures(site) == ["g-search1.alicdn.com/robots.txt"]


def test_a_run_asks_for_its_number_of_pictures(work: Path, shops: Shops, site: Site) -> None:
    """The rest is the next run's; 0 is none."""
    shops.items = [flagged(number) for number in range(1, 6)]
    shops.pictures = {f"/{number}.jpg": (200, {}, picture("red")) for number in range(1, 6)}
    settings = work / "store" / "settings.toml"
    for number, kept in ((0, 0), (3, 3), (3, 2)):
        settings.write_text(f"pictures = {number}\n{SETTINGS}")
        assert run(work, site)[1]["pictures"] == {"kept": kept, "missing": {}}
        assert bool(of_pictures(site)) == bool(number)
    assert len(rows(work, "SELECT 1 FROM picture")) == 1  # all have the same bytes
    settings.write_text("pictures = -1\n" + SETTINGS)
    refused = monitor("run", "watchlist.toml", "--store", "store", "--origin", f"taobao={site.url}", cwd=work)
    assert refused.returncode == 2
    assert "pictures" in refused.stderr


def test_hosts_that_fail_are_left_alone(work: Path, shops: Shops, site: Site) -> None:
    """Three in a row; other hosts go on."""
    shops.items = [flagged(number) for number in range(1, 9)]
    shops.items[7]["pic_url"] = "//img.other.example/8.jpg"
    shops.other = (503, {}, b"")
    shops.pictures = {"/8.jpg": (200, {}, picture())}
    code, record = run(work, site)
    assert (code, record["pictures"]) == (0, {"kept": 1, "missing": {"unreachable": 7}})
    assert len([one for one in of_pictures(site) if one.startswith("g-search1") and "robots" not in one]) == 3


def test_each_host_has_its_own_slot(work: Path, shops: Shops, site: Site) -> None:
    """Pictures count on their host's budget, not on the marketplace's; a page's host stays the marketplace's site."""
    shops.items = [flagged(1), flagged(2, pic_url="//img.other.example/2.jpg"),
                   flagged(3, pic_url="//item.taobao.com/3.jpg?id=3")]  # fmt: skip
    shops.other = (200, {}, picture())
    env = {"XDG_STATE_HOME": str(work / "state")}
    done = monitor("run", "watchlist.toml", "--store", "store", "--origin", f"taobao={site.url}", cwd=work, env=env)
    assert done.returncode == 0, done.stderr
    requests = {
        file.name.partition("-")[0]: json.loads(file.read_text())["requests"]
        for file in sorted((work / "state" / "marketplace-monitor").glob("*.json"))
    }
    names = sorted(file.name.partition("-")[0] for file in (work / "state" / "marketplace-monitor").glob("*.json"))
    assert names == ["pictures", "pictures", "taobao"]
    assert requests["pictures"] == 2  # robots.txt and the picture
    of_taobao = [one for one in site.asked if one.host.endswith("taobao.com")]
    assert requests["taobao"] == len(of_taobao)
    assert of_taobao[-1].path == "/3.jpg?id=3"


PRIVATE = ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0177.0.0.1", "0x7f.1",
           "10.0.0.1", "169.254.169.254", "100.64.0.1"]  # fmt: skip


def test_private_addresses_are_not_reached(tmp_path: Path) -> None:
    """Live, a server of the internal network counts no hit, however its address is written."""
    with serve(lambda *_: (200, {}, picture())) as inside:
        port = inside.url.rpartition(":")[2]
        addresses = [f"http://{host}:{port}/x.png" for host in PRIVATE] + [
            f"http://127.0.0.1:{port}\\@img.example/x.png"
        ]
        store = make_store(tmp_path)
        # a marketplace that is not searched: its crawler comes to the pictures at once
        plan = Plan(
            method="crawl", watchlist=Watchlist(brand=[Brand(name="Nordwerk")]), marketplaces=["ebay"], max_pages=1
        )
        run_id = begin_run(store, plan)
        shown = [(listing(str(n), image_urls=(address,)), finding()) for n, address in enumerate(addresses)]
        with store.write() as connection:
            record_visit(connection, run_id, visit(*shown), salt=store.salt)
        (store.root / "settings.toml").write_text("[site.taobao]\ndelay = 0.0\ndetail_pages = 0\n")
        done = scrapy_crawl("taobao", "-a", f"store={store.root}", "-a", f"run={run_id}", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        with store.read() as connection:
            told = Counter(pictures_of(connection, [f"taobao:{n}" for n in range(len(addresses))]).values())
        store.close()
    assert inside.asked == []
    assert set(told) <= {"private_address", "unreachable", "refused", "bad_address"}
    assert sum(told.values()) == len(addresses)
    assert told[PictureProblem.PRIVATE_ADDRESS] >= 6


def test_a_redirect_goes_through_the_same_door(work: Path, shops: Shops, site: Site) -> None:
    """To another host: asked with its robots.txt, and of the stand-in, as all is."""
    shops.items = [flagged(1)]
    shops.pictures = {"/1.jpg": (302, {"Location": "http://10.0.0.1/2.jpg"}, b""), "/2.jpg": (200, {}, picture())}
    assert run(work, site)[1]["pictures"] == {"kept": 1, "missing": {}}
    assert of_pictures(site) == [
        "g-search1.alicdn.com/robots.txt", "g-search1.alicdn.com/1.jpg", "10.0.0.1/robots.txt", "10.0.0.1/2.jpg",
    ]  # fmt: skip


@pytest.mark.slow
def test_kill_and_resume(work: Path, shops: Shops, site: Site) -> None:
    """A run that is killed among its pictures loses none: `resume` asks for what has no answer, and only for that."""
    shops.items = [flagged(number) for number in range(1, 7)]
    shops.pictures = {f"/{number}.jpg": (200, {}, picture()) for number in range(1, 7)}
    killed = False

    def answer(host: str, path: str) -> Answer:
        nonlocal killed
        if path == "/3.jpg" and not killed:
            killed = True
            process.kill()  # the crawlers end with it
        return Shops.answer(shops, host, path)

    site.answer = answer
    process = started("run", "watchlist.toml", "--store", "store", "--origin", f"taobao={site.url}", cwd=work)
    process.wait()
    while any(f"store={work}".encode() in line or str(work).encode() in line for _, line in processes()):
        time.sleep(0.05)  # the crawler sees that its parent is gone
    pages = [one for one in site.asked if one.host.endswith("taobao.com")]
    done = monitor("resume", "--store", "store", "--json", cwd=work)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["pictures"] == {"kept": 6, "missing": {}}
    assert rows(work, _TALLY) == [("kept", 6)]
    asked = [one for one in of_pictures(site) if "robots" not in one]
    assert set(asked) == {f"g-search1.alicdn.com/{number}.jpg" for number in range(1, 7)}
    assert asked.count("g-search1.alicdn.com/1.jpg") == 1
    # no page was asked for again
    again = [one for one in site.asked if one.host.endswith("taobao.com") and one not in pages]
    assert {one.path for one in again} <= {"/robots.txt"}
