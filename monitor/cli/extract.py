"""`monitor extract`: what the page classes read from one saved page."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import out, out_json, table
from monitor.crawling.reader import read_in_worker
from monitor.crawling.registry import spider_for
from monitor.errors import InputError
from monitor.marketplaces import MARKETPLACES
from monitor.model import decimal_text
from monitor.page_reasons import reason_with_detail
from monitor.pages.page import PageReading
from monitor.pages.read import reading_record
from monitor.sandbox import Worker
from monitor.words import say, words_of


def extract(
    file: Annotated[Path, typer.Argument(help="A saved page: HTML or JSON, as the site sent it.")],
    url: Annotated[str, typer.Option(help="The address that the page was saved from.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read one saved page and print what stands on it.

    Example: monitor extract page.html --url "https://s.taobao.com/search?q=nordwerk" --json
    """
    spider = spider_for(url)
    page_class = spider.page_for(url) if spider else None
    if spider is None or page_class is None:
        raise InputError(
            f"--url {url!r}: no marketplace has such pages; expected the address of a search, listing or shop page "
            f"of {', '.join(MARKETPLACES)}"
        )
    try:
        body = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror}); expected a saved page") from None
    with closing(Worker()) as worker:
        reading = read_in_worker(worker, page_class, body, url).reading
    if as_json:
        out_json(reading_record(spider.name, reading), indent=1)
    else:
        _show(spider.name, reading)


def _show(marketplace: str, reading: PageReading) -> None:
    if reading.reason:
        why = reason_with_detail(reading.reason, reading.detail)
        out(f"{marketplace} {reading.page}: {reading.outcome} ({why}). {say(words_of().PAGE_REASONS, reading.reason)}")
    else:
        out(f"{marketplace} {reading.page}: {reading.outcome}")
    rows = [
        [
            str(item.position),
            item.listing_id or "-",
            item.title or "-",
            f"{decimal_text(item.price_min) or '-'} {item.currency or ''}".strip(),
            item.vendor.name or "-",
        ]
        for item in reading.listings
    ]
    if rows:
        table(["#", "id", "title", "price", "vendor"], rows)
