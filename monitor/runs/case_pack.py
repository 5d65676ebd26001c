"""The pack of a case: what it says today, and the folder that a filer works from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.casework.captures import capture_problem
from monitor.casework.known_case import known_case
from monitor.casework.links import links_to_file
from monitor.casework.pack.checklist import missing_lines
from monitor.casework.pack.content import Pack
from monitor.casework.pack.gather import Sources, gather
from monitor.casework.pack.write import write_pack
from monitor.casework.register import looked_at_rights, register_rights
from monitor.casework.rules import platforms
from monitor.errors import InputError
from monitor.runs.bundling import bundle_findings
from monitor.runs.evidence_writing import EVIDENCE
from monitor.runs.watchlist_file import watchlist_file
from monitor.store.read.cases import CaseListing, CaseRecord, case_listings
from monitor.store.store import Store
from monitor.watchlist.load import load_watchlist
from monitor.words.cases import refusal_words


@dataclass(frozen=True, slots=True)
class PackContent:
    """What the pack of a case says."""

    pack: Pack
    problems: Sequence[str]
    """A line for each document of the watchlist that can't be used."""


@dataclass(frozen=True, slots=True)
class MadePack:
    """A pack that was written."""

    files: Sequence[str]
    """Their names in the folder, in order."""
    missing: Sequence[str]
    """What keeps the case from being filed, a sentence each; the pack is written all the same."""
    problems: Sequence[str]
    """As in `PackContent`."""


def pack_content(
    store: Store,
    case: CaseRecord,
    watchlist: Path | None,
    now: datetime,
    *,
    specimen: bool = False,
    look: bool = False,
    links: Sequence[int] | None = None,
) -> PackContent:
    """What the pack of a case says today. `watchlist`: a file, None for the store's own; `now`: UTC.

    `links`: the positions of those that it is about; None: those that are to be filed. Takes the watchlist's rights
    over into the store, or writes nothing for a `look`. Raises `InputError` (also for a platform without rules, and a
    watchlist that can't be read) and `StoreError`.
    """
    if case.platform not in platforms():
        raise InputError(f"case {case.id}: this program knows no rules of {case.platform}")
    file = watchlist_file(store, watchlist)
    loaded = load_watchlist(file)
    try:
        register = (looked_at_rights if look else register_rights)(store, loaded, file, now)
    except OSError as error:
        raise InputError(f"{store.root}: the rights' documents can't be kept ({error.strerror})") from None

    def check(capture_id: str, manifest_sha256: str) -> str | None:
        return capture_problem(store.root / EVIDENCE, capture_id, manifest_sha256)

    about = links_to_file(case.states) if links is None else links
    pack = gather(store, case, Sources(loaded, register, check, now, specimen), about)
    return PackContent(pack, [f"{file}: {problem}" for problem in register.problems])


def make_pack(
    store: Store,
    case_id: str,
    watchlist: Path | None,
    folder: Path,
    *,
    by: str,
    now: datetime,
    specimen: bool = False,
) -> MadePack:
    """Write a case's pack into a folder that is not there yet. `by`: who has it made.

    `specimen`: mark each page as not for filing, which packs of replayed and stand-in pages are anyway. Pages that were
    read with the owner's login show the account: they are left out, and the pack says so. Raises `InputError` (no such
    case, a sealed page that is not what was sealed, the folder is there, or as `pack_content`) and `StoreError`:
    nothing is left then.
    """
    with store.read() as connection:
        case = known_case(connection, case_id)
        to_file = links_to_file(case.states)
        listings = [listing for listing in case_listings(connection, case.id) if listing.position in to_file]
    _refuse_damaged(store, listings)
    content = pack_content(store, case, watchlist, now, specimen=specimen)
    ids = [listing.finding_id for listing in listings if not listing.session]

    def bundle(path: Path) -> None:
        if ids:
            bundle_findings(store, ids, path, by=by, specimen=content.pack.specimen)

    files = write_pack(store, content.pack, folder, now, bundle)
    return MadePack(files, missing_lines(content.pack), content.problems)


def _refuse_damaged(store: Store, listings: Iterable[CaseListing]) -> None:
    """Raise `InputError` where a sealed page that the case rests on is not what was sealed."""
    for one in listings:
        problem = capture_problem(store.root / EVIDENCE, one.capture_id, one.manifest_sha256)
        if problem is not None:
            facts = {"finding": one.finding_id, "capture": one.capture_id, "problem": problem}
            raise InputError(refusal_words("damaged_evidence", facts))
