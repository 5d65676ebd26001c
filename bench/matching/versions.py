"""The matcher of an older commit beside today's: each is asked in a process of its own."""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.watchlist import Brand

ROOT = Path(__file__).parents[2]
NOW = "now"


@dataclass(frozen=True)
class Run:
    """What one process answered; seconds of CPU time."""

    start: float
    cold: float
    again: float
    answers: list[list[str]]
    """For each title the ids of the brands that it names."""


@contextmanager
def versions(older: str | None) -> Iterator[dict[str, Path]]:
    """The folders with the sources by name: the older commit's (unpacked for as long as needed), and today's."""
    with TemporaryDirectory() as folder:
        by_name = {}
        if older:
            packed = subprocess.run(["git", "archive", older, "monitor"], cwd=ROOT, capture_output=True, check=False)
            if packed.returncode:
                sys.exit(f"--against {older}: {packed.stderr.decode(errors='replace').strip()}")
            with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
                archive.extractall(folder, filter="data")
            by_name[older] = Path(folder)
        yield by_name | {NOW: ROOT}


def ask(sources: Path, brands: Sequence[Brand], titles: Sequence[str]) -> Run:
    """Today's or an older matcher's answers and times."""
    request = {"brands": [brand.model_dump(mode="json", exclude_defaults=True) for brand in brands], "titles": titles}
    done = subprocess.run(
        [sys.executable, "-P", Path(__file__).with_name("worker.py")],
        input=json.dumps(request),
        env=os.environ | {"PYTHONPATH": str(sources)},
        capture_output=True,
        text=True,
        check=True,
    )
    return Run(**json.loads(done.stdout))
