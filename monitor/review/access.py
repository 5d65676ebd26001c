"""Who may ask, and from where: a bearer token for programs, a session cookie for the person at the browser.

The pages shown were written by counterfeiters, and any website can make the browser send requests to this machine. So:
an exact list of hosts (a foreign name may lead here: DNS rebinding), a login code that works once or accounts with
passwords, a cookie that other sites never send, and for every request with a cookie that is no GET proof that a page of
our own sent it. What the headers X-Forwarded-* say is never asked: anybody can send them.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from monitor.account import Account, Role
from monitor.errors import MonitorError
from monitor.review.language import gettext_of, language_of
from monitor.review.login import Logins
from monitor.review.sessions import Session, Sessions
from monitor.review.site import Site

API = "/api/"
LOGIN, LOGOUT = "/login", "/logout"
_STATIC = "/static/"
"""Holds nothing of the store."""
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_OF_READERS = frozenset({LOGOUT, "/language"})
"""What is no GET and changes nothing but the reader's own browser."""


@dataclass(slots=True)
class Access:
    """What may come in. Tokens and sessions live as long as the process."""

    site: Site
    frames: Site
    """Where kept pages are shown: another origin."""
    token: str
    """Of programs."""
    person: Account
    """Who started the process: decides by the token, and at the browser when there are no accounts."""
    sessions: Sessions
    logins: Logins | None = None
    """With a name and a password; None: with the login code."""
    login_code: str | None = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Works once."""

    @property
    def is_shared(self) -> bool:
        """Whether several people use it at once: nobody takes back what another one decided."""
        return self.logins is not None

    @property
    def cookie(self) -> str:
        """The name of the session's cookie. Cookies are the same for all ports of a host, so it says the port."""
        if self.site.is_encrypted:
            return "__Host-monitor_session"
        return f"monitor_session_{self.site.hosts[0].rpartition(':')[2]}"

    def set_cookie(self, response: Response, session: str) -> None:
        """Let the browser send a session's token from now on."""
        response.set_cookie(
            self.cookie, session, httponly=True, samesite="strict", secure=self.site.is_encrypted, path="/"
        )  # fmt: skip

    def begin_session(self, code: str) -> str | None:
        """A new session for the login code, which does not work again; None for a wrong or a used one."""
        if self.logins is not None or self.login_code is None or not _same(code, self.login_code):
            return None
        self.login_code = None
        return self.sessions.begin(self.person, None)

    def account_in(self, session: Session) -> Account | None:
        """Who a session is of, as the store has the account now; None where it is gone or has another password."""
        return session.account if self.logins is None else self.logins.account_in(session)

    def account_of_frame(self, key: str) -> Account | None:
        """Who was given addresses of kept pages with this key; None where no session that is on was."""
        session = self.sessions.of_frame(key)
        return None if session is None else self.account_in(session)


def account_of(request: Request) -> Account:
    """Who asks."""
    account: Account = request.state.account
    return account


def _owner_alone(request: Request) -> None:
    if account_of(request).role is not Role.OWNER:
        raise HTTPException(403, "only an owner may do this")


OWNER_ONLY = Depends(_owner_alone)
"""Among the `dependencies` of a route, or of a router, that changes the watchlist or brings pages in."""


async def guard(request: Request, answer: Callable[[Request], Awaitable[Response]], access: Access) -> Response:
    """Let in what may come in; every answer says what a browser may do with it."""
    try:
        response = _refusal_of_host(request, access.site) or await _answer(request, answer, access)
    except MonitorError as error:  # the store's: it is asked for the account before any page is
        response = problem(503, "failed", str(error))
    for name, value in _headers(access).items():
        response.headers[name] = value
    # a page is never kept by the browser; what never changes says itself for how long it may be
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def is_host_of(request: Request, site: Site) -> bool:
    """Whether the request names this server: it may be here because somebody else's name leads here."""
    return _only(request, "host") in site.hosts


