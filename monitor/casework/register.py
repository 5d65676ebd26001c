"""The register of rights: the watchlist's, with their documents, as versions in the store."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from monitor.casework.documents import Document, read_document
from monitor.casework.gap import Filer
from monitor.casework.rights import HeldRight
from monitor.errors import InputError
from monitor.evidence.snapshots import write_snapshot
from monitor.store.read.rights import RightKey, RightVersion, kept_among, right_key, rights_before
from monitor.store.store import Store
from monitor.store.write.rights import DescribedRight, add_right_versions
from monitor.store.write.snapshots import write_snapshots
from monitor.watchlist import Owner, Right, Watchlist

_OF_RIGHTS = ("document", "extension", "renewal", "translation")
_OF_OWNER = ("identity", "agent_authorisation")


@dataclass(frozen=True, slots=True)
class Register:
    """The rights that stand in the watchlist now, as the store has them, and who files."""

    rights: tuple[RightVersion, ...]
    """In the watchlist's order."""
    owner: Owner | None
    owner_documents: Mapping[str, str]
    """SHA-256 of the kept bytes: identity, agent_authorisation."""
    problems: tuple[str, ...]
    """A line for each document that can't be used, and for each right that stands twice."""
    removed: tuple[RightVersion, ...] = ()
    """Rights that stood in the watchlist once: cases made then still cite them, new ones don't."""


def register_rights(store: Store, watchlist: Watchlist, path: Path, now: datetime) -> Register:
    """Take the watchlist's rights and documents over into the store: what changed becomes a further version.

    `path`: of the watchlist, or of its folder. `now`: UTC. A document that can't be read now counts as it was kept
    before under the same name. Raises `StoreError`, OSError where the disk refuses.
    """
    described = _described(store, watchlist, path)
    _keep(store, described.documents)
    changed = [right for key, right in described.rights.items() if not described.is_known(key)]
    if changed:
        with store.write() as connection:
            add_right_versions(connection, changed, now)
    with store.read() as connection:
        newest = rights_before(connection)
    return _register(watchlist, described, newest)


def looked_at_rights(store: Store, watchlist: Watchlist, path: Path, now: datetime) -> Register:
    """The register as `register_rights` would leave it; nothing is written. A version that is not yet there has id 0.

    Raises `StoreError`.
    """
    described = _described(store, watchlist, path)
    changed = {
        key: RightVersion(
            0, right.brand, key.kind, key.number, key.jurisdiction, right.digest, right.facts, right.documents, now
        )
        for key, right in described.rights.items()
        if not described.is_known(key)
    }
    return _register(watchlist, described, {**described.before, **changed})


def document_problems(watchlist: Watchlist, path: Path) -> list[str]:
    """A line for each document of rights and owner that can't be used. `path`: of the watchlist, or of its folder."""
    folder = path if path.is_dir() else path.parent
    problems: list[str] = []
    for place, facts, roles in _documented(watchlist):
        _read(folder, place, facts, roles, {}, problems)
    return problems


def rights_as_of(store: Store, day: date) -> list[RightVersion]:
    """The register as it stood at the end of a day (UTC): each right that had been read by then."""
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    with store.read() as connection:
        return list(rights_before(connection, end).values())


def right_of(version: RightVersion) -> Right:
    """A version's facts as the watchlist's table."""
    return Right.model_validate(version.facts)


def held_right(version: RightVersion) -> HeldRight:
    """A version as it is judged."""
    return HeldRight(version.brand, right_of(version), frozenset(version.documents), version.id)


def filer_of(register: Register) -> Filer:
    """Who files, as the rights gap looks at it."""
    return Filer(register.owner, frozenset(register.owner_documents))


@dataclass(frozen=True, slots=True)
class _Described:
    """What a watchlist says of rights, beside what the store knew before."""

    before: Mapping[RightKey, RightVersion]
    rights: Mapping[RightKey, DescribedRight]
    documents: Mapping[str, Document]
    """By their digests."""
    owner_documents: Mapping[str, str]
    problems: Sequence[str]

    def is_known(self, key: RightKey) -> bool:
        """Whether the store has the right as it is described."""
        return key in self.before and self.before[key].digest == self.rights[key].digest


def _described(store: Store, watchlist: Watchlist, path: Path) -> _Described:
    folder = path if path.is_dir() else path.parent
    with store.read() as connection:
        before = rights_before(connection)
    described: dict[RightKey, DescribedRight] = {}
    documents: dict[str, Document] = {}
    problems: list[str] = []
    for place, brand, right in _rights(watchlist):
        facts = right.model_dump(mode="json", exclude_defaults=True)
        key = right_key(brand, facts)
        if key in described:
            problems.append(f"{place}: {right.kind} {right.number or right.title} stands twice; delete one of them")
            continue
        held = before.get(key)
        digests = _read(folder, place, facts, _OF_RIGHTS, documents, problems)
        if held is not None:  # what was kept under the same name is still that document
            same = {role for role in held.documents if held.facts.get(role) == facts.get(role)}
            digests = {role: held.documents[role] for role in same} | digests
        described[key] = DescribedRight(brand, facts, digests, _digest(facts, digests))
    owner_documents = _read(folder, "owner", _owner_facts(watchlist), _OF_OWNER, documents, problems)
    return _Described(before, described, documents, owner_documents, problems)


def _register(watchlist: Watchlist, described: _Described, newest: Mapping[RightKey, RightVersion]) -> Register:
    return Register(
        tuple(newest[key] for key in described.rights),
        watchlist.owner,
        described.owner_documents,
        tuple(described.problems),
        tuple(version for key, version in newest.items() if key not in described.rights),
    )


def _rights(watchlist: Watchlist) -> Iterator[tuple[str, str, Right]]:
    """Each right with its place in the watchlist, as messages name it, and its brand's id."""
    for number, brand in enumerate(watchlist.brand, 1):
        for count, right in enumerate(brand.right, 1):
            yield f"brand {number} ({brand.name}).right {count}", brand.id, right


def _owner_facts(watchlist: Watchlist) -> dict[str, Any]:
    return {} if watchlist.owner is None else watchlist.owner.model_dump(exclude_defaults=True)


def _documented(watchlist: Watchlist) -> Iterator[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """All that can name documents: place, facts, which keys do."""
    for place, _, right in _rights(watchlist):
        yield place, right.model_dump(exclude_defaults=True), _OF_RIGHTS
    yield "owner", _owner_facts(watchlist), _OF_OWNER


def _read(
    folder: Path, place: str, facts: Mapping[str, Any], roles: tuple[str, ...], documents: dict[str, Document],
    problems: list[str],
) -> dict[str, str]:  # fmt: skip
    """The digests of the documents that facts name; adds to the documents, and to the problems."""
    digests = {}
    for role in roles:
        if (name := facts.get(role)) is None:
            continue
        try:
            document = read_document(folder, name)
        except InputError as error:
            problems.append(f"{place}.{role}: {error}")
            continue
        digests[role] = document.sha256
        documents[document.sha256] = document
    return digests


def _digest(facts: Mapping[str, Any], documents: Mapping[str, str]) -> str:
    whole = json.dumps([facts, documents], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def _keep(store: Store, documents: Mapping[str, Document]) -> None:
    """Keep the bytes of documents that are not kept yet."""
    with store.read() as connection:
        new = documents.keys() - kept_among(connection, set(documents))
    if new:
        kept = [write_snapshot(store.snapshots, documents[sha].body, documents[sha].media_type) for sha in sorted(new)]
        with store.write() as connection:
            write_snapshots(connection, kept)
