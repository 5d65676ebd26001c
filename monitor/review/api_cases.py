"""The API's part about take-down cases: what their pages do."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from monitor.casework.pack.checklist import missing_lines
from monitor.casework.records import case_record, due_record, whole_record
from monitor.review import take_downs
from monitor.review.access import account_of
from monitor.review.download import download
from monitor.review.take_downs import MOST_BYTES, NewCases, NewEvent
from monitor.store.store import Store

_Word = Annotated[str | None, Query(max_length=200)]


def cases_api(store: Store, watchlist: Path) -> APIRouter:
    """`/cases`, and all below it; what is made and entered stands with the name of who asks."""
    router = APIRouter(prefix="/cases")

    @router.get("")
    def listed(state: _Word = None, platform: _Word = None) -> list[dict[str, Any]]:
        """Cases with their next deadline, the most urgent first. `state`: open, ended, or one of the procedure."""
        with store.read() as connection:
            every = take_downs.listed_cases(connection, datetime.now(UTC))
        return [
            {**case_record(one.case), "due": due_record(one.due) if one.due is not None else None}
            for one in take_downs.chosen_cases(every, state, platform)
        ]

    @router.post("", max_body_size=MOST_BYTES)
    def make(request: Request, given: NewCases) -> list[str]:
        """Make cases of confirmed findings, all or none; gives their ids. A refusal has a line for each finding."""
        return take_downs.make(store, watchlist, given, account_of(request).name)

    @router.get("/{case_id}")
    def one(case_id: str) -> dict[str, Any]:
        """All about a case; `missing`: what its pack lacks today, null where that can't be said."""
        shown = take_downs.shown_case(store, case_id, watchlist, datetime.now(UTC))
        return {
            **whole_record(shown.case, shown.listings, shown.events, shown.due, shown.after, shown.answers),
            "may_follow": shown.may_follow,
            "missing": missing_lines(shown.content.pack) if shown.content is not None else None,
        }

    @router.post("/{case_id}/events", max_body_size=MOST_BYTES)
    def event(request: Request, case_id: str, given: NewEvent) -> dict[str, Any]:
        """Enter what became of a case; gives warnings."""
        return {"warnings": take_downs.enter(store, watchlist, case_id, given, account_of(request).name)}

    @router.post("/{case_id}/pack")
    def pack(request: Request, case_id: str) -> StreamingResponse:
        """The pack to file with, as a zip; what is missing is its first file, and forbids nothing."""
        stream = take_downs.pack(store, case_id, watchlist, account_of(request).name)
        return download(stream, f"case-{case_id}.zip", "application/zip")

    return router
