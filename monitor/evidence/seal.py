"""Sealing: captures become folders with manifests, and one batch of the ledger. Nothing here knows the database."""

import secrets
from datetime import datetime
from hashlib import sha256

from monitor.evidence.capture import Page, Sealing, capture_files
from monitor.evidence.ledger import Head, batch_name, line_of, lines_file
from monitor.evidence.manifest import MANIFEST, digests_of, manifest_of
from monitor.evidence.staging import Staging


class Batch:
    """A batch in the making: its files are staged, and named by nobody until the database names them.

    `previous`: SHA-256 of the head of the batch before. `at`: when it is sealed, UTC.
    """

    def __init__(self, staging: Staging, number: int, previous: str, at: datetime) -> None:
        self._staging, self._number, self._previous, self._at = staging, number, previous, at
        self._lines: dict[str, str] = {}
        """By capture id, in order."""

    def seal(self, page: Page, by: str, why: str) -> tuple[str, str]:
        """Stage a capture; returns its id and the digest of its manifest. Raises OSError."""
        capture_id = self._new_id()
        sealing = Sealing(capture_id, f"{self._at:%Y-%m-%dT%H:%M:%S.%f}Z", by, why)
        files = capture_files(page, sealing)
        files[MANIFEST] = manifest_of(digests_of(files))
        for name, data in files.items():
            self._staging.write(f"captures/{capture_id}/{name}", data)
        digest = sha256(files[MANIFEST]).hexdigest()
        self._lines[capture_id] = line_of(capture_id, digest)
        return capture_id, digest

    def close(self) -> Head:
        """Stage the batch's entry of the ledger; returns its head. All is on the disk then. Raises OSError."""
        lines = list(self._lines.values())
        head = Head.of(self._number, self._previous, self._at, lines)
        self._staging.write(f"ledger/{batch_name(self._number)}.lines", lines_file(lines))
        self._staging.write(f"ledger/{batch_name(self._number)}.head", head.data)
        self._staging.flush()
        return head

    def _new_id(self) -> str:
        """An id that no other capture of the batch has: all of them are of one second."""
        while True:
            capture_id = f"{self._at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
            if capture_id not in self._lines:
                return capture_id
