"""All sealed evidence of a store is checked: files against the database, and the database against the files."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.config import StoreSettings
from monitor.errors import InputError, StoreError
from monitor.evidence.capture import FACTS
from monitor.evidence.problems import Code, Problem, in_order
from monitor.evidence.snapshots import read_snapshot, snapshot_name
from monitor.evidence.timestamp import load_roots
from monitor.evidence.tree import EvidenceTree, Tree, read
from monitor.evidence.verify import Progress, Result, Rows, check_store
from monitor.runs.custody_check import check_custody
from monitor.runs.evidence_writing import EVIDENCE
from monitor.store.read.staged import is_committed
from monitor.store.read.verification import evidence_rows, sealed_visits
from monitor.store.store import Store, open_store
from monitor.store.write.custody import CustodyEvent, add_custody

_TRIES = 3
"""What is sealed meanwhile makes files that the rows of before don't name: then all is checked anew."""
_NAMED = 20
"""Damages that the custody log names."""


def verify_store(store: Store, settings: StoreSettings, progress: Progress = lambda done, of: None) -> Result:
    """Check all evidence of a store; nothing is changed. Raises `StoreError` when the database can't be read."""
    roots, notes = _roots(store, settings)
    for _ in range(_TRIES):
        before = _rows(store)
        tree = _tree(store)
        result = check_store(tree, before, roots, progress)
        if not result.problems or (_rows(store) == before and not tree.staged):
            break
    result.notes += notes
    result.notes += [
        f"staging/{token}: left by an interrupted command; the next one that seals or stamps puts it in order"
        for token in tree.staged
    ]
    with store.read() as connection:
        visits = sealed_visits(connection)
        problems, deletions = check_custody(connection, before)
    result.problems += problems
    result.notes += deletions
    deleted = {row.id for row in before.captures if row.deleted}
    for row in visits:
        result.problems += _check_visit(store, tree, row, deleted=row["id"] in deleted)
    result.problems = in_order(result.problems)
    return result


def note_verified(store: Store, result: Result, who: str, now: datetime) -> None:
    """Write a check and its result into the custody log; where that can't be written, the result says so."""
    rows = _rows(store)
    facts = {
        "problems": len(result.problems),
        "damaged": [problem.where for problem in result.problems[:_NAMED]],
        "captures": result.captures,
        "unstamped": len(result.unstamped),
        "batches": rows.batches[-1].number if rows.batches else 0,
        "head_sha256": rows.batches[-1].head_sha256 if rows.batches else None,
    }
    try:
        writing = open_store(store.root, write=True)
        try:
            with writing.write() as connection:
                add_custody(connection, [CustodyEvent("verified", who, now, facts=facts)])
        finally:
            writing.close()
    except StoreError as error:
        result.notes.append(f"this check was not noted in the custody log: {error}")


def _rows(store: Store) -> Rows:
    with store.read() as connection:
        return evidence_rows(connection)


def _tree(store: Store) -> EvidenceTree:
    with store.read() as connection:
        return EvidenceTree(store.root / EVIDENCE, lambda token: is_committed(connection, token))


def _roots(store: Store, settings: StoreSettings) -> tuple[dict[str, bytes], list[str]]:
    """The root certificates of the configured authorities, and why some can't be used."""
    roots: dict[str, bytes] = {}
    notes = []
    for authority in settings.timestamp:
        try:
            roots[authority.name] = load_roots(store.root / authority.root)
        except InputError as error:
            notes.append(str(error))
    return roots, notes


def _check_visit(store: Store, tree: Tree, row: Mapping[str, Any], *, deleted: bool) -> list[Problem]:
    """Whether a capture's row, its visit's rows and its kept page say what was sealed."""
    problems = []
    if row["sealed_at"] != row["batch_at"]:
        problems.append(Problem(f"capture {row['id']}", Code.ROW_CHANGED, "sealed_at"))
    if not row["as_written"]:
        problems.append(Problem(f"visit {row['visit_id']}", Code.VISIT_CHANGED))
    if deleted:
        return problems
    name = f"captures/{row['id']}/{FACTS}"
    data = read(tree, name)
    changed = _differences(data, row) if data is not None else []  # a missing one is named already
    problems += [Problem(f"capture {row['id']}", Code.ROW_CHANGED, f"{field}, by {name}") for field in changed]
    sha256 = row["sha256_body"]
    if isinstance(sha256, str) and not row["removed"]:
        try:
            read_snapshot(store.snapshots, sha256)
        except StoreError:
            code = Code.CHANGED if store.snapshots.exists(snapshot_name(sha256)) else Code.MISSING
            problems.append(Problem(f"../snapshots/{snapshot_name(sha256)}", code, f"the kept page of {row['id']}"))
    return problems


def _differences(data: bytes, row: Mapping[str, Any]) -> list[str]:
    """The columns that say something else than `capture.json`."""
    try:
        facts = json.loads(data)
        sealed = {
            "visit_id": facts["run"]["visit"],
            "session": facts["session"],
            "sealed_at": facts["sealed"]["at"],
            "sealed_by": facts["sealed"]["by"],
            "listings": {shown["key"]: shown["own"] for shown in facts["listings"]},
            "url": facts["page"]["url"],
            "at": facts["time"]["at"],
            "method": facts["method"],
            "sha256_body": facts["body"]["sha256"],
        }
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []  # damaged, so its digest is wrong, which is named already
    return [field for field, value in sealed.items() if value != row[field]]
