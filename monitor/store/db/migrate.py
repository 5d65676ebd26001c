"""Bring a store's tables up to this program's version; only `monitor` commands do, under the store's lock."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from monitor.errors import StoreInputError
from monitor.store.db.sqlite import vacuum_into, writing

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0019"
"""The version that this program works with: the head of `migrations/` (a test compares them)."""
_SCRIPTS = Path(__file__).parent / "migrations"


def version_of(engine: Engine) -> str | None:
    """The version of a store; None for an empty database."""
    with engine.connect() as connection:
        named = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if named else None


def check_version(engine: Engine, path: Path) -> None:
    """Raise `StoreInputError` unless the store has exactly this program's version."""
    found = version_of(engine)
    if found == NEWEST:
        return
    if found is None or found in _known():
        raise StoreInputError(
            f"{path}: the store has an older version; run `monitor doctor --store {path}` to update it"
        )
    raise StoreInputError(
        f"{path}: the store was written by a newer version of monitor (its version is {found}, this program knows "
        f"{NEWEST}); update the program"
    )


def migrate(engine: Engine, path: Path, fill: Callable[[Connection], object]) -> None:
    """Update a store in place, after a copy in `backups/`. Raises `StoreInputError` for one of a newer program.

    `fill`: makes what is made of other tables anew, in the same transaction.
    """
    found = version_of(engine)
    if found == NEWEST:
        return
    if found is not None:
        if found not in _known():
            check_version(engine, path)
        _back_up(engine, path / "backups" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{found}.db")
    from alembic import command  # noqa: PLC0415 (slow to import, and rarely needed)

    config = _config()
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if found is not None:
            fill(connection)


def _back_up(engine: Engine, copy: Path) -> None:
    copy.parent.mkdir(exist_ok=True)
    vacuum_into(engine, copy)


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    return config


def _known() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
