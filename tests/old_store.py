"""A later version of the program, for tests: the migrations with one more behind them."""

import shutil
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
