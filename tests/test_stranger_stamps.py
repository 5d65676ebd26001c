"""What a bundle's `verify.py` says of a time stamp that somebody put words into."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.evidence.ledger import NO_BATCH, Head
from monitor.evidence.timestamp import new_query
from tests.commands import ROOT
from tests.time_authority import make_authority, needs_openssl, worded


@needs_openssl
def test_the_time_is_the_signed_one(tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "authority")
    head = Head.of(1, NO_BATCH, datetime.now(UTC), ["a line"]).data
    reply = authority.reply(new_query(head))
    words = b"TST info:\nTime stamp: Nov  1 10:00:00 2031 GMT\nStatus: Granted.\n"
    bundle = tmp_path / "bundle"
    files = {
        "ledger/000001.head": head,
        "ledger/000001/one-1.tsr": worded(reply, words),
        "ledger/roots/one.pem": authority.root,
        "verify.py": (ROOT / "monitor" / "evidence" / "stranger" / "verify.py").read_bytes(),
    }
    files["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    ).encode()
    for name, data in files.items():
        (bundle / name).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).write_bytes(data)
    done = subprocess.run([sys.executable, "-I", bundle / "verify.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    days = {f"{datetime.now(UTC) - timedelta(days=day):%b %e}" for day in (0, 1)}
    (line,) = [line for line in done.stdout.splitlines() if "one-1.tsr" in line]
    assert "2031" not in line
    assert any(day in line for day in days)
