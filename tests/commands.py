"""Run the program as a user does: real processes, exit codes, stdout and stderr."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
WATCHLIST = ROOT / "examples" / "watchlist.toml"


def monitor(
    *args: object, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """`monitor ARGS`."""
    return _run([sys.executable, "-m", "monitor", *map(str, args)], cwd, env, stdin)


def scrapy_crawl(
    *args: object, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl ARGS`."""
    return _run([sys.executable, "-m", "scrapy", "crawl", *map(str, args)], cwd, env)


def started(
    *args: object, cwd: Path, env: dict[str, str] | None = None, program: Sequence[str] = ("-m", "monitor")
) -> subprocess.Popen[str]:
    """`monitor ARGS` (or another Python program), not waited for."""
    return subprocess.Popen(
        [sys.executable, *program, *map(str, args)], cwd=cwd, env=_environment(env), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def processes() -> Iterator[tuple[int, bytes]]:
    """The processes of this machine, each with its command line."""
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:  # it has ended meanwhile
            continue
        if line:
            yield int(entry.name), line


def _environment(more: dict[str, str] | None) -> dict[str, str]:
    return {**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings", **(more or {})}


def _run(
    command: list[str], cwd: Path | None, env: dict[str, str] | None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=_environment(env), input=stdin, capture_output=True, text=True, timeout=120, check=False
    )
