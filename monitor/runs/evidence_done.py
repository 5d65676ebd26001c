"""What is sealed by itself when somebody decided, and how that is told. It makes no decision fail."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from monitor.config import StoreSettings, load_settings
from monitor.errors import MonitorError
from monitor.runs.sealing import seal_due
from monitor.store.store import Store

BY_ITSELF = "monitor"
"""In the custody log: nobody asked for it."""


@dataclass(slots=True)
class EvidenceDone:
    """What was done with evidence by itself."""

    sealed: int = 0
    """Pages."""
    stamped: int = 0
    """Batches that got a time stamp; counted for each authority."""
    unstamped: int = 0
    """Batches that have none of anybody."""
    problems: list[str] = field(default_factory=list)
    """A line each."""

    def seal_due(self, store: Store, settings: StoreSettings, finding_ids: Sequence[str] | None = None) -> None:
        """Seal what the settings name, and note what became of it. `finding_ids`: only these. Raises `MonitorError`."""
        report = seal_due(store, settings, BY_ITSELF, finding_ids)
        self.sealed = len(report.captures)
        self.problems += [f"{one.id}: {one.note}" for one in report.findings if one.is_damaged]

    def record(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def seal_decided(store: Store, finding_ids: Sequence[str]) -> EvidenceDone | None:
    """Seal those of the findings that are due since they were decided about; None where there is nothing to say."""
    done = EvidenceDone()
    try:
        done.seal_due(store, load_settings(store.root), finding_ids)
    except MonitorError as error:
        done.problems.append(f"evidence: {error}")
    return done if done.sealed or done.problems else None
