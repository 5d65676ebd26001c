"""Take-down cases: the list, all about one, making them, what became of them, the pack to file with."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from monitor.casework.agenda import agenda
from monitor.casework.ics import calendar_file
from monitor.decision import DecisionState
from monitor.review import take_downs
from monitor.review.access import account_of
from monitor.review.download import download
from monitor.review.errors import ReviewError, UnknownThing
from monitor.review.filing_routes import filings_of
from monitor.review.language import gettext_of, language_of
from monitor.review.pages.filters import Word
from monitor.review.render import Desk
from monitor.review.take_downs import MOST_BYTES, NewCases, NewEvent
from monitor.store.read.cases import case_events, cases
from monitor.store.read.findings import FindingRecord, findings_by_id

_MOST_FINDINGS = 200
"""Of which cases are made at once in the browser: as many as a list shows."""
Ids = Annotated[list[str] | None, Query(alias="id", max_length=_MOST_FINDINGS)]


def take_down_routes(desk: Desk) -> APIRouter:
    """`/cases`, and all below it."""
    router = APIRouter()

    @router.get("/cases")
    def listed(request: Request, state: Word = None, platform: Word = None) -> HTMLResponse:
        now = datetime.now(UTC)
        with desk.store.read() as connection:
            every = take_downs.listed_cases(connection, now)
        shown = take_downs.chosen_cases(every, state or None, platform or None)
        chosen = {name: value for name, value in (("state", state), ("platform", platform)) if value}
        return desk.render(request, "cases.html", every=every, shown=shown, chosen=chosen)

    @router.post("/cases", max_body_size=MOST_BYTES)
    def make(request: Request, given: NewCases) -> JSONResponse:
        made = take_downs.make(desk.store, desk.watchlist, given, account_of(request).name, language_of(request))
        return JSONResponse({"cases": made, "next": f"/cases/{made[0]}" if len(made) == 1 else "/cases"})

    @router.get("/cases/new")
    def new(request: Request, ids: Ids = None) -> HTMLResponse:
        findings = _confirmed(desk, ids or [])
        filings = filings_of(desk.store, desk.watchlist, findings, datetime.now(UTC))
        return desk.render(request, "cases_new.html", filings=filings)

    @router.get("/cases/deadlines.ics")
    def all_deadlines() -> Response:
        return _calendar(desk, None)

    @router.get("/cases/{case_id}")
    def one(request: Request, case_id: str) -> HTMLResponse:
        shown = take_downs.shown_case(desk.store, case_id, desk.watchlist, datetime.now(UTC))
        return desk.render(request, "take_down.html", shown=shown, case=shown.case)

    @router.get("/cases/{case_id}/deadlines.ics")
    def deadlines(case_id: str) -> Response:
        return _calendar(desk, case_id)

    @router.post("/cases/{case_id}/events", max_body_size=MOST_BYTES)
    def event(request: Request, case_id: str, given: NewEvent) -> JSONResponse:
        warnings = take_downs.enter(desk.store, desk.watchlist, case_id, given, account_of(request).name)
        gettext = gettext_of(request)
        return JSONResponse({"said": " ".join([gettext("Entered."), *warnings])})

    @router.post("/cases/{case_id}/pack")
    def pack(request: Request, case_id: str) -> StreamingResponse:
        stream = take_downs.pack(desk.store, case_id, desk.watchlist, account_of(request).name)
        return download(stream, f"case-{case_id}.zip", "application/zip")

    return router


def _confirmed(desk: Desk, ids: list[str]) -> list[FindingRecord]:
    """The findings that are to become cases. Raises `ReviewError` where there are none, or one is not confirmed."""
    if not ids:
        raise ReviewError("select confirmed findings in the queue first, then make cases of them")
    with desk.store.read() as connection:
        found = findings_by_id(connection, ids, flagged=False)
    for finding_id in ids:
        if finding_id not in found:
            raise UnknownThing("no finding %(key)r in this store", key=finding_id[:100])
        if found[finding_id].state != DecisionState.CONFIRMED:
            raise ReviewError(
                "%(id)s is not confirmed: cases are made of confirmed findings; leave it out, or confirm it first",
                id=finding_id,
            )  # fmt: skip
    return list({record.id: record for record in found.values()}.values())


def _calendar(desk: Desk, case_id: str | None) -> Response:
    """The deadlines of a case, or of all, as a calendar file."""
    now = datetime.now(UTC)
    with desk.store.read() as connection:
        if case_id is not None:
            take_downs.known_case(connection, case_id)
        entries = agenda(cases(connection), case_events(connection), now)
    wanted = [entry for entry in entries if case_id in (None, entry.case.id)]
    name = "deadlines.ics" if case_id is None else f"case-{case_id}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(calendar_file(wanted, now), headers=headers, media_type="text/calendar; charset=utf-8")
