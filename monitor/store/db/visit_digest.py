"""The digest of what a page wrote for ever: its visit, and the observations and events that it brought."""

import hashlib
import re
from typing import Any

_ROWS = (
    "SELECT * FROM visit WHERE id = ?",
    "SELECT * FROM observation WHERE visit_id = ? ORDER BY id",
    "SELECT * FROM lifecycle WHERE visit_id = ? ORDER BY id",
)
_EMPTY_END = re.compile(r"(?:, None)++\)")


def digest_of_visit(cursor: Any, visit_id: int) -> str:
    """The SHA-256 of a visit's rows as the database holds them, without the empty columns at their ends.

    So a later version's new columns change nothing; a migration that changes these rows has to digest them anew.
    `cursor`: SQLite's own; with SQLAlchemy's this would take twice as long.
    """
    rows = [cursor.execute(statement, (visit_id,)).fetchall() for statement in _ROWS]
    # numbers and text alone, so this is the same with every version of Python
    return hashlib.sha256(_EMPTY_END.sub(")", ascii(rows)).encode("ascii")).hexdigest()
