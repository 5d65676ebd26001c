"""The second server: cleaned copies of kept pages, on an origin of their own, for the frames of the finding page."""

from threading import Lock

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.middleware.base import RequestResponseEndpoint

from monitor.errors import MonitorError
from monitor.reports.kept_pages import copy_of_page
from monitor.review.access import Access
from monitor.sandbox import Worker
from monitor.store.store import Store

_HEADERS = {
    # what the copy may use of styles, its own policy says
    "Content-Security-Policy": "sandbox; script-src 'none'; connect-src 'none'; img-src 'none'; media-src 'none'; "
    "object-src 'none'; frame-src 'none'; font-src 'none'; form-action 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def make_frames(store: Store, access: Access, hosts: frozenset[str], worker: Worker) -> FastAPI:
    """The application; `hosts`: exact values of its Host header."""
    alone = Lock()
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.middleware("http")
    async def guarded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        if request.headers.get("host", "") not in hosts:
            return PlainTextResponse("wrong host", 421)
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    @app.get("/{key}/{sha256}")
    def page(key: str, sha256: str) -> Response:
        if key != access.frame_key:
            return PlainTextResponse("not found", 404)
        try:
            with alone:
                return HTMLResponse(copy_of_page(store, worker, sha256))
        except MonitorError as error:
            return PlainTextResponse(str(error), 404)

    return app
