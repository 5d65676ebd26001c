"""The `monitor` command: thin over functions that tests call directly, one file per group of commands."""

import logging
import os
import sys

from monitor.errors import MonitorError, WatchlistError


def main() -> None:
    """Run the command line. Errors for the user are one clear line on stderr and the error's exit code."""
    try:
        _run()
    except KeyboardInterrupt:
        # while modules are loaded; a command that runs ends so by itself
        sys.exit(130)


def _run() -> None:
    from monitor.cli.app import app_for
    from monitor.cli.output import SafeWarnings, say

    logging.lastResort = SafeWarnings(logging.WARNING)
    try:
        try:
            app_for(sys.argv[1:])()
        finally:
            sys.stdout.flush()
    except SystemExit as end:
        # click ends with 1 where the reader of our output has gone
        if isinstance(end.__context__, BrokenPipeError):
            sys.exit(0)
        raise
    except MonitorError as error:
        for line in str(error).split("\n") if isinstance(error, WatchlistError) else [error]:
            say(f"monitor: {line}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # the reader of our output (head, say) has gone: nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("MONITOR_DEBUG"):
            raise
        words = " ".join(str(error).split())[:500]
        say(
            f"monitor: a fault of the program itself: {type(error).__name__}: {words}; please report it, "
            "MONITOR_DEBUG=1 shows where it happened"
        )
        sys.exit(3)
