"""Running a command of this program as a process of its own, for a program that has other things to do meanwhile."""

import subprocess
import sys
from collections.abc import Sequence

from monitor.errors import InputError, StoreError


def run_command(words: Sequence[str], seconds: float, fine: Sequence[int] = (0,)) -> None:
    """Run `monitor WORDS` to its end, at most so long. `fine`: the exit codes with which it has done its work.

    Raises `InputError` for what the command refuses, `StoreError` for all else, with the last line that it said.
    """
    command = [sys.executable, "-m", "monitor", *words]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)  # noqa: S603 (our own command, no shell)
    except subprocess.TimeoutExpired:
        raise StoreError(f"monitor {words[0]} {words[1]} was not done within {seconds:.0f} seconds") from None
    if done.returncode not in fine:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing was made"]
        error = InputError if done.returncode == InputError.exit_code else StoreError
        raise error(said[-1].removeprefix("monitor: "))
