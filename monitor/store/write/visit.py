"""Write one page: the visit, what is new of its listings, their matches and findings. One transaction, one caller."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.engine import Row

from monitor.listing_ids import current_key
from monitor.model import Entry, PageVisit
from monitor.page_reasons import PageReason
from monitor.seller_ids import MAX_IDENTIFIERS, Identifier
from monitor.store.db import schema
from monitor.store.db.bulk import insert_new_rows, insert_rows
from monitor.store.db.lists import is_among, listed
from monitor.store.db.types import UtcTime
from monitor.store.db.visit_digest import digest_of_visit
from monitor.store.read.field_rates import field_counts_record
from monitor.store.read.listings import (
    digest,
    digests_before,
    fact_columns,
    is_lead,
    known_rows,
    merged,
    merged_vendor_key,
    newest_visit,
    source_of,
)
from monitor.store.write.certificates import short_fetch_record
from monitor.store.write.findings import write_judgements
from monitor.store.write.look_again import end_capture_wish
from monitor.store.write.sellers import write_identifiers
from monitor.store.write.snapshots import write_snapshots

_SEEN = listed("""
    UPDATE listing SET
        last_kept = CASE WHEN :sha256_body IS NOT NULL AND (last_kept IS NULL OR :at >= last_seen OR :at >=
            (SELECT max(v.at) FROM visit AS v WHERE v.sha256_body = listing.last_kept AND v.outcome = 'listings'))
            THEN :sha256_body ELSE last_kept END,
        last_seen = CASE WHEN :at > last_seen THEN :at ELSE last_seen END
    WHERE key IN (SELECT value FROM json_each(:keys))""").bindparams(bindparam("at", type_=UtcTime))
_VENDOR = schema.VendorRow.__table__
_LISTING = schema.ListingRow.__table__
_LISTINGS_OF = select(_LISTING.c.key).where(is_among(_LISTING.c.vendor_key))
_VENDORS_OF = select(_VENDOR).where(is_among(_VENDOR.c.key))
_ADD_VISIT, _ADD_UNJUDGED = insert(schema.VisitRow), insert(schema.UnjudgedVisitRow)


def record_visit(connection: Connection, run_id: int, visit: PageVisit, *, salt: bytes, state: str = "done") -> int:
    """Write a visit and all that it brought; returns its id.

    Listings that name a brand are kept fully, an observation only where the page told something new; the others as
    title, price and a salted vendor hash. Seeing the same again writes the visit and when
    its listings were seen last.
    """
    if visit.snapshot is not None:
        write_snapshots(connection, [visit.snapshot, *visit.captured_snapshots])
    seen = _unique(visit)
    known = _known(connection, visit, list(seen))
    visit_id = _insert_visit(connection, run_id, visit, state)
    seen = {key: entry for key, entry in seen.items() if key not in known or not is_lead(visit, entry.listing)}
    known = {key: row for key, row in known.items() if key in seen}
    older = _seen_later(connection, visit, known)
    # a listing that once named a brand stays followed, also when its title no longer does
    followed = {key: entry for key, entry in seen.items() if entry.matches or key in known}
    changed = _write_vendors(connection, visit, followed.values())
    changed |= _write_listings(connection, visit, visit_id, followed, known, older)
    changed |= _write_returns(connection, visit, visit_id, [key for key, row in known.items() if row.gone])
    if visit.reason == PageReason.GONE:
        changed |= _write_gone(connection, visit, visit_id)
    judged = {key: (entry.matches, entry.findings) for key, entry in followed.items() if entry.matches}
    write_judgements(connection, visit.at, judged, known=known.keys() - older, older=older, changed=changed)
    _note_seen(connection, visit)
    if visit.capture and visit.listing_id and visit.outcome in ("listings", "empty"):
        end_capture_wish(connection, current_key(f"{visit.marketplace}:{visit.listing_id}"), visit.at)
    _write_unmatched(connection, run_id, visit, [entry for key, entry in seen.items() if key not in followed], salt)
    _write_digest(connection, visit_id)
    return visit_id


def _write_digest(connection: Connection, visit_id: int) -> None:
    cursor = connection.connection.cursor()
    statement = "INSERT INTO visit_digest (visit_id, sha256) VALUES (?, ?)"
    cursor.execute(statement, (visit_id, digest_of_visit(cursor, visit_id)))
    cursor.close()


def _known(connection: Connection, visit: PageVisit, keys: list[str]) -> Mapping[str, Row[Any]]:
    """The stored rows of the page's listings: as judging read them, unless another page was written since."""
    if visit.known is not None and visit.known.newest_visit == newest_visit(connection):
        return visit.known.rows
    return known_rows(connection, keys)


