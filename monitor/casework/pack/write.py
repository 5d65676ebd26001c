"""A pack is written: a new folder, whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from monitor.casework.pack.checklist import checklist_file, missing_file
from monitor.casework.pack.content import Pack
from monitor.casework.pack.docx import docx_file
from monitor.casework.pack.links import links_file
from monitor.casework.pack.notice import notice
from monitor.casework.pack.pdf import pdf_file
from monitor.casework.pack.sheets import comparison, test_purchase
from monitor.errors import InputError
from monitor.store.store import Store
from monitor.text.pdf_output import has_typst
from monitor.words import Language

_LANGUAGES: tuple[Language, ...] = ("en", "zh")
EVIDENCE_FILE = "05-evidence.zip"


def write_pack(store: Store, pack: Pack, folder: Path, made_at: datetime, bundle: Callable[[Path], None]) -> list[str]:
    """Write the pack into a folder that is not there yet; returns its files' names. `made_at`: UTC.

    `bundle`: writes the evidence of the case's findings to a path. Raises `InputError` where the folder is there or
    can't be written, and what `bundle` raises: nothing is left then.
    """
    if folder.exists():
        raise InputError(f"-o {folder}: is there already; name a new folder")
    try:
        with tempfile.TemporaryDirectory(prefix=".pack-", dir=folder.absolute().parent) as made:
            whole = Path(made) / "pack"
            whole.mkdir(mode=0o700)  # proofs of identity and sellers' names: the user's alone
            _write(store, pack, whole, made_at, bundle)
            names = sorted(str(path.relative_to(whole)) for path in whole.rglob("*") if path.is_file())
            shutil.move(whole, folder)
    except OSError as error:
        raise InputError(f"-o {folder}: can't be written ({error.strerror}); name another folder") from None
    return names


def _write(store: Store, pack: Pack, whole: Path, made_at: datetime, bundle: Callable[[Path], None]) -> None:
    has_pdf = has_typst()
    (whole / "00-missing.txt").write_bytes(missing_file(pack, has_pdf=has_pdf))
    name, links = links_file(pack)
    (whole / name).write_bytes(links)
    for language in _LANGUAGES:
        sheet = notice(pack, language)
        (whole / f"02-notice.{language}.docx").write_bytes(docx_file(sheet, made_at))
        if has_pdf:
            (whole / f"02-notice.{language}.pdf").write_bytes(pdf_file(sheet, language))
    for stem, sheet in (("03-comparison", comparison(pack)), ("04-test-purchase", test_purchase(pack))):
        (whole / f"{stem}.docx").write_bytes(docx_file(sheet, made_at))
        if has_pdf:
            (whole / f"{stem}.pdf").write_bytes(pdf_file(sheet, "en"))
    if pack.documents:
        (whole / "documents").mkdir()
    for document in pack.documents:
        (whole / document.file).write_bytes(store.kept_bytes(document.sha256))
    bundle(whole / EVIDENCE_FILE)
    names = sorted(str(path.relative_to(whole)) for path in whole.rglob("*") if path.is_file())
    (whole / "06-checklist.txt").write_bytes(checklist_file(pack, names))
