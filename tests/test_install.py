"""Installing fetches nothing without a hash: neither packages nor what builds them."""

import re

import pytest

from tests.commands import ROOT

_LINES = [
    (name, line)
    for name in ("Makefile", "docs/schedule.md")
    for line in re.findall(r".*pip install .*", (ROOT / name).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("name", "line"), _LINES)
def test_each_installation_is_by_hash_and_builds_with_what_is_there(name: str, line: str) -> None:
    own = "--no-deps -e ." in line
    assert own or "--require-hashes" in line
    assert "--no-build-isolation" in line or "requirements-build.lock" in line


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-build.lock"])
def test_each_pin_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert pins
    assert [pin.partition(" ")[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_build_lock_is_of_the_same_version_as_the_developers() -> None:
    pin = re.search(r"^setuptools==\S+", (ROOT / "requirements-build.lock").read_text(), re.MULTILINE)
    assert pin is not None
    assert pin[0] in (ROOT / "requirements-dev.lock").read_text()
