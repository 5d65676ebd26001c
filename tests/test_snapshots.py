"""Kept pages: the same bytes back, or a clear word about what is wrong with them."""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.evidence import snapshots
from monitor.evidence.archive import FolderArchive
from monitor.evidence.snapshots import kept_digests, read_snapshot, snapshot_name, write_snapshot

BODY = "<html>诺德沃克</html>".encode("gbk") * 500


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("body", [b"", b"\x00", BODY, b"\xff\xfe" * 9, os.urandom(100_000)], ids=len)
def test_round_trip(tmp_path: Path, body: bytes) -> None:
    kept = write_snapshot(FolderArchive(tmp_path), body, "text/html")
    assert (kept.sha256_body, kept.size, kept.media_type) == (hashlib.sha256(body).hexdigest(), len(body), "text/html")
    assert read_snapshot(FolderArchive(tmp_path), kept.sha256_body) == body


@given(st.binary(max_size=2000))
def test_any_body(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    root = FolderArchive(tmp_path_factory.getbasetemp() / "any")
    assert read_snapshot(root, write_snapshot(root, body, None).sha256_body) == body


def test_the_name_is_the_digest_of_the_page(tmp_path: Path) -> None:
    """Checkable with `zstd -dc FILE | sha256sum`."""
    sha256 = write_snapshot(FolderArchive(tmp_path), BODY, None).sha256_body
    (path,) = files(tmp_path)
    assert path == tmp_path / snapshot_name(sha256) == tmp_path / sha256[:2] / f"{sha256[2:]}.zst"
    assert hashlib.sha256(zstandard.ZstdDecompressor().decompress(path.read_bytes())).hexdigest() == sha256
    assert path.stat().st_size < len(BODY) / 10


def test_same_bytes_are_one_file(tmp_path: Path) -> None:
    first = write_snapshot(FolderArchive(tmp_path), BODY, "text/html")
    (path,) = files(tmp_path)
    written = path.stat()
    assert write_snapshot(FolderArchive(tmp_path), BODY, "text/html") == first
    assert files(tmp_path) == [path]
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (written.st_mtime_ns, written.st_ino)
    write_snapshot(FolderArchive(tmp_path), BODY + b"!", None)
    assert len(files(tmp_path)) == 2


def _damaged(whole: bytes) -> dict[str, bytes]:
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    return {
        "cut": whole[: len(whole) // 2],
        "flipped": bytes(flipped),
        "empty": b"",
        "no zstd": b"<html></html>",
        "another page": zstandard.ZstdCompressor().compress(b"another page"),
    }


@pytest.mark.parametrize("how", ["cut", "flipped", "empty", "no zstd", "another page"])
def test_a_damaged_page_is_named(tmp_path: Path, how: str) -> None:
    sha256 = write_snapshot(FolderArchive(tmp_path), BODY, None).sha256_body
    path = tmp_path / snapshot_name(sha256)
    path.write_bytes(_damaged(path.read_bytes())[how])
    with pytest.raises(StoreError, match=str(path)):
        read_snapshot(FolderArchive(tmp_path), sha256)


def test_a_missing_page_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=str(tmp_path / snapshot_name("ab" * 32))):
        read_snapshot(FolderArchive(tmp_path), "ab" * 32)
    (tmp_path / snapshot_name("ab" * 32)).mkdir(parents=True)
    with pytest.raises(StoreError, match="can't be read"):
        read_snapshot(FolderArchive(tmp_path), "ab" * 32)


@pytest.mark.parametrize("step", ["fsync", "rename", "write"])
def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if step == "fsync":
            patch.setattr(os, "fsync", full)
        elif step == "rename":
            patch.setattr(Path, "rename", full)
        else:
            patch.setattr(Path, "open", full)
        with pytest.raises(OSError, match="No space left"):
            write_snapshot(FolderArchive(tmp_path), BODY, None)
    assert files(tmp_path) == []
    assert (
        read_snapshot(FolderArchive(tmp_path), write_snapshot(FolderArchive(tmp_path), BODY, None).sha256_body) == BODY
    )


def test_a_bomb_is_not_inflated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's copy of a store is as hostile as a page: 1 MiB of zeros for 50 bytes, and so on."""
    monkeypatch.setattr(snapshots, "_LARGEST", 10_000)
    good = write_snapshot(FolderArchive(tmp_path), b"a" * 10_000, None).sha256_body
    assert len(read_snapshot(FolderArchive(tmp_path), good)) == 10_000
    bomb = b"\x00" * 2**20
    sha256 = write_snapshot(FolderArchive(tmp_path), bomb, None).sha256_body
    with pytest.raises(StoreError, match="inflates to more than 10000 bytes"):
        read_snapshot(FolderArchive(tmp_path), sha256)
    # a header that promises little, or nothing, changes nothing
    packed = zstandard.ZstdCompressor(write_content_size=False).compress(bomb)
    (tmp_path / snapshot_name(sha256)).write_bytes(packed)
    with pytest.raises(StoreError, match="inflates to more"):
        read_snapshot(FolderArchive(tmp_path), sha256)


def test_the_cap_is_above_the_largest_download() -> None:
    assert snapshots._LARGEST == 64 * 2**20


def test_the_archive_keeps_names_and_knows_them(tmp_path: Path) -> None:
    """Five verbs: a name that is taken is left alone, what an interrupted write left is no name."""
    archive = FolderArchive(tmp_path)
    assert not archive.exists("ab/c.zst")
    assert list(archive.list("ab")) == []
    with pytest.raises(FileNotFoundError):
        archive.get("ab/c.zst")
    archive.put("ab/c.zst", b"first")
    archive.put("ab/c.zst", b"second")
    (tmp_path / "ab" / ".left.tmp").touch()
    assert (archive.get("ab/c.zst"), archive.exists("ab/c.zst"), list(archive.list("ab"))) == (
        b"first", True, ["ab/c.zst"],
    )  # fmt: skip
    archive.put("ab/d.zst", b"third")
    for _ in range(2):
        archive.delete("ab/d.zst")
    assert archive.sweep(before=0.0) == 0
    assert archive.sweep(before=2**40) == 1
    assert files(tmp_path) == [tmp_path / "ab" / "c.zst"]


class Bucket:
    """What another kind of archive has to be: nothing else is asked of it."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        self.objects.setdefault(name, data)

    def get(self, name: str) -> bytes:
        try:
            return self.objects[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    def exists(self, name: str) -> bool:
        return name in self.objects

    def list(self, folder: str) -> Iterator[str]:
        return iter([name for name in self.objects if name.startswith(f"{folder}/")])

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    def __str__(self) -> str:
        return "s3://kept"


def test_snapshots_are_kept_in_any_archive() -> None:
    bucket = Bucket()
    kept = write_snapshot(bucket, BODY, "text/html")
    assert write_snapshot(bucket, BODY, "text/html") == kept
    assert read_snapshot(bucket, kept.sha256_body) == BODY
    assert kept_digests(bucket, kept.sha256_body[:2]) == {kept.sha256_body}
    with pytest.raises(StoreError, match=r"^s3://kept/ab/"):
        read_snapshot(bucket, "ab" * 32)
