"""Write what a page's listings were judged to be: matches and findings, and only what is news."""

from collections.abc import Mapping, Set
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine import Row

from monitor.listing import Finding, Match, Reason
from monitor.store import schema

Judged = Mapping[str, tuple[tuple[Match, ...], tuple[Finding, ...]]]
"""Listing key to its matches and findings."""

_FINDING: Table = schema.Finding.__table__  # type: ignore[assignment]
_MATCH: Table = schema.Match.__table__  # type: ignore[assignment]
_FINDINGS_OF = select(_FINDING).where(_FINDING.c.listing_key.in_(bindparam("keys", expanding=True)))
_MATCHES_OF = select(_MATCH).where(_MATCH.c.listing_key.in_(bindparam("keys", expanding=True)))
_MATCH_FIELDS = tuple(field.name for field in fields(Match))
_REASON_FIELDS = tuple(field.name for field in fields(Reason))


def _upsert(table: Table, keys: list[str], changes: tuple[str, ...]) -> Insert:
    statement = insert(table)
    return statement.on_conflict_do_update(keys, set_={name: statement.excluded[name] for name in changes})


_PUT_MATCH = _upsert(_MATCH, ["listing_key", "brand"], ("score", "kind", "mention", "start", "end", "why"))
_PUT_FINDING = _upsert(_FINDING, ["id"], ("score", "level", "reasons", "missing", "changed_at"))


def write_judgements(connection: Connection, at: datetime, judged: Judged, *, known: Set[str], older: Set[str]) -> None:
    """Write the matches and findings of a page of `at` that are new or differ from the stored ones.

    `known` listings may have some already; for the `older` ones the page tells of the past: nothing stored is changed.
    """
    keys = [key for key in judged if key in known or key in older]
    matches = _match_rows(judged)
    stored = {(row.listing_key, row.brand): row for row in _stored(connection, _MATCHES_OF, keys)}
    if new := [row for row in matches if _is_news(stored.get((row["listing_key"], row["brand"])), row, older)]:
        connection.execute(_PUT_MATCH, new)
    findings = _finding_rows(judged)
    ids = {row.id: row for row in _stored(connection, _FINDINGS_OF, keys)}
    if new := [
        {**row, "first_at": at, "changed_at": at} for row in findings if _is_news(ids.get(row["id"]), row, older)
    ]:
        connection.execute(_PUT_FINDING, new)


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
            "reasons": [{name: getattr(reason, name) for name in _REASON_FIELDS} for reason in finding.reasons],
            "missing": list(finding.missing),
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