async def _answer(request: Request, answer: Callable[[Request], Awaitable[Response]], access: Access) -> Response:
    path = request.scope["path"]
    request.state.account, request.state.frame_key = None, None
    if path.startswith(_STATIC):
        return await answer(request)
    if path.startswith(API):
        if not _has_token(request, access):
            return problem(401, "no token", "send the token that `monitor review` printed: Authorization: Bearer TOKEN")
        request.state.account = access.person
        return await answer(request)
    if request.method not in _SAFE_METHODS and not _is_from_own_page(request, access.site):
        return problem(403, "foreign request", "the request does not come from a page of this application")
    if access.logins is not None and path == LOGIN:
        return await answer(request)
    session = access.sessions.use(request.cookies.get(access.cookie, ""))
    # of who is logged in it is a filter: the code of a reason
    code = request.query_params.get("code") if path == "/" and request.method == "GET" else None
    if session is None and access.logins is None and code:
        return _logged_in(request, access, code)
    account = await run_in_threadpool(access.account_in, session) if session else None
    if session is None or account is None:
        return _to_log_in(request, access)
    if not account.role.includes(_needed_role(request.method, path)):
        gettext = gettext_of(request)
        only_looks = gettext("the account of %(name)s may look, but not decide") % {"name": account.name}
        return problem(403, gettext("not allowed"), only_looks)
    request.state.account, request.state.frame_key = account, session.frame_key
    return await answer(request)


def _refusal_of_host(request: Request, site: Site) -> Response | None:
    if is_host_of(request, site):
        return None
    return problem(421, "wrong host", f"this server is {' or '.join(site.hosts)}")


def _needed_role(method: str, path: str) -> Role:
    return Role.READER if method in _SAFE_METHODS or path in _OF_READERS else Role.REVIEWER


def _has_token(request: Request, access: Access) -> bool:
    scheme, _, token = (_only(request, "authorization") or "").partition(" ")
    return scheme.lower() == "bearer" and _same(token.strip(), access.token)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _only(request: Request, name: str) -> str | None:
    """A header's value; None where it is missing, or there are several of which nobody knows which one counts."""
    values = request.headers.getlist(name)
    return values[0] if len(values) == 1 else None


def _is_from_own_page(request: Request, site: Site) -> bool:
    """Browsers say where a request comes from; one that says nothing is none of a page of ours.

    `Sec-Fetch-Site` may be missing only where no browser sends it: without TLS, from another machine
    (https://www.w3.org/TR/fetch-metadata/, read 2026-11).
    """
    if _only(request, "origin") != f"{site.scheme}://{_only(request, 'host')}":
        return False
    said = request.headers.getlist("sec-fetch-site")
    return said == ["same-origin"] or (not said and not site.is_trustworthy)


def problem(status: int, title: str, detail: str) -> JSONResponse:
    """An error for programs and people (RFC 9457)."""
    record = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(record, status, media_type="application/problem+json")


def _to_log_in(request: Request, access: Access) -> Response:
    accepted = request.headers.get("accept", "")
    if access.logins is None:
        return _no_session(request) if "application/json" in accepted else _no_code(request)
    # what a script asks for would be taken for the page that it wanted
    is_navigation = "text/html" in accepted and "hx-request" not in request.headers
    if is_navigation and request.method in _SAFE_METHODS:
        return RedirectResponse(LOGIN, 303)
    gettext = gettext_of(request)
    return problem(401, gettext("logged out"), gettext("log in again"))


def _no_session(request: Request) -> Response:
    gettext = gettext_of(request)
    detail = gettext("the review was started again; open the address that it printed in the terminal, then decide")
    return problem(401, gettext("logged out"), detail)


def _no_code(request: Request) -> Response:
    gettext = gettext_of(request)
    title = gettext("Not logged in")
    text = gettext(
        "Open the address that <code>monitor review</code> printed in the terminal. Its code works once; start the "
        "command again for another one."
    )
    return HTMLResponse(f"<!doctype html><html lang={language_of(request)}><title>{title}</title><p>{text}", 401)


def _logged_in(request: Request, access: Access, code: str) -> Response:
    session = access.begin_session(code)
    if session is None:
        return _no_code(request)
    # without the code, which would stand in the browser's history
    response = RedirectResponse("/", 303)
    access.set_cookie(response, session)
    return response


def _headers(access: Access) -> dict[str, str]:
    return {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self'; form-action 'self'; frame-src {access.frames.origin}; base-uri 'none'; "
        "frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        # not `no-referrer`: with that, browsers hide the Origin of a form that is sent to its own site
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
