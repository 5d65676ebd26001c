"""A sheet as a Word document, to be edited. All texts are plain; nothing in them is markup."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from monitor.casework.pack.content import Heading, NewPage, Paragraph, Pictures, Sheet, Table
from monitor.text.html_output import visible

_LATIN, _CHINESE = "Calibri", "SimSun"
"""Chinese characters take the second: without it each program picks a font of its own, often a Japanese one."""
_WIDTH = 17.0
"""Of the text, in centimetres, on A4."""


def docx_file(sheet: Sheet, made_at: datetime) -> bytes:
    """The document's bytes. `made_at` (UTC) stands in its properties."""
    document = Document()
    _set_fonts(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    properties = document.core_properties
    properties.title, properties.author = visible(sheet.title), ""
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    if sheet.mark is not None:
        run = section.header.paragraphs[0].add_run(visible(sheet.mark))
        run.bold = True
        run.font.color.rgb = RGBColor(0x8F, 0x1D, 0x0A)
    for block in sheet.blocks:
        match block:
            case Heading(text, level):
                document.add_heading(visible(text), level)
            case Paragraph(text):
                document.add_paragraph(visible(text))
            case Table():
                _add_table(document, block)
            case Pictures():
                _add_pictures(document, block)
            case NewPage():
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_fonts(document: Any) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = _LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), _CHINESE)
    document.styles["Normal"].font.size = Pt(10)


def _add_table(document: Any, block: Table) -> None:
    lines = [*([block.heads] if block.heads else []), *block.rows]
    if not lines:
        return
    table = document.add_table(rows=len(lines), cols=len(lines[0]), style="Table Grid")
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = visible(text)
        for run in _runs(row):
            run.font.size = Pt(9)
    for column, width in zip(table.columns, block.widths, strict=False):
        for cell in column.cells:
            cell.width = Cm(_WIDTH * width / sum(block.widths))
    for run in _runs(table.rows[0]) if block.heads else ():
        run.bold = True


def _runs(row: Any) -> Iterator[Any]:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            yield from paragraph.runs


def _add_pictures(document: Any, block: Pictures) -> None:
    table = document.add_table(rows=2, cols=len(block.pictures), style="Table Grid")
    width = _WIDTH / len(block.pictures) - 0.5
    for number, (picture, caption) in enumerate(block.pictures):
        if picture is not None:
            table.cell(0, number).paragraphs[0].add_run().add_picture(io.BytesIO(picture), width=Cm(width))
        else:
            table.cell(0, number).text = "\n" * 8
        table.cell(1, number).text = visible(caption)
