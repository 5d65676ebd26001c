"""PDFs set by typst (the extra `pdf`). Same template, same data, same files: same bytes."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DATA = "data.json"
"""What a template reads its texts from."""


def has_typst() -> bool:
    """Whether PDFs can be made."""
    return find_spec("typst") is not None


def has_chinese_fonts() -> bool:
    """Whether typst finds fonts that have Chinese. Only where there is typst."""
    return any("CJK" in family for family in import_module("typst").Fonts().families())


def set_pdf(template: Path, data: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The document. `files`: pictures by the names that the data gives them. Only where there is typst.

    Texts are handed over as data, never as markup; the template can read only a folder that holds it and these files.
    """
    with tempfile.TemporaryDirectory(prefix="monitor-pdf-") as folder:
        root = Path(folder)
        shutil.copyfile(template, root / template.name)
        (root / DATA).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        document: bytes = import_module("typst").compile(str(root / template.name), root=folder)
    return document
