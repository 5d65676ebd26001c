"""`scrapy shell [URL|FILE]`: a page with its page class at hand, as `page`, and what it reads, as `reading`."""

import argparse
from pathlib import Path
from typing import Any

from scrapy.commands import shell
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.utils.url import guess_scheme

from monitor.crawling.registry import marketplace_of_site, spider_class
from monitor.errors import InputError
from monitor.marketplaces import WEB
from monitor.pages.read import read_page
from monitor.runs.outside_run import OutsideRun
from monitor.runs.saved_files import pages_of
from monitor.saved.files import holds_pages, is_page_file
from monitor.saved.handler import response_of
from monitor.text.decode import decode_page
from monitor.text.web_address import checked_address


class Command(OutsideRun, shell.Command):
    """As Scrapy's. A local FILE is read here: the crawler has no handler for `file:` addresses."""

    _saved: Response | None = None

    def long_desc(self) -> str:
        """For `--help`."""
        return (
            "Interactive console for a page: `page` is its page class with the page, `reading` what that reads. "
            "FILE is a saved page (HTML, MHTML, HAR, WARC, or a case of fixtures/). "
            'Example: scrapy shell fixtures/taobao/search/page.html -c "reading.outcome"'
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's, and the address of a file."""
        super().add_options(parser)
        parser.add_argument("--url", help="the address that FILE was saved from, where it does not tell that itself")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the FILE, if one is given. Raises `UsageError` (exit code 2) where that is not possible."""
        super().process_options(args, opts)
        if args and _is_file(args[0]):
            self._saved = _saved_response(Path(args[0].removeprefix("file://")), opts.url)
            args.clear()
            opts.spider = opts.spider or marketplace_of_site(self._saved.url)
        if not args:
            opts.spider = opts.spider or WEB  # its politeness is that of each site that `fetch(url)` names

    def update_vars(self, vars: dict[str, Any]) -> None:  # noqa: A002 (Scrapy's)
        """Add `page` and `reading`: of the file first, then of what `fetch()` brought; None if no page class fits."""
        response: Response | None = vars["response"] or self._saved
        self._saved = None
        vars.update(response=response, page=None, reading=None)
        if response is None:
            return
        page_class = spider_class(marketplace_of_site(response.url) or WEB).page_for(response.url)
        if page_class is None:
            return
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        vars["page"] = page_class(decode_page(response.body, kind), response.url)
        vars["reading"] = read_page(page_class, response.body, response.url, response.status, kind)


def _is_file(given: str) -> bool:
    file = Path(given)
    named = "://" not in given and (file.is_file() or is_page_file(file) or holds_pages(file))
    return named or guess_scheme(given).startswith("file:")


def _saved_response(file: Path, url: str | None) -> Response:
    if not file.is_file():
        raise UsageError(f"{file}: no such file; expected a URL or a saved page", print_help=False)
    try:
        address = checked_address("--url", url) if url is not None else None
        pages = [page for _, page in pages_of(file, address)]
    except (InputError, OSError) as error:
        raise UsageError(f"{file}: {error}", print_help=False) from None
    page = next(iter(pages), "holds no page")
    if isinstance(page, str):
        raise UsageError(f"{file}: {page}", print_help=False)
    return response_of(page)
