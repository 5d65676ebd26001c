"""The download handler of `--replay` and `import`: answers each request from what was saved, and never asks the net."""

import logging
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from monitor.errors import InputError
from monitor.plan import Plan, SavedFile
from monitor.saved.files import answers_of, case_and_warc_files, case_page, pages_inside, saved_pages
from monitor.saved.page import PageTooLarge, SavedPage
from monitor.saved.pictures import SavedPictures, pictures_of_files, pictures_of_folder

logger = logging.getLogger(__name__)


class NotSaved(Exception):
    """Raised by `SavedPagesHandler` for a page that is not among the saved ones: it is reported, never fetched."""


class SavedPagesHandler(BaseDownloadHandler):
    """Answers from the folder or WARC file of `--replay`, or from the files handed to `monitor import`."""

    lazy = True

    async def download_request(self, request: Request) -> Response:
        """The saved page for a request. Raises `NotSaved`."""
        if (picture := request.meta.get("picture")) is not None:
            return self._picture(picture, request)
        spider = self.crawler.spider
        assert spider is not None, "requests come from a spider"
        target = request.meta.get("target")
        key = target.key if target is not None and target.key.startswith("saved:") else spider.saved_key(request.url)  # type: ignore[attr-defined]
        page = self._pages.get(key)
        if page is None:
            raise NotSaved(request.url)
        request.meta["saved"] = page.saved
        try:
            response = response_of(page, request)
        except PageTooLarge as problem:
            raise DownloadCancelledError(str(problem)) from None  # as for a page that is fetched
        request.meta["answers"] = answers_of(page)
        request.meta["saved_file"] = page.path.name if page.part is None else f"{page.path.name}@{page.part}"
        return response

    def _picture(self, address: str, request: Request) -> Response:
        """The saved picture at an address, as pages name it. Raises `NotSaved`."""
        saved = self._pictures.get(address)
        if saved is None:
            raise NotSaved(address)
        try:
            return Response(request.url, body=saved.body(), request=request)
        except (InputError, OSError) as problem:
            logger.warning("not a picture that can be read: %s", problem)
            raise NotSaved(address) from None

    @cached_property
    def _pictures(self) -> SavedPictures:
        plan: Plan = self.crawler.spider.context.plan  # type: ignore[union-attr]
        if plan.replay is not None:
            return pictures_of_folder(Path(plan.replay))
        return pictures_of_files(Path(file.path) for file in plan.saved)

    @cached_property
    def _pages(self) -> dict[str, SavedPage]:
        spider = self.crawler.spider
        plan: Plan = spider.context.plan  # type: ignore[union-attr]
        if plan.method == "hand-saved":
            return {f"saved:{file.sha256}": _handed_in(file) for file in plan.saved}
        assert plan.replay is not None, "the plan of a replay names its pages"
        pages = [page for page in _replayed(Path(plan.replay)) if spider.page_for(page.url)]  # type: ignore[union-attr]
        # of several savings of one page the newest answers
        return {spider.saved_key(page.url): page for page in sorted(pages, key=lambda page: page.saved)}  # type: ignore[union-attr]


def _replayed(root: Path) -> Iterator[SavedPage]:
    """The pages to replay; a file of a folder that can't be read is passed over, and the log says so."""
    if root.is_file():
        yield from saved_pages(root)
        return
    for file in case_and_warc_files(root):
        try:
            yield from list(case_page(file) if file.name == "meta.json" else pages_inside(file))
        except (InputError, OSError) as problem:
            logger.warning("passed over: %s", problem)


def response_of(page: SavedPage, request: Request | None = None) -> Response:
    """A saved page as Scrapy's response of the type that its body has. Raises as `SavedPage.body`."""
    body = page.body()
    headers = {name: [value] for name, value in page.headers.items()}
    kind = responsetypes.from_args(headers=None, url=page.url, body=body[:5000])
    return kind(page.url, status=page.status, headers=headers, body=body, request=request)


def _handed_in(file: SavedFile) -> SavedPage:
    headers = {"Content-Type": file.content_type} if file.content_type else {}
    return SavedPage(Path(file.path), file.url, file.saved, file.status, headers, file.part, file.answers)
