"""`monitor case standing`: how each platform sees the complainant."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from monitor.casework.guard import standing_rules
from monitor.casework.record import complaints_on
from monitor.casework.refusals import day_of
from monitor.casework.rules import platforms, platforms_for
from monitor.casework.standing import Rates, Standing, standing
from monitor.cli.case_guard import rates_text
from monitor.cli.case_lines import platform_name
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say
from monitor.marketplaces import PLACES, check_marketplace
from monitor.store.read.cases import case_events, cases
from monitor.store.store import open_store


def show_standing(
    marketplace: Annotated[str | None, typer.Argument(metavar="[MARKETPLACE]", help="Only this one.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per platform and marketplace.")] = False,
) -> None:
    """Show take-down and counter-notice rates, the status that follows, and what it would be under older rules.

    Example: monitor case standing taobao
    """
    now = datetime.now(UTC)
    with open_store(store).read() as connection:
        known, events = cases(connection), case_events(connection)
    if marketplace is None:
        pairs = list(dict.fromkeys((case.platform, case.marketplace) for case in known))
    else:
        place = check_marketplace(marketplace, PLACES)
        pairs = [(platform, place) for platform in platforms_for(place)]
    pairs = [(platform, place) for platform, place in pairs if platform in platforms()]
    for platform, place in pairs:
        rules = platforms()[platform]
        complaints = complaints_on(platform, known, events)
        day = day_of(rules, now)
        found = standing(rules, place, day, complaints)
        older = {time: standing(then, place, day, complaints) for time, then in standing_rules(rules, place).items()}
        if as_json:
            out_json(_record(platform, place, found, older))
        else:
            _show(platform, place, found, older)
    if not pairs:
        say("No cases yet; name a marketplace to see by what its platform judges complainants.")


def _show(platform: str, marketplace: str, found: Standing, by_rules: dict[str, Standing]) -> None:
    out(f"{platform_name(platform)}, {marketplace}: {found.status or 'no source says by what it judges complainants'}")
    since = f" since {found.since}" if found.since else ""
    out(f"  all reasons{since}: {rates_text(found.rates)}")
    for reason, rates in found.by_reason.items():
        out(f"  {reason}: {rates_text(rates)}")
    if found.expected_working_days:
        first, last = found.expected_working_days
        out(
            f"  answers take {first} to {last} working days" if first != last else f"  answers take {first} working day"
        )
    for time, then in by_rules.items():
        since = f" since {then.since}" if then.since else ""
        out(f"  under the rules of {time}: {then.status} ({rates_text(then.rates)}{since})")
    if found.source:
        out(f"  source: {found.source}")


def _record(platform: str, marketplace: str, found: Standing, by_rules: dict[str, Standing]) -> dict[str, Any]:
    return {
        "platform": platform, "marketplace": marketplace, "status": found.status,
        "since": found.since.isoformat() if found.since else None, "rates": _rates(found.rates),
        "by_reason": {reason: _rates(rates) for reason, rates in found.by_reason.items()},
        "expected_working_days": found.expected_working_days, "source": found.source,
        "by_rules": {time: {"status": then.status, "rates": _rates(then.rates)} for time, then in by_rules.items()},
    }  # fmt: skip


def _rates(rates: Rates) -> dict[str, Any]:
    return {"complaints": rates.complaints, "removed": rates.removed, "counter_notices": rates.counter_notices}
