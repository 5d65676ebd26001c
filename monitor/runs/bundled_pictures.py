"""Copies of sealed pictures and screenshots for the report of a bundle: no byte of a stranger's file is in them."""

from contextlib import closing
from dataclasses import dataclass, field

from monitor.errors import StoreError
from monitor.evidence.bundle import BundleFile
from monitor.evidence.snapshots import read_snapshot
from monitor.pictures.decode import decode_in_worker
from monitor.pictures.problems import PictureProblem
from monitor.pictures.screenshot import screenshot_copy
from monitor.reports.evidence_record import BundledEvidence
from monitor.sandbox import TooCostly, Worker, WorkFailed
from monitor.store.read.pictures import copy_of_picture
from monitor.store.store import Store

_MOST = 3
"""Pictures of a capture that the report shows; all are in the bundle."""


@dataclass(frozen=True, slots=True)
class ReportPictures:
    """The copies (JPEG) by name, and the name of the copy of each sealed file."""

    copies: dict[str, bytes] = field(default_factory=dict, repr=False)
    names: dict[str, str] = field(default_factory=dict)


def report_pictures(store: Store, evidence: BundledEvidence) -> ReportPictures:
    """The copies that the report shows; what can't be decoded has none. Raises `DamagedEvidence`."""
    pictures = ReportPictures()
    with closing(Worker()) as worker:
        for capture in evidence.captures:
            shown = [file for file in evidence.files[capture.id] if "/pictures/" in file.name][:_MOST]
            shots = [file for file in evidence.files[capture.id] if file.name.endswith("/screenshot.png")]
            for file in [*shots, *shown]:
                name = f"{file.sha256}.jpg"
                if name not in pictures.copies:
                    copy = _screenshot(worker, file) if file in shots else _picture(store, worker, file)
                    if copy is None:
                        continue
                    pictures.copies[name] = copy
                pictures.names[file.name] = name
    return pictures


def _screenshot(worker: Worker, file: BundleFile) -> bytes | None:
    try:
        return worker.call(screenshot_copy, file.read())
    except (TooCostly, WorkFailed):
        return None


def _picture(store: Store, worker: Worker, file: BundleFile) -> bytes | None:
    """The copy that the store keeps, else one that is made now."""
    with store.read() as connection:
        kept = copy_of_picture(connection, file.sha256, "thumbnail")
    if kept is not None:
        try:
            return read_snapshot(store.snapshots, kept[0])
        except StoreError:
            pass  # the copy is damaged, the sealed picture need not be
    decoded = decode_in_worker(worker, file.read())
    return None if isinstance(decoded, PictureProblem) else decoded.thumbnail
