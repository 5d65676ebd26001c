"""A time stamp counts at its own time: that certificates ended since is no damage, years later."""

import re
import runpy
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from monitor.evidence.tree import FolderTree
from monitor.evidence.verify_bundle import check_bundle
from tests.evidence_store import unpacked_bundle
from tests.test_verify_bundle import forge
from tests.time_authority import Authority, make_authority, needs_openssl, openssl_command


def stamp_of_2021(authority: Authority, query: bytes) -> bytes:
    """A reply of 2021 by certificates that ended in 2022; the authority's root becomes the old one."""
    folder = authority.folder
    key = load_pem_private_key((folder / "root.key").read_bytes(), None)
    root = x509.load_pem_x509_certificate(authority.root)
    request = x509.load_pem_x509_csr((folder / "signer.csr").read_bytes())
    for name, subject, public, extensions in (
        ("root.pem", root.subject, root.public_key(), [(x509.BasicConstraints(ca=True, path_length=None), True)]),
        ("old.pem", request.subject, request.public_key(),
         [(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True),
          (x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), False)]),
    ):  # fmt: skip
        made = (
            x509.CertificateBuilder(root.subject, subject, public, x509.random_serial_number())  # type: ignore[arg-type]
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2022, 1, 1, tzinfo=UTC))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)  # type: ignore[arg-type]
        )
        for extension, critical in extensions:
            made = made.add_extension(extension, critical)
        (folder / name).write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))  # type: ignore[arg-type]
    authority.reply(query)
    openssl_command(folder, "ts -reply -in reply.tsr -token_out -out token.der")
    openssl_command(folder, "cms -verify -noverify -inform DER -in token.der -out info.der")
    info = (folder / "info.der").read_bytes()
    (folder / "info.der").write_bytes(re.sub(rb"(?<=\x18.)\d{14}", b"20210607080910", info, count=1, flags=re.DOTALL))
    sign = "cms -sign -binary -nodetach -cades -econtent_type 1.2.840.113549.1.9.16.1.4 -md sha256"
    openssl_command(folder, f"{sign} -in info.der -signer old.pem -inkey signer.key -outform DER -out token.der")
    granted = bytes.fromhex("3003020100") + (folder / "token.der").read_bytes()
    return b"\x30\x82" + len(granted).to_bytes(2) + granted


@needs_openssl
def test_an_expired_signer_is_no_damage(tmp_path: Path) -> None:
    bundle = unpacked_bundle(tmp_path / "bundle")
    ledger = bundle / "ledger"
    authority = make_authority(tmp_path / "authority")
    for path in ledger.glob("000001/local-2.*"):
        path.unlink()
    reply = stamp_of_2021(authority, (ledger / "000001" / "local-1.tsq").read_bytes())
    (ledger / "000001" / "local-1.tsr").write_bytes(reply)
    (ledger / "000001" / "local-1.pem").write_bytes((authority.folder / "old.pem").read_bytes())
    (ledger / "roots" / "local.pem").write_bytes(authority.root)
    forge(bundle)
    result = check_bundle(FolderTree(bundle))
    assert result.problems == []
    (check,) = result.stamps
    assert check.state == "verified"
    assert f"{check.gen_time:%Y-%m-%d %H:%M:%S}" == "2021-06-07 08:09:10"
    assert check.signer_ends == datetime(2022, 1, 1, tzinfo=UTC)
    output = StringIO()
    with pytest.raises(SystemExit) as ended, redirect_stdout(output):
        runpy.run_path(str(bundle / "verify.py"))
    assert (ended.value.code, "signed. Time stamp: Jun  7 08:09:10" in output.getvalue()) == (0, True)
