"""The application: API and pages behind one guard, with errors that programs and people can read."""

from functools import partial
from pathlib import Path
from time import perf_counter

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from monitor import __version__
from monitor.deciding.decide import DecidedMeanwhile, FindingChanged
from monitor.errors import InputError, MonitorError
from monitor.review.access import API, Access, guard, problem
from monitor.review.api import api_of
from monitor.review.errors import UnknownThing, error_detail, error_title
from monitor.review.language import gettext_of
from monitor.review.pages import PAGES
from monitor.review.render import Desk, make_render
from monitor.store.store import Store

_HERE = Path(__file__).parent
_TOO_LARGE, _STORE_FAILED = 413, 503
"""When the store failed, no page can be made: all ask the store."""


def make_app(store: Store, access: Access, watchlist: Path) -> FastAPI:
    """The application over a store opened for writing. `watchlist`: its file, which may be missing yet."""
    app = FastAPI(
        title="Marketplace monitor", version=__version__, openapi_url=f"{API}v1/openapi.json", docs_url=None,
        redoc_url=None, redirect_slashes=False,
    )  # fmt: skip

    desk = Desk(store, access, make_render(store, access), watchlist)

    def failed(request: Request, status: int, error: Exception) -> Response:
        is_of_program = request.url.path.startswith(API)
        gettext = str if is_of_program else gettext_of(request)
        title, detail = error_title(status, gettext), error_detail(error, gettext)
        if is_of_program or "application/json" in request.headers.get("accept", ""):
            return problem(status, title, detail)
        if status == _STORE_FAILED:
            return PlainTextResponse(detail, status)
        return desk.render(request, "error.html", status=status, title=title, detail=detail)

    @app.middleware("http")
    async def guarded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        began = perf_counter()
        response = await guard(request, partial(_answer, call_next), access)
        response.headers["Server-Timing"] = f"app;dur={1_000 * (perf_counter() - began):.1f}"
        return response

    @app.exception_handler(MonitorError)
    def of_the_user(request: Request, error: MonitorError) -> Response:
        status = (
            404
            if isinstance(error, UnknownThing)
            else 409
            if isinstance(error, FindingChanged | DecidedMeanwhile)
            else 400
        )
        return failed(request, status if isinstance(error, InputError) else _STORE_FAILED, error)

    @app.exception_handler(RequestValidationError)
    def of_the_request(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return failed(request, 400, InputError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}"))

    @app.exception_handler(HTTPException)
    def of_the_address(request: Request, error: HTTPException) -> Response:
        return failed(request, error.status_code, error)

    app.include_router(api_of(store, access, watchlist))
    for routes in PAGES:
        app.include_router(routes(desk), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    return app


async def _answer(call_next: RequestResponseEndpoint, request: Request) -> Response:
    """HEAD is answered as GET is, its body is not sent; what is too large is refused before a route reads it."""
    if request.method == "HEAD":
        request.scope["method"] = "GET"
    response = await call_next(request)
    if response.status_code == _TOO_LARGE:
        gettext = gettext_of(request)
        return problem(
            _TOO_LARGE, gettext("failed"), gettext("more was sent than is read at once; nothing was done")
        )  # fmt: skip
    return response
