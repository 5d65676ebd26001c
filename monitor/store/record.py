"""Write one page: the visit, what is new of its listings, their matches and findings. One transaction, one caller."""

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.engine import Row

from monitor.listing import Finding, Listing, Match, PageVisit
from monitor.store import schema
from monitor.store.facts import digest, known_rows, listing_key, merged, source_of, told, vendor_key

_VENDOR = schema.Vendor.__table__
_LISTING = schema.Listing.__table__
_FINDING = schema.Finding.__table__
_MATCH = schema.Match.__table__
_FINDINGS_OF = select(_FINDING).where(_FINDING.c.listing_key.in_(bindparam("keys", expanding=True)))
_MATCHES_OF = select(_MATCH).where(_MATCH.c.listing_key.in_(bindparam("keys", expanding=True)))


def record_visit(connection: Connection, run_id: int, visit: PageVisit, *, salt: bytes, state: str = "done") -> int:
    """Write a visit and all that it brought; returns its id.

    Listings that name a brand are kept fully, an observation only where the page told something new; the others as
    title, price and a salted vendor hash. Seeing the same again writes the visit alone.
    """
    if visit.snapshot is not None:
        connection.execute(insert(schema.Snapshot).prefix_with("OR IGNORE"), asdict(visit.snapshot))
    visit_id = _insert_visit(connection, run_id, visit, state)
    seen = _unique(visit)
    known = known_rows(connection, list(seen))
    # a listing that once named a brand stays followed, also when its title no longer does
    followed = {key: entry for key, entry in seen.items() if entry[1] or key in known}
    _write_vendors(connection, visit, [entry[0] for entry in followed.values()])
    _write_listings(connection, visit, visit_id, followed, known)
    _write_returns(connection, visit, visit_id, [key for key, row in known.items() if row.gone])
    if visit.page == "listing" and visit.outcome == "empty":
        _write_gone(connection, visit, visit_id)
    _write_matches(connection, followed)
    _write_findings(connection, visit, followed)
    _write_unmatched(connection, visit, {key: entry[0] for key, entry in seen.items() if key not in followed}, salt)
    return visit_id


_Entry = tuple[Listing, tuple[Match, ...], tuple[Finding, ...]]


def _unique(visit: PageVisit) -> dict[str, _Entry]:
    """One entry per listing of the page; of an ad and an organic card of the same listing, the organic one."""
    entries: dict[str, _Entry] = {}
    for number, listing in enumerate(visit.listings):
        key = listing_key(visit.marketplace, listing)
        if key is None or (key in entries and not (entries[key][0].ad and not listing.ad)):
            continue
        entries[key] = (
            listing,
            visit.matches[number] if visit.matches else (),
            visit.findings[number] if visit.findings else (),
        )
    return entries


