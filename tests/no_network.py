"""Processes that can reach nothing: every connection and every look-up of a name fails, and is noted."""

from pathlib import Path

from tests.commands import ROOT

# Python loads this in every process of the run: whoever opens a way out leaves a line in a file, and fails.
_GUARD = """
import os, socket

def _told(what):
    with open(os.environ["TRIED"], "a") as file:
        file.write(f"{what}\\n")
    raise OSError(f"no network in this test: {what}")

def _connect(self, address):
    _told(f"connect {address}")

socket.socket.connect = socket.socket.connect_ex = _connect
def _look_up(*args, **more):
    try:
        _told(f"look up {args}")
    except OSError as error:
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from None

socket.getaddrinfo = socket.gethostbyname = _look_up
"""


def without_network(folder: Path) -> dict[str, str]:
    """The environment of a process whose way out is shut; `folder/tried.txt` tells what it and its children tried."""
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(_GUARD)
    return {"PYTHONPATH": f"{folder / 'guard'}:{ROOT}", "TRIED": str(folder / "tried.txt")}
