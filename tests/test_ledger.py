"""The ledger's arithmetic: trees of RFC 6962, paths to their root, heads and manifests that are read to the byte."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.evidence.ledger import NO_BATCH, Head, line_of, lines_file
from monitor.evidence.manifest import digests_of, manifest_of, read_manifest
from monitor.evidence.merkle import leaf_hash, path_to, root_by_path, root_of
from monitor.evidence.staging import Staging, recover

_NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
# the test vectors of the Certificate Transparency project for trees of RFC 6962
_INPUTS = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", sorted(_ROOTS))
def test_roots_are_those_of_the_specification(size: int) -> None:
    assert root_of([leaf_hash(data) for data in _INPUTS[:size]]).hex() == _ROOTS[size]


@given(size=st.integers(1, 70), data=st.data())
def test_each_path_leads_to_the_root_and_no_other_does(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path, root = path_to(leaves, index), root_of(leaves)
    assert root_by_path(leaves[index], index, size, path) == root
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index)) if size > 1 else 1
    assert root_by_path(leaves[index], other, size, path) != root
    assert root_by_path(leaf_hash(b"forged"), index, size, path) != root
    assert root_by_path(leaves[index], index, size, [*path, root]) is None
    if path:
        assert root_by_path(leaves[index], index, size, path[:-1]) != root


def test_a_head_is_read_to_the_byte() -> None:
    lines = [line_of("20261129T120000Z-0a1b2c3d", hashlib.sha256(b"x").hexdigest())]
    head = Head.of(1, NO_BATCH, _NOON, lines)
    assert Head.read(head.data) == head
    assert Head.of(2, head.sha256, _NOON, lines).previous == hashlib.sha256(head.data).hexdigest()
    for wrong in (head.data + b"\n", head.data[:-1], head.data.replace(b"000001", b"0000001"), b"", b"\xff",
                  head.data.replace(b"captures 1", b"captures 01"), head.data.upper()):  # fmt: skip
        assert Head.read(wrong) is None
    assert lines_file(lines) == f"{lines[0]}\n".encode()


def test_a_manifest_is_read_to_the_byte() -> None:
    files = {"capture.json": b"{}", "tls/ab.pem": b"x"}
    data = manifest_of(digests_of(files))
    assert read_manifest(data) == digests_of(files)
    digest = "0" * 64
    for wrong in (
        data + data, data[:-1], b"\\" + data, data.replace(b"  ", b" *"), f"{digest}  ../a\n".encode(),
        f"{digest}  /a\n".encode(), f"{digest}  a/../../b\n".encode(), f"{digest}  b\n{digest}  a\n".encode(), b"\n",
    ):  # fmt: skip
        assert read_manifest(wrong) is None, wrong


def test_what_was_not_committed_goes_and_what_was_is_put_in_place(tmp_path: Path) -> None:
    for token in ("batch-000001", "batch-000002"):
        staging = Staging(tmp_path, token)
        staging.write(f"captures/{token}/tls/a.pem", token.encode())
        staging.write(f"ledger/{token[-6:]}.head", b"head")
        staging.flush()
    recover(tmp_path, lambda token: token == "batch-000001")
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"captures/batch-000001/tls/a.pem", "ledger/000001.head"}
    sealed = tmp_path / "captures/batch-000001"
    assert [oct(path.stat().st_mode & 0o777) for path in (sealed, sealed / "tls", sealed / "tls/a.pem")] == [
        "0o500", "0o500", "0o400",
    ]  # fmt: skip
    recover(tmp_path, lambda _: False)
    assert (sealed / "tls/a.pem").read_bytes() == b"batch-000001"
