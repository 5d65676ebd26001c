"""The second server: cleaned copies of kept pages, on an origin of their own, for the frames of the finding page."""

from threading import Lock

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.middleware.base import RequestResponseEndpoint

from monitor.errors import MonitorError
from monitor.reports.kept_pages import copy_of_page
from monitor.review.access import Access, is_host_of
from monitor.review.evidence import note_viewed
from monitor.sandbox import Worker
from monitor.store.store import Store


def make_frames(store: Store, access: Access, worker: Worker) -> FastAPI:
    """The application. Addresses hold the key of a session that was shown them, since no cookie comes with them."""
    alone = Lock()
    headers = _headers(access)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.middleware("http")
    async def guarded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        known = is_host_of(request, access.frames)
        response = await call_next(request) if known else PlainTextResponse("wrong host", 421)
        response.headers.update(headers)
        return response

    @app.get("/{key}/{sha256}")
    def page(key: str, sha256: str) -> Response:
        try:
            account = access.account_of_frame(key)
            if account is None:
                return PlainTextResponse("not found", 404)
            with alone:
                copy = copy_of_page(store, worker, sha256)
            note_viewed(store, sha256, account.name)
            return HTMLResponse(copy)
        except MonitorError as error:
            return PlainTextResponse(str(error), 404)

    return app


def _headers(access: Access) -> dict[str, str]:
    embedders = " ".join(f"{access.site.scheme}://{host}" for host in access.site.hosts)
    return {
        # what the copy may use of styles, its own policy says
        "Content-Security-Policy": "sandbox; script-src 'none'; connect-src 'none'; img-src 'none'; media-src 'none'; "
        "object-src 'none'; frame-src 'none'; font-src 'none'; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors {embedders}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
