"""A bundle made by a process of its own, for a program that has other things to do: it sets a PDF."""

import subprocess
import sys
from pathlib import Path

from monitor.errors import InputError, StoreError

_SECONDS = 600.0
"""A bundle of fifty findings takes five."""


def make_bundle(store: Path, finding_ids: list[str], target: Path, by: str) -> None:
    """Have `monitor evidence bundle` write `target`. `by`: who asked for it.

    Raises `InputError` for what that refuses (nothing is sealed), `StoreError` for all else, damage among it.
    """
    command = [sys.executable, "-m", "monitor", "evidence", "bundle", "--output", str(target.resolve())]
    command += ["--store", str(store.resolve()), "--by", by, "--", *finding_ids]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (our own command, no shell)
    except subprocess.TimeoutExpired:
        raise StoreError(f"the bundle was not made within {_SECONDS:.0f} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["the bundle could not be made"]
        words = said[-1].removeprefix("monitor: ")
        raise (InputError if done.returncode == InputError.exit_code else StoreError)(words)
