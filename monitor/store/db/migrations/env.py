"""Alembic's entry: runs inside `monitor.store.db.migrate`, on the connection that it was given."""

from alembic import context

from monitor.store.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
