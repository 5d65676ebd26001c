"""`monitor extract`: what the page classes read from one saved page."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import out, out_json, table
from monitor.cli.output import say as say_aloud
from monitor.crawling.reader import read_in_worker
from monitor.crawling.registry import marketplace_of_site, spider_class, spider_for
from monitor.errors import InputError
from monitor.marketplaces import MARKETPLACES, WEB
from monitor.model import decimal_text
from monitor.page_reasons import PageReason, reason_with_detail
from monitor.pages.read import reading_record
from monitor.pages.reading import GUESSED, PageReading
from monitor.sandbox import Worker
from monitor.text.web_address import checked_address
from monitor.words import say, words_of


def extract(
    file: Annotated[Path, typer.Argument(help="A saved page: HTML or JSON, as the site sent it.")],
    url: Annotated[str, typer.Option(help="The address that the page was saved from.")],
    layout: Annotated[
        str | None,
        typer.Option(help="`guessed`: read it by guess alone, whatever reader there is; of any shop."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read one saved page and print what stands on it. Exit code 1: it shows more listings than could be read.

    Exit code 1: it was read by guess, which a person should check.

    Example: monitor extract page.html --url "https://s.taobao.com/search?q=nordwerk" --json
    """
    if layout not in (None, GUESSED):
        raise InputError(f"--layout {layout!r}: expected {GUESSED}, or no --layout for the site's own readers")
    url = checked_address("--url", url)
    spider = spider_for(url) or (spider_class(WEB) if layout or marketplace_of_site(url) is None else None)
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
        reading = read_in_worker(worker, page_class, body, url, by_guess=layout == GUESSED).reading
    if as_json:
        out_json(reading_record(spider.name, reading), indent=1)
    else:
        _show(spider.name, reading)
    if reading.layout == GUESSED:
        say_aloud(f"Read by guess: {say(words_of().LAYOUT_ADVICE, GUESSED)}")
    if reading.layout == GUESSED or reading.reason == PageReason.PARTIAL:
        raise typer.Exit(1)


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
