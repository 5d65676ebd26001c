"""A seller has many identifiers: what old rows tell of them, and the vendors that they tie."""

import sqlalchemy as sa
from alembic import op

from monitor.seller_ids import identifiers_of

revision = "0015"
down_revision = "0014"

# As it was when this version came.
_VENDORS = """
    SELECT n.seller AS key, s.marketplace, s.vendor_id, coalesce(s.name, max(n.name)) AS name,
           coalesce(s.url, max(n.url)) AS url, min(n.first_seen) AS first_seen, count(l.key) AS listings,
           sum(EXISTS (SELECT 1 FROM finding AS f WHERE f.listing_key = l.key AND f.level IS NOT NULL)) AS flagged
    FROM vendor AS n JOIN vendor AS s ON s.key = n.seller LEFT JOIN listing AS l ON l.vendor_key = n.key
    GROUP BY n.seller"""
_LAST_SEEN = "SELECT max(last_seen) FROM listing WHERE vendor_key = n.key"


def upgrade() -> None:
    op.add_column("vendor", sa.Column("seller", sa.Text, nullable=False, server_default=sa.text("''")))
    op.create_index("vendor_seller", "vendor", ["seller"])
    op.create_table(
        "seller_identifier",
        sa.Column("marketplace", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("vendor_key", sa.Text, sa.ForeignKey("vendor.key"), primary_key=True),
        sa.Column("first_seen", sa.String(27), nullable=False),
        sa.Column("last_seen", sa.String(27), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("seller_identifier_vendor", "seller_identifier", ["vendor_key"])
    op.create_table(
        "unjudged_vendor",
        sa.Column("vendor_key", sa.Text, sa.ForeignKey("vendor.key"), primary_key=True),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    connection.exec_driver_sql("UPDATE vendor SET seller = key")
    # a name may be that of several sellers: what stands in the address of one of them identifies no other
    vendors = connection.exec_driver_sql(
        f"SELECT n.*, coalesce(({_LAST_SEEN}), first_seen) AS last_seen FROM vendor AS n WHERE vendor_id IS NOT NULL"  # noqa: S608
    ).all()
    rows = [
        (row.marketplace, kind, value, row.key, row.first_seen, row.last_seen)
        for row in vendors
        for kind, value in identifiers_of(row.marketplace, row.vendor_id, name=row.name, address=row.url)
    ]
    if rows:
        connection.exec_driver_sql("INSERT INTO seller_identifier VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.exec_driver_sql("DROP VIEW vendors")
    connection.exec_driver_sql(f"CREATE VIEW vendors AS {_VENDORS.strip()}")
    # sellers are united behind this, and their listings judged with the next `assess`, which is a whole one
    connection.exec_driver_sql("DELETE FROM store_info WHERE key = 'assessed'")