def _insert_visit(connection: Connection, run_id: int, visit: PageVisit, state: str) -> int:
    keys = [listing_key(visit.marketplace, listing) for listing in visit.listings]
    row = {
        "run_id": run_id,
        "marketplace": visit.marketplace,
        "page": visit.page,
        "target": visit.target,
        "state": state,
        "outcome": visit.outcome,
        "reason": visit.reason,
        "url": visit.url,
        "final_url": visit.final_url,
        "at": visit.at,
        "recorded_at": datetime.now(UTC),
        "method": visit.method,
        "session": visit.session,
        "stand_in": visit.stand_in,
        "brand": visit.brand,
        "keyword": visit.keyword,
        "page_number": visit.page_number,
        "total": visit.total,
        "next_page": visit.next_page,
        "layout": visit.layout,
        "listing_keys": [key for key in keys if key is not None],
        "without_id": keys.count(None),
        "sha256_body": visit.snapshot.sha256_body if visit.snapshot else None,
        "fetch": dict(visit.fetch),
        "error": visit.error,
    }
    key = connection.execute(insert(schema.Visit), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def _write_vendors(connection: Connection, visit: PageVisit, listings: list[Listing]) -> None:
    rows: dict[str, dict[str, Any]] = {}
    for listing in listings:
        marketplace = listing.marketplace or visit.marketplace
        if key := vendor_key(marketplace, listing.vendor):
            rows[key] = {
                "key": key,
                "marketplace": marketplace,
                "vendor_id": listing.vendor.id,
                "name": listing.vendor.name,
                "url": listing.vendor.url,
                "first_seen": visit.at,
            }
    if not rows:
        return
    known = {row.key: row for row in connection.execute(select(_VENDOR).where(_VENDOR.c.key.in_(list(rows))))}
    if new := [row for key, row in rows.items() if key not in known]:
        connection.execute(insert(schema.Vendor), new)
    for key, row in rows.items():
        old = known.get(key)
        changed = {n: row[n] for n in ("name", "url") if old is not None and row[n] and row[n] != getattr(old, n)}
        if changed:
            connection.execute(update(schema.Vendor).where(_VENDOR.c.key == key), changed)


def _write_listings(
    connection: Connection, visit: PageVisit, visit_id: int, followed: dict[str, _Entry], known: dict[str, Row[Any]]
) -> None:
    source = source_of(visit)
    new, changed, observations = [], [], []
    for key, (listing, _, _) in followed.items():
        marketplace = listing.marketplace or visit.marketplace
        vendor = vendor_key(marketplace, listing.vendor)
        facts = told(listing)
        mark = digest(facts, vendor)
        row = known.get(key)
        if row is not None and row.digests.get(source) == mark:
            continue
        observations.append(
            {
                **facts,
                "listing_key": key,
                "visit_id": visit_id,
                "at": visit.at,
                "page": visit.page,
                "vendor_key": vendor,
                "ad": listing.ad,
            }
        )
        state = {
            "key": key,
            "url": listing.url,
            "vendor_key": vendor,
            "changed_at": visit.at,
            "digests": {source: mark},
        }
        if row is None:
            identity = {"marketplace": marketplace, "listing_id": listing.listing_id, "first_seen": visit.at}
            new.append({**facts, **state, **identity, "first_visit": visit_id, "gone": False})
        elif visit.at >= row.changed_at:
            both = merged(listing, row)
            state |= {"url": both.url, "vendor_key": vendor or row.vendor_key, "digests": {**row.digests, source: mark}}
            changed.append({**told(both), **state})
        else:  # an older page, handed in later: it adds to the history, not to the present
            first = {"first_seen": visit.at} if visit.at < row.first_seen else {}
            changed.append({"key": key, "digests": {**row.digests, source: mark}, **first})
    if new:
        connection.execute(insert(schema.Listing), new)
    for values in changed:
        connection.execute(update(schema.Listing).where(_LISTING.c.key == values.pop("key")), values)
    if observations:
        connection.execute(insert(schema.Observation), observations)


def _write_gone(connection: Connection, visit: PageVisit, visit_id: int) -> None:
    """The listing's own page says that it is gone."""
    key = f"{visit.marketplace}:{visit.listing_id}"
    row = known_rows(connection, [key]).get(key)
    if row is not None and not row.gone:
        _write_event(connection, key, visit, visit_id, "gone")


def _write_returns(connection: Connection, visit: PageVisit, visit_id: int, gone: list[str]) -> None:
    for key in gone:
        last = (
            select(schema.Lifecycle.at).where(schema.Lifecycle.listing_key == key).order_by(schema.Lifecycle.id.desc())
        )
        when = connection.execute(last).scalars().first()
        if when is None or visit.at > when:
            _write_event(connection, key, visit, visit_id, "back")


def _write_event(connection: Connection, key: str, visit: PageVisit, visit_id: int, event: str) -> None:
    row = {"listing_key": key, "visit_id": visit_id, "at": visit.at, "event": event}
    connection.execute(insert(schema.Lifecycle), row)
    connection.execute(update(schema.Listing).where(_LISTING.c.key == key), {"gone": event == "gone"})


def _write_matches(connection: Connection, followed: dict[str, _Entry]) -> None:
    rows = [{**asdict(match), "listing_key": key} for key, (_, matches, _) in followed.items() for match in matches]
    if not rows:
        return
    known = {(row.listing_key, row.brand): row for row in connection.execute(_MATCHES_OF, {"keys": list(followed)})}
    new = [row for row in rows if _differs(known.get((row["listing_key"], row["brand"])), row)]
    if new:
        statement = upsert(schema.Match)
        changes = {name: statement.excluded[name] for name in ("score", "kind", "mention", "start", "end", "why")}
        connection.execute(statement.on_conflict_do_update(["listing_key", "brand"], set_=changes), new)


def _write_findings(connection: Connection, visit: PageVisit, followed: dict[str, _Entry]) -> None:
    rows = [
        {
            "id": f"{key}:{finding.brand}",
            "listing_key": key,
            "brand": finding.brand,
            "score": finding.score,
            "level": finding.level,
            "reasons": [asdict(reason) for reason in finding.reasons],
            "missing": list(finding.missing),
        }
        for key, (_, _, findings) in followed.items()
        for finding in findings
    ]
    if not rows:
        return
    known = {row.id: row for row in connection.execute(_FINDINGS_OF, {"keys": list(followed)})}
    new = [{**row, "first_at": visit.at, "changed_at": visit.at} for row in rows if _differs(known.get(row["id"]), row)]
    if new:
        statement = upsert(schema.Finding)
        changes = {name: statement.excluded[name] for name in ("score", "level", "reasons", "missing", "changed_at")}
        connection.execute(statement.on_conflict_do_update(["id"], set_=changes), new)


def _differs(row: Row[Any] | None, values: dict[str, Any]) -> bool:
    return row is None or any(getattr(row, name) != value for name, value in values.items())


def _write_unmatched(connection: Connection, visit: PageVisit, listings: dict[str, Listing], salt: bytes) -> None:
    rows = []
    for key, listing in listings.items():
        marketplace = listing.marketplace or visit.marketplace
        vendor = vendor_key(marketplace, listing.vendor)
        rows.append(
            {
                "key": key,
                "marketplace": marketplace,
                "title": listing.title,
                "price_min": listing.price_min,
                "currency": listing.currency,
                "vendor_hash": hashlib.blake2b(vendor.encode(), key=salt, digest_size=8).hexdigest()
                if vendor
                else None,
                "seen_at": visit.at,
            }
        )
    if rows:
        connection.execute(insert(schema.Unmatched).prefix_with("OR IGNORE"), rows)
