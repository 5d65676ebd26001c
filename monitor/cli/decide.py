"""`monitor decide`: what a reviewer decides about findings, from the terminal or from a sheet that came back."""

import getpass
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.decide_sheet import decide_from
from monitor.cli.evidence_line import say_sealed
from monitor.cli.options import DEFAULT_STORE, StoreOption, at_store
from monitor.cli.output import out, out_json
from monitor.deciding.decide import Recorded, dismiss_seller, undo
from monitor.deciding.decide import decide as decide_alike
from monitor.decision import Decided, DecisionState, DismissalReason, Ground, check_reviewer, verdict
from monitor.errors import InputError
from monitor.reports.finding_record import decision_record
from monitor.store.read.decisions import Standing
from monitor.store.store import open_store
from monitor.watchlist.add import authorised_seller_lines

_SHOWN = 20
_WORDS = (*DecisionState,)


def decide(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]… DECISION", help=f"Ids of findings, then {' | '.join(_WORDS)}.", show_default=False
        ),
    ] = None,
    ground: Annotated[
        str | None, typer.Option("--ground", help=f"What a confirmed finding is: {', '.join(Ground)}.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help=f"Why a finding is dismissed: {', '.join(DismissalReason)}.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="Free words, kept with the decision.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who decides.", show_default="the user of this machine")
    ] = None,
    seller: Annotated[
        bool,
        typer.Option("--seller", help="The whole seller is of no concern: dismiss all it has, and the next."),
    ] = False,
    take_back: Annotated[
        bool, typer.Option("--undo", help="Take back the last decisions that were made at once (with --by: of NAME).")
    ] = False,
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", help="Read what was filled in in an exported sheet (.xlsx, .csv) and show it."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --from: write it.")] = False,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON line per decision; with --from one of all.")
    ] = False,
) -> None:
    """Decide about findings: confirm, dismiss, watch, or leave for later. Nothing is ever deleted: `--undo` takes back.

    Example: monitor decide taobao:562283240178:nordwerk confirmed --ground counterfeit --by "A. Weber"
    """
    given = words or []
    reviewer = check_reviewer(user_of_machine() if by is None else by)
    about_ids = {"an id": given, "--ground": ground, "--reason": reason, "--note": note, "--seller": seller}
    if sheet is not None:
        _refuse_beside("--from", {**about_ids, "--undo": take_back})
        decide_from(open_store(store, write=yes), sheet, reviewer, yes=yes, as_json=as_json, place=at_store(store))
        return
    if yes:
        raise InputError("--yes goes with --from FILE")
    if take_back:
        _refuse_beside("--undo", about_ids)
        opened = open_store(store, write=True)
        _show(undo(opened, by=reviewer, only_own=by is not None), as_json=as_json, place=at_store(store))
        return
    if len(given) > 1 and given[-1] not in _WORDS and ":" not in given[-1]:
        verdict(given[-1])  # raises, and says which word may be meant
    if len(given) < 2 or given[-1] not in _WORDS:
        raise InputError(
            f"decide: expected ids of findings and then one of {', '.join(_WORDS)}, as in "
            "`monitor decide taobao:562283240178:nordwerk dismissed --reason resale`"
        )
    decided = verdict(given[-1], ground=ground, reason=reason, note=note)
    opened = open_store(store, write=True)
    ids = list(dict.fromkeys(given[:-1]))
    recorded = (
        dismiss_seller(opened, ids, decided, by=reviewer) if seller else decide_alike(opened, ids, decided, by=reviewer)
    )
    _show(recorded, as_json=as_json, place=at_store(store))
    say_sealed(opened, [decision.finding_id for decision in recorded.decisions])


def user_of_machine() -> str:
    """The name with which decisions stand where nobody gave one. Raises `InputError`."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise InputError("--by: this machine's user has no name; say who decides with --by NAME") from None


def _refuse_beside(option: str, others: Mapping[str, object]) -> None:
    for name, value in others.items():
        if value:
            raise InputError(f"{option} goes alone; {name} was given too")


def _show(recorded: Recorded, *, as_json: bool, place: str) -> None:
    """`place`: what a command needs to find the store."""
    if as_json:
        for decision in recorded.decisions:
            out_json(decision_record(decision))
        return
    for decision in recorded.decisions[:_SHOWN]:
        out(f"{decision.finding_id}: {_line(decision)}")
    if len(recorded.decisions) > _SHOWN:
        out(f"… and {len(recorded.decisions) - _SHOWN} more")
    for finding_id in recorded.unchanged:
        out(f"{finding_id}: decided the same before, nothing to write")
    for standing in recorded.sellers:
        _show_seller(standing)
    if recorded.left_confirmed:
        out(f"Confirmed findings of the seller stay as they are: {recorded.left_confirmed}.")
    if recorded.decisions and recorded.decisions[0].undoes is None:
        out(f"`monitor decide --undo{place}` takes this back.")


def _line(decision: Decided) -> str:
    why = decision.ground or decision.reason
    words = f"{decision.state}{f' ({why})' if why else ''}"
    return f"taken back, now {words}" if decision.undoes is not None else words


def _show_seller(standing: Standing) -> None:
    name = standing.seller_name or standing.seller_id or standing.seller
    out(f"{name} ({standing.marketplace}) is of no concern for {standing.brand}: its next findings are dismissed too.")
    out("If it may sell the brand, say so in the watchlist, below the brand, and it counts for it:")
    for line in authorised_seller_lines(standing.marketplace, standing.seller_name, standing.seller_id):
        out(f"    {line}")
