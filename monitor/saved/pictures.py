"""Pictures among saved pages: parts of archives by their address, and the folders that browsers save beside a page."""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.errors import InputError
from monitor.pages.extract import without_scheme
from monitor.pictures.limits import MAX_PICTURE_BYTES
from monitor.saved.archives import part_of, pictures_inside
from monitor.saved.files import holds_pages
from monitor.saved.warc import WARC, is_picture, warc_body, warc_responses

logger = logging.getLogger(__name__)

RESOURCES = ("_files", "_Dateien", "-Dateien", "_fichiers", "_archivos", "_file", "_bestanden", "_pliki", "_filer")
"""How browsers of eight languages name the folder of a page's pictures."""
INDEX = "pictures.json"
"""A file in a folder to replay that says for addresses of pictures which file beside it holds them."""
_LARGEST_INDEX = 16 * 1024 * 1024
_MOST = 200_000
"""Pictures of an archive or a folder that are remembered."""


@dataclass(frozen=True, slots=True)
class SavedPicture:
    """Where a picture's bytes are: a file, or a part of an archive (as in `SavedPage`)."""

    path: Path
    part: int | None = None

    def body(self) -> bytes:
        """At most one byte more than a picture may have. Raises OSError and `InputError`."""
        if self.part is None:
            with self.path.open("rb") as stream:
                return stream.read(MAX_PICTURE_BYTES + 1)
        if self.path.name.endswith(WARC):
            return warc_body(self.path, self.part, MAX_PICTURE_BYTES + 1)
        return part_of(self.path, self.part)


@dataclass
class SavedPictures:
    """All pictures that were saved, by address and, for pages that a browser saved whole, by file name."""

    _by_address: dict[str, SavedPicture] = field(default_factory=dict)
    _by_name: dict[str, Path | None] = field(default_factory=dict)
    """None: several files have the name, and nobody knows which is meant."""

    def get(self, url: str) -> SavedPicture | None:
        """The picture at an address.

        A browser that saves a page whole names each file by the end of its address, and lets the page point to it.
        """
        if (saved := self._by_address.get(without_scheme(url))) is not None:
            return saved
        path = self._by_name.get(_file_name(url))
        return SavedPicture(path) if path is not None else None

    def add_archive(self, path: Path) -> None:
        """Add what an archive holds. Raises `InputError` and OSError for one that can't be read."""
        inside = _warc_pictures(path) if path.name.endswith(WARC) else pictures_inside(path)
        for url, part in islice(inside, _MOST):
            self._by_address.setdefault(without_scheme(url), SavedPicture(path, part))

    def add_folder_of(self, page: Path) -> None:
        """Add the files that a browser saved beside a page."""
        for ending in RESOURCES:
            folder = page.with_name(page.stem + ending)
            if not folder.is_dir():
                continue
            files = islice(folder.iterdir(), _MOST)
            names = {file.name for file in files if file.is_file() and not file.is_symlink()}
            for name in names:
                # a second file of the name became `1(1).jpg` or `1 (1).jpg`
                stem, suffix = Path(name).stem, Path(name).suffix
                is_double = name in self._by_name or {f"{stem}(1){suffix}", f"{stem} (1){suffix}"} & names
                self._by_name[name] = None if is_double else folder / name

    def add_index(self, file: Path) -> None:
        """Add the pictures that an index names. Raises `InputError` for one that is none, OSError."""
        with file.open("rb") as stream:
            content = stream.read(_LARGEST_INDEX)
        try:
            index: Any = json.loads(content)
        except (ValueError, RecursionError):
            index = None
        if not isinstance(index, dict) or not all(isinstance(name, str) for name in index.values()):
            raise InputError(f'{file}: expected a JSON object such as {{"https://img.example/1.jpg": "1.jpg"}}')
        for url, name in index.items():
            if name == Path(name).name:  # beside the index, nowhere else
                self._by_address.setdefault(without_scheme(url), SavedPicture(file.parent / name))


def pictures_of_files(files: Iterable[Path]) -> SavedPictures:
    """The pictures saved with pages that were handed in: in the archives themselves, in folders beside the others."""
    pictures = SavedPictures()
    for file in dict.fromkeys(files):
        with suppress(InputError, OSError):  # whoever read its pages has said so
            if holds_pages(file):
                pictures.add_archive(file)
            else:
                pictures.add_folder_of(file)
    return pictures


def pictures_of_folder(root: Path) -> SavedPictures:
    """The pictures of a folder or WARC file to replay: those in WARC files, and those that an index names."""
    pictures = SavedPictures()
    if root.is_file():
        return pictures_of_files([root])
    for index in sorted(root.rglob(INDEX)):
        try:
            pictures.add_index(index)
        except (InputError, OSError) as problem:
            logger.warning("passed over: %s", problem)
    for file in sorted(root.rglob("*.warc*")):
        if file.name.endswith(WARC):
            with suppress(InputError, OSError):
                pictures.add_archive(file)
    return pictures


def _warc_pictures(path: Path) -> Iterator[tuple[str, int]]:
    """Addresses and offsets of the recorded pictures."""
    for record, offset, _ in warc_responses(path):
        if is_picture(record) and record.http_headers.get_statuscode() == "200":
            yield record.rec_headers.get_header("WARC-Target-URI") or "", offset


def _file_name(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rpartition("/")[2]
    except ValueError:
        return ""
