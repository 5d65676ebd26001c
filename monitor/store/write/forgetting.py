"""Forget a seller: blank all words about a person in the rows, where no hold and no sealed page needs them.

Append-only tables let words become NULL and nothing else (`monitor.store.db.views`); everywhere else the word alone is
replaced. All in the caller's transaction: one that is rolled back has only counted.
"""

# ruff: noqa: S608 (our own words)
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from monitor.store.db.search_text import merge_texts
from monitor.store.db.visit_digest import digest_of_visit
from monitor.store.read.person import Person
from monitor.store.write.forgetting_cases import blank_cases, cases_that_stay
from monitor.store.write.queue import rebuild_queue
from monitor.store.write.sellers import unite_all
from monitor.text.person_words import PersonWords

_ANYWHERE: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "run": (("plan",), (), ""),
    "listing": (("image_urls",), ("url", "title", "location"), "key"),
    "match": ((), ("mention", "why"), "listing_key"),
    "finding": (("reasons", "missing"), (), "listing_key"),
    "unmatched": ((), ("title",), "key"),
    "listing_picture": ((), ("url",), "listing_key"),
    "look_again": ((), ("why",), "listing_key"),
    "examined_title": (("misspellings",), (), ""),
}
"""Columns that can hold a person's words, by table: those with JSON, those with text, and the one that names the
listing."""
_VISIT = (("fetch", "next_page"), ("url", "final_url", "detail", "keyword", "error", "target"))
_OWN_SHOP = "(page = 'shop' AND substr(target, instr(target, ':') + 1) IN (SELECT key FROM temp.own_ids))"
_OWN_KEYS = "SELECT key FROM temp.own_listings"
_COVERED_KEYS = "SELECT key FROM temp.covered_listings"
_VENDOR_KEYS = "SELECT key FROM temp.own_vendors"


@dataclass(frozen=True, slots=True)
class Blanked:
    """What was blanked, and what was not."""

    rows: dict[str, int]
    """Changed or deleted rows by table."""
    visits: dict[int, str]
    """The digests of the visits whose rows changed, as they were before, by the visit's number."""
    cases: list[str]
    """The ids of the cases that keep the words: they have not ended, or what they are about stays."""


def forgotten_key(person: Person, salt: bytes) -> str:
    """The key that stands for a seller who was forgotten: equal within this store, and nothing elsewhere."""
    if person.key.startswith(f"{person.marketplace}:forgotten:"):
        return person.key
    return f"{person.marketplace}:forgotten:{hashlib.blake2b(person.key.encode(), key=salt, digest_size=8).hexdigest()}"


def forget_person(
    connection: Connection, person: Person, all_words: PersonWords, telling: PersonWords, *, new_key: str,
    covered_visits: Collection[int],
) -> Blanked:  # fmt: skip
    """Blank a person's words in all rows but those that must stay.

    `all_words` are looked for in the rows of the person's own listings and shop, `telling` ones everywhere.
    """
    cursor: Any = connection.connection.cursor()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # keys change in one table after another
    with _temporary(connection, person, all_words, telling, covered_visits):
        visits = _touched_visits(cursor)
        before = {number: digest_of_visit(cursor, number) for number in visits}
        cases = cases_that_stay(cursor)
        counts = Counter(
            {
                "visit": _blank_visits(cursor),
                "observation": _blank_observations(cursor, new_key),
                "decision": _blank_decisions(cursor, new_key),
                "seller_decision": _blank_seller_decisions(cursor, new_key, keep=bool(person.held or person.sealed)),
                **{table: _blank(cursor, table) for table in _ANYWHERE},
                "seller_link": _delete_links(cursor),
                **blank_cases(cursor, new_key),
            }
        )
        counts["grouping"] = _leave_groups(cursor, new_key)
        counts["group_stats"] = _delete_stats(cursor, person.vendors)
        counts["vendor"] = _replace_vendors(cursor, person.marketplace, new_key)
        _digest_anew(cursor, before)
    return Blanked(dict(+counts), {number: str(digest) for number, digest in before.items()}, cases)


def make_anew(connection: Connection) -> None:
    """Make what is made of other tables anew, without anything of before."""
    unite_all(connection)
    rebuild_queue(connection)
    merge_texts(connection)
    # statistics that named the seller are made with the next `assess`, which is a whole one
    connection.exec_driver_sql("DELETE FROM store_info WHERE key = 'assessed'")


