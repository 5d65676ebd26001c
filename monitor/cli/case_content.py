"""What a case's pack says today, for the commands that write it and that check it."""

from datetime import datetime
from pathlib import Path

from monitor.casework.captures import capture_problem
from monitor.casework.pack.content import Pack
from monitor.casework.pack.gather import Sources, gather
from monitor.casework.register import register_rights
from monitor.cli.output import say
from monitor.errors import InputError
from monitor.runs.evidence_writing import EVIDENCE
from monitor.runs.watchlist_file import watchlist_file
from monitor.store.read.cases import CaseRecord
from monitor.store.store import Store
from monitor.watchlist.load import load_watchlist


def pack_content(store: Store, case: CaseRecord, watchlist: Path | None, now: datetime, *, specimen: bool) -> Pack:
    """What the pack of a case says today; `watchlist`: None for the store's own. Raises `InputError`, `StoreError`."""
    file = watchlist_file(store, watchlist)
    loaded = load_watchlist(file)
    try:
        register = register_rights(store, loaded, file, now)
    except OSError as error:
        raise InputError(f"{store.root}: the rights' documents can't be kept ({error.strerror})") from None
    for problem in register.problems:
        say(f"{file}: {problem}")

    def check(capture_id: str, manifest_sha256: str) -> str | None:
        return capture_problem(store.root / EVIDENCE, capture_id, manifest_sha256)

    return gather(store, case, Sources(loaded, register, check, now, specimen))
