"""A later version of the program, for tests: the migrations with one more behind them."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from monitor.store.db import migrate

_SECOND = '''
"""A second migration, for tests."""
import sqlalchemy as sa
from alembic import op

revision = "{second}"
down_revision = "{first}"


def upgrade() -> None:
    op.add_column("run", sa.Column("note", sa.Text(), nullable=True))
'''


_BREAK = '    op.execute("SELECT * FROM no_such_table")\n'


def second_revision(folder: Path, monkeypatch: pytest.MonkeyPatch, *, broken: bool = False) -> None:
    """Make the program one version newer than its migrations: the next adds `run.note`, and fails if `broken`."""
    scripts = folder / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    second = f"{int(migrate.NEWEST) + 1:04}"
    script = _SECOND.format(first=migrate.NEWEST, second=second)
    (scripts / "versions" / f"v{second}.py").write_text(script + (_BREAK if broken else ""))
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "NEWEST", second)


def without_forgetting(database: sqlite3.Connection) -> None:
    """Make a store of today one of version 0017, but for the keys of sellers without ids."""
    triggers = "".join(
        f"""DROP TRIGGER {table}_no_update;
            CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
            BEGIN SELECT raise(ABORT, '{table} is append only'); END;"""
        for table in ("observation", "decision", "seller_decision")
    )
    database.executescript(f"""
        DROP TABLE case_answer; DROP TABLE case_relisting;
        DROP TABLE case_event; DROP TABLE case_listing; DROP TABLE case_file; DROP TABLE right_version;
        DROP TABLE removed_snapshot; {triggers} UPDATE alembic_version SET version_num = '0017';""")


def without_sellers(database: sqlite3.Connection, version: str) -> None:
    """Make a store of today one of version 0014 or, for rows that it changes, of an earlier one."""
    without_forgetting(database)
    database.executescript(f"""
        DROP TABLE custody; DROP TABLE stamp; DROP TABLE capture_listing; DROP TABLE capture;
        DROP TABLE evidence_batch; ALTER TABLE run DROP COLUMN environment;
        DROP VIEW vendors; DROP VIEW listings; DROP VIEW findings; DROP TABLE seller_identifier;
        DROP TABLE unjudged_vendor; DROP INDEX vendor_seller; DROP INDEX grouping_seller;
        ALTER TABLE vendor DROP COLUMN seller;
        CREATE VIEW vendors AS SELECT * FROM vendor; CREATE VIEW listings AS SELECT * FROM listing;
        CREATE VIEW findings AS SELECT * FROM finding;
        UPDATE alembic_version SET version_num = '{version}';""")
