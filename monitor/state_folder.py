"""The user's state folder: what all stores of one user share (how sites were asked, exchange rates)."""

import os
from pathlib import Path

from monitor.errors import InputError


def state_path() -> Path:
    """Where it is: `$XDG_STATE_HOME` (default `~/.local/state`)/marketplace-monitor. Nothing is made.

    Raises `RuntimeError` for a user without a home.
    """
    return Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state", "marketplace-monitor").expanduser()


def state_folder() -> Path:
    """The folder, made when it is missing. Raises `InputError` when it can't be made."""
    try:
        folder = state_path()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError) as error:
        place = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
        raise InputError(
            f"{place}/marketplace-monitor: what sites were asked can't be remembered here ({error}); "
            "set XDG_STATE_HOME to a folder that can be written"
        ) from None
    return folder
