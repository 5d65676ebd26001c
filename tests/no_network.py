"""Processes that can reach nothing: every connection and every look-up of a name fails, and is noted."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.commands import ROOT

# Python loads this in every process of the run. An audit hook sees what passes the socket module by, too: whoever opens
# a way out leaves a line in a file, and fails.
_GUARD = """
import os, sys

def _watch(event, args):
    look_up = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
    out = event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(args[-1], tuple)
    if look_up or out:
        with open(os.environ["TRIED"], "a") as file:
            file.write(f"{event} {args}\\n")
        import socket
        raise socket.gaierror(socket.EAI_NONAME, "no network in this test") if look_up else OSError("no network")

sys.addaudithook(_watch)
"""


def without_network(folder: Path) -> dict[str, str]:
    """The environment of a process whose way out is shut; `folder/tried.txt` tells what it and its children tried.

    What a library would keep of earlier looks at the net is not there.
    """
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(_GUARD)
    return {
        "PYTHONPATH": f"{folder / 'guard'}:{ROOT}",
        "TRIED": str(folder / "tried.txt"),
        "TLDEXTRACT_CACHE": str(folder / "no-suffixes"),
        "HTTPS_PROXY": "http://127.0.0.1:9",
    }


@cache
def namespace() -> tuple[str, ...]:
    """The beginning of a command that runs without any network of the machine; empty where that is not permitted."""
    try:
        permitted = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        permitted = False
    return ("unshare", "-rn") if permitted else ()


def monitor_cut_off(*args: object, cwd: Path, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """`monitor ARGS` in a process without network interfaces, where the machine permits that."""
    from tests.commands import _run

    return _run([*namespace(), sys.executable, "-m", "monitor", *map(str, args)], cwd, env)
