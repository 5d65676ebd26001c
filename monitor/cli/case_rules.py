"""`monitor case rules`: what the program knows of a marketplace's rules on complaints, with sources."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from monitor.casework.rules import ANY, Platform, Rule, platforms, platforms_for
from monitor.cli.case_options import day_in
from monitor.cli.output import out, out_json, table
from monitor.marketplaces import MARKETPLACES, SEARCH_ENGINES, check_marketplace
from monitor.words.gap import rule_name


def rules(
    marketplace: Annotated[str, typer.Argument(metavar="MARKETPLACE")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="Those in force on a day.", show_default="today")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per rule.")] = False,
) -> None:
    """Show the rules for complaints about a marketplace's listings: each with its source, its date, and how sure it is.

    What no source says is not there: choose in the portal.

    Example: monitor case rules taobao --on 2016-06-01
    """
    served = {place for platform in platforms().values() for place in platform.marketplaces} - {ANY}
    check_marketplace(marketplace, sorted({*MARKETPLACES, *served} - {*SEARCH_ENGINES}))
    day = datetime.now(UTC).date() if on is None else day_in("--on", on)
    for name, platform in platforms_for(marketplace).items():
        in_force = sorted((rule for rule in platform.rule if rule.holds(marketplace, day)), key=lambda rule: rule.key)
        if as_json:
            for rule in in_force:
                out_json({"platform": name, **rule_record(rule)})
        else:
            _show(platform, in_force, str(day))


def _show(platform: Platform, in_force: list[Rule], day: str) -> None:
    out(f"{platform.name} ({platform.operator}): {platform.portal}")
    if not in_force:
        out(f"No rule is known for {day}.")
        return
    rows = [
        [rule_name(rule.key), value_text(rule.value), rule.valid_from.isoformat(), rule.certainty, rule.source]
        for rule in in_force
    ]
    table(["rule", "value", "since", "certainty", "source"], rows)


def value_text(value: Any) -> str:
    """A rule's value for people."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value_text(item) for item in value) if value else "none"
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')} {value_text(item)}" for name, item in value.items())
    return "all" if value == ANY else str(value)


def source_text(rule: Rule) -> str:
    """Who says a rule, since when it holds, and how sure that is."""
    return f"({rule.certainty}, since {rule.valid_from}: {rule.source})"


def rule_record(rule: Rule) -> dict[str, Any]:
    """A rule for programs."""
    return {
        "key": rule.key, "value": rule.value, "from": rule.valid_from.isoformat(),
        "until": rule.valid_until.isoformat() if rule.valid_until else None, "source": rule.source,
        "certainty": rule.certainty,
    }  # fmt: skip
