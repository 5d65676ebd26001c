"""Lists of findings by when they were first seen, and by price, are read from an index."""

from alembic import op

revision = "0013"
down_revision = "0012"

_KIND = ["state", "level", "brand", "marketplace", "rank", "finding_id"]


def upgrade() -> None:
    op.create_index("queue_first_seen", "queue", ["first_seen", *_KIND])
    op.create_index("queue_price", "queue", ["currency", "price_min", "first_seen", *_KIND])
