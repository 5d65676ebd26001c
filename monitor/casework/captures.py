"""Whether the files of a sealed capture are what was sealed."""

from pathlib import Path

from monitor.evidence.bundle import DamagedEvidence, sealed_files
from monitor.evidence.staging import staged_paths


def capture_problem(evidence: Path, capture_id: str, manifest_sha256: str) -> str | None:
    """What is wrong with a capture's files; None: each has the digest that was sealed.

    `evidence`: the store's folder of evidence, and what an interrupted command left there to be put in place.
    """
    name = f"captures/{capture_id}"
    folder = evidence / name
    if not folder.exists():
        folder = next(iter(staged_paths(evidence, name)), folder)
    try:
        for file in sealed_files(folder, manifest_sha256, name):
            file.read()
    except DamagedEvidence as error:
        return str(error).removeprefix(f"{evidence}/")
    return None
