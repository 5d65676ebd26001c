"""`monitor case pack`: the folder that a filer works from."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.casework.captures import capture_problem
from monitor.casework.pack.checklist import missing_lines
from monitor.casework.pack.write import write_pack
from monitor.casework.rules import platforms
from monitor.cli.case_content import pack_content
from monitor.cli.case_lines import known_case
from monitor.cli.decide import user_of_machine
from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import out, say
from monitor.decision import check_reviewer
from monitor.errors import InputError
from monitor.runs.bundling import bundle_findings
from monitor.runs.evidence_writing import EVIDENCE
from monitor.store.read.cases import CaseListing, case_listings
from monitor.store.store import Store, open_store
from monitor.words.cases import refusal_words


def pack(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its id, such as 2026-0001.", show_default=False)],
    folder: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="A new folder.", show_default="case-CASE")
    ] = None,
    specimen: Annotated[
        bool, typer.Option("--specimen", help="Mark each page as a specimen that is not for filing.")
    ] = False,
    watchlist: Annotated[
        Path | None, typer.Option("--watchlist", help="The watchlist with your rights.", show_default="the store's")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who has it made.", show_default="the user of this machine")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write links, notice, comparison, test purchase, documents, evidence and a checklist. It sends nothing.

    What is missing stands first, in 00-missing.txt, and makes the exit code 1.

    Example: monitor case pack 2026-0001 -o case-2026-0001
    """
    who = check_reviewer(user_of_machine() if by is None else by)
    now = datetime.now(UTC)
    opened = open_store(store, write=True)
    with opened.read() as connection:
        found = known_case(connection, case)
        listings = case_listings(connection, found.id)
    if found.platform not in platforms():
        raise InputError(f"case {found.id}: this program knows no rules of {found.platform}")
    _refuse_damaged(opened, listings)
    pages = pack_content(opened, found, watchlist, now, specimen=specimen)
    target = folder or Path(f"case-{found.id}")
    # pages that were read with the owner's login show the account: they are left out, and the pack says so
    ids = [listing.finding_id for listing in listings if not listing.session]

    def bundle(path: Path) -> None:
        if ids:
            bundle_findings(opened, ids, path, by=who)

    files = write_pack(opened, pages, target, now, bundle)
    out(f"{target}: {len(files)} files")
    missing = missing_lines(pages)
    for line in missing:
        say(f"missing: {line}")
    raise typer.Exit(1 if missing else 0)


def _refuse_damaged(store: Store, listings: list[CaseListing]) -> None:
    """Raise `InputError` where a sealed page that the case rests on is not what was sealed."""
    for one in listings:
        problem = capture_problem(store.root / EVIDENCE, one.capture_id, one.manifest_sha256)
        if problem is not None:
            facts = {"finding": one.finding_id, "capture": one.capture_id, "problem": problem}
            raise InputError(refusal_words("damaged_evidence", facts))
