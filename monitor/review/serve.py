"""Run the application and its frames on two ports of this machine, until told to stop."""

import asyncio
import secrets
import shlex
import socket
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn

from monitor.account import Account, Role
from monitor.errors import InputError
from monitor.review.access import Access
from monitor.review.app import make_app
from monitor.review.frames import make_frames
from monitor.review.login import Logins
from monitor.review.sessions import Sessions
from monitor.review.site import Place, Site, check_place, site_at, site_of
from monitor.sandbox import Worker
from monitor.store.read.accounts import accounts
from monitor.store.store import Store

_SHORTEST_TOKEN = 16
"""Characters of a token where others can try."""
_LAST_SECONDS = 3
"""That requests get when the command is ended: an export may take minutes."""


def serve(
    store: Store, place: Place, *, token: str | None, reviewer: str, watchlist: Path,
    announce: Callable[[str, Access], None],
) -> None:  # fmt: skip
    """Serve until interrupted. `announce` gets the address to open and what may come in, when it answers.

    `reviewer`: who decides by the token, and on this machine alone also in the browser. Raises `InputError` for a place
    that others can reach when the store has no owner's account, and for a port that is taken.
    """
    if place.is_shared:
        _check_owner(store, place)
        _check_token(token)
    check_place(place)
    own, frames = _listen(place.host, place.port, "--port"), _listen(place.host, place.frames_port, "--frames-port")
    worker = Worker(lambda: False)
    try:
        sessions = Sessions(time.monotonic)
        access = Access(
            site=_site(place, own, place.address),
            frames=_site(place, frames, place.frames_address),
            token=token or secrets.token_urlsafe(32),
            person=Account(reviewer, Role.OWNER),
            sessions=sessions,
            logins=_logins(store, sessions, place) if place.is_shared else None,
        )
        servers = [_server(make_app(store, access, watchlist)), _server(make_frames(store, access, worker))]
        code = "" if place.is_shared else f"?code={access.login_code}"
        address = f"{access.site.origin}/{code}"
        asyncio.run(_run(servers, [own, frames], lambda: announce(address, access)))
    finally:
        worker.close()
        own.close()
        frames.close()


def _check_owner(store: Store, place: Place) -> None:
    with store.read() as connection:
        if any(account.role is Role.OWNER for account in accounts(connection)):
            return
    given = f"--address {place.address}" if place.address else f"--host {place.host}"
    raise InputError(
        f"{given}: others could reach the review there, and the store has no account of an owner; make one with "
        f"`monitor account add NAME --role owner --store {shlex.quote(str(store.root))}`"
    )


def _check_token(token: str | None) -> None:
    if token is not None and len(token) < _SHORTEST_TOKEN:
        raise InputError(
            f"--token: {len(token)} characters, and others could guess it; expected at least {_SHORTEST_TOKEN}, or no "
            "--token: one is made"
        )


def _logins(store: Store, sessions: Sessions, place: Place) -> Logins:
    return Logins(store, sessions, time.monotonic, is_behind_proxy=place.address is not None)


def _site(place: Place, listening: socket.socket, address: str | None) -> Site:
    if address is not None:
        return site_of(address, "--address")
    host, port = listening.getsockname()[:2]
    return site_at(place.host.lower(), port) if place.is_shared else site_at(host, port, and_localhost=True)


def _listen(host: str, port: int, option: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise InputError(
            f"--host {host} {option} {port}: can't be used ({error}); choose another one, or 0 for any"
        ) from None
    return listening


def _server(app: object) -> uvicorn.Server:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_SECONDS,
        proxy_headers=False,  # whoever is on this machine could say to be any other address
    )
    return uvicorn.Server(config)


async def _run(servers: list[uvicorn.Server], sockets: list[socket.socket], ready: Callable[[], None]) -> None:
    running = [asyncio.create_task(one.serve([its])) for one, its in zip(servers, sockets, strict=True)]
    while not all(one.started for one in servers) and not any(task.done() for task in running):
        await asyncio.sleep(0.01)
    ready()
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    for one in servers:
        one.should_exit = True
    await asyncio.gather(*running)
