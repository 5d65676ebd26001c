"""An import as a process of its own, for a program that has other things to do meanwhile."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_MOST_BYTES = 4 * 1024 * 1024
"""Of what the process says."""


@dataclass(frozen=True, slots=True)
class ImportProcess:
    """A running `monitor import`, and where its words go."""

    process: subprocess.Popen[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]


@dataclass(frozen=True, slots=True)
class ImportEnded:
    """How an import ended. `run_id`: None when it did not begin; `lines`: what it said, one line each."""

    exit_code: int
    run_id: int | None
    state: str | None
    to_do: list[str]
    lines: list[str]


def start_import(pages: Path, watchlist: Path, store: Path, by: str) -> ImportProcess:
    """Start `monitor import` for a folder of saved pages. `by`: who handed them in."""
    command = [sys.executable, "-m", "monitor", "import", str(pages.resolve()), "--watchlist", str(watchlist.resolve())]
    command += ["--store", str(store.resolve()), "--by", by, "--json"]
    stdout, stderr = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 (they live as long as the process)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)  # noqa: S603 (our own command, no shell)
    return ImportProcess(process, stdout, stderr)


def import_ended(running: ImportProcess) -> ImportEnded | None:
    """How it ended; None while it runs. Asks once: the files of an import that has ended are closed."""
    code = running.process.poll()
    if code is None:
        return None
    summary, said = _text(running.stdout), _text(running.stderr)
    lines = [line for line in said.splitlines() if line.strip()]
    try:
        record: dict[str, Any] = json.loads(summary)
        to_do = [*record["to_do"], *record["failed"]]
        return ImportEnded(code, int(record["run"]), str(record["state"]), to_do, lines)
    except (ValueError, KeyError, TypeError):
        return ImportEnded(code, None, None, [], lines)


def _text(stream: IO[bytes]) -> str:
    with stream:
        stream.seek(0)
        return stream.read(_MOST_BYTES).decode("utf-8", "replace")
