"""Logging in and out, where people have accounts."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.review.access import LOGIN, LOGOUT
from monitor.review.login import LoginRefused
from monitor.review.render import Desk

_LARGEST_FORM = 10_000
"""Bytes; more is not read of somebody who is not logged in."""


def login_routes(desk: Desk) -> APIRouter:
    """`/login` and `/logout`; nothing where the review is for the one person who started it."""
    router = APIRouter()
    access, logins = desk.access, desk.access.logins
    if logins is None:
        return router

    @router.get(LOGIN)
    def form(request: Request) -> HTMLResponse:
        return desk.render(request, "login.html", refused=None)

    @router.post(LOGIN, max_body_size=_LARGEST_FORM)
    async def log_in(request: Request) -> Response:
        given = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password = (given.get(field, [""])[0] for field in ("name", "password"))
        address = request.client.host if request.client else ""
        try:
            session = await logins.log_in(name, password, address)
        except LoginRefused as refused:
            page = desk.render(request, "login.html", status=429 if refused.wait else 401, refused=refused)
            if refused.wait:
                page.headers["Retry-After"] = str(refused.wait)
            return page
        # always to the same place: no address in a link leads anywhere after logging in
        response = RedirectResponse("/", 303)
        access.set_cookie(response, session)
        return response

    @router.post(LOGOUT)
    async def log_out(request: Request) -> Response:
        access.sessions.end(request.cookies.get(access.cookie, ""))
        response = RedirectResponse(LOGIN, 303)
        response.delete_cookie(
            access.cookie, path="/", secure=access.site.is_encrypted, httponly=True, samesite="strict"
        )
        return response

    return router