def _seen_later(connection: Connection, visit: PageVisit, known: Mapping[str, Row[Any]]) -> set[str]:
    """The known listings for which this page is an older one, handed in later: it adds to their history only."""
    later = {key for key, row in known.items() if visit.at < row.changed_at}
    if visit.method != "crawl":  # a crawled page is of now
        later |= {key for key, row in known.items() if visit.at < row.last_seen}
    return later


def _note_seen(connection: Connection, visit: PageVisit) -> None:
    """The listings of the page were seen on it: last, unless another page of a later time showed them."""
    keys = sorted({entry.key for entry in visit.entries if entry.key is not None})
    if keys and visit.outcome == "listings":
        sha256_body = visit.snapshot.sha256_body if visit.snapshot else None
        connection.execute(_SEEN, {"at": visit.at, "sha256_body": sha256_body, "keys": keys})


def _unique(visit: PageVisit) -> dict[str, Entry]:
    """One entry per listing of the page; of an ad and an organic card of the same listing, the organic one."""
    entries: dict[str, Entry] = {}
    for entry in visit.entries:
        earlier = entries.get(entry.key or "")
        if entry.key is not None and (earlier is None or (earlier.listing.ad and not entry.listing.ad)):
            entries[entry.key] = entry
    return entries


def _insert_visit(connection: Connection, run_id: int, visit: PageVisit, state: str) -> int:
    keys = [entry.key for entry in visit.entries]
    row = {
        "run_id": run_id,
        "marketplace": visit.marketplace,
        "page": visit.page,
        "target": visit.target,
        "state": state,
        "outcome": visit.outcome,
        "reason": visit.reason,
        "detail": visit.detail,
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
        "field_counts": field_counts_record(visit.listings),
        "sha256_body": visit.snapshot.sha256_body if visit.snapshot else None,
        "fetch": short_fetch_record(connection, visit.fetch),
        "error": visit.error,
    }
    key = connection.execute(_ADD_VISIT, row).inserted_primary_key
    assert key is not None
    connection.execute(_ADD_UNJUDGED, {"visit_id": int(key[0])})
    return int(key[0])


def _write_vendors(connection: Connection, visit: PageVisit, entries: Iterable[Entry]) -> set[str]:
    """Returns the listings of vendors that have another name now, or are known to be of another seller."""
    rows, told = _told_vendors(visit, entries)
    if not rows:
        return set()
    renamed = set()
    known = {row.key: row for row in connection.execute(_VENDORS_OF, {"keys": list(rows)})}
    if new := [row for key, row in rows.items() if key not in known]:
        insert_rows(connection, schema.VendorRow, new)
    for key, old in known.items():
        row = rows[key]
        changed = {name: row[name] for name in ("name", "url") if row[name] and row[name] != getattr(old, name)}
        if old.name and ("login", row["name"]) in told[key]:  # a login is no better name than the shop's
            changed.pop("name", None)
        if changed and _is_older_for(connection, key, visit):
            changed = {}
        if visit.at < old.first_seen:
            changed["first_seen"] = visit.at
        if changed:
            connection.execute(update(schema.VendorRow).where(_VENDOR.c.key == key), changed)
        if "name" in changed:
            renamed.add(key)
    renamed |= write_identifiers(connection, told, visit.at, new=rows.keys() - known.keys())
    return set(connection.execute(_LISTINGS_OF, {"keys": sorted(renamed)}).scalars()) if renamed else set()


def _told_vendors(
    visit: PageVisit, entries: Iterable[Entry]
) -> tuple[dict[str, dict[str, Any]], dict[str, tuple[Identifier, ...]]]:
    """What the page tells of each vendor, by key: the row of `vendor`, and the identifiers."""
    rows: dict[str, dict[str, Any]] = {}
    told: dict[str, tuple[Identifier, ...]] = {}
    for entry in entries:
        if key := entry.vendor_key:
            vendor, earlier = entry.listing.vendor, rows.get(key, {})
            told[key] = tuple(dict.fromkeys([*told.get(key, ()), *vendor.identifiers]))[:MAX_IDENTIFIERS]
            rows[key] = {
                "key": key,
                "marketplace": entry.listing.marketplace or visit.marketplace,
                "vendor_id": vendor.id,
                "name": vendor.shop_name or earlier.get("name") or vendor.name,
                "url": vendor.url or earlier.get("url"),
                "first_seen": visit.at,
                "seller": key,
            }
    return rows, told


