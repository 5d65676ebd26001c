"""`monitor case times`: how long removals take, and how long what was removed stays away."""

from collections.abc import Sequence
from math import inf
from typing import Annotated, Any

import typer

from monitor.casework.followed import followed
from monitor.casework.removal_times import Median, Share
from monitor.casework.rules import platforms
from monitor.casework.times import BACK_BY, REMOVED_BY, Times, removal_times
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say, table
from monitor.errors import InputError, expected
from monitor.store.store import open_store


def times(
    platform: Annotated[str | None, typer.Option("--platform", help="Only this one, such as ipp.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per platform and reason.")] = False,
) -> None:
    """Show how many filed links were gone by which day, and how many of these came back, with 95 % intervals.

    Example: monitor case times --platform ipp
    """
    if platform is not None and platform not in platforms():
        raise InputError(f"--platform {platform[:60]!r}: unknown; {expected(platform, platforms())}")
    with open_store(store).read() as connection:
        links = [one for one in followed(connection) if platform in (None, one.link.platform)]
    found = removal_times(links)
    if as_json:
        for one in found:
            out_json(_record(one))
    elif found:
        _show(found)
    if not found:
        say("Nothing filed yet: `monitor case event CASE filed` enters that a case was.")


def _show(found: Sequence[Times]) -> None:
    rows = [
        [
            one.platform, one.reason, str(one.links),
            *map(_share, one.removed), _days(one.removed_median), f"{one.silent} of {one.looks}",
        ]
        for one in found
    ]  # fmt: skip
    heads = ["Platform", "Reason", "Links", *(f"day {day}" for day in REMOVED_BY), "Half by day", "Looks blocked"]
    table(
        heads,
        rows,
        title="Gone, % of links, by days after the filing (95 % interval)",
        right=tuple(range(2, len(heads))),
    )
    away = [one for one in found if one.gone]
    if away:
        rows = [
            [one.platform, one.reason, str(one.gone), *map(_share, one.back)] for one in away
        ]  # fmt: skip
        heads = ["Platform", "Reason", "Gone", *(f"day {day}" for day in BACK_BY)]
        table(
            heads,
            rows,
            title="Back, % of those, by days after they were first seen gone",
            right=tuple(range(2, len(heads))),
        )
    out("What looks do not tell widens the intervals: a page that was blocked or unreadable counts as not looked at.")


def _share(share: Share) -> str:
    return f"{100 * share.estimate:.0f} ({100 * share.low:.0f}–{100 * share.high:.0f})"


def _days(median: Median) -> str:
    most = "…" if median.high == inf else f"{median.high:.1f}"
    estimate = "not yet" if median.estimate is None else f"{median.estimate:.1f}"
    return f"{estimate} ({median.low:.1f}–{most})"


def _record(one: Times) -> dict[str, Any]:
    median = one.removed_median
    return {
        "platform": one.platform, "reason": one.reason, "links": one.links, "looks": one.looks, "blocked": one.silent,
        "removed": [_share_record(share) for share in one.removed],
        "median_days": {
            "estimate": median.estimate, "low": median.low, "high": None if median.high == inf else median.high,
        },
        "gone": one.gone, "back": [_share_record(share) for share in one.back],
    }  # fmt: skip


def _share_record(share: Share) -> dict[str, float]:
    return {"day": share.day, "share": share.estimate, "low": share.low, "high": share.high}
