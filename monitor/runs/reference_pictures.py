"""The owner's pictures of genuine goods: files beside the watchlist, kept in the store for the review."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from monitor.pictures.decode import DecodedPicture, decode_in_worker
from monitor.pictures.keep import KeptPicture, keep_picture
from monitor.pictures.limits import MAX_PICTURE_BYTES
from monitor.pictures.problems import PictureProblem
from monitor.sandbox import Worker
from monitor.store.store import Store
from monitor.store.write.pictures import write_reference_pictures
from monitor.watchlist import Watchlist


class _Named(NamedTuple):
    """A picture that the watchlist names. `product`: empty for the brand's own."""

    brand: str
    product: str
    key: str
    """Where the watchlist names it, for messages."""
    file: Path


class _Read(NamedTuple):
    named: _Named
    body: bytes
    decoded: DecodedPicture | str
    """What is wrong with it, in words."""


def check_reference_pictures(watchlist: Watchlist, path: Path) -> list[str]:
    """One line for each picture that is missing or none. `path`: of the watchlist, or of its folder."""
    return [f"{one.named.key}: {one.decoded}" for one in _pictures(watchlist, path) if isinstance(one.decoded, str)]


def keep_reference_pictures(store: Store, watchlist: Watchlist, path: Path) -> list[str]:
    """Keep the pictures that the watchlist names; returns a line for each that is missing or none.

    The store forgets what the watchlist's brands named before. Raises `StoreError`, OSError where the disk refuses.
    """
    kept: dict[tuple[str, str], KeptPicture] = {}
    problems = []
    for named, body, decoded in _pictures(watchlist, path):
        if isinstance(decoded, str):
            problems.append(f"{named.key}: {decoded}")
        else:
            kept[named.brand, named.product] = keep_picture(store.snapshots, body, decoded)
    with store.write() as connection:
        write_reference_pictures(connection, [brand.id for brand in watchlist.brand], kept)
    return problems


def _pictures(watchlist: Watchlist, path: Path) -> Iterator[_Read]:
    """Each picture with its bytes; nothing else than a process with limits looks into them."""
    named = list(_named(watchlist, path if path.is_dir() else path.parent))
    if not named:
        return
    with closing(Worker()) as worker:
        for picture in named:
            try:
                with picture.file.open("rb") as stream:
                    body = stream.read(MAX_PICTURE_BYTES + 1)
            except OSError as error:
                why = "no such file" if isinstance(error, FileNotFoundError) else f"can't be read ({error.strerror})"
                yield _Read(picture, b"", f"{picture.file}: {why}; expected a picture beside the watchlist")
                continue
            decoded = decode_in_worker(worker, body)
            yield _Read(
                picture, body, decoded if isinstance(decoded, DecodedPicture) else _words(picture.file, decoded)
            )


def _words(file: Path, problem: PictureProblem) -> str:
    why = problem.replace("_", " ")
    return f"{file}: no picture that can be used ({why}); expected JPEG, PNG, WebP, GIF or AVIF of at most 10 MB"


def _named(watchlist: Watchlist, folder: Path) -> Iterator[_Named]:
    for number, brand in enumerate(watchlist.brand, 1):
        where = f"brand {number} ({brand.name})"
        if brand.picture is not None:
            yield _Named(brand.id, "", f"{where}.picture", folder / brand.picture)
        for count, product in enumerate(brand.product, 1):
            if product.picture is not None:
                key = f"{where}.product {count} ({product.name}).picture"
                yield _Named(brand.id, product.name, key, folder / product.picture)
