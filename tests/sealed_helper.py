"""Sealed captures without a fetch: small files, sealed as the program does it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.evidence.ledger import NO_BATCH, Head, line_of, lines_file
from monitor.evidence.manifest import MANIFEST, digests_of, manifest_of
from monitor.evidence.staging import Staging
from monitor.store.read.staged import batch_token
from monitor.store.store import Store
from monitor.store.write.evidence import NewBatch, NewCapture, last_batch, record_sealed
from tests.store_helper import NOON


@dataclass(frozen=True)
class Sealed:
    """A capture to be sealed: of which visit, showing which listings (own or not)."""

    visit: int
    listings: Mapping[str, bool]
    files: Mapping[str, bytes] = field(default_factory=lambda: {"capture.json": b"{}\n", "page.html": b"<p>x</p>"})
    session: bool = False


def seal(store: Store, captures: Sequence[Sealed], *, at: datetime = NOON + timedelta(hours=1)) -> list[str]:
    """Seal a batch; the ids of its captures."""
    with store.read() as connection:
        number, previous = last_batch(connection) or (0, NO_BATCH)
    number += 1
    staging = Staging(store.root / "evidence", batch_token(number))
    sealed = []
    for position, capture in enumerate(captures):
        name = f"{at:%Y%m%dT%H%M%SZ}-{number:04x}{position:04x}"
        manifest = manifest_of(digests_of(capture.files))
        for file, data in {**capture.files, MANIFEST: manifest}.items():
            staging.write(f"captures/{name}/{file}", data)
        digest = hashlib.sha256(manifest).hexdigest()
        sealed.append(NewCapture(name, capture.visit, digest, capture.session, dict(capture.listings), "a case"))
    lines = [line_of(capture.id, capture.manifest_sha256) for capture in sealed]
    head = Head.of(number, previous, at, lines)
    staging.write(f"ledger/{head.name}.lines", lines_file(lines))
    staging.write(f"ledger/{head.name}.head", head.data)
    with store.write() as connection:
        record_sealed(connection, NewBatch(number, at, previous, head.root, head.sha256), sealed, "A. Weber")
    staging.place()
    return [capture.id for capture in sealed]
