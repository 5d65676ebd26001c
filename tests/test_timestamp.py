"""Time stamps: a good reply is read, and whatever else an authority sends is refused in one sentence."""

import contextlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import InputError
from monitor.evidence import openssl
from monitor.evidence.der import certificates_in, elements
from monitor.evidence.timestamp import LARGEST_REPLY, WrongReply, check_reply, new_query, signer_ends, stamped_name
from tests.time_authority import (
    FOR_STAMPS,
    POLICY,
    Authority,
    forged,
    make_authority,
    needs_openssl,
    openssl_command,
    worded,
)

pytestmark = needs_openssl

HEAD = b"evidence ledger 1\nbatch 000001\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authorities")


@pytest.fixture(scope="module")
def tidy(folder: Path) -> Authority:
    return make_authority(folder / "tidy")


@pytest.fixture(scope="module")
def unsorted(folder: Path) -> Authority:
    return make_authority(folder / "unsorted", root_in_reply="unsorted")


@pytest.fixture
def no_openssl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openssl, "has_openssl", lambda: False)


def subjects(chain: bytes) -> list[str]:
    return [one.subject.rfc4514_string() for one in x509.load_pem_x509_certificates(chain)]


def refused(reply: bytes, query: bytes, root: bytes, data: bytes = HEAD) -> str:
    with pytest.raises(WrongReply) as caught:
        check_reply(reply, query, data, root)
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert len(sentence) < 400
    return sentence


def test_a_good_reply(tidy: Authority) -> None:
    query = new_query(HEAD)
    checked = check_reply(tidy.reply(query), query, HEAD, tidy.root, policy=POLICY)
    assert checked.state == "verified"
    assert checked.gen_time is not None
    assert abs(checked.gen_time - datetime.now(UTC)) < timedelta(minutes=5)
    assert subjects(checked.chain) == ["CN=Signer tidy"]
    assert checked.signer_ends == signer_ends(checked.chain)
    assert checked.signer_ends is not None
    assert checked.signer_ends > datetime.now(UTC) + timedelta(days=3600)


@pytest.mark.usefixtures("no_openssl")
def test_a_good_reply_without_openssl(tidy: Authority) -> None:
    query = new_query(HEAD)
    assert check_reply(tidy.reply(query), query, HEAD, tidy.root).state == "verified"


def test_two_queries_over_the_same_bytes_differ() -> None:
    assert new_query(HEAD) != new_query(HEAD)


def test_an_unsorted_set_is_checked_by_openssl(unsorted: Authority) -> None:
    query = new_query(HEAD)
    checked = check_reply(unsorted.reply(query), query, HEAD, unsorted.root, policy=POLICY)
    assert checked.state == "openssl"
    assert checked.gen_time is not None
    assert abs(checked.gen_time - datetime.now(UTC)) < timedelta(minutes=5)
    signer, root = subjects(checked.chain)
    assert signer.startswith("CN=Signer unsorted")
    assert root == "CN=Root unsorted"
    assert checked.signer_ends is not None


