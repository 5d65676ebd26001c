"""The links of a case in the form that the platform's portal takes."""

import io

import xlsxwriter

from monitor.casework.pack.content import Pack

_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def links_file(pack: Pack) -> tuple[str, bytes]:
    """The file's name and bytes: one link a line, or item numbers, or a sheet; a text file where no source says."""
    rule = pack.rule("links_format")
    match rule.value if rule is not None else "txt":
        case "xlsx":
            return "01-links.xlsx", _sheet([listing.url for listing in pack.listings])
        case "item numbers":
            return "01-item-numbers.txt", _lines([listing.listing_id for listing in pack.listings])
        case _:
            return "01-links.txt", _lines([listing.url for listing in pack.listings])


def _lines(texts: list[str]) -> bytes:
    # whatever an address holds, it stays on its line
    return "".join(f"{''.join(text.split())}\r\n" for text in texts).encode()


def _sheet(texts: list[str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _TEXT_ONLY) as book:
        sheet = book.add_worksheet("Links")
        sheet.set_column(0, 0, 80)
        sheet.write_string(0, 0, "Link")
        for row, text in enumerate(texts, start=1):
            sheet.write_string(row, 0, text)
    return stream.getvalue()
