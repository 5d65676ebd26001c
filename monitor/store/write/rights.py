"""Versions of rights: a further row for each right that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema_cases import RightVersionRow
from monitor.store.read.rights import right_key, rights_before


@dataclass(frozen=True, slots=True)
class DescribedRight:
    """A right as the watchlist describes it now."""

    brand: str
    facts: Mapping[str, Any]
    documents: Mapping[str, str]
    """SHA-256 of the kept bytes by what they are."""
    digest: str


def add_right_versions(connection: Connection, rights: Sequence[DescribedRight], at: datetime) -> None:
    """Write a version of each right that differs from its newest one."""
    newest = rights_before(connection)
    rows = []
    for right in rights:
        key = right_key(right.brand, right.facts)
        before = newest.get(key)
        if before is None or before.digest != right.digest:
            rows.append({
                "brand": key.brand, "kind": key.kind, "number": key.number, "jurisdiction": key.jurisdiction,
                "digest": right.digest, "facts": right.facts, "documents": right.documents, "at": at,
            })  # fmt: skip
    insert_rows(connection, RightVersionRow, rows)
