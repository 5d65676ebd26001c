"""The digest of what a page wrote for ever: its visit, and the observations and events that it brought."""

import hashlib
import json
from typing import Any

_ROWS = (
    "SELECT * FROM visit WHERE id = ?",
    "SELECT * FROM observation WHERE visit_id = ? ORDER BY id",
    "SELECT * FROM lifecycle WHERE visit_id = ? ORDER BY id",
)
_encode = json.JSONEncoder(separators=(",", ":")).encode


def digest_of_visit(cursor: Any, visit_id: int) -> str:
    """The SHA-256 of a visit's rows as the database holds them, empty columns left out.

    So a later version's new columns change nothing; a migration that changes these rows has to digest them anew.
    `cursor`: SQLite's own, which is half the work of SQLAlchemy's.
    """
    digest = hashlib.sha256()
    for statement in _ROWS:
        cursor.execute(statement, (visit_id,))
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            digest.update(
                _encode([pair for pair in zip(names, row, strict=True) if pair[1] is not None]).encode("ascii")
            )
    return digest.hexdigest()
