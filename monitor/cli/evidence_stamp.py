"""`monitor evidence stamp`: have the ledger's batches stamped by the time-stamp authorities of settings.toml."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say
from monitor.config import load_settings
from monitor.decision import check_reviewer
from monitor.errors import check_text
from monitor.evidence.ledger import batch_name
from monitor.store.store import open_store

if TYPE_CHECKING:
    from monitor.runs.stamping import Stamped, StampReport


def stamp(
    again: Annotated[
        bool, typer.Option("--again", help="Stamp every batch once more, also where a stamp still holds for long.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Who has it done.", show_default="the user of this machine")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
) -> None:
    """Have each sealed batch stamped by every authority, and again when a stamp's certificate ends within 90 days.

    Offline, or refused, a batch stays unstamped and is stamped the next time: that is no error.

    Example: monitor evidence stamp --store monitor-data
    """
    from monitor.evidence.timestamp import load_roots
    from monitor.runs.stamping import stamp_due

    check_text("--by", by or "")
    who = check_reviewer(user_of_machine() if by is None else by)
    settings = load_settings(store)
    opened = open_store(store, write=True)
    for authority in settings.timestamp:
        load_roots(store / authority.root)
    report = stamp_due(opened, settings, datetime.now(UTC), again=again, who=who)
    if as_json:
        out_json(stamp_record(report))
        return
    for line in stamp_lines(report):
        out(line)
    if not settings.timestamp and report.batches:
        say("no authority is configured; write [[timestamp]] into settings.toml (docs/settings.md)")


def stamp_lines(report: "StampReport") -> list[str]:
    """What a person reads of a report."""
    lines = [_stamped_line(stamped) for stamped in report.stamped]
    for stamped in report.stamped:
        if stamped.clocks_differ and stamped.stamp.gen_time:
            apart = _span(abs(stamped.stamp.gen_time - stamped.stamp.at))
            lines.append(f"{stamped.stamp.authority}: its time and this machine's are {apart} apart: check the clock")
            break
    lines += [f"{name}: {why}" for name, why in report.failures.items()]
    lines += report.damaged.values()
    lines += [
        f"{name}: {_batches(count)} without its stamp; `monitor evidence stamp` tries again"
        for name, count in report.missing.items()
    ]
    if report.unstamped:
        count = _batches(len(report.unstamped))
        lines.append(f"unstamped: {count}; what was sealed is whole, only its time is not vouched for")
    elif not lines:
        lines.append("every batch is stamped" if report.batches else "nothing is sealed yet")
    return lines


def _stamped_line(stamped: "Stamped") -> str:
    stamp = stamped.stamp
    again = f", stamp {stamp.number} of it" if stamp.number > 1 else ""
    batch = f"batch {batch_name(stamp.batch)}"
    if stamp.gen_time is None or stamped.gap is None:
        return f"{batch}: the reply of {stamp.authority} is kept unchecked: install openssl to check it{again}"
    checked = ", checked by openssl" if stamp.state == "openssl" else ""
    late = "" if stamped.gap < timedelta(minutes=1) else f", {_span(stamped.gap)} after it was sealed"
    at = f"{stamp.gen_time:%Y-%m-%d %H:%M:%S} UTC"
    return f"{batch}: stamped by {stamp.authority} at {at}{late}{again}{checked}"


def _batches(count: int) -> str:
    return f"{count} {'batch' if count == 1 else 'batches'}"


def _span(time: timedelta) -> str:
    """A time span in its largest unit."""
    for seconds, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if (count := int(time.total_seconds() // seconds)) > 0:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"


def stamp_record(report: "StampReport") -> dict[str, Any]:
    """What a program reads of a report."""
    stamped = [
        {
            **asdict(one.stamp),
            "at": one.stamp.at.isoformat(),
            "gen_time": one.stamp.gen_time.isoformat() if one.stamp.gen_time else None,
            "sealed_at": one.sealed.isoformat(),
            "gap_seconds": one.gap.total_seconds() if one.gap is not None else None,
        }
        for one in report.stamped
    ]
    rest = {"failures": report.failures, "damaged": report.damaged, "missing": report.missing}
    return {"batches": report.batches, "stamped": stamped, **rest, "unstamped": report.unstamped}