def test_an_unsorted_set_without_openssl_is_kept_unverified(
    unsorted: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = new_query(HEAD)
    reply = unsorted.reply(query)
    with monkeypatch.context() as patch:
        patch.setattr(openssl, "has_openssl", lambda: False)
        checked = check_reply(reply, query, HEAD, unsorted.root)
    assert (checked.state, checked.gen_time) == ("unverified", None)
    by_openssl = check_reply(reply, query, HEAD, unsorted.root)
    assert checked.chain == by_openssl.chain, "the files are the same, whoever checks"
    assert checked.signer_ends == by_openssl.signer_ends


def test_the_chain_is_that_which_openssl_finds(tidy: Authority, unsorted: Authority, tmp_path: Path) -> None:
    for authority in (tidy, unsorted):
        query = new_query(HEAD)
        (tmp_path / "r.tsr").write_bytes(authority.reply(query))
        openssl_command(tmp_path, "ts -reply -in r.tsr -token_out -out token.der")
        printed = openssl_command(tmp_path, "pkcs7 -inform DER -in token.der -print_certs")
        expected = x509.load_pem_x509_certificates(printed)
        checked = check_reply((tmp_path / "r.tsr").read_bytes(), query, HEAD, authority.root)
        assert set(x509.load_pem_x509_certificates(checked.chain)) == set(expected)


@given(data=st.binary(max_size=60))
def test_values_of_der_are_whole_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert b"".join(element.whole for element in elements(data)) == data
    certificates_in(data)


@pytest.mark.parametrize("kind", ["tidy", "unsorted"])
def test_words_that_nobody_signed_change_nothing(kind: str, request: pytest.FixtureRequest) -> None:
    """Whoever carries a reply can put words into its status: openssl prints them as they are, lines and all."""
    authority = request.getfixturevalue(kind)
    query = new_query(HEAD)
    reply = authority.reply(query)
    words = b"ok\nTST info:\nPolicy OID: 1.2.9\nTime stamp: Nov  1 10:00:00 2031 GMT\nTST info:\nStatus: Granted.\n"
    checked, expected = (check_reply(one, query, HEAD, authority.root, POLICY) for one in (worded(reply, words), reply))
    assert checked == expected
    assert checked.gen_time is not None
    assert checked.gen_time < datetime.now(UTC) + timedelta(minutes=5)


def test_granted_with_modifications(tidy: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """As good as granted by RFC 3161; the library takes none, openssl does."""
    query = new_query(HEAD)
    reply = worded(tidy.reply(query), b"a coarser time", status=1)
    assert check_reply(reply, query, HEAD, tidy.root).state == "openssl"
    monkeypatch.setattr(openssl, "has_openssl", lambda: False)
    assert check_reply(reply, query, HEAD, tidy.root).state == "unverified"
    assert "nonce" in refused(reply, new_query(HEAD), tidy.root)


@pytest.mark.parametrize("status", [2, 3, 4, 5, 6, 77])
def test_each_status_that_is_no_grant(tidy: Authority, status: int) -> None:
    query = new_query(HEAD)
    sentence = refused(worded(tidy.reply(query), b"come\nback\x1b[2J later", status), query, tidy.root)
    assert "did not grant a time stamp" in sentence


def test_library_and_openssl_read_the_same_time(tidy: Authority) -> None:
    query = new_query(HEAD)
    reply = tidy.reply(query)
    text = openssl.read_reply(reply)
    assert text is not None
    assert text.gen_time is not None
    checked = check_reply(reply, query, HEAD, tidy.root)
    assert checked.gen_time is not None
    assert abs(text.gen_time - checked.gen_time) < timedelta(seconds=1)


@pytest.mark.parametrize("kind", ["tidy", "unsorted"])
def test_another_nonce(kind: str, request: pytest.FixtureRequest) -> None:
    authority = request.getfixturevalue(kind)
    reply = authority.reply(new_query(HEAD))
    assert "nonce" in refused(reply, new_query(HEAD), authority.root)


@pytest.mark.parametrize("kind", ["tidy", "unsorted"])
def test_another_imprint(kind: str, request: pytest.FixtureRequest) -> None:
    authority = request.getfixturevalue(kind)
    sentence = refused(authority.reply(new_query(b"other bytes")), new_query(HEAD), authority.root)
    assert "other bytes" in sentence or "imprint" in sentence


def test_other_bytes_than_the_query_was_over(tidy: Authority) -> None:
    query = new_query(HEAD)
    assert "query" in refused(tidy.reply(query), query, tidy.root, data=HEAD + b" ")


@pytest.mark.parametrize("root_in_reply", ["no", "sorted", "unsorted"])
def test_a_foreign_root(tidy: Authority, tmp_path: Path, root_in_reply: str) -> None:
    """Also with the foreign root in the reply, which versions of the library before 1.0.9 believed."""
    foreign = make_authority(tmp_path / "foreign", root_in_reply=root_in_reply)  # type: ignore[arg-type]
    query = new_query(HEAD)
    reply = foreign.reply(query)
    refused(reply, query, tidy.root)
    expected = "openssl" if root_in_reply == "unsorted" else "verified"
    assert check_reply(reply, query, HEAD, foreign.root).state == expected


@pytest.mark.usefixtures("no_openssl")
def test_a_foreign_root_in_the_reply_is_refused_by_the_library_alone(tidy: Authority, tmp_path: Path) -> None:
    foreign = make_authority(tmp_path / "foreign", root_in_reply="sorted")
    query = new_query(HEAD)
    assert "configured root" in refused(foreign.reply(query), query, tidy.root)


@pytest.mark.parametrize("root_in_reply", ["no", "unsorted"])
def test_a_signer_that_had_expired(tmp_path: Path, root_in_reply: str) -> None:
    expired = make_authority(tmp_path / "expired", days=0, root_in_reply=root_in_reply)  # type: ignore[arg-type]
    query = new_query(HEAD)
    assert "expired" in refused(expired.reply(query), query, expired.root)


USAGES = {
    "time stamps alone": FOR_STAMPS,
    "not said to be critical": "extendedKeyUsage=timeStamping",
    "and servers": "extendedKeyUsage=critical,timeStamping,serverAuth",
    "servers": "extendedKeyUsage=critical,serverAuth",
    "anything": "extendedKeyUsage=critical,anyExtendedKeyUsage",
    "not said": "",
}


@pytest.mark.parametrize("with_openssl", [True, False])
@pytest.mark.parametrize("usage", USAGES)
def test_a_certificate_of_the_same_root_for_another_use(
    tidy: Authority, monkeypatch: pytest.MonkeyPatch, usage: str, with_openssl: bool
) -> None:
    """Whoever has any certificate of the root, such as one for a server, would be an authority."""
    monkeypatch.setattr(openssl, "has_openssl", lambda: with_openssl)
    query = new_query(HEAD)
    reply = forged(tidy, query, USAGES[usage])
    if usage == "time stamps alone":
        assert check_reply(reply, query, HEAD, tidy.root).state == "verified"
    else:
        refused(reply, query, tidy.root)


@pytest.mark.parametrize("kind", ["tidy", "unsorted"])
def test_a_reply_without_certificates(kind: str, request: pytest.FixtureRequest) -> None:
    """The reply to a query that does not ask for them, which openssl takes for one to ours."""
    authority = request.getfixturevalue(kind)
    query = new_query(HEAD)
    unasked = bytes([0x30, len(query) - 5]) + query[2:-3]
    assert "lacks the certificates" in refused(authority.reply(unasked), query, authority.root)


def test_a_time_before_the_signing_certificate(tidy: Authority) -> None:
    query = new_query(HEAD)
    reply = forged(tidy, query, gen_time=datetime.now(UTC) - timedelta(days=3))
    assert "not yet valid" in refused(reply, query, tidy.root)


def test_not_granted(tmp_path: Path) -> None:
    only_sha512 = make_authority(tmp_path / "picky", digests="sha512")
    query = new_query(HEAD)
    sentence = refused(only_sha512.reply(query), query, only_sha512.root)
    assert sentence.startswith("the authority did not grant a time stamp (rejection")


@pytest.mark.parametrize("kind", ["tidy", "unsorted"])
def test_another_policy(kind: str, request: pytest.FixtureRequest) -> None:
    authority = request.getfixturevalue(kind)
    query = new_query(HEAD)
    with pytest.raises(WrongReply, match=r"policy 1\.2\.3\.4\.1; expected 1\.2\.9"):
        check_reply(authority.reply(query), query, HEAD, authority.root, policy="1.2.9")


@pytest.mark.parametrize("reply", [b"", b"<html>busy</html>", b"\x30\x80", b"\x30\x03\x02\x01\x00", bytes(5000)])
def test_no_reply_at_all(tidy: Authority, reply: bytes) -> None:
    refused(reply, new_query(HEAD), tidy.root)


@pytest.mark.usefixtures("no_openssl")
def test_no_reply_at_all_without_openssl(tidy: Authority) -> None:
    assert refused(b"<html>", new_query(HEAD), tidy.root) == "the reply is no time-stamp reply"


def test_a_reply_that_is_too_long(tidy: Authority) -> None:
    query = new_query(HEAD)
    assert "64 kB" in refused(tidy.reply(query) + bytes(LARGEST_REPLY), query, tidy.root)


def test_something_behind_the_reply(tidy: Authority, unsorted: Authority) -> None:
    query = new_query(HEAD)
    refused(tidy.reply(query) + b"more", query, tidy.root)
    refused(unsorted.reply(query) + b"more", query, unsorted.root)


@pytest.mark.parametrize("roots", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_roots_that_are_none(tidy: Authority, roots: bytes) -> None:
    query = new_query(HEAD)
    with pytest.raises(InputError):
        check_reply(tidy.reply(query), query, HEAD, roots)


def test_a_stamp_holds_after_its_signer_has_ended(tmp_path: Path) -> None:
    """Years later the certificates are looked at as of the stamp's own time."""
    authority = make_authority(tmp_path / "short", days=1)
    query = new_query(HEAD)
    reply = authority.reply(query)
    checked = check_reply(reply, query, HEAD, authority.root)
    assert checked.signer_ends is not None
    assert checked.signer_ends < datetime.now(UTC) + timedelta(days=2)
    later = openssl.verify_reply(reply, query, authority.root, datetime.now(UTC) + timedelta(days=400))
    assert later is not None
    assert "expired" in later


def test_a_stranger_checks_with_openssl_alone(tidy: Authority, tmp_path: Path) -> None:
    query = new_query(HEAD)
    (tmp_path / "000001.head").write_bytes(HEAD)
    (tmp_path / "a-1.tsr").write_bytes(tidy.reply(query))
    (tmp_path / "root.pem").write_bytes(tidy.root)
    command = ["openssl", "ts", "-verify", "-data", "000001.head", "-in", "a-1.tsr", "-CAfile", "root.pem"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_names_of_what_is_stamped() -> None:
    assert stamped_name(7, "freetsa", 1) == "000007.head"
    assert stamped_name(7, "freetsa", 2) == "000007/freetsa-2.sums"


@pytest.fixture(scope="module")
def kept(tidy: Authority, unsorted: Authority) -> dict[str, tuple[bytes, bytes, bytes]]:
    query = new_query(HEAD)
    return {kind.folder.name: (kind.reply(query), query, kind.root) for kind in (tidy, unsorted)}


def _changed(reply: bytes, changes: list[tuple[int, int]], cut: int) -> bytes:
    changed = bytearray(reply)
    for place, value in changes:
        changed[place % len(changed)] = value
    return bytes(changed[: len(changed) - cut])


VALUES = st.sampled_from([0, 1, 2, 48, 49, 127, 128, 129, 160, 255])
changes = st.lists(st.tuples(st.integers(0, 5000), VALUES), max_size=4)


@settings(max_examples=700)
@given(changes=changes, cut=st.sampled_from([0, 0, 0, 1, 7, 300]))
def test_bytes_that_were_changed_never_crash_the_library(
    kept: dict[str, tuple[bytes, bytes, bytes]], changes: list[tuple[int, int]], cut: int
) -> None:
    reply, query, root = kept["tidy"]
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(WrongReply):
        patch.setattr(openssl, "has_openssl", lambda: False)
        check_reply(_changed(reply, changes, cut), query, HEAD, root)


@settings(max_examples=40)
@given(kind=st.sampled_from(["tidy", "unsorted"]), changes=changes, cut=st.sampled_from([0, 0, 1, 300]))
def test_bytes_that_were_changed_never_crash_openssl(
    kept: dict[str, tuple[bytes, bytes, bytes]], kind: str, changes: list[tuple[int, int]], cut: int
) -> None:
    reply, query, root = kept[kind]
    with contextlib.suppress(WrongReply):
        check_reply(_changed(reply, changes, cut), query, HEAD, root)


@settings(max_examples=300)
@given(reply=st.binary(max_size=400), query=st.binary(max_size=80))
def test_any_bytes(kept: dict[str, tuple[bytes, bytes, bytes]], reply: bytes, query: bytes) -> None:
    _, good_query, root = kept["tidy"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openssl, "has_openssl", lambda: False)
        for asked in (query, good_query):
            with pytest.raises(WrongReply):
                check_reply(reply, asked, HEAD, root)


@pytest.mark.parametrize(
    ("program", "expected"),
    [("echo OpenSSL 3.5.0", True), ("echo LibreSSL 4.1.0", False), ("exit 127", False), (None, False)],
)
def test_the_command_is_openssl_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str | None, expected: bool
) -> None:
    if program is not None:
        (tmp_path / "openssl").write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / "openssl").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert openssl.has_openssl.__wrapped__() == expected


def test_a_root_that_is_not_shown_is_not_trusted(tmp_path: Path) -> None:
    """A TRUSTED CERTIFICATE of a forger behind the authority's root: openssl takes it, and no list names it."""
    known = make_authority(tmp_path / "known")
    forger = make_authority(tmp_path / "forger", root_in_reply="unsorted")
    hidden = openssl_command(forger.folder, "x509 -in root.pem -trustout")
    assert b"TRUSTED CERTIFICATE" in hidden
    query = new_query(b"head")
    assert check_reply(forger.reply(query), query, b"head", forger.root).state == "openssl"
    with pytest.raises(WrongReply):
        check_reply(forger.reply(query), query, b"head", known.root + hidden)
