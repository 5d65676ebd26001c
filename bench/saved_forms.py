"""Which way of saving a page keeps what is read of it: `python -m bench.saved_forms FOLDER… [--only SITE] [-v]`.

Each labelled page below the folders (`page.html`, `meta.json` and `label.json` or `expected.json`) is opened in real
Chromium under its own address, without a net, and saved in each form; then it is imported: are outcome and number of
listings right? Prints a table of sites and forms beside the page as the site served it.
"""

import argparse
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Error, sync_playwright
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.crawling.reader import read_in_worker
from monitor.crawling.registry import spider_class
from monitor.fetch.chromium import browser_arguments, find_browser
from monitor.plan import SavedFile
from monitor.runs.import_pages import collect
from monitor.sandbox import Worker
from monitor.saved.button import button_address
from monitor.saved.files import answers_of
from monitor.saved.page import SavedPage

FORMS = ("served", "button", "mhtml", "har", "single", "warc")
"""As served with its address beside it; the save button; Chrome's single file; a recording; SingleFile; an archive."""
_HEADS = ("as served", "save button", "MHTML", "HAR", "SingleFile", "WARC")
# What the SingleFile add-on does by default: programs go, and elements that are not shown.
_SINGLE_FILE = """() => {
  const root = document.body ?? document.documentElement;
  const isShown = (element) => getComputedStyle(element).display !== "none";
  const hidden = [...root.querySelectorAll(":not(script, style, link, template)")].filter((e) => !isShown(e));
  hidden.forEach((element) => element.setAttribute("data-hidden-here", ""));
  const copy = document.documentElement.cloneNode(true);
  hidden.forEach((element) => element.removeAttribute("data-hidden-here"));
  const gone = '[data-hidden-here], noscript, script:not([type="application/ld+json"])';
  copy.querySelectorAll(gone).forEach((element) => element.remove());
  return copy.outerHTML;
}"""


@dataclass(frozen=True, slots=True)
class Case:
    """A page with its address and what is right. `counts`: None where none is said; `site`: the marketplace."""

    folder: Path
    site: str
    url: str
    outcomes: tuple[str, ...]
    counts: tuple[int, ...]


