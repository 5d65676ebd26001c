"""A sheet as a PDF, to be read: set by typst (the extra `pdf`). Same sheet: same bytes."""

import re
from pathlib import Path
from typing import Any

from monitor.casework.pack.content import Heading, NewPage, Paragraph, Pictures, Sheet, Table
from monitor.text.html_output import visible
from monitor.text.pdf_output import set_pdf

_TEMPLATE = Path(__file__).parent / "sheet.typ"
_PIECE = r"[!-~]{1,10}"
_LONG_WORD = re.compile(r"([!-~]{11,})")
"""An address or a digest: it would run out of its cell."""


def pdf_file(sheet: Sheet, language: str) -> bytes:
    """The document's bytes. `language`: en or zh."""
    pictures: list[bytes] = []
    record = {
        "title": _pieces(sheet.title), "mark": _pieces(sheet.mark or ""), "language": language,
        "blocks": [_block(block, pictures) for block in sheet.blocks],
    }  # fmt: skip
    return set_pdf(_TEMPLATE, record, {f"{number}.jpg": picture for number, picture in enumerate(pictures)})


def _block(block: Any, pictures: list[bytes]) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "level": level, "text": _pieces(text)}
        case Table(heads, rows, widths):
            said = [_pieces(head) for head in heads]
            return {"kind": "table", "heads": said, "rows": _cells(rows), "widths": list(widths) or [1] * len(heads)}
        case NewPage():
            return {"kind": "new page"}
        case Pictures():
            return {"kind": "pictures", "pictures": [_picture(*one, pictures) for one in block.pictures]}
        case Paragraph(text):
            return {"kind": "paragraph", "lines": [_pieces(line) for line in text.split("\n")]}
    raise ValueError(f"no block: {block!r}")


def _picture(picture: bytes | None, caption: str, pictures: list[bytes]) -> dict[str, Any]:
    if picture is None:
        return {"file": None, "caption": _pieces(caption)}
    pictures.append(picture)
    return {"file": f"{len(pictures) - 1}.jpg", "caption": _pieces(caption)}


def _cells(rows: tuple[tuple[str, ...], ...]) -> list[list[list[str | list[str]]]]:
    return [[_pieces(cell) for cell in row] for row in rows]


def _pieces(text: str) -> list[str | list[str]]:
    """The text in parts; a long word, such as an address, as pieces between which a line may end."""
    parts = _LONG_WORD.split(visible(text))
    return [re.findall(_PIECE, part) if _LONG_WORD.fullmatch(part) else part for part in parts if part]
