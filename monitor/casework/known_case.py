"""A case by the id that a person gives."""

from monitor.errors import InputError, check_text
from monitor.store.read.cases import CaseRecord, find_case
from monitor.store.store import Connection


def known_case(connection: Connection, case_id: str) -> CaseRecord:
    """The case with this id. Raises `InputError`."""
    check_text("CASE", case_id)
    case = find_case(connection, case_id)
    if case is None:
        raise InputError(f"no case {case_id[:60]!r} in this store; `monitor case list` shows them")
    return case
