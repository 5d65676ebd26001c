"""Files that are to be checked, in a folder or in a zip that a stranger may have made.

Nothing is unpacked and no link is followed. What is no plain file with a name of ours is a problem, not a file.
"""

import hashlib
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from monitor.errors import InputError
from monitor.evidence.problems import Code, Problem
from monitor.evidence.staging import STAGING

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
_BLOCK = 1 << 20
_MOST_FILES = 500_000
_MOST_TIMES_LARGER, _ALWAYS_FINE = 200, 64 * 2**20
"""What a zip may inflate to, in its own size and in bytes: captures are packed already, so they hardly shrink."""
_LOCAL_HEADER, _LONGEST_DESCRIPTOR = 30, 24
"""Bytes: the fixed part of what stands before a file in a zip, and the most that may stand behind it."""
_LARGEST = 64 * 2**20
"""Bytes; the most that is read as a whole: ledgers and manifests are far smaller."""
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)
"""What opening and reading a damaged, encrypted or oddly packed file raises."""


class Tree(Protocol):
    """Files by name. `problems` names everything else that is there."""

    problems: list[Problem]

    @property
    def names(self) -> Set[str]:
        """The plain files."""

    def open(self, name: str) -> BinaryIO:
        """Open a file. Raises what `_UNREADABLE` lists."""


class FolderTree:
    """The files of a folder."""

    def __init__(self, root: Path) -> None:
        self._paths: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self._walk(root, root)

    @property
    def names(self) -> Set[str]:
        """See `Tree`."""
        return self._paths.keys()

    def open(self, name: str) -> BinaryIO:
        """See `Tree`."""
        return self._paths[name].open("rb")

    def _walk(self, folder: Path, root: Path, leave_out: str | None = None) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return  # moved into place meanwhile
        except OSError:
            self.problems.append(Problem(shown(folder.relative_to(root).as_posix()), Code.UNREADABLE))
            return
        if not entries and folder.parent == root / "captures":
            self.problems.append(Problem(folder.relative_to(root).as_posix(), Code.EXTRA, "an empty folder"))
        for entry in entries:
            path = Path(entry.path)
            name = path.relative_to(root).as_posix()
            if entry.name == leave_out:
                continue
            if not is_name(name):
                self.problems.append(Problem(shown(name), Code.BAD_NAME))
            elif entry.is_symlink() or not (entry.is_dir() or entry.is_file()):
                self.problems.append(Problem(name, Code.NO_FILE))
            elif entry.is_file():
                self._paths[name] = path
            else:
                self._walk(path, root)


class EvidenceTree(FolderTree):
    """The folder `evidence` of a store. What is staged counts as in place where the database names it.

    `is_committed`: whether a row of the database names what lies under a token. `staged`: the tokens that are there.
    """

    def __init__(self, root: Path, is_committed: Callable[[str], bool]) -> None:
        self._paths = {}
        self.problems = []
        self.staged: list[str] = []
        self._root = root
        staging = root / STAGING
        for folder in sorted(staging.iterdir()) if staging.is_dir() else []:
            self.staged.append(shown(folder.name))
            if folder.is_dir() and is_committed(folder.name):
                self._walk(folder, folder)
        if root.is_dir():  # last: what is moved into place meanwhile is seen there
            self._walk(root, root, leave_out=STAGING)

    def open(self, name: str) -> BinaryIO:
        """See `Tree`."""
        try:
            return super().open(name)
        except FileNotFoundError:
            return (self._root / name).open("rb")


class ZipTree:
    """The files of a zip."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self._archive = archive
        self._names: set[str] = set()
        self.problems: list[Problem] = []
        members = archive.infolist()
        if len(members) > _MOST_FILES:
            raise InputError(f"holds {len(members)} files; a bundle has at most {_MOST_FILES}")
        if sum(member.file_size for member in members) > max(_ALWAYS_FINE, size * _MOST_TIMES_LARGER):
            raise InputError("inflates to far more than a bundle does; it was not opened")
        for member in members:
            self._add(member)
        if _has_hidden_bytes(archive):
            self.problems.append(Problem("the zip", Code.EXTRA, "bytes that are no part of its files"))

    @property
    def names(self) -> Set[str]:
        """See `Tree`."""
        return self._names

    def open(self, name: str) -> BinaryIO:
        """See `Tree`."""
        return cast("BinaryIO", self._archive.open(name))

    def _add(self, member: zipfile.ZipInfo) -> None:
        name = member.orig_filename
        mode = member.external_attr >> 16
        if not is_name(name.removesuffix("/")) or member.filename != name:
            self.problems.append(Problem(shown(name), Code.BAD_NAME))
        elif stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            self.problems.append(Problem(name, Code.NO_FILE))
        elif member.flag_bits & 1:
            self.problems.append(Problem(name, Code.ENCRYPTED))
        elif member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.problems.append(Problem(name, Code.UNREADABLE, "packed in an unusual way"))
        elif name in self._names:
            self.problems.append(Problem(name, Code.TWICE))
        elif not name.endswith("/"):
            self._names.add(name)
        elif member.file_size:
            self.problems.append(Problem(name, Code.NO_FILE))


@contextmanager
def bundle_tree(path: Path) -> Iterator[Tree]:
    """The files of a bundle: a zip, or a folder that one was unpacked into. Raises `InputError` when it is neither."""
    if path.is_dir():
        yield FolderTree(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise InputError(f"{path}: no zip, or a damaged one; ask for the bundle again") from None
    except (OSError, ValueError, NotImplementedError, struct.error) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"{path}: can't be read ({reason or error})") from None
    with archive:
        try:
            tree = ZipTree(archive, path.stat().st_size)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None
        yield tree


def _has_hidden_bytes(archive: zipfile.ZipFile) -> bool:
    """Whether something lies before or between the files: other programs might unpack other files from there."""
    at = 0
    for member in sorted(archive.infolist(), key=lambda member: member.header_offset):
        if not at <= member.header_offset <= at + _LONGEST_DESCRIPTOR * (at > 0):
            return True
        stream = cast("BinaryIO", archive.fp)
        stream.seek(member.header_offset + _LOCAL_HEADER - 4)
        name_and_extra = stream.read(4)
        at = member.header_offset + _LOCAL_HEADER + sum(struct.unpack("<HH", name_and_extra.ljust(4, b"\0")))
        at += member.compress_size
    return not at <= archive.start_dir <= at + _LONGEST_DESCRIPTOR


def is_name(name: str) -> bool:
    """Whether a path is one of ours: relative, plain ASCII, no way up."""
    return _NAME.fullmatch(name) is not None and all(part not in ("", ".", "..") for part in name.split("/"))


def shown(name: str) -> str:
    """A stranger's name on one line."""
    return ascii(name)[1:-1][:200]


def read(tree: Tree, name: str) -> bytes | None:
    """The bytes of a file; None when it is not there or can't be read (`digest` says which)."""
    if name not in tree.names:
        return None
    try:
        with tree.open(name) as stream:
            data = stream.read(_LARGEST + 1)
    except _UNREADABLE:
        return None
    return data if len(data) <= _LARGEST else None


def digest(tree: Tree, name: str) -> str | None:
    """The SHA-256 of a file; None when it can't be read."""
    hashed = hashlib.sha256()
    try:
        with tree.open(name) as stream:
            while block := stream.read(_BLOCK):
                hashed.update(block)
    except _UNREADABLE:
        return None
    return hashed.hexdigest()
