"""Run the program as a user does: exit codes, stdout and stderr, in this process or in one of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, nullcontext, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from monitor.cli import main

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
WATCHLIST = ROOT / "examples" / "watchlist.toml"
REAL_PAGES = Path(os.environ.get("MONITOR_REAL_PAGES") or ROOT.parent / "shared" / "pages")
"""Saved pages of real sites with labels, outside of the project: see `test_real_pages.py`."""
REAL_PAGE_FOLDERS = (REAL_PAGES, REAL_PAGES.parent / "new-pages")
READING_CASES = REAL_PAGES.parent / "cases" / "reading"
"""Small composed pages with right values, beside the real ones: see `test_reading_cases.py`."""


def monitor(
    *args: object, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """`monitor ARGS` in this process: a second less each time. The crawlers that it starts are real processes."""
    command = ["monitor", *map(str, args)]
    output, errors = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given = TextIOWrapper(BytesIO((stdin or "").encode()), encoding="utf-8")
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with (
            patch.object(sys, "argv", command), patch.object(sys, "stdin", given), patch.dict(os.environ, env or {}),
            redirect_stdout(output), redirect_stderr(errors), chdir(cwd) if cwd else nullcontext(),
        ):  # fmt: skip
            main()
        code: int | str | None = 0
    except SystemExit as ended:
        code = ended.code
    finally:
        signal.signal(signal.SIGTERM, handler)
    texts = (stream.buffer.getvalue().decode() for stream in (output, errors))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(command, int(code or 0), *texts)


def monitor_process(
    *args: object, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """`monitor ARGS` in a process of its own, as a user's shell starts it."""
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
        command, cwd=cwd, env=_environment(env), input=stdin, capture_output=True, text=True, timeout=600, check=False
    )
