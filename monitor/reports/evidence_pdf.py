"""The report of a bundle as a PDF, set by typst (the extra `pdf`). Same report, same pictures: same bytes."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.text.pdf_output import set_pdf

_HERE = Path(__file__).parent
TEMPLATE = _HERE / "evidence_report.typ"
_LONGEST_PIECE = 26
_PIECES = re.compile(rf"[^\s/?&=]{{0,{_LONGEST_PIECE}}}[/?&=]|\S{{{_LONGEST_PIECE}}}")
"""Where a line may end within a word: behind marks of addresses, and in what no line holds."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
"""Stays whole, to be copied."""


def evidence_pdf(report: Mapping[str, Any], copies: Mapping[str, bytes]) -> bytes:
    """The document. `report`: of `report_of`; `copies`: the pictures (JPEG) by the name that the report gives them."""
    return set_pdf(TEMPLATE, _in_pieces(dict(report)), {f"copies/{name}": data for name, data in copies.items()})


def _in_pieces(value: Any) -> Any:
    """All texts of a record as lists of pieces, between which a line may end."""
    if isinstance(value, str):
        return _pieces(value)
    if isinstance(value, dict):
        return {name: _in_pieces(member) for name, member in value.items()}
    return [_in_pieces(member) for member in value] if isinstance(value, list) else value


def _pieces(text: str) -> list[str]:
    if _DIGEST.fullmatch(text):
        return [text]
    pieces, at = [], 0
    for word in _PIECES.finditer(text):
        pieces.append(text[at : word.end()])
        at = word.end()
    return [*pieces, text[at:]] if at < len(text) or not pieces else pieces
