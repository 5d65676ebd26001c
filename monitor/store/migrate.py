"""Bring a store's tables up to this program's version; only `monitor` commands do, under the store's lock."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from monitor.errors import StoreInputError


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The version that this program works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None, "the first migration is part of the program"
    return head


def version_of(engine: Engine) -> str | None:
    """The version of a store; None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_version(engine: Engine, path: Path) -> None:
    """Raise `StoreInputError` unless the store has exactly this program's version."""
    found = version_of(engine)
    if found == newest():
        return
    if found is None or found in _known():
        raise StoreInputError(
            f"{path}: the store has an older version; run `monitor doctor --store {path}` to update it"
        )
    raise StoreInputError(
        f"{path}: the store was written by a newer version of monitor (its version is {found}, this program knows "
        f"{newest()}); update the program"
    )


def migrate(engine: Engine, path: Path) -> None:
    """Update a store in place, after a copy in `backups/`. Raises `StoreInputError` for one of a newer program."""
    found = version_of(engine)
    if found == newest():
        return
    if found is not None:
        if found not in _known():
            check_version(engine, path)
        backups = path / "backups"
        backups.mkdir(exist_ok=True)
        copy = backups / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{found}.db"
        raw = engine.raw_connection()
        raw.cursor().execute("VACUUM INTO ?", (str(copy),))
        raw.close()
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
