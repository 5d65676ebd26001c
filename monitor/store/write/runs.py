"""Runs in the store: begin, find again, end."""

import json
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from monitor import __version__
from monitor.errors import StoreInputError
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


def load_plan(store: Store, run_id: int) -> Plan:
    """The plan of a run. Raises `StoreInputError` when there is no such run."""
    with store.read() as connection:
        found = connection.execute(select(schema.RunRow.plan).where(schema.RunRow.id == run_id)).scalar()
    if found is None:
        raise StoreInputError(f"{store.root}: no run {run_id} in this store")
    # the watchlist is strict, so dates and decimals come back through JSON's own door
    return Plan.model_validate_json(json.dumps(found))


def end_run(store: Store, run_id: int, state: str) -> None:
    """Note how a run ended: `done`, `held` (a site is not to be asked now), `stopped` or `failed`."""
    with store.write() as connection:
        connection.execute(
            update(schema.RunRow).where(schema.RunRow.id == run_id), {"state": state, "ended_at": datetime.now(UTC)}
        )


def last_run(connection: Connection) -> tuple[int, str] | None:
    """The newest run and its state; None when there has been none."""
    row = connection.execute(select(schema.RunRow.id, schema.RunRow.state).order_by(schema.RunRow.id.desc())).first()
    return (row.id, row.state) if row is not None else None
