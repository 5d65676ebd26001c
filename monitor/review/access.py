"""Who may ask, and from where: a bearer token for programs, a session cookie for the person at the browser.

The pages shown were written by counterfeiters, and any website can make the browser send requests to this machine. So:
an exact list of hosts (a foreign name may lead here: DNS rebinding), a login code that works once, a cookie that other
sites never send, and for every request with a cookie that is no GET proof that a page of our own sent it.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

COOKIE = "monitor_session"
API = "/api/"
_OPEN = ("/static/",)
"""Paths that hold nothing of the store."""
_SAFE_METHODS = frozenset({"GET", "HEAD"})


@dataclass(slots=True)
class Access:
    """What may come in. Tokens and sessions live as long as the process."""

    hosts: frozenset[str]
    """Exact values of the Host header."""
    token: str
    """Of programs."""
    frame_origin: str
    """Where kept pages are shown: another origin."""
    frame_key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    """Part of the addresses there: nobody else can ask for them."""
    login_code: str | None = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Works once."""
    sessions: set[str] = field(default_factory=set)

    def begin_session(self, code: str) -> str | None:
        """A new session for the login code, which does not work again; None for a wrong or a used one."""
        if self.login_code is None or not _same(code, self.login_code):
            return None
        self.login_code = None
        session = secrets.token_urlsafe(32)
        self.sessions.add(session)
        return session

    def refusal_of_host(self, request: Request) -> Response | None:
        """Refuse a name that is none of ours, whoever made it lead here."""
        if request.headers.get("host", "") in self.hosts:
            return None
        return problem(421, "wrong host", f"this server is {' or '.join(sorted(self.hosts))}")

    def refusal(self, request: Request) -> Response | None:
        """Why a request is not answered; None when it is."""
        if (refused := self.refusal_of_host(request)) is not None:
            return refused
        path = request.url.path
        if path.startswith(_OPEN):
            return None
        if path.startswith(API):
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() == "bearer" and _same(token.strip(), self.token):
                return None
            return problem(401, "no token", "send the token that `monitor review` printed: Authorization: Bearer TOKEN")
        if not any(_same(request.cookies.get(COOKIE, ""), session) for session in self.sessions):
            return _to_log_in()
        if request.method not in _SAFE_METHODS and not _is_from_own_page(request):
            return problem(403, "foreign request", "the request does not come from a page of this application")
        return None


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _is_from_own_page(request: Request) -> bool:
    """Browsers say where a request comes from; one that says nothing is none of a page of ours."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    return site in (None, "same-origin") and origin == f"http://{request.headers['host']}"


def problem(status: int, title: str, detail: str) -> JSONResponse:
    """An error for programs and people (RFC 9457)."""
    record = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(record, status, media_type="application/problem+json")


def _to_log_in() -> Response:
    text = (
        "<!doctype html><html lang=en><title>Not logged in</title><p>Open the address that <code>monitor review</code> "
        "printed in the terminal. Its code works once; start the command again for another one."
    )
    return HTMLResponse(text, 401)


async def guard(request: Request, answer: Callable[[Request], Awaitable[Response]], access: Access) -> Response:
    """Let in what may come in; every answer says what a browser may do with it."""
    if request.url.path == "/" and (code := request.query_params.get("code")) and request.method == "GET":
        response = access.refusal_of_host(request) or _logged_in(access, code)
    else:
        response = access.refusal(request) or await answer(request)
    for name, value in _headers(access).items():
        response.headers[name] = value
    return response


def _logged_in(access: Access, code: str) -> Response:
    session = access.begin_session(code)
    if session is None:
        return _to_log_in()
    # without the code, which would stand in the browser's history
    response = RedirectResponse("/", 303)
    response.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
    return response


def _headers(access: Access) -> dict[str, str]:
    return {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self'; form-action 'self'; frame-src {access.frame_origin}; base-uri 'none'; "
        "frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
