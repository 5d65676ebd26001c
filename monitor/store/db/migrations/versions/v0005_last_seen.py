"""Answers without a walk over all visits: when a listing was seen last, a finding's state, certificates once.

No append-only table is touched, so their triggers stay as they are. The views are made anew from a copy of their own.
"""

import hashlib
import json
import ssl
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_VIEWS = {
    "sightings": """
        SELECT v.id AS visit_id, v.at, j.value AS listing_key, j.key + 1 AS position
        FROM visit AS v, json_each(v.listing_keys) AS j WHERE v.outcome = 'listings'""",
    "last_seen": "SELECT key AS listing_key, last_seen FROM listing",
    "listings": """
        SELECT l.key, l.marketplace, l.listing_id, l.title, l.url, l.price_min / 10000.0 AS price,
               l.price_max / 10000.0 AS price_to, l.currency, n.name AS vendor, n.vendor_id, l.units_sold, l.stock,
               l.min_order, l.location, l.first_seen, l.last_seen, l.gone
        FROM listing AS l LEFT JOIN vendor AS n ON n.key = l.vendor_key""",
    "findings": """
        SELECT f.id, f.level, f.score, f.brand, l.marketplace, l.listing_id, l.title, l.url,
               l.price_min / 10000.0 AS price, l.currency, n.name AS vendor, f.state, l.first_seen, l.last_seen,
               l.gone, m.mention, m.why, f.reasons, f.missing
        FROM finding AS f JOIN listing AS l ON l.key = f.listing_key
        LEFT JOIN vendor AS n ON n.key = l.vendor_key
        LEFT JOIN match AS m ON m.listing_key = f.listing_key AND m.brand = f.brand
        WHERE f.level IS NOT NULL""",
    "vendors": """
        SELECT n.key, n.marketplace, n.vendor_id, n.name, n.url, n.first_seen, count(l.key) AS listings,
               sum(EXISTS (SELECT 1 FROM finding AS f WHERE f.listing_key = l.key AND f.level IS NOT NULL)) AS flagged
        FROM vendor AS n LEFT JOIN listing AS l ON l.vendor_key = n.key GROUP BY n.key""",
}
_OLD_VIEWS = ("findings", "listings", "vendors", "last_seen", "sightings")
_BATCH = 1_000
_SEEN = """
    CREATE TEMP TABLE seen AS
    SELECT j.value AS key, max(v.at) AS at, max(CASE WHEN v.sha256_body IS NOT NULL
           THEN v.at || printf('%012d', v.id) || v.sha256_body END) AS kept
    FROM visit AS v, json_each(v.listing_keys) AS j WHERE v.outcome = 'listings' GROUP BY j.value"""


def upgrade() -> None:
    for name in _OLD_VIEWS:
        op.execute(f"DROP VIEW {name}")
    _visits()
    _listings()
    _findings()
    _groups()
    _unjudged()
    op.create_table(
        "look_again",
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("until", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["listing_key"], ["listing.key"]),
        sa.PrimaryKeyConstraint("listing_key", "why"),
        sqlite_with_rowid=False,
    )
    for name, body in _VIEWS.items():
        op.execute(sa.text(f"CREATE VIEW {name} AS {body.strip()}"))


