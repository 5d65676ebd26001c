"""The brands that a store knows: by the watchlists of its runs, and by its findings."""

from sqlalchemy import Connection, text

from monitor.errors import InputError, expected

_NAMES = text("""
    SELECT json_extract(b.value, '$.id') AS id, json_extract(b.value, '$.name') AS name
    FROM (SELECT id, plan FROM run ORDER BY id DESC LIMIT :most) AS r, json_each(r.plan, '$.watchlist.brand') AS b
    ORDER BY r.id""")
_RUNS = 20
"""How many runs are looked at: each holds the whole watchlist."""
_NEWEST = text("SELECT max(id) FROM run")
_FOUND = text("SELECT DISTINCT brand FROM finding")


def brand_names(connection: Connection) -> dict[str, str]:
    """Brand id to the name that the newest watchlist gives it; of brands that only old findings have, the id."""
    return {brand: brand for brand in connection.execute(_FOUND).scalars()} | _named(connection)


def newest_run(connection: Connection) -> int | None:
    """The newest run, which may have brought new names; None before the first."""
    return connection.execute(_NEWEST).scalar_one()  # type: ignore[no-any-return]


def check_brand(connection: Connection, brand: str) -> str:
    """`brand`, if the store knows it, or nothing was run yet. Raises `InputError`."""
    if brand in _named(connection):  # findings are looked through only for what no watchlist names
        return brand
    known = brand_names(connection)
    if known and brand not in known:
        raise InputError(f"brand {brand[:60]!r} is unknown in this store; {expected(brand, sorted(known))}")
    return brand


def _named(connection: Connection) -> dict[str, str]:
    return {row.id: row.name for row in connection.execute(_NAMES, {"most": _RUNS})}
