"""`monitor case rights`: the register of rights, now or as of a day."""

from typing import Annotated, Any

import typer

from monitor.casework.register import right_of, rights_as_of
from monitor.cli.case_options import WatchlistOption, day_in, registered
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out_json, say, table
from monitor.store.read.findings import zulu
from monitor.store.read.rights import RightVersion
from monitor.store.store import open_store

_HEADS = ["brand", "right", "number", "where", "state", "valid until", "classes", "documents", "version", "since (UTC)"]


def rights(
    watchlist: WatchlistOption = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", help="As the register stood at the end of a day (UTC).", show_default="now"
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per right.")] = False,
) -> None:
    """Take your rights and their documents over from the watchlist, and list them with their versions.

    Example: monitor case rights --watchlist watchlist.toml
    """
    removed: list[RightVersion] = []
    if on is None:
        register = registered(open_store(store, write=True), watchlist)[1]
        found, removed = list(register.rights), list(register.removed)
    else:
        found = rights_as_of(open_store(store), day_in("--on", on))
    if as_json:
        for version in found:
            out_json(_record(version))
        for version in removed:
            out_json({**_record(version), "removed": True})
        return
    if not found and not removed:
        when = "in the watchlist" if on is None else f"on record by the end of {on}"
        say(f"No right is {when}; docs/watchlist.md tells how [[brand.right]] is written.")
        return
    gone = "no longer in the watchlist"
    table(_HEADS, [*(_row(version) for version in found), *(_row(version, state=gone) for version in removed)])


def _row(version: RightVersion, state: str | None = None) -> list[str]:
    right = right_of(version)
    return [
        version.brand,
        right.kind,
        right.number or right.title or "-",
        right.jurisdiction,
        state or right.status,
        right.valid_until.isoformat() if right.valid_until else "not told",
        ", ".join(map(str, right.classes)) or "-",
        ", ".join(version.documents) or "none",
        str(version.id),
        f"{version.at:%Y-%m-%d}",
    ]


def _record(version: RightVersion) -> dict[str, Any]:
    return {
        "version": version.id, "brand": version.brand, "since": zulu(version.at), "digest": version.digest,
        "right": right_of(version).model_dump(mode="json"), "documents": dict(version.documents),
    }  # fmt: skip
