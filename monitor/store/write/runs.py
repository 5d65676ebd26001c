"""Runs in the store: begin, end, go on."""

from datetime import UTC, datetime

from sqlalchemy import insert, update

from monitor import __version__
from monitor.plan import Plan
from monitor.store.db import schema
from monitor.store.store import Store


def begin_run(store: Store, plan: Plan) -> int:
    """Write the row of a new run; returns its id."""
    store.settle_kind(plan.kind)
    row = {
        "started_at": datetime.now(UTC),
        "state": "running",
        "method": plan.method,
        "plan": plan.model_dump(mode="json"),
        "program": __version__,
    }
    with store.write() as connection:
        key = connection.execute(insert(schema.RunRow), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def end_run(store: Store, run_id: int, state: str) -> None:
    """Note how a run ended: `done`, `held` (a site is not to be asked now), `stopped` or `failed`."""
    with store.write() as connection:
        connection.execute(
            update(schema.RunRow).where(schema.RunRow.id == run_id), {"state": state, "ended_at": datetime.now(UTC)}
        )


def reopen_run(store: Store, run_id: int) -> None:
    """Note that a run that had ended goes on."""
    with store.write() as connection:
        connection.execute(
            update(schema.RunRow).where(schema.RunRow.id == run_id), {"state": "running", "ended_at": None}
        )
