"""Write what a page's listings were judged to be: matches and findings, and only what is news."""

from collections.abc import Mapping, Set
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import Row

from monitor.model import Finding, Match
from monitor.store.db import schema
from monitor.store.db.bulk import upsert_rows
from monitor.store.db.lists import is_among
from monitor.store.write.queue import refresh_queue

Judged = Mapping[str, tuple[tuple[Match, ...], tuple[Finding, ...]]]
"""Listing key to its matches and findings."""

_FINDING = schema.FindingRow.__table__
_MATCH = schema.MatchRow.__table__
_FINDINGS_OF = select(_FINDING).where(is_among(_FINDING.c.listing_key))
_MATCHES_OF = select(_MATCH).where(is_among(_MATCH.c.listing_key))
_MATCH_FIELDS = tuple(field.name for field in fields(Match))
_FINDING_CHANGES = ("score", "level", "reasons", "missing", "changed_at")
_MATCH_CHANGES = tuple(name for name in _MATCH_FIELDS if name != "brand")


def write_judgements(
    connection: Connection,
    at: datetime | Mapping[str, datetime],
    judged: Judged,
    *,
    known: Set[str],
    older: Set[str],
    changed: Set[str] = frozenset(),
) -> None:
    """Write the matches and findings of a page of `at` (or a time for each listing) that are new or differ.

    `known` listings may have some already; for the `older` ones the page tells of the past: nothing stored is changed.
    `changed`: listings of which something else was written. The queue is brought up to date for all that changed.
    """
    keys = [key for key in judged if key in known or key in older]
    if rows := _match_rows(judged):
        matches = {(row.listing_key, row.brand): row for row in _stored(connection, _MATCHES_OF, keys)}
        new = [row for row in rows if _is_news(matches.get((row["listing_key"], row["brand"])), row, older)]
        upsert_rows(connection, schema.MatchRow, new, _MATCH_CHANGES)
    findings = {row.id: row for row in _stored(connection, _FINDINGS_OF, keys)}
    new = [row for row in _finding_rows(judged) if _is_news(findings.get(row["id"]), row, older)]
    dated = [{**row, "first_at": _time(at, row), "changed_at": _time(at, row)} for row in new]
    upsert_rows(connection, schema.FindingRow, dated, _FINDING_CHANGES)
    # a finding that is not flagged, and never was, is in no list
    listed = {row["listing_key"] for row in new if row["level"] is not None or row["id"] in findings}
    refresh_queue(connection, {*changed, *listed}, words=bool(changed))


def _time(at: datetime | Mapping[str, datetime], row: Mapping[str, Any]) -> datetime:
    return at if isinstance(at, datetime) else at[row["listing_key"]]


def _match_rows(judged: Judged) -> list[dict[str, Any]]:
    return [
        {"listing_key": key, **{name: getattr(match, name) for name in _MATCH_FIELDS}}
        for key, (matches, _) in judged.items()
        for match in matches
    ]


def _finding_rows(judged: Judged) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{key}:{finding.brand}",
            "listing_key": key,
            "brand": finding.brand,
            "score": finding.score,
            "level": finding.level,
            "reasons": finding.reasons,
            "missing": finding.missing,
        }
        for key, (_, findings) in judged.items()
        for finding in findings
    ]


def _stored(connection: Connection, query: Any, keys: list[str]) -> list[Row[Any]]:
    return list(connection.execute(query, {"keys": keys})) if keys else []


def _is_news(row: Row[Any] | None, values: dict[str, Any], older: Set[str]) -> bool:
    if row is None:
        return True
    return values["listing_key"] not in older and any(getattr(row, name) != value for name, value in values.items())
