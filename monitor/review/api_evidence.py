"""The API's part about evidence: what the finding page does with it."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from monitor.review import evidence
from monitor.review.access import account_of
from monitor.review.download import zip_download
from monitor.store.store import Store


class OfFinding(BaseModel):
    """Which finding is meant."""

    model_config = ConfigDict(extra="forbid", strict=True)
    id: Annotated[str, Field(max_length=1_000)]


def evidence_api(store: Store) -> APIRouter:
    """`/evidence/…`; what is done stands in the custody log with the name of who asks."""
    router = APIRouter(prefix="/evidence")

    @router.get("/{finding_id:path}")
    def sealed(finding_id: str) -> list[dict[str, Any]]:
        """The sealed pages of a finding, the newest first."""
        with store.read() as connection:
            captures = evidence.captures_shown(connection, evidence.listing_of(finding_id))
        return [evidence.capture_record(capture) for capture in captures]

    @router.post("/seal")
    def seal(request: Request, given: OfFinding) -> dict[str, Any]:
        """Seal the kept pages of a finding; gives what became of it."""
        return asdict(evidence.seal(store, given.id, account_of(request).name))

    @router.post("/bundle")
    def bundle(request: Request, given: OfFinding) -> StreamingResponse:
        """The sealed pages of a finding with their proofs and a report, as a zip."""
        return zip_download(evidence.bundle(store, given.id, account_of(request).name))

    return router
