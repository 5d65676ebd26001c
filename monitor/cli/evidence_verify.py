"""`monitor evidence verify`: is all sealed evidence of a store, or a bundle, what was sealed?"""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, out_json, say
from monitor.config import load_settings
from monitor.decision import check_reviewer
from monitor.errors import InputError
from monitor.store.store import open_store

if TYPE_CHECKING:
    from monitor.evidence.verify import Result
    from monitor.evidence.verify_stamps import StampCheck

_STATES = {
    "verified": "checked",
    "openssl": "unverified by the library, checked by openssl",
    "unverified": "not checked",
}


def verify(
    bundle: Annotated[
        Path | None,
        typer.Argument(help="A bundle: the zip, or the folder it was unpacked into.", show_default="the whole store"),
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who checks.", show_default="the user of this machine")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check files, ledger, time stamps and database against each other; ends with 1 and names it when one is damaged.

    Example: monitor evidence verify --store monitor-data
    """
    result = _of_store(store, by) if bundle is None else _of_bundle(bundle)
    if as_json:
        out_json(_record(result, bundle or store), indent=1)
    else:
        _show(result, is_bundle=bundle is not None)
    raise typer.Exit(1 if result.problems else 0)


def _of_store(root: Path, by: str | None) -> "Result":
    from monitor.cli.progress import counting
    from monitor.runs.verifying import note_verified, verify_store

    who = check_reviewer(user_of_machine() if by is None else by)
    store = open_store(root)
    with counting("captures and time stamps") as progress:
        result = verify_store(store, load_settings(root), progress)
    if result.batches or result.problems:
        note_verified(store, result, who, datetime.now(UTC))
    store.close()
    return result


def _of_bundle(path: Path) -> "Result":
    from monitor.cli.progress import counting
    from monitor.evidence.tree import bundle_tree
    from monitor.evidence.verify_bundle import check_bundle

    with bundle_tree(path) as tree, counting("captures and time stamps") as progress:
        try:
            return check_bundle(tree, progress)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None


def _show(result: "Result", *, is_bundle: bool) -> None:
    for problem in result.problems:
        advice = "" if is_bundle else f"; {problem.advice}"
        out(f"DAMAGED  {problem.where}: {problem.what}{advice}")
    for check in result.stamps if is_bundle else [check for check in result.stamps if check.state != "verified"]:
        out(_stamp_line(check, result))
    for authority, fingerprint in result.roots:
        out(f"Root certificate of {authority}: SHA-256 {fingerprint}; compare it with what they publish.")
    for note in result.notes:
        say(note)
    if result.unstamped:
        unstamped = _count(len(result.unstamped), "batch", "batches")
        out(f"Without a checked time stamp: {unstamped}; no damage, but nobody vouches for the time.")
    deleted = f", {result.deleted} deleted" if result.deleted else ""
    seen = f"{_count(result.captures, 'capture')}{deleted}, {_count(result.files, 'file')}"
    stamps = f"{_count(result.batches, 'batch', 'batches')}, {_count(len(result.stamps), 'time stamp')}"
    if result.problems:
        advice = "; ask whoever made the bundle for another copy" if is_bundle else ""
        out(f"DAMAGED: {_count(len(result.problems), 'problem')} in {seen}, {stamps}{advice}.")
    else:
        out(f"All is as it was sealed: {seen}, {stamps}." if result.batches else "Nothing is sealed yet.")


def _stamp_line(check: "StampCheck", result: "Result") -> str:
    name = f"{check.stamp.authority}-{check.stamp.number} of batch {check.stamp.batch:06}"
    state = f"{_STATES[check.state]} ({check.why})" if check.why else _STATES[check.state]
    at = f"; its time {check.gen_time:%Y-%m-%d %H:%M:%S} UTC" if check.gen_time else ""
    sealed = result.sealed.get(check.stamp.batch)
    return f"Time stamp {name}: {state}{at}" + (f", sealed {sealed[:19].replace('T', ' ')} UTC" if sealed else "")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _record(result: "Result", path: Path) -> dict[str, Any]:
    stamps = [
        {
            "batch": check.stamp.batch,
            "authority": check.stamp.authority,
            "number": check.stamp.number,
            "state": check.state,
            "gen_time": check.gen_time.isoformat() if check.gen_time else None,
            "sealed_at": result.sealed.get(check.stamp.batch),
            "why": check.why,
        }
        for check in result.stamps
    ]
    return {
        "checked": str(path),
        "state": "damaged" if result.problems else "whole",
        "captures": result.captures,
        "deleted": result.deleted,
        "files": result.files,
        "batches": result.batches,
        "stamps": stamps,
        "unstamped": result.unstamped,
        "roots": [{"authority": authority, "sha256": sha256} for authority, sha256 in result.roots],
        "notes": result.notes,
        "problems": [
            {**asdict(problem), "what": problem.what, "advice": problem.advice} for problem in result.problems
        ],
    }
