"""Runs in the store: begin, end, go on."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

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


def note_environment(store: Store, run_id: int, environment: Mapping[str, Any]) -> None:
    """Note what a run works with, unless that is noted: it was so when the run began."""
    with store.write() as connection:
        run = schema.RunRow
        connection.execute(
            update(run).where(run.id == run_id, run.environment.is_(None)), {"environment": dict(environment)}
        )