@contextmanager
def _temporary(
    connection: Connection, person: Person, all_words: PersonWords, telling: PersonWords, visits: Collection[int]
) -> Iterator[None]:
    """The functions and lists that the statements below ask for."""
    raw: Any = connection.connection.driver_connection
    functions: dict[str, Callable[..., Any]] = {
        "holds": lambda own, words: (all_words if own else telling).are_in(words),
        "blanked": lambda own, words: (all_words if own else telling).blanked(words),
        "blanked_json": lambda own, words: (all_words if own else telling).blanked_json(words),
    }
    for name, function in functions.items():
        raw.create_function(name, 2, function)
    lists: dict[str, Iterable[Any]] = {
        "own_listings": person.listings,
        "covered_listings": [*person.held, *person.sealed],
        "own_vendors": person.vendors,
        "own_ids": person.words,
        "covered_visits": visits,
    }
    for name, keys in lists.items():
        connection.exec_driver_sql(f"CREATE TEMP TABLE {name} (key PRIMARY KEY) WITHOUT ROWID")
        if rows := [(key,) for key in keys]:
            connection.exec_driver_sql(f"INSERT INTO temp.{name} VALUES (?)", rows)
    try:
        yield
    finally:
        for name in lists:
            connection.exec_driver_sql(f"DROP TABLE temp.{name}")


def _touched_visits(cursor: Any) -> list[int]:
    """The visits whose rows, or whose observations, will change and are so far as they were written."""
    held = " OR ".join(f"holds({_OWN_SHOP}, v.{name})" for names in _VISIT for name in names)
    rows = cursor.execute(f"""
        SELECT d.visit_id, d.sha256 FROM visit_digest AS d JOIN visit AS v ON v.id = d.visit_id
        WHERE (v.id NOT IN (SELECT key FROM temp.covered_visits) AND ({held}))
           OR v.id IN (SELECT o.visit_id FROM observation AS o WHERE {_observation_changes()})""").fetchall()
    return [number for number, sha256 in rows if digest_of_visit(cursor, number) == sha256]


def _blank_visits(cursor: Any) -> int:
    documents, texts = _VISIT
    own = _OWN_SHOP
    changes = [
        f"{name} = CASE WHEN {name} IS NULL THEN NULL ELSE blanked_json({own}, {name}) END" for name in documents
    ]
    changes += [f"{name} = CASE WHEN {name} IS NULL THEN NULL ELSE blanked({own}, {name}) END" for name in texts]
    # what was asked for is asked for once in a run
    changes[-1] = f"target = CASE WHEN holds({own}, target) THEN blanked({own}, target) || ' ' || id ELSE target END"
    held = " OR ".join(f"holds({own}, {name})" for name in (*documents, *texts))
    return _changed(
        cursor,
        f"UPDATE visit SET {', '.join(changes)} WHERE id NOT IN (SELECT key FROM temp.covered_visits) AND ({held})",
    )


def _observation_changes() -> str:
    own = f"(o.listing_key IN ({_OWN_KEYS}))"
    return (
        f"o.listing_key NOT IN ({_COVERED_KEYS}) AND (o.vendor_key IN ({_VENDOR_KEYS}) "
        f"OR holds({own}, o.title) OR holds({own}, o.location) OR holds({own}, o.image_urls))"
    )


def _blank_observations(cursor: Any, new_key: str) -> int:
    own, is_theirs = f"(listing_key IN ({_OWN_KEYS}))", f"vendor_key IN ({_VENDOR_KEYS})"
    return _changed(
        cursor,
        f"""UPDATE observation AS o SET
            title = CASE WHEN holds({own}, title) THEN NULL ELSE title END,
            image_urls = CASE WHEN holds({own}, image_urls) THEN NULL ELSE image_urls END,
            location = CASE WHEN {is_theirs} OR holds({own}, location) THEN NULL ELSE location END,
            vendor_key = CASE WHEN {is_theirs} THEN ? ELSE vendor_key END
            WHERE {_observation_changes()}""",
        (new_key,),
    )


def _blank_decisions(cursor: Any, new_key: str) -> int:
    listing = "(SELECT listing_key FROM finding WHERE id = finding_id)"
    own = f"({listing} IN ({_OWN_KEYS}))"
    return _changed(
        cursor,
        f"""UPDATE decision SET note = CASE WHEN holds({own}, note) THEN NULL ELSE note END,
            seller = CASE WHEN seller IN ({_VENDOR_KEYS}) THEN ? ELSE seller END
            WHERE {listing} NOT IN ({_COVERED_KEYS}) AND (holds({own}, note) OR seller IN ({_VENDOR_KEYS}))""",
        (new_key,),
    )


