"""The ledger: one entry for each batch of sealed captures, chained to the one before. Its head is what is stamped."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from monitor.evidence.merkle import leaf_hash, root_of

NO_BATCH = "0" * 64
"""What the first batch names as the one before."""
_HEAD = re.compile(
    r"evidence ledger 1\nbatch (\d{6,12})\nprevious ([0-9a-f]{64})\nsealed ([0-9-]{10}T[0-9:]{8}\.\d{6}Z)\n"
    r"captures (\d{1,9})\nroot ([0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a batch says."""

    batch: int
    previous: str
    """SHA-256 of the head before; `NO_BATCH` for the first."""
    sealed: str
    """UTC, as text (`2026-11-29T22:45:00.123456Z`)."""
    captures: int
    root: str

    @classmethod
    def of(cls, batch: int, previous: str, sealed: datetime, lines: Sequence[str]) -> Self:
        """The head over the lines of a batch. `sealed`: UTC."""
        root = root_of([leaf_hash(line.encode()) for line in lines]).hex()
        return cls(batch, previous, f"{sealed:%Y-%m-%dT%H:%M:%S.%f}Z", len(lines), root)

    @classmethod
    def read(cls, data: bytes) -> Self | None:
        """What a head file says; None when it is none, to the byte."""
        found = _HEAD.fullmatch(data.decode("ascii", "replace"))
        if found is None:
            return None
        head = cls(int(found[1]), found[2], found[3], int(found[4]), found[5])
        return head if head.data == data else None

    @property
    def name(self) -> str:
        """The batch as its files are named: `000001`."""
        return batch_name(self.batch)

    @property
    def data(self) -> bytes:
        """The bytes of the file, which are stamped."""
        return (
            f"evidence ledger 1\nbatch {self.name}\nprevious {self.previous}\nsealed {self.sealed}\n"
            f"captures {self.captures}\nroot {self.root}\n"
        ).encode()

    @property
    def sha256(self) -> str:
        """What the next batch names as the one before."""
        return hashlib.sha256(self.data).hexdigest()


def batch_name(number: int) -> str:
    """A batch as its files are named: `000001`."""
    return f"{number:06}"


def line_of(capture_id: str, manifest_sha256: str) -> str:
    """A capture's line, as `sha256sum -c` reads it from the folder `evidence`."""
    return f"{manifest_sha256}  captures/{capture_id}/SHA256SUMS"


def lines_file(lines: Sequence[str]) -> bytes:
    """The bytes of the file with a batch's lines."""
    return "".join(f"{line}\n" for line in lines).encode()
