"""Run the application and its frames on two ports of this machine, until told to stop."""

import asyncio
import secrets
import socket
from collections.abc import Callable

import uvicorn

from monitor.errors import InputError
from monitor.review.access import Access
from monitor.review.app import make_app
from monitor.review.frames import make_frames
from monitor.sandbox import Worker
from monitor.store.store import Store

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    store: Store, *, host: str, port: int, token: str | None, reviewer: str, announce: Callable[[str, str], None]
) -> None:
    """Serve until interrupted. `announce` gets the address with its login code, and the token, when it answers.

    Raises `InputError` for a host that others can reach, and for a port that is taken.
    """
    if host not in _LOOPBACK:
        raise InputError(
            f"--host {host}: others could reach the review there, and it knows no accounts; expected 127.0.0.1 (from "
            "another machine: an SSH tunnel to it)"
        )
    own, frames = _listen(host, port), _listen(host, 0)
    worker = Worker(lambda: False)
    try:
        access = Access(
            hosts=_names(own),
            token=token or secrets.token_urlsafe(32),
            frame_origin=f"http://{_address(frames)}",
        )
        servers = [
            _server(make_app(store, access, reviewer)),
            _server(make_frames(store, access, _names(frames), worker)),
        ]
        address = f"http://{_address(own)}/?code={access.login_code}"
        asyncio.run(_run(servers, [own, frames], lambda: announce(address, access.token)))
    finally:
        worker.close()
        own.close()
        frames.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise InputError(f"--port {port}: can't be used ({error}); choose another one, or 0 for any") from None
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _names(listening: socket.socket) -> frozenset[str]:
    return frozenset({_address(listening), f"localhost:{listening.getsockname()[1]}"})


def _server(app: object) -> uvicorn.Server:
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)  # type: ignore[arg-type]
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
