"""Results of a search engine lead to many shops: several are asked at once, each by itself as politely as ever."""

import json
import time
from itertools import pairwise
from pathlib import Path

from tests.commands import monitor
from tests.server import Answer, serve

_DELAY, _ANSWER = 0.4, 0.5
_SHOPS = [f"shop{number}.example" for number in range(1, 6)]
_PAGES = [f"https://{host}/p/{number}" for number in (1, 2) for shop in _SHOPS for host in (shop, f"de.{shop}")]


def test_sites_are_asked_at_once_and_no_site_twice(tmp_path: Path) -> None:
    """Twenty pages of five shops; a shop and its subdomain are one site; measured at the server."""
    (tmp_path / "watchlist.toml").write_text('marketplaces = ["bing"]\n[[brand]]\nname = "Nordwerk"\n')
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text(
        f"[site.bing]\ndelay = 0.0\n[site.web]\ndelay = {_DELAY}\ndetail_pages = 20\n"
    )
    results = "".join(
        f'<li class="b_algo"><h2><a href="{url}">Nordwerk drill {url[8:]}</a></h2></li>' for url in _PAGES
    )

    def answer(host: str, path: str) -> Answer:
        if path == "/robots.txt":
            return 404, {}, b""
        if "bing" in host:
            return 200, {}, f'<html><ol id="b_results">{results}</ol></html>'.encode()
        time.sleep(_ANSWER)
        return 200, {}, f"<html><head><title>Nordwerk drill {path}</title></head><p>A page.</p></html>".encode()

    with serve(answer) as site:
        origins = [word for name in ("bing", "web") for word in ("--origin", f"{name}={site.url}")]
        done = monitor("run", "watchlist.toml", "--store", "store", "--max-pages", 1, "--json", *origins, cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert "web" in json.loads(done.stdout)["marketplaces"], done.stderr
    asked = sorted((one for one in site.asked if "bing" not in one.host), key=lambda one: one.began)
    assert len([one for one in asked if one.path != "/robots.txt"]) == len(_PAGES)
    for shop in _SHOPS:
        of_shop = [one for one in asked if one.host.removeprefix("de.") == shop]
        assert len(of_shop) == 6, "four pages, and robots.txt of both hosts"
        gaps = [after.began - before.ended for before, after in pairwise(of_shop)]
        assert min(gaps) >= 0.8 * _DELAY, f"{shop}: never two at once, never closer than the delay"
    at_once = max(sum(one.began <= moment.began < one.ended for one in asked) for moment in asked)
    assert at_once >= 3, "the others are not kept waiting"
