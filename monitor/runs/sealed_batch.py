"""One batch of the ledger: the pages of some visits are staged, named by one transaction, and put in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from monitor.config import load_settings
from monitor.errors import StoreError
from monitor.evidence.ledger import NO_BATCH
from monitor.evidence.seal import Batch
from monitor.evidence.staging import Staging
from monitor.runs.capture_page import page_of_visit
from monitor.runs.evidence_writing import writing_evidence
from monitor.store.read.sealing import captures_of_visits
from monitor.store.read.staged import batch_token
from monitor.store.store import Store
from monitor.store.write.evidence import NewBatch, NewCapture, last_batch, record_sealed


@dataclass(slots=True)
class SealedVisits:
    """What became of the visits that were to be sealed."""

    captures: dict[int, str]
    """By visit; older ones too."""
    batch: str | None = None
    """None: nothing new was sealed."""
    new: list[str] = field(default_factory=list)
    """The captures of this batch, in the ledger's order."""
    damaged: dict[int, str] = field(default_factory=dict)
    """By visit: what is wrong with its kept page, so that it can't be sealed."""


def seal_visits(store: Store, pictures: Mapping[int, Sequence[str]], by: str, why: str) -> SealedVisits:
    """Seal the pages of visits that are not sealed yet. `pictures`: by visit, the listings whose pictures go with it.

    Raises `StoreError` when the store can't be read or written: then nothing new is sealed, or all of it.
    """
    most_pictures = load_settings(store.root).evidence.pictures
    with writing_evidence(store) as root:
        with store.read() as connection:
            sealed = SealedVisits(captures_of_visits(connection, list(pictures)))
            number, previous = last_batch(connection) or (0, NO_BATCH)
        todo = {visit_id: keys for visit_id, keys in pictures.items() if visit_id not in sealed.captures}
        at = datetime.now(UTC)
        captures: list[NewCapture] = []
        try:
            staging = Staging(root, batch_token(number + 1))
            batch = Batch(staging, number + 1, previous, at)
            for visit_id, keys in todo.items():
                try:
                    page = page_of_visit(store, visit_id, keys, most_pictures)
                except StoreError as error:
                    sealed.damaged[visit_id] = str(error)
                    continue
                capture_id, manifest_sha256 = batch.seal(page, by, why)
                listings = {str(shown["key"]): bool(shown["own"]) for shown in page.listings}
                captures.append(NewCapture(capture_id, visit_id, manifest_sha256, page.session, listings, why))
            if not captures:
                staging.discard()
                return sealed
            head = batch.close()
            with store.write() as connection:
                record_sealed(connection, NewBatch(head.batch, at, previous, head.root, head.sha256), captures, by)
            staging.place()
        except OSError as error:
            raise StoreError(f"{root}: sealing broke off ({error.strerror}); mend that and seal again") from None
    sealed.batch, sealed.new = head.name, [capture.id for capture in captures]
    sealed.captures |= {capture.visit_id: capture.id for capture in captures}
    return sealed
