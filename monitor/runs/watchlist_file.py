"""Which watchlist file belongs to a store."""

from pathlib import Path

from monitor.errors import InputError
from monitor.store.read.schedules import schedules
from monitor.store.store import Store


def watchlist_file(store: Store, given: Path | None) -> Path:
    """The given file, else `watchlist.toml` in the store's folder, else the one that a schedule runs.

    Without any it is the one in the store's folder, which is still to be written. Raises `InputError` for a folder:
    several files are one watchlist, and which of them is meant nobody knows.
    """
    if given is not None and given.is_dir():
        raise InputError(f"--watchlist {given}: a folder; expected one watchlist file of it")
    own = store.root / "watchlist.toml"
    if given is None and not own.exists():
        scheduled = [Path(schedule.watchlist) for schedule in schedules(store)]
        return next((file for file in scheduled if file.is_file()), own)
    return given or own
