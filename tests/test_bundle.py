"""A bundle's zip: the same files make the same bytes, names are plain, and what is damaged is never packed."""

import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from monitor.evidence.bundle import BundleFile, DamagedEvidence, made_file, sealed_files, write_bundle
from monitor.evidence.manifest import MANIFEST, digests_of, manifest_of

_FILES = {"capture.json": b"{}\n", "page.html": "<p>诺德沃克</p>".encode(), "pictures/ab.jpg": b"\xff\xd8" * 500}


def _capture(folder: Path) -> tuple[Path, str]:
    manifest = manifest_of(digests_of(_FILES))
    for name, data in {**_FILES, MANIFEST: manifest}.items():
        (folder / "c" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "c" / name).write_bytes(data)
    return folder / "c", hashlib.sha256(manifest).hexdigest()


def test_same_files_make_the_same_bytes(tmp_path: Path) -> None:
    folder, digest = _capture(tmp_path)
    for name in ("a.zip", "b.zip"):
        files = [made_file("VERIFY.md", b"how\n" * 50), *sealed_files(folder, digest, "captures/c")]
        write_bundle(tmp_path / name, files)
        (folder / "page.html").touch()  # another time
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        entries = archive.infolist()
        archive.extractall(tmp_path / "out")
    assert [entry.filename for entry in entries] == [
        "VERIFY.md", "SHA256SUMS", "captures/c/SHA256SUMS", "captures/c/capture.json", "captures/c/page.html",
        "captures/c/pictures/ab.jpg",
    ]  # fmt: skip
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16, entry.extra) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100444, b"")
    }
    assert [entry.compress_type for entry in entries] == [8, 8, 8, 8, 8, 0], "what is packed already is only stored"
    for at in (tmp_path / "out", tmp_path / "out/captures/c"):
        subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=at, check=True, capture_output=True)


@pytest.mark.parametrize("name", ["../a", "/a", "a b", "a\nb", "", "ü", "a/../b", "SHA256SUMS", "sha256sums"])
def test_names_that_are_not_plain_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="plain"):
        write_bundle(tmp_path / "a.zip", [made_file(name, b"x")])


def test_no_name_stands_twice(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="differ"):
        write_bundle(tmp_path / "a.zip", [made_file("a", b"x"), made_file("A", b"y")])


def test_damage_is_named_and_never_packed(tmp_path: Path) -> None:
    folder, digest = _capture(tmp_path)
    (folder / "stray").write_bytes(b"")
    with pytest.raises(DamagedEvidence, match="stray: was not sealed"):
        sealed_files(folder, digest, "captures/c")
    (folder / "stray").unlink()
    (folder / "stray").symlink_to("page.html")
    with pytest.raises(DamagedEvidence, match="stray"):
        sealed_files(folder, digest, "captures/c")
    (folder / "stray").unlink()
    with pytest.raises(DamagedEvidence, match="SHA256SUMS"):
        sealed_files(folder, "0" * 64, "captures/c")
    files = sealed_files(folder, digest, "captures/c")
    page = folder / "page.html"
    page.write_bytes(page.read_bytes().replace(b"p", b"q"))
    with pytest.raises(DamagedEvidence, match=r"page\.html"):
        write_bundle(tmp_path / "a.zip", files)
    page.unlink()
    with pytest.raises(DamagedEvidence, match=r"page\.html"):
        sealed_files(folder, digest, "captures/c")
    with pytest.raises(DamagedEvidence, match="can't be read"):
        BundleFile("a", "0" * 64, tmp_path / "none").read()
