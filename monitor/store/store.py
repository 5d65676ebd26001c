"""A store: one folder per client with the database, the kept pages and the settings."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreError, StoreInputError
from monitor.evidence.archive import Archive, FolderArchive
from monitor.evidence.snapshots import read_snapshot
from monitor.store.address import StoreAddress
from monitor.store.db.bulk import insert_new_rows
from monitor.store.db.migrate import check_version, migrate, version_of
from monitor.store.db.schema import StoreInfoRow
from monitor.store.db.sqlite import connect, sqlite_module, vacuum, vacuum_into, writing
from monitor.store.db.types import DamagedValue
from monitor.store.read.retention import removed
from monitor.store.write.queue import rebuild_queue
from monitor.store.write.sellers import unite_all

__all__ = ["Connection", "Kind", "Store", "create_store", "inspect_store", "open_store"]

Kind = Literal["live", "replay", "stand-in"]
_DriverError: type[Exception] = sqlite_module().Error


class Store:
    """An open store. `root` holds `monitor.db`, `snapshots/`, `settings.toml`."""

    def __init__(self, address: StoreAddress, engine: Engine) -> None:
        self.root = address.folder
        self._engine = engine
        self._writing = writing(engine)

    @property
    def snapshots(self) -> Archive:
        """Where the kept pages lie."""
        return FolderArchive(self.root / "snapshots")

    def kept_bytes(self, sha256: str) -> bytes:
        """The bytes of a kept page or picture. Raises `StoreError`: missing, damaged, or removed, and then when."""
        try:
            return read_snapshot(self.snapshots, sha256)
        except StoreError:
            with self.read() as connection:
                gone = removed(connection, sha256)
            if gone is None:
                raise
            day = f"{gone.at:%Y-%m-%d}"
            what = (
                f"was deleted on {day}, when a seller was forgotten"
                if gone.why == "forgotten"
                else f"expired on {day}: no finding needed it any more"
            )
            raise StoreInputError(f"the kept page {sha256} {what}") from None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One writing transaction. Raises `StoreError` when the database refuses (full disk, read-only, damaged).

        Only one process writes at a time: the others wait up to 30 seconds for their turn.
        """
        with _named_errors(self.root), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A short read of what was committed when it began; it blocks no writer, and none blocks it.

        Within a `write` it does not see what that has not committed yet. Raises `StoreError` as `write` does.
        """
        with _named_errors(self.root), self._engine.connect() as connection:
            yield connection

    @cached_property
    def salt(self) -> bytes:
        """The secret that makes vendor hashes of unmatched listings useless elsewhere."""
        salt = self._info("salt") or ""
        try:
            return bytes.fromhex(salt)
        except ValueError:
            raise StoreError(f"{self.root}: the database is damaged (its salt is none); restore a copy") from None

    @property
    def kind(self) -> Kind | None:
        """What its visits are: `live` (crawled or hand-saved), `replay` or `stand-in`; None before the first run."""
        kind = self._info("kind")
        if kind not in ("live", "replay", "stand-in", None):
            raise StoreError(f"{self.root}: the database is damaged (a store of kind {kind[:60]!r}); restore a copy")
        return kind  # type: ignore[return-value]

    def settle_kind(self, kind: Kind) -> None:
        """Make the store one of a kind for ever. Raises `StoreInputError` when it is of the other."""
        if self.kind is None:
            with self.write() as connection:
                insert_new_rows(connection, StoreInfoRow, [{"key": "kind", "value": kind}])
        if self.kind != kind:
            raise StoreInputError(
                f"{self.root}: this store holds {self.kind} pages and the run brings {kind} ones; they "
                "never mix: name another folder with --store"
            )

    def version(self) -> str | None:
        """The version of its tables; None for an empty database. Raises `StoreError`."""
        with _named_errors(self.root):
            return version_of(self._engine)

    def copy_to(self, file: Path) -> None:
        """Write a whole copy of the database. Raises `StoreError`."""
        with _named_errors(self.root):
            vacuum_into(self._engine, file)

    def compact(self) -> None:
        """Write the database anew, so that nothing of deleted rows is left in its files. Raises `StoreError`."""
        with _named_errors(self.root):
            vacuum(self._engine)

    def close(self) -> None:
        """Let go of the files."""
        self._engine.dispose()

    def _info(self, key: str) -> str | None:
        with self.read() as connection:
            return connection.execute(select(StoreInfoRow.value).where(StoreInfoRow.key == key)).scalar()


def create_store(root: Path) -> Store:
    """Open the store in `root` for writing, making or updating it when needed. For commands, under `store_lock`."""
    address = StoreAddress(root)
    refuse_lost(address)
    try:
        for folder in ("snapshots", "logs"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        # it will hold sellers' names and, one day, evidence: the user's alone
        root.chmod(0o700)
        if not address.database.exists():
            address.database.touch(mode=0o600)  # also where the folder is copied to one that others may read
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreInputError(f"{error.filename}: a file stands where the store needs a folder; move it away") from None
    except OSError as error:
        raise StoreError(
            f"{root}: the store can't be written ({error.strerror}); choose another folder with --store"
        ) from None
    with _named_errors(root):
        engine = connect(address.database, write=True)
        migrate(engine, root, _rebuild)
        with writing(engine).begin() as connection:
            facts = {"salt": secrets.token_hex(16), "created": datetime.now(UTC).isoformat()}
            rows = [{"key": key, "value": value} for key, value in facts.items()]
            insert_new_rows(connection, StoreInfoRow, rows)
    return Store(address, engine)


def _rebuild(connection: Connection) -> None:
    """Make anew what is made of other tables."""
    unite_all(connection)
    rebuild_queue(connection)


def open_store(root: Path, *, write: bool = False) -> Store:
    """Open an existing store of this program's version. Raises `StoreInputError` when it is none."""
    address = StoreAddress(root)
    if not address.exists():
        raise StoreInputError(
            f"{root}: no store here; name one with --store, or make one with `monitor run` or `monitor import`"
        )
    refuse_lost(address)
    engine = connect(address.database, write=write)
    with _named_errors(root):
        check_version(engine, root)
    return Store(address, engine)


