"""Flagged findings with all that lists, exports and reviewers show of them, in pages that hold no lock."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from typing import Any, get_args

from sqlalchemy import Connection, select, text

from monitor.decision import NEW, STATES, Changes, Decided, DecisionState, changes_between, seen_of
from monitor.errors import InputError
from monitor.listing_ids import current_key
from monitor.marketplaces import PLACES, check_marketplace
from monitor.model import FACTS, Level, Listing, Missing, Reason
from monitor.store.db import schema
from monitor.store.db.lists import is_among
from monitor.store.db.types import refuse_blobs
from monitor.store.read.brands import check_brand
from monitor.store.read.decisions import decisions_of
from monitor.store.read.listings import stored_listing
from monitor.store.read.queue import Queued, QueueFilter, queue_page
from monitor.store.read.related import LookAlikes, look_alikes_of
from monitor.store.store import Store

LEVELS: tuple[Level, ...] = get_args(Level)
_FIRST_PAGE, _PAGE, _MANY = 50, 500, 5_000
"""Findings per read: what a list begins with, what follows, and ids alone."""


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One flagged finding with its listing's facts as last told, its state and when it was seen. Times are UTC."""

    id: str
    marketplace: str
    listing: Listing
    """As pages have shown it last."""
    brand: str
    level: Level
    score: int
    state: str
    """new | confirmed | dismissed | watch | later; a dismissed one that changed since is new again"""
    first_seen: datetime
    last_seen: datetime
    gone: bool
    """By the word of the listing's own page."""
    mention: str | None
    why: str | None
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    sha256_body: str | None
    """The newest kept page on which it was seen."""
    seller: str | None
    """The key of its vendor; None when no page named one."""
    seen: str
    """Digest of what a decision about it would be about (`monitor.decision.Seen`)."""
    decision: Decided | None
    """The newest that is not taken back."""
    changed: Changes | None
    """What changed since that decision."""
    look_alikes: tuple[LookAlikes, ...] = ()
    """Flagged listings of other marketplaces that seem to be of the same operator."""


@dataclass(frozen=True, slots=True)
class Group:
    """What findings are counted by."""

    level: Level
    brand: str
    marketplace: str


class Findings:
    """A selection, highest score first, read page by page: no cursor stays open between two pages.

    The first page is read at once; who else is in it is settled when something behind it is asked for. So a short list
    waits for nothing, and an export is whole and in order although a crawl goes on writing. A finding that loses its
    level meanwhile is left out.
    """

    def __init__(self, store: Store, chosen: QueueFilter) -> None:
        self._store = store
        self._chosen = chosen
        with store.read() as connection:
            self._first = queue_page(connection, chosen, limit=_FIRST_PAGE)

    @cached_property
    def _all(self) -> list[Queued]:
        """The whole selection, the first page before all others."""
        selected = list(self._first)
        if len(selected) < _FIRST_PAGE:
            return selected
        with self._store.read() as connection:
            while page := queue_page(connection, self._chosen, limit=_MANY, after=selected[-1]):
                selected += page
        return list({queued.finding_id: queued for queued in selected}.values())

    @cached_property
    def counts(self) -> Counter[Group]:
        """How many findings there are of each level, brand and marketplace; a finding's id says the two last."""
        return Counter(
            Group(queued.level, queued.finding_id.rpartition(":")[2], queued.finding_id.partition(":")[0])
            for queued in self._all
        )

    def __len__(self) -> int:
        """How many findings were selected."""
        return len(self._all)

    def __iter__(self) -> Iterator[FindingRecord]:
        """Read the records."""
        yield from self._records([queued.finding_id for queued in self._first])
        others = iter(queued.finding_id for queued in islice(self._all, _FIRST_PAGE, None))
        while ids := list(islice(others, _PAGE)):
            yield from self._records(ids)

    def _records(self, ids: list[str]) -> Iterator[FindingRecord]:
        with self._store.read() as connection:
            records = findings_by_id(connection, ids)
        yield from (records[finding_id] for finding_id in ids if finding_id in records)


def findings_by_id(connection: Connection, ids: Sequence[str], *, flagged: bool = True) -> dict[str, FindingRecord]:
    """Findings by the id that is asked for, which may be an old one.

    Unknown ones are left out, and without a level too when `flagged`.
    """
    current = {finding_id: current_key(finding_id) for finding_id in ids}
    query = _RECORDS.where(schema.FindingRow.level.is_not(None)) if flagged else _RECORDS
    rows = connection.execute(query, {"ids": list(current.values())}).all()
    alike = look_alikes_of(connection, [row.listing_key for row in rows])
    decided = decisions_of(connection, list(current.values()))
    records = {row.id: _record(row, alike.get(row.listing_key, ()), decided.get(row.id)) for row in rows}
    return {finding_id: records[key] for finding_id, key in current.items() if key in records}


def select_findings(
    store: Store,
    *,
    brand: str | None = None,
    marketplace: str | None = None,
    level: str | None = None,
    since: date | str | None = None,
    state: str | None = None,
) -> Findings:
    """The flagged findings that fit: `level` and `state` may name several (`high,medium`), `since` is a UTC day.

    `since` is of the first seeing. Raises `InputError` for a brand, marketplace, level or state that nobody knows, and
    for what is no date.
    """
    if brand is not None:
        with store.read() as connection:
            check_brand(connection, brand)
    chosen = QueueFilter(
        states=STATES if state is None else names_among(state.lower(), STATES, "state"),
        levels=None if level is None else names_among(level.lower(), LEVELS, "level"),
        brand=brand,
        marketplace=None if marketplace is None else check_marketplace(marketplace, PLACES),
        since=None if since is None else utc_midnight(since),
    )
    return Findings(store, chosen)


