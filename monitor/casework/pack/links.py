"""The links of a case in the form that the platform's portal takes."""

import io

import xlsxwriter

from monitor.casework.pack.content import Pack
from monitor.words.notice import sheet_words

_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def links_file(pack: Pack) -> tuple[str, bytes]:
    """The file's name and bytes: one link a line, or item numbers, or a sheet; a text file where no source says.

    The mark of a specimen comes first: no portal should take it.
    """
    mark = [str(sheet_words().SPECIMEN)] if pack.specimen else []
    links = [listing.url for listing in pack.listings]
    rule = pack.rule("links_format")
    match rule.value if rule is not None else "txt":
        case "xlsx":
            return "01-links.xlsx", _sheet([*mark, "Link", *links])
        case "item numbers":
            return "01-item-numbers.txt", _lines([*mark, *(_word(listing.listing_id) for listing in pack.listings)])
        case _:
            return "01-links.txt", _lines([*mark, *map(_word, links)])


def _word(text: str) -> str:
    """The text without whitespace: whatever an address holds, it stays on its line."""
    return "".join(text.split())


def _lines(lines: list[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode()


def _sheet(texts: list[str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _TEXT_ONLY) as book:
        sheet = book.add_worksheet("Links")
        sheet.set_column(0, 0, 80)
        for row, text in enumerate(texts):
            sheet.write_string(row, 0, text)
    return stream.getvalue()