def _blank_seller_decisions(cursor: Any, new_key: str, *, keep: bool) -> int:
    """`keep`: something of the seller stays, and so does what was decided about the whole of it."""
    is_theirs = f"(seller IN ({_VENDOR_KEYS}))"
    changed = f"NOT {is_theirs} AND holds(0, note)" if keep else f"{is_theirs} OR holds(0, note)"
    return _changed(
        cursor,
        f"""UPDATE seller_decision SET note = CASE WHEN holds({is_theirs}, note) THEN NULL ELSE note END,
            seller = CASE WHEN {is_theirs} THEN ? ELSE seller END WHERE {changed}""",
        (new_key,),
    )


def _blank(cursor: Any, table: str) -> int:
    """Replace the words in a table's own columns; of the seller's listings the place goes too."""
    documents, texts, key = _ANYWHERE[table]
    own = f"({key} IN ({_OWN_KEYS}))" if key else "0"
    changes = [
        f"{name} = CASE WHEN holds({own}, {name}) THEN {function}({own}, {name}) ELSE {name} END"
        for names, function in ((documents, "blanked_json"), (texts, "blanked"))
        for name in names
        if name != "location"
    ]
    held = " OR ".join(f"holds({own}, {name})" for name in (*documents, *texts))
    if table == "listing":
        is_theirs = f"vendor_key IN ({_VENDOR_KEYS})"
        changes.append(f"location = CASE WHEN {is_theirs} OR holds({own}, location) THEN NULL ELSE location END")
        held = f"{is_theirs} AND location IS NOT NULL OR {held}"
    covered = f"{key} NOT IN ({_COVERED_KEYS})" if key else "1"
    return _changed(cursor, f"UPDATE {table} SET {', '.join(changes)} WHERE {covered} AND ({held})")


def _delete_links(cursor: Any) -> int:
    return _changed(
        cursor,
        f"DELETE FROM seller_link WHERE listing_key NOT IN ({_COVERED_KEYS}) "
        f"AND (listing_key IN ({_OWN_KEYS}) OR holds(0, value))",
    )


def _leave_groups(cursor: Any, new_key: str) -> int:
    return _changed(
        cursor,
        f"""UPDATE grouping SET vendor = CASE WHEN vendor IS NULL THEN NULL ELSE 'vendor|' || brand || '|' || ? END,
            seller = ? WHERE seller IN ({_VENDOR_KEYS}) AND listing_key NOT IN ({_COVERED_KEYS})""",
        (new_key, new_key),
    )


def _delete_stats(cursor: Any, vendors: Sequence[str]) -> int:
    """Statistics are made anew: those that name the seller, by key or by words, go."""
    keys = " OR ".join(["instr(key, ?) OR instr(facts, ?)"] * len(vendors))
    values = [key for vendor in vendors for key in (vendor, vendor)]
    return _changed(cursor, f"DELETE FROM group_stats WHERE {keys} OR holds(0, facts) OR holds(0, key)", values)


def _replace_vendors(cursor: Any, marketplace: str, new_key: str) -> int:
    """Let one vendor without words stand for the seller, but in the rows of listings that must stay."""
    cursor.execute(
        f"""INSERT INTO vendor (key, marketplace, first_seen, seller)
            SELECT ?, ?, min(first_seen), ? FROM vendor WHERE key IN ({_VENDOR_KEYS}) AND true
            ON CONFLICT DO NOTHING""",
        (new_key, marketplace, new_key),
    )
    cursor.execute(
        f"UPDATE listing SET vendor_key = ? WHERE vendor_key IN ({_VENDOR_KEYS}) AND key NOT IN ({_COVERED_KEYS})",
        (new_key,),
    )
    unneeded = """IN (SELECT key FROM temp.own_vendors EXCEPT SELECT vendor_key FROM listing
        EXCEPT SELECT vendor_key FROM observation EXCEPT SELECT seller FROM seller_decision)"""
    cursor.execute(f"DELETE FROM seller_identifier WHERE vendor_key {unneeded}")
    cursor.execute(f"DELETE FROM unjudged_vendor WHERE vendor_key {unneeded}")
    return _changed(cursor, f"DELETE FROM vendor WHERE key {unneeded}")


def _digest_anew(cursor: Any, before: dict[int, str]) -> None:
    for number in before:
        cursor.execute(
            "UPDATE visit_digest SET sha256 = ? WHERE visit_id = ?", (digest_of_visit(cursor, number), number)
        )


def _changed(cursor: Any, statement: str, values: Sequence[Any] = ()) -> int:
    """How many rows a statement changed."""
    return int(cursor.execute(statement, tuple(values)).rowcount)
