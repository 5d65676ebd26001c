"""A bundle made by a process of its own, for a program that has other things to do: it sets a PDF."""

from pathlib import Path

from monitor.runs.own_command import run_command

_SECONDS = 600.0
"""A bundle of fifty findings takes five."""


def make_bundle(store: Path, finding_ids: list[str], target: Path, by: str) -> None:
    """Have `monitor evidence bundle` write `target`. `by`: who asked for it.

    Raises `InputError` for what that refuses (nothing is sealed), `StoreError` for all else, damage among it.
    """
    words = ["evidence", "bundle", "--output", str(target.resolve()), "--store", str(store.resolve()), "--by", by]
    run_command([*words, "--", *finding_ids], _SECONDS)
