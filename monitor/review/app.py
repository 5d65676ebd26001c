"""The application: API and pages behind one guard, with errors that programs and people can read."""

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from monitor import __version__
from monitor.deciding.decide import FindingChanged
from monitor.errors import InputError, MonitorError
from monitor.review.access import API, Access, guard, problem
from monitor.review.api import UnknownThing, api_of
from monitor.review.pages import error_page, pages_of
from monitor.store.store import Store

_HERE = Path(__file__).parent


def make_app(store: Store, access: Access, reviewer: str) -> FastAPI:
    """The application over a store opened for writing; decisions stand with `reviewer`."""
    app = FastAPI(
        title="Marketplace monitor", version=__version__, openapi_url=f"{API}v1/openapi.json", docs_url=None,
        redoc_url=None,
    )  # fmt: skip

    @app.middleware("http")
    async def guarded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        return await guard(request, call_next, access)

    @app.exception_handler(MonitorError)
    def of_the_user(request: Request, error: MonitorError) -> Response:
        status = 404 if isinstance(error, UnknownThing) else 409 if isinstance(error, FindingChanged) else 400
        return _error(request, status if isinstance(error, InputError) else 503, str(error))

    @app.exception_handler(RequestValidationError)
    def of_the_request(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return _error(request, 400, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")

    @app.exception_handler(HTTPException)
    def of_the_address(request: Request, error: HTTPException) -> Response:
        return _error(request, error.status_code, str(error.detail))

    app.include_router(api_of(store, reviewer))
    app.include_router(pages_of(store, access, reviewer))
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    return app


def _error(request: Request, status: int, detail: str) -> Response:
    title = {400: "wrong input", 404: "not found", 409: "changed meanwhile"}.get(status, "failed")
    if request.url.path.startswith(API) or "application/json" in request.headers.get("accept", ""):
        return problem(status, title, detail)
    return error_page(status, title, detail)
