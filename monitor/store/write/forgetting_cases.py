"""Words about a forgotten seller in take-down cases: blanked where a case has ended, kept where it is still needed.

The functions and lists that the statements ask for are those of `monitor.store.write.forgetting`.
"""

# ruff: noqa: S608 (our own words)
from typing import Any

from monitor.store.db.views import BLANKED
from monitor.store.read.cases import OPEN_LINKS

_THEIRS = "seller IN (SELECT key FROM temp.own_vendors)"
_OWN_CASES = f"SELECT id FROM case_file WHERE {_THEIRS}"
_TEXTS = {table: BLANKED[table] for table in ("case_listing", "case_event", "case_answer")}
_EMPTY = {"case_listing": "''", "case_event": "NULL", "case_answer": "''"}
_NEEDED = f"""
    SELECT case_id FROM ({OPEN_LINKS})
    UNION SELECT case_id FROM case_listing WHERE listing_key IN (SELECT key FROM temp.covered_listings)"""
"""Cases that have not ended, and those about what is sealed or held: a claim may rest on their words."""


def cases_that_stay(cursor: Any) -> list[str]:
    """The ids of cases that are about the seller or hold the words, and are needed."""
    told = [f"SELECT case_id FROM {table} WHERE {_holds(names)}" for table, names in _TEXTS.items()]
    rows = cursor.execute(f"SELECT id FROM ({' UNION '.join([_OWN_CASES, *told])}) WHERE id IN ({_NEEDED}) ORDER BY id")
    return [case_id for (case_id,) in rows.fetchall()]


def blank_cases(cursor: Any, new_key: str) -> dict[str, int]:
    """Blank the words in all other cases; returns how many rows of each table changed."""
    changed = {}
    for table, names in _TEXTS.items():  # before the cases' sellers change: they say which words are looked for
        values = ", ".join(
            f"{name} = CASE WHEN {_holds((name,))} THEN {_EMPTY[table]} ELSE {name} END" for name in names
        )
        changed[table] = cursor.execute(
            f"UPDATE {table} SET {values} WHERE case_id NOT IN ({_NEEDED}) AND ({_holds(names)})"
        ).rowcount
    changed["case_file"] = cursor.execute(
        f"UPDATE case_file SET seller = ? WHERE {_THEIRS} AND id NOT IN ({_NEEDED})", (new_key,)
    ).rowcount
    return changed


def _holds(names: tuple[str, ...]) -> str:
    return " OR ".join(f"holds(case_id IN ({_OWN_CASES}), {name})" for name in names)
