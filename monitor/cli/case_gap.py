"""`monitor case gap`: on which routes confirmed findings can be filed, and what the others lack."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from monitor.casework.gap import Route, routes_of
from monitor.casework.gap_codes import GapCode
from monitor.casework.refusals import day_of
from monitor.casework.register import filer_of, held_right
from monitor.casework.rights import Gap, HeldRight, Wanted
from monitor.casework.rules import platforms, platforms_for
from monitor.cli.case_options import WatchlistOption, registered
from monitor.cli.case_rules import rule_record
from monitor.cli.options import DEFAULT_STORE, StoreOption, at_store
from monitor.cli.output import out, out_json, say, table
from monitor.decision import DecisionState
from monitor.errors import InputError, check_text
from monitor.store.read.findings import FindingRecord, findings_by_id, select_findings
from monitor.store.store import Store, open_store
from monitor.words import marketplace_name, words_of
from monitor.words.cases import refusal_words
from monitor.words.gap import gap_words, right_kind_name, route_state_name

_IDS = 5
"""How many findings a heading names; all stand in the JSON."""


def gap(
    findings: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FINDING]…", help="Ids of confirmed findings.", show_default="all confirmed ones"),
    ] = None,
    watchlist: WatchlistOption = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per finding.")] = False,
) -> None:
    """Show for confirmed findings where they can be filed with which right, what is missing, and what to do.

    Example: monitor case gap taobao:562283240178:nordwerk
    """
    opened = open_store(store, write=True)
    watched, register = registered(opened, watchlist)
    goods = {brand.id: tuple(brand.categories) for brand in watched.brand}
    rights: dict[str, list[HeldRight]] = {}
    for version in register.rights:
        rights.setdefault(version.brand, []).append(held_right(version))
    now = datetime.now(UTC)
    alike: dict[Wanted, list[str]] = {}
    for finding in _confirmed(opened, findings or []):
        ground = finding.decision.ground if finding.decision else None
        wanted = Wanted(finding.marketplace, finding.brand, ground, goods.get(finding.brand, ()))
        alike.setdefault(wanted, []).append(finding.id)
    if not alike:
        say("No confirmed finding: `monitor decide ID confirmed --ground counterfeit` makes one.")
    for wanted, ids in alike.items():
        today = day_of(next(iter(platforms_for(wanted.marketplace).values())), now)
        routes = routes_of(wanted, rights.get(wanted.brand, []), filer_of(register), today)
        if as_json:
            for finding_id in ids:
                out_json(_record(finding_id, wanted, today, routes))
        else:
            _show(wanted, ids, routes)
    if alike and not as_json:
        out(f"Next: `monitor case make ID{at_store(store)}` makes a case of it, where a route is open.")


def _confirmed(store: Store, ids: Sequence[str]) -> list[FindingRecord]:
    """The findings with these ids, or all confirmed ones. Raises `InputError` for one that is not confirmed."""
    if not ids:
        return list(select_findings(store, state=DecisionState.CONFIRMED))
    for finding_id in ids:
        check_text("FINDING", finding_id)
    with store.read() as connection:
        found = findings_by_id(connection, ids, flagged=False)
    for finding_id in ids:
        if finding_id not in found:
            raise InputError(refusal_words("unknown_finding", {"finding": finding_id[:200]}))
        if found[finding_id].state != DecisionState.CONFIRMED:
            facts = {"finding": finding_id, "state": found[finding_id].state}
            raise InputError(refusal_words("not_confirmed", facts))
    return list({record.id: record for record in found.values()}.values())


def _show(wanted: Wanted, ids: Sequence[str], routes: Sequence[Route]) -> None:
    ground = words_of().GROUND_NAMES.get(wanted.ground, wanted.ground) if wanted.ground else "no ground told"
    more = f" and {len(ids) - _IDS} more" if len(ids) > _IDS else ""
    title = f"{marketplace_name(wanted.marketplace)}, {wanted.brand}, {ground}: {', '.join(ids[:_IDS])}{more}"
    out(title)
    rows = []
    for route in routes:
        if [gap.code for gap in route.gaps] == [GapCode.WRONG_KIND]:
            continue  # of a right that is not meant; the JSON has it
        told = [gap for gap in route.gaps if gap.closes or route.state != "closed"]
        head = [platforms()[route.platform].name, _right(route), route_state_name(route.state)]
        rows += [
            [*(head if number == 0 else ["", "", ""]), *gap_words(gap.code, gap.facts), _sources(gap)]
            for number, gap in enumerate(told)
        ] or [[*head, "nothing is missing", "", ""]]
    table(["where", "with", "route", "what is missing", "what to do", "source of the rule"], rows)


def _sources(gap: Gap) -> str:
    sources = dict.fromkeys(
        f"{rule.source} (since {rule.valid_from}{'' if rule.certainty == 'certain' else f', {rule.certainty}'})"
        for rule in gap.rules
    )
    return "; ".join(sources)


def _right(route: Route) -> str:
    if route.right is None:
        return "-"
    right = route.right.right
    return f"{right_kind_name(right.kind)} {right.number or right.title or ''} ({right.jurisdiction})"


def _record(finding_id: str, wanted: Wanted, day: date, routes: Sequence[Route]) -> dict[str, Any]:
    return {
        "finding": finding_id, "marketplace": wanted.marketplace, "brand": wanted.brand, "ground": wanted.ground,
        "day": day.isoformat(), "routes": [_route(route) for route in routes],
    }  # fmt: skip


def _route(route: Route) -> dict[str, Any]:
    held = route.right
    return {
        "platform": route.platform, "name": platforms()[route.platform].name, "state": route.state,
        "right": None if held is None else {
            "version": held.version, "kind": held.right.kind, "number": held.right.number, "title": held.right.title,
            "jurisdiction": held.right.jurisdiction,
        },
        "gaps": [
            {
                "code": gap.code, "closes": gap.closes, "facts": dict(gap.facts), **_words(gap),
                "rules": [rule_record(rule) for rule in gap.rules],
            }
            for gap in route.gaps
        ],
        "rules": [rule_record(rule) for rule in route.rules],
    }  # fmt: skip


def _words(gap: Gap) -> Mapping[str, str]:
    what, step = gap_words(gap.code, gap.facts)
    return {"text": what, "next": step}
