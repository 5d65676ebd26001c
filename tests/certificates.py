"""An authority of our own for tests: a root, an authority below it, and a server's certificate."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


@dataclass(frozen=True)
class Authority:
    """`root`: the file of the root certificate; `server`: of the server's key and chain, all PEM."""

    root: Path
    server: Path

    def server_context(self) -> ssl.SSLContext:
        """For a server of the name that the authority vouches for."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server)
        return context

    def chain(self) -> list[str]:
        """The certificates that the server sends, its own first."""
        begin = "-----BEGIN CERTIFICATE-----"
        return [begin + rest for rest in self.server.read_text().split(begin)[1:]]


def make_authority(folder: Path, name: str) -> Authority:
    """An authority that vouches for a server of this name."""
    root = _issued("Test Root", None)
    between = _issued("Test Authority", root)
    key, certificate = _issued(name, between, server=True)
    (folder / "root.pem").write_bytes(root[1].public_bytes(Encoding.PEM))
    (folder / "server.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
        + between[1].public_bytes(Encoding.PEM)
    )
    return Authority(folder / "root.pem", folder / "server.pem")


def _issued(name: str, issuer: _Pair | None, *, server: bool = False) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signer = issuer[0] if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(issuer[1].subject if issuer else subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=not server, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )  # fmt: skip
    if server:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return key, builder.sign(signer, hashes.SHA256())
