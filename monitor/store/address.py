"""Where a store lies: today a folder with the database file in it; the one place that a database's URL would change."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """A store by its folder, which also holds its kept pages, settings and copies."""

    folder: Path

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / "monitor.db"

    def exists(self) -> bool:
        """Whether there is a database. Raises OSError when nobody may look."""
        return self.database.is_file()

    def is_lost(self) -> bool:
        """Whether kept pages lie beside a database of no bytes."""
        log = self.database.with_name("monitor.db-wal")
        try:
            if self.database.stat().st_size or (log.exists() and log.stat().st_size):
                return False
            return any((self.folder / "snapshots").glob("*/*"))
        except OSError:
            return False
