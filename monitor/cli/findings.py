"""`monitor findings`: what was flagged, with reasons, highest score first."""

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.finding_lines import finding_lines, price_text
from monitor.cli.options import (
    DEFAULT_STORE,
    OPEN_STATES,
    BrandOption,
    LevelOption,
    MarketplaceOption,
    SinceOption,
    StateOption,
    StoreOption,
    at_store,
)
from monitor.cli.output import out, out_json, say, table
from monitor.reports.finding_record import finding_record
from monitor.store.read.findings import FindingRecord, Findings, select_findings, store_tally
from monitor.store.read.related import together
from monitor.store.store import Store, open_store
from monitor.words.findings import shared_words

_ROWS = 50
_TITLE = 40
_REASONS = 5


def findings(
    store: StoreOption = DEFAULT_STORE,
    brand: BrandOption = None,
    marketplace: MarketplaceOption = None,
    level: LevelOption = None,
    since: SinceOption = None,
    state: StateOption = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many.", show_default="50; all with --json")
    ] = None,
    look_alikes: Annotated[
        bool,
        typer.Option(
            "--look-alikes", help="Only those that seem to be of one operator on several marketplaces, together."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per finding.")] = False,
) -> None:
    """List what was flagged, with the reasons: the highest score first.

    Example: monitor findings --level high,medium --since 2026-11-01
    """
    opened = open_store(store)
    if state is None and not as_json:
        state = OPEN_STATES
    selected = select_findings(opened, brand=brand, marketplace=marketplace, level=level, since=since, state=state)
    if not selected:
        say(f"No findings: {why_nothing(opened)}")
    elif look_alikes:
        _show_clusters(_clusters(selected)[:limit], as_json=as_json)
    elif as_json:
        for finding in islice(selected, limit):
            out_json(finding_record(finding))
    else:
        _show(selected, limit or _ROWS, store)


def why_nothing(store: Store) -> str:
    """Why a list of findings is empty, and what to do about it."""
    tally = store_tally(store)
    if not tally.runs:
        return "nothing was run yet; begin with `monitor run` or `monitor import`."
    if not tally.pages:
        return "the runs have not read a page yet; `monitor resume` goes on."
    unread = {
        "blocked": tally.blocked,
        "unreadable": tally.unreadable,
        "not among the saved pages": tally.not_saved,
        "failed": tally.failed,
    }
    causes = ", ".join(f"{number} {cause}" for cause, number in unread.items() if number)
    if tally.pages == sum(unread.values()):
        return (
            f"not one page could be read ({causes}): nothing is known; save the pages in your own browser and "
            "`monitor import` them."
        )
    aside = f" (pages: {causes})" if causes else ""
    if not tally.listings:
        return f"no listing on {tally.pages} pages names one of your brands{aside}."
    if not tally.flagged:
        return f"{tally.listings} listings name one of your brands, none of them was flagged{aside}."
    return (
        f"none of the {tally.flagged} findings in the store fits the filters; lists leave out what was dismissed, "
        "`--state dismissed` shows it."
    )


def _show(selected: Findings, limit: int, store: Path) -> None:
    for finding in islice(selected, limit):
        for line in finding_lines(finding, most_reasons=_REASONS):
            out(line)
    if len(selected) > limit:
        out(f"{limit} of {len(selected)} findings; --limit shows more, `monitor export` writes all of them.")
    else:
        out(f"{len(selected)} {'finding' if len(selected) == 1 else 'findings'}.")
    place = at_store(store)
    out(
        f"Next: `monitor show ID{place}` tells all about one, `monitor decide ID confirmed{place}` (or dismissed) "
        f"decides, `monitor export findings.html{place}` (or .xlsx) makes a report, or a sheet to fill in. "
        "The program says what it observed; a person judges."
    )


def _clusters(selected: Findings) -> list[list[FindingRecord]]:
    """The findings that have look-alikes, those of one operator together: the one with the highest score first."""
    by_listing: dict[str, list[FindingRecord]] = {}
    for finding in selected:
        if finding.look_alikes:
            by_listing.setdefault(f"{finding.marketplace}:{finding.listing.listing_id}", []).append(finding)
    clusters = together({key: same[0].look_alikes for key, same in by_listing.items()})
    return [[finding for key in keys for finding in by_listing[key]] for keys in clusters]


def _show_clusters(clusters: list[list[FindingRecord]], *, as_json: bool) -> None:
    if not clusters:
        say("No look-alikes: no flagged listings on two marketplaces share a shop's name, a contact or a title.")
    for findings in clusters:
        shared = sorted({shared_words(group.by, group.sign) for finding in findings for group in finding.look_alikes})
        if as_json:
            out_json({"shared": shared, "findings": [finding_record(finding) for finding in findings]})
            continue
        places = ", ".join(dict.fromkeys(finding.marketplace for finding in findings))
        out(f"{len(findings)} findings on {places}, the same {', the same '.join(shared)}:")
        rows = [_row(finding) for finding in findings]
        table(["level", "score", "marketplace", "title", "price", "address"], rows, right=(1,))


def _row(finding: FindingRecord) -> list[str]:
    price = price_text(finding.listing.price_min, finding.listing.currency)
    return [
        finding.level,
        str(finding.score),
        finding.marketplace,
        _shortened(finding.listing.title or ""),
        price or "not told",
        finding.listing.url or "",
    ]


def _shortened(text: str) -> str:
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1]}…"
