"""Zips that a stranger made are checked without being unpacked: hostile names, bombs, damage are named in one line."""

import hashlib
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from monitor.evidence.problems import Code
from tests.commands import monitor
from tests.evidence_store import sealed_bundle
from tests.test_verify_bundle import seen
from tests.time_authority import needs_openssl

pytestmark = needs_openssl


def rezip(target: Path, *more: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """The bundle with further entries."""
    with zipfile.ZipFile(sealed_bundle()) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            archive.writestr(entry, source.read(entry))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of names that stand twice
            for name, data in more:
                archive.writestr(name, data)
    return target


def _link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("captures/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(("name", "code"), [
    ("report.html", Code.TWICE), ("SHA256SUMS", Code.TWICE), ("../evil", Code.BAD_NAME), ("/evil", Code.BAD_NAME),
    ("a/../../evil", Code.BAD_NAME), ("C:\\evil", Code.BAD_NAME), ("a//b", Code.BAD_NAME),
    ("bidi\u202e", Code.BAD_NAME), ("new\nline", Code.BAD_NAME), ("unlisted", Code.EXTRA),
    (_link(), Code.NO_FILE), ("folder/", None),
])  # fmt: skip
def test_hostile_names_in_a_zip_are_named(tmp_path: Path, name: zipfile.ZipInfo | str, code: Code | None) -> None:
    path = rezip(tmp_path / "hostile.zip", (name, b"" if code is None else b"x"))
    codes = set(seen(path).values())
    assert codes == ({code} if code else set())
    done = monitor("evidence", "verify", path)
    assert done.returncode == (1 if code else 0)
    assert "\u202e" not in done.stdout
    assert list(tmp_path.iterdir()) == [path]


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    path = rezip(tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert Code.ENCRYPTED in seen(path).values()


def test_a_bomb_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"captures/{number}", bytes(40_000_000))
    done = monitor("evidence", "verify", path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "inflates to far more" in done.stderr


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 99])
def test_what_is_no_bundle_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (tmp_path / "empty").mkdir()
    for wrong in (path, tmp_path / "none.zip", tmp_path / "empty"):
        done = monitor("evidence", "verify", wrong)
        assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")


def test_a_zip_that_is_cut_or_flipped_is_found_or_the_same(tmp_path: Path) -> None:
    """Every part of it: what the zip's own fields change is found, or changes no file."""
    data = sealed_bundle().read_bytes()
    path = tmp_path / "a.zip"
    for at in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        done = monitor("evidence", "verify", path)
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 1, 2), done.stderr
        if done.returncode == 0:
            with zipfile.ZipFile(path) as archive, zipfile.ZipFile(sealed_bundle()) as whole:
                names = whole.namelist()
                assert [hashlib.sha256(archive.read(name)).digest() for name in names] == [
                    hashlib.sha256(whole.read(name)).digest() for name in names
                ]
    path.write_bytes(data[: len(data) // 2])
    assert monitor("evidence", "verify", path).returncode == 2


def test_bytes_before_the_files_are_named(tmp_path: Path) -> None:
    """A forged zip before the true one: some programs unpack the first."""
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(forged, "w") as archive:
        archive.writestr("report.html", b"forged")
    path = tmp_path / "both.zip"
    path.write_bytes(forged.read_bytes() + sealed_bundle().read_bytes())
    assert seen(path) == {"the zip": Code.EXTRA}
    done = monitor("evidence", "verify", path)
    assert (done.returncode, "DAMAGED  the zip: " in done.stdout) == (1, True)


def test_a_file_that_only_some_programs_see_is_named(tmp_path: Path) -> None:
    """It lies between the others, and the list at the zip's end leaves it out."""
    path = tmp_path / "hidden.zip"
    with zipfile.ZipFile(sealed_bundle()) as source, zipfile.ZipFile(path, "w") as archive:
        for entry in source.infolist():
            archive.writestr(entry, source.read(entry))
            if entry.filename == "report.html":
                archive.writestr("hidden.html", b"x" * 100)
        archive.filelist.remove(archive.getinfo("hidden.html"))
    assert seen(path) == {"the zip": Code.EXTRA}


def test_a_bundle_that_was_zipped_anew_in_a_stream_is_whole(tmp_path: Path) -> None:
    class Pipe:
        def __init__(self) -> None:
            self.data = b""

        def write(self, data: bytes) -> int:
            self.data += data
            return len(data)

        def flush(self) -> None:
            """Nothing waits."""

    pipe = Pipe()
    with zipfile.ZipFile(sealed_bundle()) as source, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    path = tmp_path / "stream.zip"
    path.write_bytes(pipe.data)
    assert seen(path) == {}