def cases(root: Path) -> Iterator[Case]:
    """The labelled HTML pages below a folder."""
    for meta in sorted(root.glob("*/*/meta.json")):
        folder = meta.parent
        label = next((file for name in ("label.json", "expected.json") if (file := folder / name).is_file()), None)
        if label is None or not (folder / "page.html").is_file():
            continue
        right, also = _json(label), _json(label).get("also") or {}
        count = right.get("count", len(right["listings"])) if right["outcome"] == "listings" else 0
        yield Case(
            folder,
            folder.parent.name,
            _json(meta)["url"],
            (right["outcome"], *also.get("outcome", ())),
            (count, *also.get("count", ())),
        )


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; ends the program where there is none."""
    command = find_browser(None)
    if command is None:
        sys.exit("no Chromium: apt-get install chromium")
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=command, args=browser_arguments())
        yield browser
        browser.close()


def save(browser: Any, case: Case, into: Path) -> dict[str, Path]:
    """The page in each form, as files in a folder; a form that could not be made is left out."""
    body = (case.folder / "page.html").read_bytes()
    files = {form: into / f"{form}.{ending}" for form, ending in zip(
        FORMS, ("html", "html", "mhtml", "har", "html", "warc.gz"), strict=True
    )}  # fmt: skip
    files["served"].write_bytes(body)
    (into / "served.meta.json").write_text(json.dumps({"url": case.url}), encoding="utf-8")
    _write_warc(files["warc"], case.url, body)
    context = browser.new_context(record_har_path=files["har"], record_har_content="embed")
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.route("**/*", _answer_with(case.url, body))
    try:
        page.goto(case.url, wait_until="commit")
        with suppress(Error):  # a wall that leads elsewhere may never be done
            page.wait_for_load_state("domcontentloaded", timeout=10_000)
        page.wait_for_timeout(500)  # its programs run
        for form, saved in (
            ("single", _single_file(page, case.url)),
            ("mhtml", _mhtml(page)),
            ("button", click_button(page)),
        ):
            if saved is not None:
                files[form].write_bytes(saved)
    except Error as problem:
        print(f"{case.folder}: {str(problem).splitlines()[0]}", file=sys.stderr)
    context.close()
    return {form: file for form, file in files.items() if file.is_file()}


def click_button(page: Any) -> bytes | None:
    """What the save button downloads; None where nothing comes.

    The program's address is opened by the browser itself, as a click in the bookmarks bar does: what the page's policy
    allows its own programs does not count.
    """
    downloads: list[Any] = []
    page.on("download", lambda download: downloads.append(download))  # noqa: PLW0108 (Playwright marks what it calls)
    page.context.new_cdp_session(page).send(
        "Page.navigate", {"url": button_address(), "transitionType": "auto_bookmark"}
    )
    for _ in range(50):
        if downloads:
            return Path(downloads[0].path()).read_bytes()
        page.wait_for_timeout(100)
    return None


def wrong(worker: Worker, case: Case, file: Path | None) -> str | None:
    """What is wrong with how a saved file is read; None when it is right."""
    saved = collect([file]).files if file is not None else []
    if not saved:
        return "not imported"
    readings = [_read(worker, page) for page in saved if page.marketplace == case.site]
    best = next((reading for reading in readings if reading.outcome in case.outcomes), None)
    if best is None:
        return readings[0].outcome if readings else f"under {saved[0].marketplace}"
    if best.outcome == "listings" and len(best.listings) not in case.counts:
        return f"{len(best.listings)} of {case.counts[0]}"
    return None


def table(results: dict[str, dict[str, Counter[bool]]]) -> Iterator[str]:
    """The lines of the table in Markdown: sites, forms, and how many pages were right."""
    yield f"| site | pages | {' | '.join(_HEADS)} |"
    yield f"|---|---|{'---|' * len(FORMS)}"
    total: dict[str, Counter[bool]] = {form: Counter() for form in FORMS}
    for site, forms in sorted(results.items()):
        for form in FORMS:
            total[form].update(forms[form])
        yield _row(site, forms)
    yield _row("all", total)


def _row(site: str, forms: dict[str, Counter[bool]]) -> str:
    numbers = [str(forms[form][True]) for form in FORMS]
    return f"| {site} | {forms[FORMS[0]].total()} | {' | '.join(numbers)} |"


def _read(worker: Worker, file: SavedFile) -> Any:
    headers = {"Content-Type": file.content_type} if file.content_type else {}
    page = SavedPage(Path(file.path), file.url, file.saved, file.status, headers, file.part, file.answers)
    page_class = spider_class(file.marketplace).page_for(file.url)
    assert page_class is not None, "the importer asked for it"
    answers = tuple(answers_of(page))
    return read_in_worker(worker, page_class, page.body(), page.url, answers, content_type=file.content_type).reading


def _answer_with(url: str, body: bytes) -> Callable[[Any], None]:
    """The page for its own address, nothing for any other: no navigation leads away, no request leaves the machine."""

    def answer(route: Any) -> None:
        its_own = route.request.is_navigation_request() and unquote(route.request.url) == unquote(url)
        if its_own and route.request.frame.parent_frame is None:
            route.fulfill(body=body, content_type="text/html")
        elif route.request.is_navigation_request():
            route.fulfill(status=204)
        else:
            route.abort()

    return answer


def _single_file(page: Any, url: str) -> bytes:
    note = f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: Sun Nov 29 2026 \n-->"
    return f"<!DOCTYPE html> {page.evaluate(_SINGLE_FILE).replace('<head', f'{note}<head', 1)}".encode()


def _mhtml(page: Any) -> bytes:
    return bytes(page.context.new_cdp_session(page).send("Page.captureSnapshot")["data"].encode())


def _write_warc(file: Path, url: str, body: bytes) -> None:
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))


def _json(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def measure(chosen: list[Case]) -> Iterator[tuple[Case, str, str | None]]:
    """Save and import each page in each form: the page, the form, and what is wrong."""
    with chromium() as browser, closing(Worker()) as worker, tempfile.TemporaryDirectory() as temporary:
        for number, case in enumerate(chosen):
            folder = Path(temporary) / str(number)
            folder.mkdir()
            files = save(browser, case, folder)
            for form in FORMS:
                yield case, form, wrong(worker, case, files.get(form))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--only", help="one site")
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is wrong with which page")
    asked = parser.parse_args()
    chosen = [case for folder in asked.folders for case in cases(folder) if asked.only in (None, case.site)]
    results: dict[str, dict[str, Counter[bool]]] = {}
    for case, form, fault in measure(chosen):
        its = results.setdefault(case.site, {name: Counter() for name in FORMS})
        its[form][fault is None] += 1
        if fault and asked.verbose:
            print(f"{case.site}/{case.folder.name}: {form}: {fault}", file=sys.stderr)
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