def zulu(moment: datetime | None) -> str | None:
    """A time as ISO 8601 in UTC, to the second: `2026-11-25T02:08:01Z`."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True)
class StoreTally:
    """What lies in a store, roughly: to say why a list of findings is empty."""

    runs: int
    pages: int
    blocked: int
    not_saved: int
    """Of a replay: pages that were not among the saved ones."""
    unreadable: int
    failed: int
    """Pages on which a step of the program failed, and that no resumed run has mended."""
    listings: int
    """That name a brand."""
    flagged: int


def store_tally(store: Store) -> StoreTally:
    """Count runs, pages, listings and flagged findings."""
    with store.read() as connection:
        return StoreTally(**connection.execute(_TALLY).mappings().one())


def names_among(given: str, known: Sequence[str], what: str) -> tuple[str, ...]:
    """The names in a list with commas, each once. Raises `InputError` for one that is not `known`; `what` they are."""
    names = dict.fromkeys(name.strip() for name in given.split(","))
    for name in names:
        if name not in known:
            raise InputError(f"{what} {name[:60]!r}: unknown; expected one or several of {','.join(known)}")
    return tuple(names)


def utc_midnight(given: date | str) -> datetime:
    """The beginning of a UTC day, given as such or as `2026-11-25`. Raises `InputError` for what is no date."""
    try:
        day = datetime.strptime(given, "%Y-%m-%d") if isinstance(given, str) else given  # noqa: DTZ007 (a UTC day)
    except ValueError:
        raise InputError(f"since {given!r}: no date; expected one such as 2026-11-25 (UTC)") from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


_LISTING = schema.ListingRow.__table__
_SHOWN = ("marketplace", "listing_id", "url", "vendor_key", "first_seen", "last_seen", "last_kept", "gone", *FACTS)
_RECORDS = (
    select(
        schema.FindingRow.id, schema.FindingRow.listing_key, schema.FindingRow.brand, schema.FindingRow.level,
        schema.FindingRow.score, schema.FindingRow.reasons, schema.FindingRow.missing, schema.FindingRow.state,
        *(_LISTING.c[name] for name in _SHOWN),
        schema.VendorRow.seller, schema.VendorRow.vendor_id, schema.VendorRow.name.label("vendor_name"),
        schema.VendorRow.url.label("vendor_url"), schema.MatchRow.mention, schema.MatchRow.why,
    )
    .join(schema.ListingRow, schema.ListingRow.key == schema.FindingRow.listing_key)
    .outerjoin(schema.VendorRow, schema.VendorRow.key == schema.ListingRow.vendor_key)
    .outerjoin(
        schema.MatchRow,
        (schema.MatchRow.listing_key == schema.FindingRow.listing_key)
        & (schema.MatchRow.brand == schema.FindingRow.brand),
    )
    .where(is_among(schema.FindingRow.id, "ids"))
)  # fmt: skip

_TALLY = text("""
    WITH page AS (
        SELECT v.state, v.outcome, coalesce(v.reason, '') AS reason FROM visit AS v
        WHERE v.state = 'done' OR NOT EXISTS (
            SELECT 1 FROM visit AS w WHERE w.run_id = v.run_id AND w.marketplace = v.marketplace
                                       AND w.target = v.target AND w.state = 'done'))
    SELECT (SELECT count(*) FROM run) AS runs, count(*) AS pages,
           count(*) FILTER (WHERE state = 'done' AND outcome = 'blocked' AND reason != 'not_saved') AS blocked,
           count(*) FILTER (WHERE state = 'done' AND reason = 'not_saved') AS not_saved,
           count(*) FILTER (WHERE state = 'done' AND outcome = 'unreadable') AS unreadable,
           count(*) FILTER (WHERE state != 'done') AS failed,
           (SELECT count(*) FROM listing) AS listings,
           (SELECT count(*) FROM finding WHERE level IS NOT NULL) AS flagged
    FROM page""")


def _record(row: Any, alike: tuple[LookAlikes, ...], decision: Decided | None) -> FindingRecord:
    refuse_blobs(row)
    seen = seen_of(row.score, row.reasons, row.price_min, row.currency)
    changed = changes_between(decision.seen, seen) if decision is not None and decision.seen is not None else None
    if decision is not None and changed is None and (decision.state, row.state) == (DecisionState.DISMISSED, NEW):
        # of what it was dismissed for, only the seller can be another one
        changed = Changes(None, (), (), None, (decision.seller or "", row.seller))
    return FindingRecord(
        id=row.id,
        marketplace=row.marketplace,
        listing=stored_listing(row),
        brand=row.brand,
        level=row.level,
        score=row.score,
        state=row.state,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        gone=row.gone,
        mention=row.mention,
        why=row.why,
        reasons=row.reasons,
        missing=row.missing,
        sha256_body=row.last_kept,
        seller=row.seller,
        seen=seen.digest,
        decision=decision,
        changed=changed,
        look_alikes=alike,
    )


def compared_product(finding: FindingRecord) -> str | None:
    """The product that a finding's price was compared with, or would be; None where the title names none."""
    facts = [reason.facts for reason in finding.reasons] + [missing.facts for missing in finding.missing]
    return next((one["product"] for one in facts if isinstance(one.get("product"), str)), None)
