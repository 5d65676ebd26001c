"""What a pack says is read: the case, its sealed pages, the right it cites, who files, and what is missing now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.casework.candidates import CaptureCheck, case_findings
from monitor.casework.finding import CaseFinding
from monitor.casework.gap import Filer, routes_of
from monitor.casework.gap_codes import GapCode
from monitor.casework.pack.content import Lack, Pack, PackDocument, PackListing
from monitor.casework.pack.listing import pack_listings
from monitor.casework.refusals import day_of, finding_refusal
from monitor.casework.register import Register
from monitor.casework.remark import Remark
from monitor.casework.rights import Gap, HeldRight, Wanted
from monitor.casework.rules import Platform, platforms
from monitor.store.read.cases import CaseListing, CaseRecord, case_listings
from monitor.store.read.findings import findings_by_id
from monitor.store.read.rights import kept_among, right_key
from monitor.store.read.sealed import captures_of
from monitor.store.read.stamps import stamps_between
from monitor.store.store import Connection, Store
from monitor.watchlist import Right, Watchlist

_PICTURES_NEEDED = ("Counterfeit Features",)
_ENDINGS = ((b"%PDF-", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"))


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a pack's facts come from, besides the store."""

    watchlist: Watchlist
    register: Register
    check: CaptureCheck
    now: datetime
    """UTC."""
    specimen: bool


def gather(store: Store, case: CaseRecord, sources: Sources, links: Collection[int]) -> Pack:
    """All that the pack of a case says about these links (positions). Raises `StoreError`."""
    platform = platforms()[case.platform]
    day = day_of(platform, sources.now)
    with store.read() as connection:
        listed = [one for one in case_listings(connection, case.id) if one.position in links]
        ids = [one.finding_id for one in listed]
        findings, unknown = case_findings(connection, ids, sources.watchlist, sources.check)
        records = findings_by_id(connection, ids, flagged=False)
        listings = tuple(pack_listings(store, connection, case, listed, records, sources.watchlist))
        unstamped = unstamped_pages(connection, listed)
    right = Right.model_validate(case.facts)
    held = documents_of_right(case, sources.register)
    refused = [*unknown, *_refused(case, platform, findings)]
    return Pack(
        case=case,
        brand=next((brand.name for brand in sources.watchlist.brand if brand.id == case.brand), case.brand),
        platform=platform,
        day=day,
        right=right,
        owner=sources.register.owner,
        listings=listings,
        documents=tuple(_documents(store, {**sources.register.owner_documents, **held})),
        gaps=_gaps(case, right, held, sources, platform),
        refused=tuple(refused),
        findings=tuple(findings),
        lacks=tuple(_lacks(case, platform, listed, listings, sources)),
        unstamped=unstamped,
        specimen=sources.specimen or store.kind in ("replay", "stand-in"),
    )


def documents_of_right(case: CaseRecord, register: Register) -> dict[str, str]:
    """The kept documents of the right that a case cites: as it stood then, and those that came since."""
    key = right_key(case.brand, case.facts)
    since = next((version.documents for version in register.rights if version.key == key), {})
    return {**since, **case.documents}


def _gaps(
    case: CaseRecord, right: Right, held: Mapping[str, str], sources: Sources, platform: Platform
) -> tuple[Gap, ...]:
    """What the route of the case lacks now."""
    goods = next((tuple(brand.categories) for brand in sources.watchlist.brand if brand.id == case.brand), ())
    wanted = Wanted(case.marketplace, case.brand, case.ground, goods)
    filer = Filer(sources.register.owner, frozenset(sources.register.owner_documents))
    routes = routes_of(wanted, [HeldRight(case.brand, right, frozenset(held))], filer, day_of(platform, sources.now))
    gaps = next((route.gaps for route in routes if route.platform == case.platform and route.right is not None), ())
    is_removed = any(version.key == right_key(case.brand, case.facts) for version in sources.register.removed)
    return (*gaps, Gap(GapCode.RIGHT_REMOVED)) if is_removed else gaps


def _refused(case: CaseRecord, platform: Platform, findings: Sequence[CaseFinding]) -> Iterator[Remark]:
    """Listings that can't be filed any more: gone, decided otherwise, authorised, damaged evidence."""
    for finding in findings:
        refusal = finding_refusal(finding, case.platform, platform)
        if refusal is not None and not (refusal.code == "duplicate" and refusal.facts["case"] == case.id):
            yield refusal


def _lacks(
    case: CaseRecord, platform: Platform, listed: Sequence[CaseListing], listings: Sequence[PackListing],
    sources: Sources,
) -> Iterator[Lack]:  # fmt: skip
    day = day_of(platform, sources.now)
    limit = platform.value("links_per_complaint", case.marketplace, day)
    if limit is not None and len(listed) > limit:
        yield Lack("too_many_links", {"links": len(listed), "limit": limit})
    yield from (Lack("no_session", {"number": one.position}) for one in listed if one.session)
    if case.reason is None and platform.value("reasons", case.marketplace, day):
        yield Lack("no_reason")
    if case.reason in _PICTURES_NEEDED:
        if any(listing.genuine is None for listing in listings):
            yield Lack("no_genuine")
        for listing in listings:
            if listing.picture is None:
                yield Lack("no_listed_picture", {"number": listing.number})


def unstamped_pages(connection: Connection, listed: Sequence[CaseListing]) -> int:
    """How many of the captures lie in a batch without a time stamp that could be checked."""
    cited = {one.capture_id for one in listed}
    batches = [one.batch for one in captures_of(connection, [one.listing_key for one in listed]) if one.id in cited]
    stamps = stamps_between(connection, min(batches, default=0), max(batches, default=0))
    stamped = {stamp.batch for stamp in stamps if stamp.state != "unverified"}
    return sum(batch not in stamped for batch in batches)


def _documents(store: Store, documents: Mapping[str, str]) -> Iterator[PackDocument]:
    with store.read() as connection:
        kept = kept_among(connection, set(documents.values()))
    for role, sha256 in documents.items():
        if sha256 not in kept:  # the register was only looked at
            continue
        body = store.kept_bytes(sha256)
        ending = next((ending for first, ending in _ENDINGS if body.startswith(first)), "bin")
        yield PackDocument(role, f"documents/{role}.{ending}", sha256)
