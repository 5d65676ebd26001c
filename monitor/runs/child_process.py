"""Starting a scheduled run as a process of its own, so that its crash doesn't end the loop of schedules."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from monitor.runs.schedule import Ended, Start

_GRACE_SECONDS = 60.0


def run_as_process(root: Path, *more: str) -> Start:
    """A function that runs `monitor run` (or `monitor resume`) on the store in `root`; `more`: options for `run`."""

    def start(watchlist: Path | None) -> Ended:
        words = ["run", str(watchlist), *more] if watchlist is not None else ["resume"]
        command = [sys.executable, "-m", "monitor", *words, "--store", str(root), "--json"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 (our own command, no shell)
        try:
            out, err = process.communicate()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            process.wait(_GRACE_SECONDS)
            raise
        return _ended(process.returncode, out, err)

    return start


def _ended(code: int, out: str, err: str) -> Ended:
    """How the run ended, by its JSON summary; without one it did not begin, and its last line on stderr says why."""
    try:
        summary = json.loads(out)
        return Ended(code, int(summary["run"]), [*summary["to_do"], *(f"failed: {line}" for line in summary["failed"])])
    except (ValueError, KeyError, TypeError):
        words = (err.strip().splitlines() or [f"the run ended with exit code {code}"])[-1]
        return Ended(code, None, [f"the run did not begin: {words}"] if code else [], words)
