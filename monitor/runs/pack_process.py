"""A case's pack as one zip, made by a process of its own: it sets PDFs and reads all sealed pages of the case."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.errors import StoreError
from monitor.runs.own_command import run_command

_SECONDS = 1800.0
"""A pack of 300 links takes some minutes on a small machine."""
_SOMETHING_IS_MISSING = 1


def zip_pack(store: Path, case_id: str, watchlist: Path, target: Path, by: str) -> None:
    """Have `monitor case pack` make the pack of a case, and write it to `target` as a zip with one folder.

    The files stand in the order of their names, what is missing first. `by`: who asked for it. Raises `InputError` for
    what the command refuses, `StoreError` for all else.
    """
    with TemporaryDirectory(prefix="monitor-pack-") as made:
        folder = Path(made).resolve() / f"case-{case_id}"
        words = ["case", "pack", "--output", str(folder), "--store", str(store.resolve()), "--by", by]
        words += ["--watchlist", str(watchlist.resolve()), "--", case_id]
        run_command(words, _SECONDS, fine=(0, _SOMETHING_IS_MISSING))
        if not folder.is_dir():
            raise StoreError(f"the pack of case {case_id} was not made")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    packed.write(path, path.relative_to(folder.parent))
