"""Reading the European Central Bank's reference rates in the forms in which it publishes them.

https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates (read 2026-11): a table (CSV),
the same in a ZIP file, and XML; each of one day, of 90 days, or of all days since 1999.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO

from monitor.errors import InputError

Rates = dict[date, dict[str, Decimal]]
"""Units of each currency for one euro, by day."""

_LARGEST = 20_000_000
"""Bytes of the table; all days since 1999 are 2 MB."""
_XML_DAY = re.compile(r"<Cube time=['\"]([^'\"]{1,20})['\"]>")
_XML_RATE = re.compile(r"<Cube currency=['\"]([^'\"]{1,10})['\"] rate=['\"]([^'\"]{1,30})['\"]")
_ABSENT = frozenset({"", "N/A"})


def read_rates(content: bytes, name: str) -> Rates:
    """The rates in a file's content. `name`: of the file, for errors. Raises `InputError` for anything else."""
    text = _text_of(content, name)
    try:
        rates = dict(_of_xml(text) if text.lstrip().startswith("<") else _of_table(text))
    except ValueError as error:
        raise InputError(f"{name}: not the European Central Bank's table of rates: {error}") from None
    if not any(rates.values()):
        raise InputError(
            f"{name}: holds no exchange rates; expected the European Central Bank's table "
            "(eurofxref-hist.zip, eurofxref-hist-90d.xml or eurofxref.csv)"
        )
    return rates


def _text_of(content: bytes, name: str) -> str:
    if content[:2] == b"PK":
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                members = archive.infolist()
                if len(members) != 1 or members[0].file_size > _LARGEST:
                    raise InputError(f"{name}: expected a ZIP file with one table of rates in it")
                content = archive.read(members[0])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise InputError(f"{name}: a ZIP file that can't be read ({error})") from None
    if len(content) > _LARGEST:
        raise InputError(f"{name}: too large for a table of rates ({len(content):,} bytes)")
    return content.decode("utf-8-sig", "replace")


def rates_in(codes: list[str], line: str) -> dict[str, Decimal]:
    """The rates in a day's line of the table. `codes`: the currencies in its head. Raises `ValueError`."""
    amounts = (amount.strip() for amount in line.split(",")[1:])
    return {
        code: _rate(code, amount)
        for code, amount in zip(codes, amounts, strict=False)
        if code and amount not in _ABSENT
    }


def _of_table(text: str) -> Iterator[tuple[date, dict[str, Decimal]]]:
    """`Date,USD,JPY,…` and a line for each day; the table of one day has spaces and writes the day in words."""
    lines = text.splitlines()
    codes = [code.strip() for code in lines[0].split(",")] if lines else []
    if codes[:1] != ["Date"]:
        return
    for line in lines[1:]:
        if line.strip():
            yield _day(line.partition(",")[0].strip()), rates_in(codes[1:], line)


def _of_xml(text: str) -> Iterator[tuple[date, dict[str, Decimal]]]:
    """`<Cube time="…">` for each day, and in it `<Cube currency="…" rate="…"/>`."""
    parts = _XML_DAY.split(text)
    for day, part in zip(parts[1::2], parts[2::2], strict=True):
        yield _day(day), {code: _rate(code, amount) for code, amount in _XML_RATE.findall(part)}


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007 (a day, no time)


def _rate(code: str, amount: str) -> Decimal:
    try:
        rate = Decimal(amount)
    except InvalidOperation:
        rate = Decimal(0)
    if not re.fullmatch("[A-Z]{3}", code) or not rate.is_finite() or not Decimal("1e-9") < rate < Decimal("1e9"):
        raise ValueError(f"{code[:20]!r} = {amount[:20]!r} is no rate of a currency")
    return rate
