"""Time-stamp authorities for tests: certificates and replies made by the `openssl` command, answered over loopback."""

import re
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Literal

import pytest

from monitor.evidence.der import elements

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")

POLICY = "1.2.3.4.1"
REPLY_TYPE = "application/timestamp-reply"
_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
_CONFIG = """
[req]
distinguished_name=dn
prompt=no
[dn]
CN=x
[tsa]
default_tsa=t
[t]
dir={folder}
serial=$dir/serial
crypto_device=builtin
signer_cert=$dir/signer.pem
signer_key=$dir/signer.key
{certs}
signer_digest=sha256
default_policy={policy}
digests={digests}
accuracy=secs:1
clock_precision_digits=3
ordering=yes
tsa_name=yes
ess_cert_id_chain=no
ess_cert_id_alg=sha256
[ext_signer]
extendedKeyUsage=critical,timeStamping
keyUsage=critical,digitalSignature
basicConstraints=CA:FALSE
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[ext_ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
"""


@dataclass(frozen=True)
class Authority:
    """A root, a signing certificate and their keys in a folder."""

    folder: Path
    _one_at_a_time: Lock = field(default_factory=Lock, compare=False)

    @property
    def root(self) -> bytes:
        """The trusted root, PEM."""
        return (self.folder / "root.pem").read_bytes()

    def reply(self, query: bytes) -> bytes:
        """The raw reply to a query."""
        with self._one_at_a_time:
            (self.folder / "query.tsq").write_bytes(query)
            openssl_command(self.folder, "ts -reply -config tsa.cnf -queryfile query.tsq -out reply.tsr")
            return (self.folder / "reply.tsr").read_bytes()

    def renew(self, days: int) -> None:
        """Sign the signing certificate anew, for some days from today."""
        made = "x509 -req -in signer.csr -CA root.pem -CAkey root.key -extfile tsa.cnf -extensions ext_signer"
        openssl_command(self.folder, f"{made} -set_serial 7 -days {days} -out signer.pem")


def make_authority(
    folder: Path,
    *,
    root_in_reply: Literal["no", "sorted", "unsorted"] = "no",
    days: int = 3650,
    policy: str = POLICY,
    digests: str = "sha256,sha512",
) -> Authority:
    """Make an authority.

    `root_in_reply`: whether the reply carries the root beside the signer, as strict DER wants it (the shorter one
    first; openssl writes the signer first) or not. `days`: how long the signing certificate lasts.
    """
    folder.mkdir(parents=True)
    certs = "" if root_in_reply == "no" else "certs=$dir/root.pem"
    config = _CONFIG.format(folder=folder, certs=certs, policy=policy, digests=digests)
    (folder / "tsa.cnf").write_text(config)
    (folder / "serial").write_text("01\n")
    root_name = f"Root {folder.name} ".ljust(60, "r" if root_in_reply == "sorted" else " ").strip()
    signer_name = f"Signer {folder.name} ".ljust(60, "s" if root_in_reply == "unsorted" else " ").strip()
    made = "-config tsa.cnf -keyout root.key -out root.pem -extensions ext_ca -days 3650"
    openssl_command(folder, f"req -x509 {made}", *_KEY, "-subj", f"/CN={root_name}")
    made = "-config tsa.cnf -keyout signer.key -out signer.csr"
    openssl_command(folder, f"req -new {made}", *_KEY, "-subj", f"/CN={signer_name}")
    authority = Authority(folder)
    authority.renew(days)
    return authority


FOR_STAMPS = "extendedKeyUsage=critical,timeStamping"


def forged(authority: Authority, query: bytes, usage: str = FOR_STAMPS, gen_time: datetime | None = None) -> bytes:
    """A reply signed with a further certificate of the same root, for another use or with another time.

    `usage`: a line `extendedKeyUsage=…`, or nothing; `gen_time`: UTC. The authority's own certificate lies beside the
    signing one, as if it were that.
    """
    folder = authority.folder
    extensions = "keyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n" + usage
    (folder / "other.cnf").write_text(extensions)
    signed = "x509 -req -in signer.csr -CA root.pem -CAkey root.key -extfile other.cnf -set_serial 8 -days 30"
    openssl_command(folder, f"{signed} -out other.pem")
    authority.reply(query)
    openssl_command(folder, "ts -reply -in reply.tsr -token_out -out token.der")
    openssl_command(folder, "cms -verify -noverify -inform DER -in token.der -out info.der")
    if gen_time is not None:
        info = (folder / "info.der").read_bytes()
        moved = re.sub(rb"(?<=\x18.)\d{14}", f"{gen_time:%Y%m%d%H%M%S}".encode(), info, count=1, flags=re.DOTALL)
        (folder / "info.der").write_bytes(moved)
    made = "cms -sign -binary -nodetach -cades -econtent_type 1.2.840.113549.1.9.16.1.4 -md sha256"
    files = "-in info.der -signer other.pem -inkey signer.key -certfile signer.pem -outform DER -out token.der"
    openssl_command(folder, f"{made} {files}")
    granted_token = bytes.fromhex("3003020100") + (folder / "token.der").read_bytes()
    return b"\x30\x82" + len(granted_token).to_bytes(2) + granted_token


def worded(reply: bytes, words: bytes, status: int = 0) -> bytes:
    """A reply with another status and words in it, which nobody has signed. 1: granted with modifications."""
    head = _value(0x30, _value(0x02, bytes([status])) + _value(0x30, _value(0x0C, words)))
    return _value(0x30, head + elements(elements(reply)[0].content)[1].whole)


def _value(tag: int, content: bytes) -> bytes:
    """A value of DER, up to 64 kB."""
    length = bytes([len(content)]) if len(content) < 128 else b"\x82" + len(content).to_bytes(2)
    return bytes([tag]) + length + content


def make_certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for TLS, PEM, with its key beside it (`.key`)."""
    made = f"req -x509 -keyout {name}.key -out {name}.pem -days 30 -subj /CN={name} -addext subjectAltName=DNS:{name}"
    openssl_command(folder, made, *_KEY)
    return folder / f"{name}.pem"


def openssl_command(folder: Path, words: str, *arguments: str) -> bytes:
    """What the command prints, run in a folder; one that fails fails the test with its words."""
    done = subprocess.run(["openssl", *words.split(), *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


Answer = bytes | Callable[[BaseHTTPRequestHandler], None]
"""The body of a good HTTP answer, or what is done with the connection instead."""


@dataclass
class Served:
    """An authority's address, and the queries that came."""

    url: str
    queries: list[bytes] = field(default_factory=list)


@contextmanager
def serve_authority(answer: Callable[[bytes], Answer], tls: ssl.SSLContext | None = None) -> Iterator[Served]:
    """Answer queries on a free port while the block runs."""
    served = Served("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            served.queries.append(query)
            reply = answer(query)
            if callable(reply):
                reply(self)
            else:
                send(self, reply)

        def handle(self) -> None:
            with suppress(OSError):  # a client that has had enough
                super().handle()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    served.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}/tsr"
    thread = Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, media_type: str = REPLY_TYPE) -> None:
    """A plain answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
