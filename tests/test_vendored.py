"""Files of others are what their packages have, each with version, licence and digest in one list."""

import hashlib
import tomllib
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_VENDOR = _ROOT / "monitor/review/static/vendor"


def test_vendored_files_are_unchanged_and_all_listed() -> None:
    listed = tomllib.loads((_VENDOR / "vendored.toml").read_text())
    there = {path.name: path for path in _VENDOR.iterdir() if path.suffix != ".toml"}
    there |= {f"tests/vendor/{path.name}": path for path in (_ROOT / "tests/vendor").iterdir()}
    assert listed.keys() == there.keys()
    for name, path in there.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[name]["sha256"], name
        assert listed[name].keys() == {"package", "version", "file", "licence", "sha256"}