def _visits() -> None:
    op.execute("ALTER TABLE visit RENAME COLUMN told TO field_counts")
    op.create_index("visit_run", "visit", ["run_id", "marketplace", "outcome"])
    op.create_index("visit_outcome", "visit", ["marketplace", "outcome", "at"])
    op.create_index("visit_kept", "visit", ["sha256_body"], sqlite_where=sa.text("sha256_body IS NOT NULL"))
    op.create_table(
        "certificate",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    _move_certificates(op.get_bind())


def _move_certificates(connection: sa.Connection) -> None:
    """Each hop names its certificate instead of holding it. Raises RuntimeError if the old record were not had back."""
    known: dict[str, str] = {}
    last = 0
    while rows := connection.execute(_WITH_CERTIFICATES, {"last": last, "most": _BATCH}).all():
        last = rows[-1].id
        changes = []
        for row in rows:
            fetch = json.loads(row.fetch)
            short = {**fetch, "hops": list(_without_certificates(fetch["hops"], known))}
            pems = {sha256: pem for pem, sha256 in known.items()}
            if {**short, "hops": list(_with_certificates(short["hops"], pems))} != fetch:
                raise RuntimeError(f"visit {row.id}: the record of its fetch can't be shortened without a loss")
            changes.append({"id": row.id, "fetch": json.dumps(short, ensure_ascii=False, separators=(",", ":"))})
        connection.execute(sa.text("UPDATE visit SET fetch = :fetch WHERE id = :id"), changes)
    if known:
        certificates = [{"sha256": sha256, "pem": pem} for pem, sha256 in known.items()]
        connection.execute(sa.text("INSERT INTO certificate (sha256, pem) VALUES (:sha256, :pem)"), certificates)


_WITH_CERTIFICATES = sa.text("""
    SELECT id, fetch FROM visit WHERE id > :last AND fetch LIKE '%"tls_certificate"%' ORDER BY id LIMIT :most""")


def _without_certificates(hops: list[dict[str, Any]], known: dict[str, str]) -> Iterator[dict[str, Any]]:
    for hop in hops:
        short = dict(hop)
        pem = short.pop("tls_certificate")
        if pem is not None and pem not in known:
            known[pem] = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
        yield {**short, "certificate_sha256": known.get(pem)}


def _with_certificates(hops: list[dict[str, Any]], pems: dict[str, str]) -> Iterator[dict[str, Any]]:
    for hop in hops:
        long = dict(hop)
        pem = pems.get(long.pop("certificate_sha256"))
        yield {**long, "tls_certificate": pem}


def _listings() -> None:
    never = "0001-01-01T00:00:00.000000Z"
    op.add_column("listing", sa.Column("last_seen", sa.String(27), nullable=False, server_default=never))
    op.add_column("listing", sa.Column("last_kept", sa.Text(), nullable=True))
    op.execute(sa.text(_SEEN))
    op.execute("CREATE INDEX temp.seen_key ON seen (key)")
    op.execute("""
        UPDATE listing SET
            last_seen = max(first_seen, coalesce((SELECT at FROM seen WHERE seen.key = listing.key), first_seen)),
            last_kept = (SELECT substr(kept, 40) FROM seen WHERE seen.key = listing.key)""")
    op.execute("DROP TABLE temp.seen")


def _findings() -> None:
    op.add_column("finding", sa.Column("state", sa.Text(), nullable=False, server_default="new"))
    op.execute("""
        UPDATE finding SET state = (SELECT d.state FROM decision AS d WHERE d.finding_id = finding.id
                                    ORDER BY d.id DESC LIMIT 1)
        WHERE id IN (SELECT finding_id FROM decision)""")
    op.create_index("finding_level", "finding", ["level", "score", "id"])


def _groups() -> None:
    op.rename_table("crowd", "group_stats")
    op.create_table(
        "seller_link",
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("marketplace", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["listing_key"], ["listing.key"]),
        sa.PrimaryKeyConstraint("listing_key", "kind", "value"),
        sqlite_with_rowid=False,
    )
    op.execute("""
        INSERT INTO seller_link (listing_key, kind, value, marketplace)
        SELECT s.listing_key, s.kind, s.sign, l.marketplace
        FROM sign AS s JOIN listing AS l ON l.key = s.listing_key""")
    op.create_index("seller_link_shared", "seller_link", ["kind", "value", "marketplace"])
    op.drop_table("sign")


def _unjudged() -> None:
    """What the newest judged visit said so far is said visit by visit: one that was written late is not passed over."""
    op.create_table(
        "unjudged_visit",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"]),
        sa.PrimaryKeyConstraint("visit_id"),
    )
    op.execute("""
        INSERT INTO unjudged_visit (visit_id) SELECT id FROM visit WHERE id > coalesce(
            (SELECT json_extract(value, '$.visit') FROM store_info WHERE key = 'assessed'), 0)""")
    op.execute("UPDATE store_info SET value = json_remove(value, '$.visit') WHERE key = 'assessed'")
