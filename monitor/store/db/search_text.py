"""The full-text index of the queue's titles and vendors (SQLite's FTS5); the only place that knows how it is asked."""

from sqlalchemy import Connection

TABLE = "queue_text"


def forget_all_texts(connection: Connection) -> None:
    """Empty the index."""
    connection.exec_driver_sql(f"DELETE FROM {TABLE}")  # noqa: S608 (our own name)


def forget_texts(connection: Connection, ids: list[int]) -> None:
    """Take rows out of the index, by their numbers in `queue`."""
    if ids:
        connection.exec_driver_sql(f"DELETE FROM {TABLE} WHERE rowid = ?", [(number,) for number in ids])  # noqa: S608


def write_texts(connection: Connection, texts: dict[int, str]) -> None:
    """Set the words (`monitor.text.search_grams`) of rows, by their numbers in `queue`."""
    if texts:
        sql = f"INSERT OR REPLACE INTO {TABLE} (rowid, grams) VALUES (?, ?)"  # noqa: S608
        connection.exec_driver_sql(sql, list(texts.items()))


def match_expression(phrases: list[str]) -> str:
    """What FTS5 is asked for phrases of `search_phrases`: the last word of each may go on."""
    return " AND ".join(f'"{phrase}" *' for phrase in phrases)


def contains_clause(number: int) -> str:
    """SQL that is true where the grams `t.grams` hold the parameter `:text<number>` (see `contains_value`)."""
    return f"instr(' ' || t.grams, :text{number}) > 0"


def contains_value(phrase: str) -> str:
    """The value of the parameter of `contains_clause`."""
    return f" {phrase}"


def merge_texts(connection: Connection) -> None:
    """Make the index one piece: what was taken out stays in older pieces until then."""
    connection.exec_driver_sql(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608
