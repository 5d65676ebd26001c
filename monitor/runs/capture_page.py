"""A kept page with all that the store and its archive hold of it, as sealing wants it."""

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.errors import StoreError
from monitor.evidence.capture import Page, SealedPicture
from monitor.evidence.snapshots import read_snapshot
from monitor.model import decimal_text
from monitor.store.db.types import utc_text
from monitor.store.read.sealing import KeptPicture, certificates, listings_shown, page_facts, pictures_to_seal
from monitor.store.store import Store

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
_SAME = ("visit_id", "run_id", "marketplace", "page", "target", "outcome", "reason", "url", "final_url", "method",
         "session", "stand_in", "brand", "keyword", "layout", "media_type", "handed_in_by", "environment")  # fmt: skip


def page_of_visit(store: Store, visit_id: int, picture_listings: Sequence[str], most_pictures: int) -> Page:
    """Read a visit's page. `picture_listings`: whose pictures go with it, `most_pictures` further ones each.

    Raises `StoreError` when its bytes are missing or damaged; of other files that are, the page says so (`gaps`).
    """
    with store.read() as connection:
        facts = page_facts(connection, visit_id)
        fetch: Mapping[str, Any] = facts["fetch"] or {}
        shown = listings_shown(connection, visit_id, facts["listing_keys"])
        hops: Sequence[Mapping[str, Any]] = fetch.get("hops") or ()
        digests = list(dict.fromkeys(digest for hop in hops for digest in _certificate_digests(hop)))
        pems = certificates(connection, digests) if digests else {}
        pictures, missing = pictures_to_seal(connection, visit_id, picture_listings, most_pictures)
    gaps = [f"the certificate {digest} was not kept" for digest in digests if digest not in pems]
    browser: Mapping[str, Any] = (hops[-1].get("browser") if hops else None) or {}
    return Page(
        **{name: facts[name] for name in _SAME},
        at=utc_text(facts["at"]),
        recorded_at=utc_text(facts["recorded_at"]),
        sha256=facts["sha256_body"],
        fetch=fetch,
        body=read_snapshot(store.snapshots, facts["sha256_body"]),
        program=facts["program"],
        listings=[_listing(row, facts) for row in shown],
        certificates=pems,
        pictures=_sealed_pictures(store, pictures, gaps),
        pictures_not_kept=missing,
        screenshot=_beside(store, browser.get("screenshot"), "screenshot", gaps),
        mhtml=_beside(store, browser.get("mhtml"), "MHTML file", gaps),
        gaps=gaps,
    )


def _certificate_digests(hop: Mapping[str, Any]) -> list[str]:
    tls = hop.get("tls") or {}
    return [digest for digest in [hop.get("certificate_sha256"), *(tls.get("chain") or ())] if digest]


def _listing(row: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """A listing as the page showed it; null where the page told nothing new of it."""
    own = facts["page"] == "listing" and bool(facts["listing_keys"]) and facts["listing_keys"][0] == row["key"]
    as_shown = {
        "title": row["title"], "price_min": decimal_text(row["price_min"]), "price_max": decimal_text(row["price_max"]),
        "currency": row["currency"], "stock": row["stock"], "units_sold": row["units_sold"],
    }  # fmt: skip
    return {"key": row["key"], "own": own, "as_shown": as_shown if row["told"] else None}


def _sealed_pictures(store: Store, pictures: Sequence[KeptPicture], gaps: list[str]) -> list[SealedPicture]:
    sealed = []
    for picture in pictures:
        try:
            data = read_snapshot(store.snapshots, picture.sha256)
        except StoreError:
            gaps.append(f"the kept picture {picture.sha256} is missing or damaged")
            continue
        name = f"{picture.sha256}.{_ENDINGS.get(picture.format, 'bin')}"
        sealed.append(SealedPicture(picture.listing_key, picture.url, utc_text(picture.at), name, data))
    return sealed


def _beside(store: Store, kept: Mapping[str, Any] | None, what: str, gaps: list[str]) -> bytes | None:
    """The bytes of a file that the browser made beside the page; None when there is none."""
    if not kept:
        return None
    try:
        return read_snapshot(store.snapshots, str(kept.get("sha256")))
    except StoreError:
        gaps.append(f"the {what} {kept.get('sha256')} is missing or damaged")
        return None
