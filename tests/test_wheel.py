"""The built wheel, in an empty folder: what works in a checkout works where people install it."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.commands import FIXTURES, ROOT, WATCHLIST

PAGE = FIXTURES / "aliexpress" / "search_nordwerk_1"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel brings, and nothing of the checkout."""
    work = tmp_path_factory.mktemp("wheel")
    source = work / "source"
    source.mkdir()
    names = ["monitor", "spiders", "pipelines", "pyproject.toml", "LICENSE", "README.md"]
    subprocess.run(["cp", "-r", *(ROOT / name for name in names), source], check=True)
    build = f"from setuptools.build_meta import build_wheel; build_wheel({str(work)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = work.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(work / "site")
    return work / "site"


def _run(installed: Path, empty: Path, *command: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "SCRAPY_SETTINGS_MODULE": "monitor.settings"}
    line = [sys.executable, "-m", *map(str, command)]
    return subprocess.run(line, cwd=empty, env=environment, capture_output=True, text=True, timeout=600, check=False)


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    """All packages come from the wheel, with the folder beside the spiders."""
    code = (
        "import monitor, spiders.pages, pipelines; print(monitor.__file__, spiders.pages.__file__, pipelines.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.count(str(installed)) == 3


def test_extract(installed: Path, tmp_path: Path) -> None:
    """`monitor extract` reads a saved page."""
    url = "https://www.aliexpress.com/w/wholesale-Nordwerk.html?page=1"
    done = _run(installed, tmp_path, "monitor", "extract", PAGE / "page.html", "--url", url, "--json")
    assert done.returncode == 0, done.stderr
    assert '"outcome": "listings"' in done.stdout


def test_run_replay(installed: Path, tmp_path: Path) -> None:
    """`monitor run --replay` migrates a store, runs its crawlers and prints findings."""
    done = _run(
        installed,
        tmp_path,
        "monitor",
        "run",
        WATCHLIST,
        "--replay",
        FIXTURES,
        "--marketplace",
        "aliexpress",
        "--store",
        "s",
    )
    assert done.returncode == 1, done.stderr
    assert "Top findings" in done.stdout


def test_scrapy_crawl(installed: Path, tmp_path: Path) -> None:
    """`scrapy crawl` finds the spiders."""
    done = _run(
        installed, tmp_path, "scrapy", "crawl", "aliexpress", "-O", "found.jsonl",
        "-a", f"watchlist={WATCHLIST}", "-a", f"replay={FIXTURES}",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "found.jsonl").stat().st_size > 1000
