"""SHA256SUMS: the digests of all files of a folder, in the form that `sha256sum -c` reads."""

import hashlib
import re
from collections.abc import Mapping

MANIFEST = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._/-]{0,200})")
"""Our names only: no spaces, nothing absolute, nothing that needs `sha256sum`'s escapes."""


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """The file's bytes. `digests`: SHA-256 by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file, by name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def read_manifest(data: bytes) -> dict[str, str] | None:
    """The digests by name; None when this is no file of ours: a line of another form, a name twice, or out of order."""
    digests: dict[str, str] = {}
    for line in data.decode("ascii", "replace").split("\n")[:-1]:
        found = _LINE.fullmatch(line)
        if found is None or ".." in found[2].split("/"):
            return None
        digests[found[2]] = found[1]
    return digests if manifest_of(digests) == data else None