def _is_older_for(connection: Connection, vendor: str, visit: PageVisit) -> bool:
    newest = connection.execute(select(func.max(_LISTING.c.changed_at)).where(_LISTING.c.vendor_key == vendor)).scalar()
    return newest is not None and visit.at < newest


def _write_listings(
    connection: Connection,
    visit: PageVisit,
    visit_id: int,
    followed: Mapping[str, Entry],
    known: Mapping[str, Row[Any]],
    older: set[str],
) -> set[str]:
    """Returns the listings of which something was written."""
    source = source_of(visit)
    history = digests_before(connection, visit, list(known) if visit.method != "crawl" else sorted(older))
    new, changed, observations = [], [], []
    for key, entry in followed.items():
        listing, vendor = entry.listing, entry.vendor_key
        marketplace = listing.marketplace or visit.marketplace
        facts = fact_columns(listing)
        mark = digest(facts, vendor)
        row = known.get(key)
        if row is not None and visit.at < row.first_seen:
            changed.append({"key": key, "first_seen": visit.at})
        if mark in history.get(key, ()) or (row is not None and key not in older and row.digests.get(source) == mark):
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
        state = {"key": key, "changed_at": visit.at}
        if row is None:
            identity = {"marketplace": marketplace, "listing_id": key.partition(":")[2], "first_seen": visit.at}
            identity["last_seen"] = visit.at
            first = {"first_visit": visit_id, "gone": False, "digests": {source: mark}}
            new.append({**facts, **state, **identity, **first, "url": listing.url, "vendor_key": vendor})
        elif key not in older:
            both = merged(listing, row)
            state |= {"url": both.url, "vendor_key": merged_vendor_key(entry, row)}
            changed.append({**fact_columns(both), **state, "digests": {**row.digests, source: mark}})
    written = {row["key"] for row in (*new, *changed)}
    insert_rows(connection, schema.ListingRow, new)
    for values in changed:
        connection.execute(update(schema.ListingRow).where(_LISTING.c.key == values.pop("key")), values)
    insert_rows(connection, schema.ObservationRow, observations)
    return written


def _write_gone(connection: Connection, visit: PageVisit, visit_id: int) -> set[str]:
    """The listing's own page says that it is gone; nothing, when another page showed it later. Returns its key."""
    key = current_key(f"{visit.marketplace}:{visit.listing_id}")
    known = known_rows(connection, [key])
    if key in known and not known[key].gone and key not in _seen_later(connection, visit, known):
        _write_event(connection, key, visit, visit_id, "gone")
        return {key}
    return set()


def _write_returns(connection: Connection, visit: PageVisit, visit_id: int, gone: list[str]) -> set[str]:
    """Returns the listings that are back."""
    back = set()
    for key in gone:
        last = (
            select(schema.LifecycleRow.at)
            .where(schema.LifecycleRow.listing_key == key)
            .order_by(schema.LifecycleRow.id.desc())
        )
        when = connection.execute(last).scalars().first()
        if when is None or visit.at > when:
            _write_event(connection, key, visit, visit_id, "back")
            back.add(key)
    return back


def _write_event(connection: Connection, key: str, visit: PageVisit, visit_id: int, event: str) -> None:
    row = {"listing_key": key, "visit_id": visit_id, "at": visit.at, "event": event}
    connection.execute(insert(schema.LifecycleRow), row)
    connection.execute(update(schema.ListingRow).where(_LISTING.c.key == key), {"gone": event == "gone"})


def _write_unmatched(
    connection: Connection, run_id: int, visit: PageVisit, entries: Iterable[Entry], salt: bytes
) -> None:
    rows = []
    for entry in entries:
        listing, vendor = entry.listing, entry.vendor_key
        rows.append(
            {
                "key": entry.key,
                "marketplace": listing.marketplace or visit.marketplace,
                "title": listing.title,
                "price_min": listing.price_min,
                "currency": listing.currency,
                "vendor_hash": hashlib.blake2b(vendor.encode(), key=salt, digest_size=8).hexdigest()
                if vendor
                else None,
                "seen_at": visit.at,
                "first_run": run_id,
            }
        )
    insert_new_rows(connection, schema.UnmatchedRow, rows)
