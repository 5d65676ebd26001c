"""Nothing of a default install is under the GPL or AGPL, which would bind the whole program.

The LGPL and the MPL are fine: they bind their own library alone. Read is what packages say of themselves.
"""

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.commands import ROOT

SAYS_NOTHING = {
    "currencyconverter": "Apache-2.0",
    "pysqlite3": "Zlib",
}
"""Packages without a word in their metadata: the licence in their file LICENSE."""
BINDING = re.compile(r"(?<!L)GPL|Affero|GNU General Public", re.IGNORECASE)
_TOKEN = re.compile(r"\(|\)|\bAND\b|\bOR\b|\bWITH\s+\S+|[\w.+-]+")


def default_install(roots: list[Requirement]) -> dict[str, Distribution]:
    """What requirements bring on this machine, by canonical name, with all that is required in turn."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(roots)
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if key in seen:
            continue
        seen.add(key)
        found[key[0]] = distribution(wanted.name)
        for further in map(Requirement, found[key[0]].requires or []):
            extras = wanted.extras or {""}
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return found


def licence_of(package: Distribution) -> str:
    """A package's licence as an expression; empty when it says nothing."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    named = [line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    named = [name for name in named if name != "OSI Approved"] or [str(metadata.get("License") or "").strip()]
    # several classifiers may mean "and" as well as "or": the stricter is taken
    return "(" + " AND ".join("GPL" if BINDING.search(name) else "other" for name in named) + ")" if any(named) else ""


def binds(expression: str) -> bool:
    """Whether every choice that an SPDX expression leaves holds a licence that binds the whole program."""
    words = []
    for token in _TOKEN.findall(expression):
        if token in {"(", ")"}:
            words.append(token)
        elif token in {"AND", "OR"}:
            words.append("or" if token == "AND" else "and")
        elif not token.startswith("WITH"):
            words.append(str(bool(BINDING.search(token))))
    return bool(eval(" ".join(words)))  # made of True, False, and, or and brackets


def test_nothing_of_the_default_install_binds_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = default_install([Requirement(line) for line in project["dependencies"]])
    assert {"rfc3161-client", "cryptography", "warcio", "lxml"} <= packages.keys()
    licences = {name: licence_of(package) or SAYS_NOTHING.get(name, "") for name, package in packages.items()}
    assert [name for name, licence in licences.items() if not licence] == [], "look at their LICENSE; SAYS_NOTHING"
    assert [name for name, licence in licences.items() if binds(licence)] == []


def test_the_table_names_only_what_is_needed() -> None:
    assert [name for name in SAYS_NOTHING if licence_of(distribution(name))] == []


def test_the_lock_has_what_the_default_install_brings() -> None:
    """So that what was looked at here is what `make` installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = default_install([Requirement(line) for line in project["dependencies"]])
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert packages.keys() - locked == set()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", False),
        ("AGPL-3.0-or-later", True),
        ("GPL-2.0-only", True),
        ("LGPL-3.0-only", False),
        ("MPL-2.0 AND MIT", False),
        ("MIT OR GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", True),
        ("(GPL-2.0-or-later OR LGPL-2.1-or-later) AND BSD-3-Clause", False),
        ("(GPL-2.0-or-later OR AGPL-3.0-only) AND BSD-3-Clause", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", True),
    ],
)
def test_expressions(expression: str, expected: bool) -> None:
    assert binds(expression) == expected


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("License-Expression: AGPL-3.0-or-later", True),
        ("Classifier: License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("Classifier: License :: OSI Approved :: GNU General Public License v2 (GPLv2)", True),
        ("Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("Classifier: License :: OSI Approved\nLicense: GNU GPL v3", True),
        ("License: LGPL-2.1", False),
    ],
)
def test_a_binding_package_far_down_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, expected: bool
) -> None:
    for name, words in (("upper-part", "License: MIT\nRequires-Dist: lower-part"), ("lower-part", says)):
        folder = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{words}\n")
    monkeypatch.syspath_prepend(tmp_path)
    packages = default_install([Requirement("upper.part>=1")])
    assert {name: binds(licence_of(package)) for name, package in packages.items()} == {
        "upper-part": False,
        "lower-part": expected,
    }
