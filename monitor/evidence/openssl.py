"""The `openssl` command as a second opinion on time stamps: it reads replies that the library is too strict for.

Every function works on files in a temporary folder and reads nothing else: no configuration, no trusted certificates
of the machine.
"""

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_SECONDS = 20
"""A reply of 64 kB is checked in 10 to 25 ms; what takes longer hangs."""
_TIME = re.compile(r"^Time stamp: (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d)(\.\d+)? (\d{4}) GMT$", re.MULTILINE)
_STATUS = re.compile(r"^Status: (.+?)\.?$", re.MULTILINE)
_DESCRIPTION = re.compile(r"^Status description: (.+)$", re.MULTILINE)
_POLICY = re.compile(r"^Policy OID: ([\d.]+)$", re.MULTILINE)
_REASON = re.compile(r"error:[^:]*:[^:]*:[^:]*:([^:]*):[^:]*:\d+:(.*)$", re.MULTILINE)
_GRANTED = ("Granted", "Granted with modifications")


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What `openssl ts -reply -text` prints of a reply: nothing of it is proven by that."""

    granted: bool
    status: str
    gen_time: datetime | None
    policy: str | None


@cache
def has_openssl() -> bool:
    """Whether the command is installed and is OpenSSL itself: others of that name check stamps differently."""
    return _run(["version"], tempfile.gettempdir()).stdout.startswith(b"OpenSSL ")


def read_reply(reply: bytes) -> ReplyText | None:
    """Read a reply; None when it is no time-stamp reply."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "reply.tsr").write_bytes(reply)
        done = _run(["ts", "-reply", "-in", "reply.tsr", "-text"], folder)
    text = done.stdout.decode("utf-8", "replace")
    status = _STATUS.search(text)
    if done.returncode != 0 or status is None:
        return None
    description = _DESCRIPTION.search(text)
    words = [status[1]] + ([description[1]] if description and description[1] != "unspecified" else [])
    # what stands before is signed by nobody, and may hold any line
    signed = text.rpartition("\nTST info:\n")[2]
    policy = _POLICY.search(signed)
    return ReplyText(status[1] in _GRANTED, ": ".join(words), _gen_time(signed), policy[1] if policy else None)


def verify_reply(reply: bytes, query: bytes, roots: bytes, at: datetime) -> str | None:
    """Check a reply against its query and trusted certificates (PEM) at a time; None: it holds, else openssl's reason.

    Checked are the status, the imprint, the nonce, the signature, the signer's chain and that it may sign time stamps.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("reply.tsr", reply), ("query.tsq", query), ("roots.pem", roots)):
            (Path(folder) / name).write_bytes(data)
        files = ["-queryfile", "query.tsq", "-in", "reply.tsr", "-CAfile", "roots.pem"]
        done = _run(["ts", "-verify", *files, "-attime", str(int(at.timestamp()))], folder)
    if done.returncode == 0 and b"Verification: OK" in done.stdout:
        return None
    reasons = _REASON.findall(done.stderr.decode("utf-8", "replace"))
    return "; ".join(detail or reason for reason, detail in reasons) or "it does not say why"


def _gen_time(text: str) -> datetime | None:
    found = _TIME.search(text)
    if found is None:
        return None
    month, day, clock, fraction, year = found.groups()
    try:
        whole = datetime.strptime(f"{year} {month} {day} {clock}", "%Y %b %d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return whole.replace(microsecond=int(float(fraction or 0) * 1_000_000))


def _run(arguments: list[str], folder: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder; one that hangs or is missing ends like one that failed."""
    environment = {"PATH": os.environ.get("PATH", ""), "OPENSSL_CONF": "/dev/null", "LC_ALL": "C"}
    command = ["openssl", *arguments]
    try:
        return subprocess.run(  # noqa: S603 (fixed arguments; file names of our own)
            command, cwd=folder, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, b"", str(error).encode())
