"""The pages for a person: the queue, one case after the other, all about a finding."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.decision import NEW, STATES, DismissalReason, Ground
from monitor.indicators.codes import ReasonCode
from monitor.model import decimal_text
from monitor.reports.safe_link import safe_link
from monitor.review.access import Access
from monitor.review.api import UnknownThing
from monitor.review.decisions import NewDecisions, take_decisions_back, write_decisions
from monitor.review.lists import MOST_AT_ONCE, FindingPage, chosen_by, finding_page
from monitor.store.read.alike import findings_alike
from monitor.store.read.brands import brand_names
from monitor.store.read.decisions import seller_decisions
from monitor.store.read.detail import finding_detail, seller_of
from monitor.store.read.findings import LEVELS, FindingRecord, zulu
from monitor.store.read.queue import Facets, QueueFilter, queue_facets
from monitor.store.store import Store
from monitor.text.gloss import gloss_line
from monitor.text.html_output import visible
from monitor.words import marketplace_name, words_of
from monitor.words.decisions import changes_words, decision_words, seller_words, state_name
from monitor.words.findings import missing_words, reason_words

_HERE = Path(__file__).parent
_MOST_REASONS = 5
_PRICE_CODES = frozenset({ReasonCode.BELOW_MARKET_PRICE, ReasonCode.REFERENCE_PRICE_MET})
_PAGE = 50
_Word = Annotated[str | None, Query(max_length=1_000)]


def pages_of(store: Store, access: Access, reviewer: str) -> APIRouter:
    """The routes of the pages."""
    router = APIRouter(include_in_schema=False)
    with store.read() as connection:
        brands = brand_names(connection)
    environment = _environment(brands, access)

    def filters(
        level: _Word = None,
        state: _Word = NEW,
        brand: _Word = None,
        marketplace: _Word = None,
        seller: _Word = None,
        code: _Word = None,
        q: _Word = None,
    ) -> dict[str, str]:
        given = {"level": level, "state": state, "brand": brand, "marketplace": marketplace, "seller": seller}
        return {name: value for name, value in {**given, "code": code, "q": q}.items() if value}

    def read(chosen: dict[str, str], after: str | None, limit: int) -> tuple[FindingPage, Facets]:
        names = ("level", "state", "brand", "marketplace", "seller", "code")
        with store.read() as connection:
            asked = chosen_by(connection, **{name: chosen.get(name) for name in names}, search=chosen.get("q"))
            return finding_page(connection, asked, after, limit), queue_facets(connection, asked)

    Chosen = Annotated[dict[str, str], Depends(filters)]  # noqa: N806 (a type)

    @router.get("/")
    def queue(chosen: Chosen, after: _Word = None) -> HTMLResponse:
        page, facets = read(chosen, after, _PAGE)
        return _page(environment, "queue.html", page=page, facets=facets, chosen=chosen)

    @router.get("/case")
    def case(chosen: Chosen, after: _Word = None) -> HTMLResponse:
        page, facets = read(chosen, after, 1)
        finding = page.findings[0] if page.findings else None
        with store.read() as connection:
            alike = findings_alike(connection, finding) if finding else {}
        return _page(
            environment, "case.html", page=page, facets=facets, chosen=chosen, finding=finding, alike=alike
        )  # fmt: skip

    @router.get("/finding/{finding_id:path}")
    def finding(finding_id: str) -> HTMLResponse:
        with store.read() as connection:
            detail = finding_detail(connection, finding_id)
        if detail is None:
            raise UnknownThing(f"no finding {finding_id[:100]!r} in this store")
        return _page(environment, "finding.html", detail=detail, finding=detail.finding)

    @router.get("/seller/{key:path}")
    def seller(key: str) -> HTMLResponse:
        with store.read() as connection:
            known = seller_of(connection, key)
            if known is None:
                raise UnknownThing(f"no seller {key[:100]!r} in this store")
            page = finding_page(connection, QueueFilter(seller=key), None, MOST_AT_ONCE)
            decided = seller_decisions(connection, key)
        return _page(environment, "seller.html", seller=known, page=page, decided=decided)

    _add_writes(router, store, reviewer)
    return router


def _add_writes(router: APIRouter, store: Store, reviewer: str) -> None:
    @router.post("/decisions")
    def decisions(given: NewDecisions, *, whole_seller: bool = False) -> JSONResponse:
        return JSONResponse(write_decisions(store, given, reviewer, whole_seller=whole_seller))

    @router.post("/undo")
    def take_back() -> JSONResponse:
        return JSONResponse(take_decisions_back(store, reviewer))


def _page(environment: Environment, template: str, **values: Any) -> HTMLResponse:
    return HTMLResponse(visible(environment.get_template(template).render(values)))


def _environment(brands: dict[str, str], access: Access) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "changes_words": changes_words,
        "beside_reference": _beside_reference,
        "decision_words": decision_words,
        "seller_words": seller_words,
        "gloss": _gloss,
        "marked": _marked,
        "marketplace_name": marketplace_name,
        "missing_words": missing_words,
        "price": _price,
        "reason_words": reason_words,
        "safe_link": safe_link,
        "state_name": state_name,
        "weightiest": _weightiest,
        "zulu": zulu,
    }
    environment.globals |= {
        "address": _address,
        "brands": brands,
        "dismissals": {reason: words_of().DISMISSAL_NAMES[reason] for reason in DismissalReason},
        "brand_name": lambda brand: brands.get(brand, brand),
        "frame_key": access.frame_key,
        "frame_origin": access.frame_origin,
        "grounds": {ground: words_of().GROUND_NAMES[ground] for ground in Ground},
        "levels": LEVELS,
        "marketplace_name": marketplace_name,
        "reason_name": lambda code: words_of().REASON_NAMES.get(code, code),
        "string_of": str,
        "state_name": state_name,
        "states": STATES,
    }
    return environment


def _gloss(text: str | None) -> str | None:
    return gloss_line(text) if text else None


def _price(finding: FindingRecord) -> str | None:
    listing = finding.listing
    if listing.price_min is None:
        return None
    upto = f" – {decimal_text(listing.price_max)}" if listing.price_max not in (None, listing.price_min) else ""
    return f"{decimal_text(listing.price_min)}{upto} {listing.currency or ''}".strip()


def _beside_reference(finding: FindingRecord) -> tuple[int, str] | None:
    """The price in percent of what it was compared with, and that in words; None where nothing was compared."""
    for reason in finding.reasons:
        percent = reason.facts.get("percent")
        if reason.code in _PRICE_CODES and isinstance(percent, int | float):
            return round(percent), reason_words(reason).expected
    return None


def _weightiest(finding: FindingRecord) -> list[Any]:
    return sorted(finding.reasons, key=lambda reason: -abs(reason.points))[:_MOST_REASONS]


def _marked(finding: FindingRecord) -> Markup:
    """The title with the brand's name marked in it."""
    title, mention = finding.listing.title or "(no title)", finding.mention
    before, found, behind = title.partition(mention) if mention else (title, "", "")
    return escape(before) + (Markup("<mark>{}</mark>").format(found) if found else Markup()) + escape(behind)


def _address(path: str, chosen: Mapping[str, str], **other: str | None) -> str:
    """A path with the filters as they are, but for `other`; None takes a filter out."""
    values = {name: value for name, value in {**chosen, **other}.items() if value}
    if "state" not in values and "state" in other:
        values["state"] = ",".join(STATES)
    return f"{path}?{urlencode(values)}" if values else path


def error_page(status: int, title: str, detail: str) -> HTMLResponse:
    """An error for a person."""
    text = visible(
        f"<!doctype html><html lang=en><title>{escape(title)}</title><p>{escape(detail)}<p><a href=/>back</a>"
    )
    return HTMLResponse(text, status)
