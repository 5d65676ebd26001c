"""What is filtered, as a file: the same as `monitor export` writes."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import IO

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from monitor.reports.html_file import About
from monitor.reports.write import FORMATS, write_export
from monitor.review.download import download
from monitor.review.errors import ReviewError
from monitor.review.lists import chosen_by
from monitor.review.pages.filters import Chosen, Word
from monitor.review.render import Desk
from monitor.store.read.brands import brand_names
from monitor.store.read.findings import Findings

_AT_ONCE = 2
"""Exports that are written at the same time: each keeps a processor busy."""
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "html": "text/html; charset=utf-8",
}


def export_routes(desk: Desk) -> APIRouter:
    """`/export`."""
    router = APIRouter()
    turns = BoundedSemaphore(_AT_ONCE)

    @router.get("/export")
    def export(chosen: Chosen, format: Word = None) -> StreamingResponse:  # noqa: A002 (its name in the address)
        if format not in FORMATS:
            raise ReviewError(
                "format %(given)r: unknown; expected %(known)s", given=(format or "")[:60], known=", ".join(FORMATS)
            )
        if not turns.acquire(blocking=False):
            raise HTTPException(429, "other exports are being written; try again when they are there")
        try:
            stream, number = _written(desk, chosen, format)
        finally:
            turns.release()
        name = f"findings-{datetime.now(UTC):%Y-%m-%d}.{format}"
        return download(stream, name, _TYPES[format], **{"X-Findings": str(number)})

    return router


def _written(desk: Desk, chosen: dict[str, str], kind: str) -> tuple[IO[bytes], int]:
    """The file, which has no name any more and goes when it is closed, and how many findings it has."""
    with desk.store.read() as connection:
        asked, names = chosen_by(connection, chosen), brand_names(connection)
    findings = Findings(desk.store, asked)
    about = About(
        store=desk.store.root.resolve().name,
        kind=desk.store.kind,
        made_at=datetime.now(UTC),
        filters=chosen,
        counts=findings.counts,
        brand_names=names,
    )
    with TemporaryDirectory(prefix="monitor-export-") as folder:
        target = Path(folder) / f"findings.{kind}"
        write_export(target, kind, findings, about)
        return target.open("rb"), len(findings)
