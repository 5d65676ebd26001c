"""Every batch of the ledger gets a time stamp of each configured authority, and a further one before that one ages.

A batch that no authority could stamp stays as it is, and is stamped the next time: evidence is as good without, only
its time is not vouched for. Which bytes a stamp covers: `timestamp.stamped_name`.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config import StoreSettings, TimestampSettings
from monitor.errors import InputError, MonitorError, StoreError
from monitor.evidence.authority import NoReply, ask_authority
from monitor.evidence.ledger import batch_name
from monitor.evidence.staging import Staging
from monitor.evidence.timestamp import (
    Checked,
    WrongReply,
    check_reply,
    load_roots,
    new_query,
    signer_ends,
    stamped_name,
)
from monitor.runs.evidence_writing import EVIDENCE, writing_evidence
from monitor.store.read.staged import is_committed, stamp_token
from monitor.store.read.stamps import StampedBatch, stamped_batches
from monitor.store.store import Store
from monitor.store.write.stamps import NewStamp, add_stamp

RENEW_BEFORE = timedelta(days=90)
"""How long before the end of the signing certificate a batch is stamped again."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""What authority and machine may differ by before it is said."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A stamp that was added. `sealed`: when its batch was sealed (UTC)."""

    stamp: NewStamp
    sealed: datetime

    @property
    def gap(self) -> timedelta | None:
        """From sealing to the stamp, by the authority's time; None: that could not be read."""
        return self.stamp.gen_time - self.sealed if self.stamp.gen_time else None

    @property
    def clocks_differ(self) -> bool:
        """Whether the authority's time and this machine's are apart."""
        return self.stamp.gen_time is not None and abs(self.stamp.gen_time - self.stamp.at) > CLOCKS_DIFFER


@dataclass(slots=True)
class StampReport:
    """What became of stamping."""

    batches: int
    """How many the ledger has."""
    stamped: list[Stamped] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    """By authority, one sentence: why it did not stamp the rest this time."""
    damaged: dict[int, str] = field(default_factory=dict)
    """By batch, one sentence: what of it is not as it was sealed, so that it is not stamped."""
    missing: dict[str, int] = field(default_factory=dict)
    """By authority, how many batches have no stamp of it; only where some have none."""
    unstamped: list[int] = field(default_factory=list)
    """The batches that have no stamp of anybody."""


class _Damaged(MonitorError):
    """Raised where a batch's head is not what was sealed."""


class _NotNewer(MonitorError):
    """Raised where a further stamp would age no later than the one there is."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A stamp that is to be asked for. `ends`: when the one before ages, where that is why."""

    batch: StampedBatch
    number: int
    ends: datetime | None


def stamp_due(
    store: Store, settings: StoreSettings, now: datetime, *, again: bool = False, who: str = "monitor"
) -> StampReport:
    """Stamp what has no stamp yet or an ageing one; `again`: everything. `who`: for the custody log; `now`: UTC.

    Authorities are asked one after the other. One that fails is not asked again this time; the others are. Raises
    `StoreError` when the store can't be written, or another program writes evidence for long.
    """
    batches = _batches(store)
    report = StampReport(len(batches))
    for authority in settings.timestamp:
        try:
            _stamp_all(store, authority, _due(store, authority.name, batches, now, again=again), who, report)
        except StoreError:  # also where another program holds the evidence folder, which is an `InputError` too
            raise
        except (NoReply, WrongReply, InputError, _NotNewer) as error:
            report.failures[authority.name] = str(error)
    batches = _batches(store)
    missing = {
        authority.name: sum(batch.newest_of(authority.name) is None for batch in batches)
        for authority in settings.timestamp
    }
    report.missing = {name: count for name, count in missing.items() if count}
    report.unstamped = [batch.number for batch in batches if not batch.stamps]
    return report


def _stamp_all(store: Store, authority: TimestampSettings, dues: list[_Due], who: str, report: StampReport) -> None:
    trusted = load_roots(store.root / authority.root)
    for due in dues:
        try:
            stamp = _stamp(store, authority, trusted, due, who)
        except _Damaged as error:
            report.damaged[due.batch.number] = str(error)
        else:
            report.stamped += [Stamped(stamp, due.batch.at)] if stamp else []


def _batches(store: Store) -> list[StampedBatch]:
    with store.read() as connection:
        return stamped_batches(connection)


