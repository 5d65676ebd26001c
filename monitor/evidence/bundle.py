"""A bundle: files that make a zip which is the same to the byte whenever it is made of the same files."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor.errors import MonitorError
from monitor.evidence.manifest import MANIFEST, manifest_of, read_manifest

_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can say."""
_MODE = 0o100444 << 16
"""A file that everybody may read and nobody write."""
_UNIX = 3
_LEVEL = 6
_PACKED = frozenset({".gz", ".png", ".jpg", ".webp", ".gif", ".avif", ".pdf"})
"""Kinds of files that are compressed already: stored as they are."""


class DamagedEvidence(MonitorError):
    """Raised where sealed files are not what the store says they are; names the file."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class BundleFile:
    """A file of a bundle: its name there, the SHA-256 that it must have, and its bytes or where they lie."""

    name: str
    sha256: str
    content: bytes | Path = field(repr=False)

    def read(self) -> bytes:
        """Its bytes. Raises `DamagedEvidence` for others than were expected."""
        if isinstance(self.content, bytes):
            return self.content
        try:
            data = self.content.read_bytes()
        except OSError as error:
            raise DamagedEvidence(f"{self.content}: the sealed file can't be read ({error.strerror})") from None
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise DamagedEvidence(f"{self.content}: the sealed file is damaged: its SHA-256 is not {self.sha256}")
        return data


def made_file(name: str, data: bytes) -> BundleFile:
    """A file that is made for the bundle."""
    return BundleFile(name, hashlib.sha256(data).hexdigest(), data)


def sealed_files(folder: Path, manifest_sha256: str, name: str) -> list[BundleFile]:
    """The files of a sealed capture, `SHA256SUMS` first; in the bundle they lie below `name`.

    Raises `DamagedEvidence` where the manifest is another than was sealed, a file is missing or one is too many; what
    the files hold is compared when they are read.
    """
    manifest = BundleFile(f"{name}/{MANIFEST}", manifest_sha256, folder / MANIFEST)
    digests = read_manifest(manifest.read())
    if digests is None:
        raise DamagedEvidence(f"{folder / MANIFEST}: is no list of digests")
    try:
        present = {
            str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
        }
    except OSError as error:
        raise DamagedEvidence(f"{folder}: the sealed files can't be read ({error.strerror})") from None
    for stray in sorted(present - {*digests, MANIFEST}):
        raise DamagedEvidence(f"{folder / stray}: was not sealed")
    for missing in sorted(digests.keys() - present):
        raise DamagedEvidence(f"{folder / missing}: the sealed file is missing")
    return [manifest, *(BundleFile(f"{name}/{file}", digests[file], folder / file) for file in sorted(digests))]


def write_bundle(target: Path, files: Sequence[BundleFile]) -> None:
    """Write the zip: the files in this order, after the first that are no folder's a list of all their digests.

    Raises `DamagedEvidence` and OSError; ValueError for names that no list of digests may hold, or that stand twice.
    """
    sums = manifest_of({file.name: file.sha256 for file in files})
    if read_manifest(sums) is None or len({file.name.lower() for file in files} | {MANIFEST.lower()}) <= len(files):
        raise ValueError("the names of a bundle's files must be plain, and differ")
    top = [file for file in files if "/" not in file.name]
    others = [file for file in files if "/" in file.name]
    with zipfile.ZipFile(target, "w") as archive:
        for file in (*top, made_file(MANIFEST, sums), *others):
            archive.writestr(_entry(file.name), file.read(), compresslevel=_LEVEL)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system, entry.external_attr = _UNIX, _MODE
    entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix in _PACKED else zipfile.ZIP_DEFLATED
    return entry
