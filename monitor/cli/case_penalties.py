"""`monitor case penalties`: what the removed links of each seller come to under its platform's rules."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from monitor.casework.infringements import SellerAccount, infringements_of
from monitor.casework.penalties import Penalty, penalty
from monitor.casework.refusals import day_of
from monitor.casework.rules import Rule, platforms
from monitor.cli.case_lines import platform_name
from monitor.cli.case_options import day_in
from monitor.cli.case_rules import rule_record, source_text
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say
from monitor.errors import InputError, check_text, expected
from monitor.store.read.cases import case_events, cases
from monitor.store.read.operators import TiedSeller, tied_sellers
from monitor.store.read.sellers import seller_key
from monitor.store.store import open_store
from monitor.words.findings import shared_words
from monitor.words.steps import strike_step_name


def penalties(
    seller: Annotated[
        str | None,
        typer.Argument(
            metavar="[SELLER]", help="Only this one, by its key, such as taobao:id:7001.", show_default=False
        ),
    ] = None,
    platform: Annotated[
        str | None,
        typer.Option("--platform", help="Only sellers who are counted by the rules of this one, such as ipp."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", help="As it stood at the end of a day, by its rules.", show_default="today"
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per seller and marketplace.")] = False,
) -> None:
    """Show points and strikes of sellers whose links were removed, what follows from them, and by which rule.

    Only what the platform told counts: `monitor case event CASE removed --points 6` or `--severity serious`.

    Example: monitor case penalties taobao:id:7001
    """
    check_text("SELLER", seller or "")
    if platform is not None and platform not in platforms():
        raise InputError(f"--platform {platform[:60]!r}: unknown; {expected(platform, platforms())}")
    now, day = datetime.now(UTC), None if on is None else day_in("--on", on)
    with open_store(store).read() as connection:
        known = [
            case if case.seller is None else replace(case, seller=seller_key(connection, case.seller))
            for case in cases(connection)
        ]
        accounts = infringements_of(known, case_events(connection), lambda rules: day or day_of(rules, now))
        wanted = None if seller is None else seller_key(connection, seller)
        shown = [
            account for account in accounts if wanted in (None, account.seller) and platform in (None, account.platform)
        ]
        tied = {account.seller: tied_sellers(connection, account.seller) for account in shown if account.seller}
    for account in shown:
        found = penalty(platforms()[account.platform], account.marketplace, account.day, account.infringements)
        others = tied.get(account.seller or "", [])
        if as_json:
            out_json(_record(account, found, others))
        else:
            _show(account, found, others)
    if not shown:
        say("No removed links" + (" of such a seller" if seller or platform else "") + ": nothing is counted.")


def _show(account: SellerAccount, found: Penalty, others: Sequence[TiedSeller]) -> None:
    links = "1 removed link" if account.removed == 1 else f"{account.removed} removed links"
    who = f"{account.name or account.seller} ({account.seller})" if account.seller else "No seller named"
    out(f"{who}, {account.marketplace}, {platform_name(account.platform)}: {links} up to {account.day}")
    out(f"  cases: {', '.join(account.cases)}")
    if account.seller is None:
        out("  the pages named no seller: counted for nobody")
        return
    for lines in (_points(account, found), _strikes(account, found)):
        for line in lines:
            out(f"  {line}")
    if found.ended:
        out("  The account should have ended: ask the platform for it.")
    if account.untold:
        out(f"  {account.untold} {'removal' if account.untold == 1 else 'removals'} without told points")
    for other in others:
        signs = ", ".join(shared_words(kind, value) for kind, value in other.signs)
        out(f"  probably the same operator, counted apart: {other.name or other.key} ({other.key}): {signs}")


def _points(account: SellerAccount, found: Penalty) -> list[str]:
    rule = platforms()[account.platform].find("points", account.marketplace, account.day)
    if rule is None or found.points is None:
        return [f"points: {account.points_told} told; no source says what follows from them"]
    capped = found.points != account.points_told
    cap = f" (of {account.points_told} told: a day counts at most {rule.value['day_cap']})" if capped else ""
    follows = [
        words
        for words, applies in (
            ("a warning", found.warned and found.points_step is None),
            (f"step {found.points_step}", found.points_step is not None),
            (f"the shop should be blocked for {found.blocked_days} days", found.blocked_days is not None),
            ("all its products should be removed", found.all_removed),
            (f"{found.next_points} more to {_mark(rule, found)}", found.next_points is not None),
        )
        if applies
    ]
    return [f"points: {'; '.join((f'{found.points}{cap}', *follows))}", f"  {source_text(rule)}"]


def _mark(rule: Rule, found: Penalty) -> str:
    """Where the next points lead."""
    reached = (found.points or 0) + (found.next_points or 0)
    if reached == rule.value["end"]:
        return "the end of the account"
    return "a warning" if reached == rule.value.get("warning") else f"step {reached}"


def _strikes(account: SellerAccount, found: Penalty) -> list[str]:
    serious = account.serious_told
    rule = platforms()[account.platform].find("serious", account.marketplace, account.day)
    if rule is None or found.strikes is None:
        return [f"serious infringements: {serious} told; no source says what follows from them"]
    if not serious:
        return []
    step = f": {strike_step_name(found.strike_step)}" if found.strike_step else ""
    after = f"; one more: {strike_step_name(found.next_strike)}" if found.next_strike else ""
    return [f"strikes: {found.strikes} of {serious} serious removals{step}{after}", f"  {source_text(rule)}"]


def _record(account: SellerAccount, found: Penalty, others: Sequence[TiedSeller]) -> dict[str, Any]:
    rules = platforms()[account.platform]
    used = [rules.find(key, account.marketplace, account.day) for key in ("points", "serious")]
    return {
        "seller": account.seller, "seller_name": account.name, "marketplace": account.marketplace,
        "platform": account.platform, "on": account.day.isoformat(), "cases": list(account.cases),
        "removed": account.removed, "untold": account.untold,
        "points_told": account.points_told, "serious_told": account.serious_told,
        **asdict(found),
        "rules": [rule_record(rule) for rule in used if rule is not None],
        "same_operator": [{"seller": other.key, "name": other.name, "signs": list(other.signs)} for other in others],
    }  # fmt: skip
