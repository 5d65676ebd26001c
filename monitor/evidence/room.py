"""How much room a store takes, and the owner's limit for it."""

import os
from pathlib import Path

from monitor.errors import StoreInputError

_WARNED_FROM = 0.8
"""Of the owner's limit."""
_GB = 1_000_000_000


def check_room(root: Path, limit_gb: float | None) -> None:
    """Refuse to begin a run where the store is at the owner's limit. Raises `StoreInputError`; nothing is deleted."""
    if limit_gb is not None and (used := used_bytes(root)) >= limit_gb * _GB:
        raise StoreInputError(
            f"{root}: the store takes {used / _GB:.1f} GB and may take {limit_gb:g} (disk_limit_gb in settings.toml); "
            "raise the limit, or keep pages for fewer days (keep_pages_days); nothing is deleted by itself"
        )


def room_warning(root: Path, limit_gb: float | None) -> str | None:
    """A line where the store takes 80 % of the owner's limit or more; None where it takes less, or has no limit."""
    if limit_gb is None or (used := used_bytes(root)) < limit_gb * _GB * _WARNED_FROM:
        return None
    return (
        f"the store takes {used / _GB:.1f} of {limit_gb:g} GB (disk_limit_gb in settings.toml); "
        "at the limit no run begins: raise it, or keep pages for fewer days (keep_pages_days)"
    )


def used_bytes(root: Path) -> int:
    """The size of all files below a store's folder, in bytes."""
    used, folders = 0, [str(root)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        used += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue  # deleted meanwhile, or not ours to look into
    return used
