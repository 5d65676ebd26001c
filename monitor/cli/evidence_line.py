"""What was done with evidence by itself, in a line."""

from collections.abc import Sequence

from monitor.cli.output import say
from monitor.runs.evidence_done import EvidenceDone, seal_decided
from monitor.store.store import Store


def evidence_line(done: EvidenceDone) -> str:
    """What was done with evidence by itself."""
    stamped = f", {done.stamped} time {'stamp' if done.stamped == 1 else 'stamps'} added" if done.stamped else ""
    left = f", unstamped batches: {done.unstamped}" if done.unstamped else ""
    return f"Evidence: {done.sealed} {'page' if done.sealed == 1 else 'pages'} sealed{stamped}{left}."


def say_sealed(store: Store, finding_ids: Sequence[str]) -> None:
    """Seal what is due since these findings were decided about, and say so on stderr."""
    if done := seal_decided(store, finding_ids):
        if done.sealed:
            say(evidence_line(done))
        for problem in done.problems:
            say(problem)
