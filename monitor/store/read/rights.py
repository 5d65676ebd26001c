"""The register of rights: how the watchlist described each of them, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from monitor.store.db.lists import is_among
from monitor.store.db.schema import SnapshotRow
from monitor.store.db.schema_cases import RightVersionRow


class RightKey(NamedTuple):
    """Which right it is, in all its versions. `title`: of a copyright without a number."""

    brand: str
    kind: str
    jurisdiction: str
    number: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class RightVersion:
    """A right as the watchlist described it since a time (UTC)."""

    id: int
    brand: str
    kind: str
    number: str | None
    jurisdiction: str
    digest: str
    facts: Mapping[str, Any]
    """The keys of `[[brand.right]]`."""
    documents: Mapping[str, str]
    """SHA-256 of the kept bytes by what they are: document, extension, renewal, translation."""
    at: datetime

    @property
    def key(self) -> RightKey:
        """Which right it is a version of."""
        return right_key(self.brand, self.facts)


def right_key(brand: str, facts: Mapping[str, Any]) -> RightKey:
    """The key of a right that is described by `facts`."""
    number = facts.get("number")
    return RightKey(brand, facts["kind"], facts["jurisdiction"], number, None if number else facts.get("title"))


def rights_before(connection: Connection, before: datetime | None = None) -> dict[RightKey, RightVersion]:
    """The newest version of each right that was read before a time (UTC); None: of all times."""
    query = select(RightVersionRow.__table__).order_by(RightVersionRow.id)
    if before is not None:
        query = query.where(RightVersionRow.at < before)
    versions = [RightVersion(**row) for row in connection.execute(query).mappings()]
    return {version.key: version for version in versions}


def kept_among(connection: Connection, digests: set[str]) -> set[str]:
    """Those of the digests whose bytes are kept."""
    query = select(SnapshotRow.sha256_body).where(is_among(SnapshotRow.__table__.c.sha256_body))
    return set(connection.execute(query, {"keys": sorted(digests)}).scalars())
