"""Whether a bundle is what was bundled: each capture against its proof, proofs against heads, heads against stamps.

A bundle needs no store. What nothing outside it vouches for is said: its list SHA256SUMS finds accidents, not a forger,
and its root certificates are the forger's too until somebody compares their fingerprints.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256

from monitor.errors import InputError
from monitor.evidence.ledger import NO_BATCH, Head, line_of
from monitor.evidence.manifest import MANIFEST, read_manifest
from monitor.evidence.merkle import leaf_hash, root_by_path
from monitor.evidence.problems import Code, Problem, in_order
from monitor.evidence.timestamp import read_roots
from monitor.evidence.tree import Tree, digest, read
from monitor.evidence.verify import Progress, Result, unstamped
from monitor.evidence.verify_files import by_capture, check_capture, check_listed, head_name, read_head
from monitor.evidence.verify_stamps import check_stamp, stamps_in

TOP = frozenset({"VERIFY.md", "verify.py", "report.html", "report.pdf", "findings.json", "custody.jsonl", MANIFEST})
"""The files of a bundle that lie in no folder."""
_HEAD = re.compile(r"ledger/(\d{6,12})\.head")
_ROOT = re.compile(r"ledger/roots/([a-z0-9-]{1,30})\.pem")
_PROOF = re.compile(r"proofs/([A-Za-z0-9-]{1,60})\.json")
_BATCH = re.compile(r"\d{6,12}")
_MOST_HEADS = 1_000_000
_HEX = re.compile(r"[0-9a-f]{64}")
_KEYS = {"batch": str, "line": str, "index": int, "captures": int, "path": list}


def check_bundle(tree: Tree, progress: Progress = lambda done, of: None) -> Result:
    """Check a bundle. Raises `InputError` for what is none."""
    folders = by_capture(tree)
    if not folders and MANIFEST not in tree.names:
        raise InputError("no evidence bundle: it has neither captures nor SHA256SUMS")
    result = Result(list(tree.problems), captures=len(folders), files=len(tree.names))
    result.problems += _check_listed_files(tree)
    heads = _check_heads(tree, result)
    proofs = {found[1] for name in tree.names if (found := _PROOF.fullmatch(name))}
    for number, capture_id in enumerate(sorted(folders.keys() | proofs), 1):
        manifest_sha256, problems = _check_proof(tree, capture_id, heads)
        result.problems += problems
        files = folders.get(capture_id, set())
        result.problems += check_capture(tree, capture_id, files, manifest_sha256 or _own(tree, capture_id))
        progress(number, len(folders.keys() | proofs))
    known = {head_name(number) for number in heads} | {f"proofs/{capture_id}.json" for capture_id in proofs}
    known |= {f"captures/{capture_id}/{file}" for capture_id, files in folders.items() for file in files}
    known |= _check_stamps(tree, heads, result) | TOP
    result.problems += [Problem(name, Code.EXTRA) for name in tree.names - known]
    result.problems = in_order(result.problems)
    result.batches = len(heads)
    result.unstamped = unstamped(sorted(heads), result.stamps)
    return result


def _check_listed_files(tree: Tree) -> list[Problem]:
    data = read(tree, MANIFEST)
    if data is None:
        return [Problem(MANIFEST, Code.UNREADABLE if MANIFEST in tree.names else Code.MISSING)]
    return check_listed(tree, "", set(tree.names) - {MANIFEST}, read_manifest(data), MANIFEST)


def _check_heads(tree: Tree, result: Result) -> dict[int, Head]:
    """The heads by batch: without gaps, each naming the one before."""
    heads: dict[int, Head] = {}
    numbers = sorted({int(found[1]) for name in tree.names if (found := _HEAD.fullmatch(name))})
    for number in numbers:
        head, problems = read_head(tree, number)
        result.problems += problems
        if head is not None:
            heads[number] = head
            result.sealed[number] = head.sealed
    for number in range(numbers[0], numbers[-1] + 1) if numbers and numbers[-1] - numbers[0] < _MOST_HEADS else ():
        before = NO_BATCH if number == 1 else heads[number - 1].sha256 if number - 1 in heads else None
        if number not in numbers:
            result.problems.append(Problem(head_name(number), Code.MISSING))
        elif number in heads and before is not None and heads[number].previous != before:
            result.problems.append(Problem(head_name(number), Code.CHAIN))
    return heads


def _check_proof(tree: Tree, capture_id: str, heads: Mapping[int, Head]) -> tuple[str | None, list[Problem]]:
    """The digest that a capture's manifest must have, by a proof that leads to a head; None and why without one."""
    name = f"proofs/{capture_id}.json"
    data = read(tree, name)
    if data is None:
        return None, [Problem(name, Code.UNREADABLE if name in tree.names else Code.MISSING)]
    proof = _read_proof(data)
    if proof is None:
        return None, [Problem(name, Code.FORM)]
    line, manifest_sha256 = proof["line"], proof["line"][:64]
    if line != line_of(capture_id, manifest_sha256) or not _HEX.fullmatch(manifest_sha256):
        return None, [Problem(name, Code.PROOF, "its line is that of another capture")]
    head = heads.get(int(proof["batch"]))
    if head is None:
        return None, [Problem(name, Code.PROOF, "the head of its batch is missing, or damaged")]
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = root_by_path(leaf_hash(line.encode()), proof["index"], proof["captures"], path)
    if root is None or (root.hex(), proof["captures"]) != (head.root, head.captures):
        return None, [Problem(name, Code.PROOF)]
    return manifest_sha256, []


def _read_proof(data: bytes) -> dict[str, Any] | None:
    try:
        proof = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(proof, dict) or {key: type(value) for key, value in proof.items()} != _KEYS:
        return None
    steps = [isinstance(step, str) and _HEX.fullmatch(step) is not None for step in proof["path"]]
    return proof if _BATCH.fullmatch(proof["batch"]) and all(steps) else None


def _own(tree: Tree, capture_id: str) -> str:
    """The digest that a manifest has: where no proof vouches for it, the files beside it are still compared with it."""
    name = f"captures/{capture_id}/{MANIFEST}"
    return (digest(tree, name) if name in tree.names else None) or ""


def _check_stamps(tree: Tree, heads: Mapping[int, Head], result: Result) -> set[str]:
    """Check the stamps with the root certificates of the bundle; returns the names of the files that belong to them."""
    roots: dict[str, bytes] = {}
    for name in sorted(tree.names):
        if (found := _ROOT.fullmatch(name)) and (pem := read(tree, name)) is not None:
            roots[found[1]] = pem
            result.problems += [Problem(name, Code.FORM)] * (not _fingerprints(pem))
            result.roots += [(found[1], fingerprint) for fingerprint in _fingerprints(pem)]
    known = {f"ledger/roots/{authority}.pem" for authority in roots}
    for stamp in (stamps := stamps_in(tree)):
        known |= {stamp.file(ending) for ending in stamp.endings}
        if stamp.batch not in heads and head_name(stamp.batch) not in tree.names:
            result.problems.append(Problem(stamp.file("tsr"), Code.STAMP, "the head that it stamps is missing"))
        if stamp.number > 1 and replace(stamp, number=stamp.number - 1) not in stamps:
            result.problems.append(Problem(replace(stamp, number=stamp.number - 1).file("tsr"), Code.MISSING))
        check, problems = check_stamp(tree, stamp, roots)
        result.problems += problems
        result.stamps += [check] if check is not None else []
    return known


def _fingerprints(pem: bytes) -> list[str]:
    try:
        return [certificate.fingerprint(SHA256()).hex() for certificate in read_roots(pem)]
    except InputError:
        return []
