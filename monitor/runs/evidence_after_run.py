"""When a run has ended, what is due is sealed, then stamped. Neither makes the run fail: problems are a line each."""

from datetime import UTC, datetime

from monitor.config import StoreSettings
from monitor.errors import MonitorError
from monitor.runs.evidence_done import BY_ITSELF, EvidenceDone
from monitor.runs.stamping import stamp_due
from monitor.store.store import Store


def evidence_after_run(store: Store, settings: StoreSettings) -> EvidenceDone | None:
    """Seal what is due and stamp what has no stamp; None where the settings ask for neither."""
    if not settings.evidence.seal and not settings.timestamp:
        return None
    done = EvidenceDone()
    try:
        if settings.evidence.seal:
            done.seal_due(store, settings)
        if settings.timestamp:
            stamps = stamp_due(store, settings, datetime.now(UTC), who=BY_ITSELF)
            done.stamped, done.unstamped = len(stamps.stamped), len(stamps.unstamped)
            done.problems += [f"{name}: {why}" for name, why in stamps.failures.items()]
            done.problems += stamps.damaged.values()
    except MonitorError as error:
        done.problems.append(f"evidence: {error}")
    return done
