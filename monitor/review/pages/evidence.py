"""Sealing a finding's pages, and having them as a bundle."""

from typing import Annotated
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, StreamingResponse

from monitor.review import evidence
from monitor.review.access import account_of
from monitor.review.download import zip_download
from monitor.review.errors import ReviewError
from monitor.review.render import Desk

_LARGEST_FORM = 10_000
"""Bytes"""


async def _finding_id(request: Request) -> str:
    """The finding that a form names."""
    given = parse_qs((await request.body()).decode("utf-8", "replace")).get("id", [])
    if len(given) != 1:
        raise ReviewError("expected the id of a finding")
    return given[0]


FindingId = Annotated[str, Depends(_finding_id)]


def evidence_routes(desk: Desk) -> APIRouter:
    """`/evidence/seal`, which leads back to the finding, and `/evidence/bundle`, which gives the file."""
    router = APIRouter()

    @router.post("/evidence/seal", max_body_size=_LARGEST_FORM)
    def seal(request: Request, finding_id: FindingId) -> RedirectResponse:
        evidence.seal(desk.store, finding_id, account_of(request).name)
        return RedirectResponse(f"/finding/{quote(finding_id, safe='')}#evidence", 303)

    @router.post("/evidence/bundle", max_body_size=_LARGEST_FORM)
    def bundle(request: Request, finding_id: FindingId) -> StreamingResponse:
        return zip_download(evidence.bundle(desk.store, finding_id, account_of(request).name))

    return router