def _due(store: Store, authority: str, batches: list[StampedBatch], now: datetime, *, again: bool) -> list[_Due]:
    """What an authority is to stamp: first what it has never stamped, then what ages."""
    first = [_Due(batch, 1, None) for batch in batches if batch.newest_of(authority) is None]
    further = []
    for batch in batches:
        if newest := batch.newest_of(authority):
            ends = _signer_ends(store.root / EVIDENCE, batch.number, authority, newest.number)
            if again or (ends is not None and ends < now + RENEW_BEFORE):
                further.append(_Due(batch, newest.number + 1, None if again else ends))
    return first + further


def _signer_ends(evidence: Path, batch: int, authority: str, number: int) -> datetime | None:
    """When a stamp's signing certificate ends; None where its file does not say it."""
    try:
        return signer_ends((evidence / "ledger" / batch_name(batch) / f"{authority}-{number}.pem").read_bytes())
    except OSError:
        return None


def _stamp(store: Store, authority: TimestampSettings, trusted: bytes, due: _Due, who: str) -> NewStamp | None:
    """Ask for a stamp, check and keep it; None: another program was faster."""
    head = _head(store, due.batch)
    covered = head if due.number == 1 else _sums(due.batch)
    query = new_query(covered)
    reply = ask_authority(authority.url, query)
    received = datetime.now(UTC)
    checked = check_reply(reply, query, covered, trusted, authority.policy)
    if due.ends is not None and (checked.signer_ends is None or checked.signer_ends <= due.ends):
        raise _NotNewer(f"it still signs with the certificate that ends on {due.ends:%Y-%m-%d}; ask it for a newer one")
    stamp = NewStamp(
        batch=due.batch.number,
        authority=authority.name,
        number=due.number,
        url=authority.url,
        qualified=authority.qualified,
        at=received,
        gen_time=checked.gen_time,
        state=checked.state,
        tsr_sha256=hashlib.sha256(reply).hexdigest(),
    )
    return stamp if _keep(store, stamp, _files(stamp, query, reply, checked, covered), who) else None


def _head(store: Store, batch: StampedBatch) -> bytes:
    """The head of a batch as it was sealed. Raises `_Damaged` when it is not that any more."""
    path = store.root / EVIDENCE / "ledger" / f"{batch_name(batch.number)}.head"
    if not path.exists():  # an interrupted command has not put it in place yet
        with writing_evidence(store):
            pass
    try:
        head = path.read_bytes()
    except OSError as error:
        raise _Damaged(f"{path}: can't be read ({error.strerror}); `monitor evidence verify` tells more") from None
    if hashlib.sha256(head).hexdigest() != batch.head_sha256:
        raise _Damaged(f"{path}: is not what was sealed; `monitor evidence verify` tells more")
    return head


def _sums(batch: StampedBatch) -> bytes:
    """What a further stamp covers: head and all stamps so far, as `sha256sum -c` reads it from the ledger's folder.

    So it vouches that the earlier stamps existed while their certificates still held (RFC 4998, renewal).
    """
    name = batch_name(batch.number)
    stamps = {f"{name}/{stamp.authority}-{stamp.number}.tsr": stamp.tsr_sha256 for stamp in batch.stamps}
    digests = {f"{name}.head": batch.head_sha256, **stamps}
    return "".join(f"{digests[file]}  {file}\n" for file in sorted(digests)).encode()


def _files(stamp: NewStamp, query: bytes, reply: bytes, checked: Checked, covered: bytes) -> dict[str, bytes]:
    """The files of a stamp, by their names below the evidence folder."""
    stem = f"ledger/{batch_name(stamp.batch)}/{stamp.authority}-{stamp.number}"
    files = {f"{stem}.tsq": query, f"{stem}.tsr": reply, f"{stem}.pem": checked.chain}
    if stamp.number > 1:
        files[f"ledger/{stamped_name(stamp.batch, stamp.authority, stamp.number)}"] = covered
    return files


def _keep(store: Store, stamp: NewStamp, files: dict[str, bytes], who: str) -> bool:
    """Write a stamp's files and its row; False when the row was there already."""
    token = stamp_token(stamp.batch, stamp.authority, stamp.number)
    with writing_evidence(store) as root:
        with store.read() as connection:
            if is_committed(connection, token):
                return False
        try:
            staging = Staging(root, token)
            for name, data in files.items():
                staging.write(name, data)
            staging.flush()
            with store.write() as connection:
                add_stamp(connection, stamp, who)
            staging.place()
        except OSError as error:
            raise StoreError(f"{root}: the stamp can't be written ({error.strerror})") from None
    return True
