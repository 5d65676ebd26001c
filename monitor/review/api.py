"""The API for programs, below `/api/v1`: what the pages do, with a bearer token."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Query, Request

from monitor.reports.detail_record import detail_record, seller_record
from monitor.reports.finding_record import finding_record
from monitor.review.access import Access, account_of
from monitor.review.api_cases import cases_api
from monitor.review.api_evidence import evidence_api
from monitor.review.decisions import MOST_BYTES, NewDecisions, Undo, seal_later, take_decisions_back, write_decisions
from monitor.review.errors import UnknownThing
from monitor.review.figures import figures_of, figures_record
from monitor.review.lists import MOST_AT_ONCE, chosen_by, finding_page
from monitor.store.read.decisions import seller_decisions
from monitor.store.read.detail import finding_detail, seller_of
from monitor.store.read.queue import QueueFilter, queue_facets
from monitor.store.store import Store

_Word = Annotated[str | None, Query(max_length=200)]


def api_of(store: Store, access: Access, watchlist: Path) -> APIRouter:
    """The routes; what programs decide stands with the name of who asks."""
    router = APIRouter(prefix="/api/v1")
    router.include_router(evidence_api(store))
    router.include_router(cases_api(store, watchlist))

    @router.get("/findings")
    def findings(
        level: _Word = None,
        state: _Word = None,
        brand: _Word = None,
        marketplace: _Word = None,
        seller: Annotated[str | None, Query(max_length=1_000)] = None,
        code: _Word = None,
        q: _Word = None,
        since: _Word = None,
        price_from: _Word = None,
        price_to: _Word = None,
        currency: _Word = None,
        after: Annotated[str | None, Query(max_length=1_000)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST_AT_ONCE)] = 50,
    ) -> dict[str, Any]:
        """Findings, the highest score first; `next` is the `after` of the following page."""
        with store.read() as connection:
            chosen = chosen_by(
                connection,
                {
                    "level": level, "state": state, "brand": brand, "marketplace": marketplace, "seller": seller,
                    "code": code, "q": q, "since": since, "price_from": price_from, "price_to": price_to,
                    "currency": currency,
                },
            )  # fmt: skip
            page = finding_page(connection, chosen, after, limit)
        return {"items": [finding_record(one) for one in page.findings], "next": page.next, "total": page.total}

    @router.get("/findings/{finding_id:path}")
    def finding(finding_id: str) -> dict[str, Any]:
        """All that is known about a finding."""
        with store.read() as connection:
            detail = finding_detail(connection, finding_id)
        if detail is None:
            raise UnknownThing("no finding %(key)r in this store", key=finding_id[:100])
        return detail_record(detail)

    @router.post("/decisions", max_body_size=MOST_BYTES)
    def decisions(request: Request, given: NewDecisions, background: BackgroundTasks) -> list[dict[str, Any]]:
        """Decide about findings, all or none; gives the events."""
        written = write_decisions(store, given, account_of(request).name)
        seal_later(background, store, given)
        return written

    @router.post("/decisions/undo")
    def take_back(request: Request, given: Undo | None = None) -> list[dict[str, Any]]:
        """Take back the last decisions that were made at once, or those about a whole seller; gives the events."""
        return take_decisions_back(store, given or Undo(), account_of(request).name, only_own=access.is_shared)

    @router.get("/sellers/{key:path}")
    def seller(key: str) -> dict[str, Any]:
        """A vendor, by the `seller` of a finding."""
        with store.read() as connection:
            known, decided = seller_of(connection, key), seller_decisions(connection, key)
        if known is None:
            raise UnknownThing("no seller %(key)r in this store", key=key[:100])
        return seller_record(known, decided)

    @router.get("/overview")
    def overview() -> dict[str, Any]:
        """How many findings there are of each kind, and the figures of the overview page."""
        with store.read() as connection:
            facets = queue_facets(connection, QueueFilter())
        return {
            "states": facets.states,
            "levels": facets.levels,
            "brands": facets.brands,
            "marketplaces": facets.marketplaces,
            "codes": facets.codes,
            **figures_record(figures_of(store)),
        }

    return router
