"""What a run works with, noted once: clock, machine, program. For whoever asks years later how a page was captured."""

import getpass
import hashlib
import os
import platform
import shutil
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

from cryptography.hazmat.backends.openssl.backend import backend

from monitor import __version__
from monitor.config import FILE
from monitor.runs.kernel_clock import kernel_clock
from monitor.store.db.sqlite import sqlite_module

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_GIT_SECONDS = 5.0


def run_environment(store: Path) -> dict[str, Any]:
    """The record of `run.environment`; `store`: the store's folder. What can't be found out is None."""
    return {
        "clock": kernel_clock(),
        "hosts_sha256": _digest_of(Path("/etc/hosts")),
        # whether the machine names one, never which: its address may hold a password. The crawler uses none.
        "proxy": "set" if any(os.environ.get(name) or os.environ.get(name.upper()) for name in _PROXIES) else "none",
        "program": __version__,
        "commit": checked_out_commit(Path(__file__).parents[2]),
        "lock_sha256": _installed_digest(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "os": _system_name(),
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "host": platform.node() or None,
        "scrapy": metadata.version("scrapy"),
        "twisted": metadata.version("twisted"),
        "openssl": backend.openssl_version_text(),
        "sqlite": sqlite_module().sqlite_version,
        "config_sha256": _digest_of(store / FILE),
        "operator": _user_name(),
    }


def _digest_of(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


def _installed_digest() -> str:
    """SHA-256 of the lines `name==version` of all installed packages, sorted: what `requirements.lock` asks for."""
    packages = [package.metadata for package in metadata.distributions()]  # each is parsed when it is asked for
    names = {f"{package['Name'].lower().replace('_', '-')}=={package['Version']}\n" for package in packages}
    return hashlib.sha256("".join(sorted(names)).encode()).hexdigest()


def checked_out_commit(folder: Path) -> str | None:
    """The commit that is checked out in `folder`, with `-dirty` where files differ from it; None outside a checkout."""
    git = shutil.which("git")
    if git is None or not (folder / ".git").exists():  # not a checkout that only surrounds an installed program
        return None
    command = [git, "-C", str(folder), "describe", "--always", "--exclude=*", "--abbrev=40", "--dirty"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=_GIT_SECONDS, check=True)  # noqa: S603 (our own command, no shell)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() or None


def _system_name() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()


def _user_name() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return None
