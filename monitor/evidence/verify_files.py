"""The checks that a store and a bundle share: the files of a capture, the head of a batch."""

import hashlib
from collections.abc import Iterable

from monitor.evidence.ledger import Head, batch_name
from monitor.evidence.manifest import MANIFEST, read_manifest
from monitor.evidence.problems import Code, Problem
from monitor.evidence.tree import Tree, digest, read


def by_capture(tree: Tree) -> dict[str, set[str]]:
    """The names of the files below `captures/`, by capture, each as it is named within its folder."""
    captures: dict[str, set[str]] = {}
    for name in tree.names:
        top, _, rest = name.partition("/")
        capture_id, _, file = rest.partition("/")
        if top == "captures" and file:
            captures.setdefault(capture_id, set()).add(file)
    return captures


def check_capture(tree: Tree, capture_id: str, files: Iterable[str], manifest_sha256: str) -> list[Problem]:
    """What is wrong with a capture's files, when its manifest should have this digest."""
    folder, present = f"captures/{capture_id}", set(files)
    manifest = f"{folder}/{MANIFEST}"
    data = read(tree, manifest)
    if not present:
        return [Problem(folder, Code.MISSING)]
    if data is None:
        return [Problem(manifest, Code.UNREADABLE if manifest in tree.names else Code.MISSING)]
    if hashlib.sha256(data).hexdigest() != manifest_sha256:
        return [Problem(manifest, Code.CHANGED, "so the files beside it can't be checked")]
    return check_listed(tree, folder, present - {MANIFEST}, read_manifest(data), manifest)


def check_listed(
    tree: Tree, folder: str, present: set[str], listed: dict[str, str] | None, manifest: str
) -> list[Problem]:
    """What is wrong with the files of a folder, of which a manifest lists all. `present`: without the manifest."""
    if listed is None:
        return [Problem(manifest, Code.FORM)]
    before = f"{folder}/" if folder else ""
    problems = [Problem(before + name, Code.MISSING) for name in listed.keys() - present]
    problems += [Problem(before + name, Code.EXTRA) for name in present - listed.keys()]
    for name in listed.keys() & present:
        seen = digest(tree, before + name)
        if seen != listed[name]:
            problems.append(Problem(before + name, Code.UNREADABLE if seen is None else Code.CHANGED))
    return problems


def read_head(tree: Tree, number: int) -> tuple[Head | None, list[Problem]]:
    """The head of a batch, or what is wrong with its file."""
    name = head_name(number)
    data = read(tree, name)
    if data is None:
        return None, [Problem(name, Code.UNREADABLE if name in tree.names else Code.MISSING)]
    head = Head.read(data)
    if head is None or head.batch != number:
        return None, [Problem(name, Code.FORM)]
    return head, []


def head_name(number: int) -> str:
    """The file with the head of a batch."""
    return f"ledger/{batch_name(number)}.head"