def refuse_lost(address: StoreAddress) -> None:
    """Raise `StoreInputError` where the database was lost: kept pages lie beside it, and it is empty."""
    if address.is_lost():
        raise StoreInputError(
            f"{address.folder}: the database was lost: monitor.db is empty, and snapshots/ holds kept pages; restore a "
            "copy of it from backups/ or from your own backup (to begin anew, name another folder with --store)"
        )


def inspect_store(root: Path) -> Store:
    """Open the store in `root` for reading, whatever its version and state: to look at what is wrong with it."""
    address = StoreAddress(root)
    return Store(address, connect(address.database, write=False))


@contextmanager
def _named_errors(root: Path) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, _DriverError) as error:  # the driver's own where rows are read past SQLAlchemy
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise StoreError(f"{root}: {_advice(str(cause), root)}") from error
    except (DamagedValue, UnicodeDecodeError) as error:
        raise StoreError(
            f"{root}: a value in the database is damaged ({error}); `monitor doctor --store {root}` tells which, "
            "restore a copy from backups/"
        ) from error


def _advice(message: str, root: Path) -> str:
    if "full" in message:
        return f"the disk is full ({message}); free some space, then `monitor resume`"
    if "disk I/O error" in message:  # SQLite says so too where no byte is left for its index of the log
        return f"the disk is full or fails ({message}); free some space, check the disk"
    if "readonly" in message or "unable to open" in message:
        why = "read-only" if not os.access(root, os.W_OK) else "not accessible"
        return f"the store is {why} ({message}); check its permissions and the mount"
    if "locked" in message:
        return f"another program holds the database ({message}); close it and try again"
    if "malformed" in message or "Could not decode" in message or "not a database" in message:
        return f"the database is damaged ({message[:200]}); restore a copy from backups/, `monitor doctor` tells more"
    if "no such table" in message or "no such column" in message:
        return f"somebody changed the database ({message[:200]}); restore a copy from backups/"
    return message
