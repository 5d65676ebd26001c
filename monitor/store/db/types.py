"""Column types: exact money, UTC times as sortable text, JSON as compact text."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Dialect, String, Text, TypeDecorator

from monitor.model import Missing, Reason

_SCALE = 10_000
_ERRORS = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError)
"""What reading a damaged value can raise."""


class DamagedValue(Exception):
    """Raised where a stored value is not what its column holds."""

    def __init__(self, kind: str, value: object) -> None:
        super().__init__(f"expected {kind}, found {str(value)[:60]!r}")


def refuse_blobs(row: Iterable[object]) -> None:
    """Raise `DamagedValue` where a row holds bytes: no table has any, a flipped bit makes them of text or numbers."""
    for value in row:
        if isinstance(value, bytes):
            raise DamagedValue("a text or a number", value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Money(TypeDecorator[Decimal]):
    """A Decimal as INTEGER ten-thousandths: `Numeric` on SQLite is a binary float."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Round to four places, half to even: no marketplace prices finer."""
        return None if value is None else stored_amount(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Give back the Decimal, without trailing zeros behind the second place."""
        if value is None:
            return None
        try:
            amount = Decimal(value).scaleb(-4)
            return amount.quantize(Decimal("0.01")) if value % 100 == 0 else amount.normalize()
        except _ERRORS:
            raise DamagedValue("an amount", value) from None


class UtcTime(TypeDecorator[datetime]):
    """A time as text of fixed width (`2026-11-25T02:08:01.000000Z`), so that text order is time order."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Naive times are a bug, not a guess."""
        return None if value is None else utc_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Give back an aware time."""
        try:
            return None if value is None else datetime.fromisoformat(value)
        except _ERRORS:
            raise DamagedValue("a time", value) from None


class Json(TypeDecorator[Any]):
    """A JSON value as readable text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """None stays NULL."""
        return None if value is None else _encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Give back the value."""
        try:
            return None if value is None else json.loads(value)
        except _ERRORS:
            raise DamagedValue("JSON", value) from None


class Reasons(TypeDecorator[tuple[Reason, ...]]):
    """The reasons of a finding as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Reason, ...] | None, dialect: Dialect) -> str | None:
        """An array of objects with `code`, `points` and `facts`."""
        if value is None:
            return None
        return _encode([{"code": one.code, "points": one.points, "facts": one.facts} for one in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Reason, ...] | None:
        """Give back the reasons."""
        try:
            return None if value is None else tuple(Reason(**one) for one in json.loads(value))
        except _ERRORS:
            raise DamagedValue("reasons", value) from None


class MissingFacts(TypeDecorator[tuple[Missing, ...]]):
    """The missing facts of a finding as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Missing, ...] | None, dialect: Dialect) -> str | None:
        """An array of objects with `code` and `facts`."""
        return None if value is None else _encode([{"code": one.code, "facts": one.facts} for one in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Missing, ...] | None:
        """Give back the missing facts."""
        try:
            return None if value is None else tuple(Missing(**one) for one in json.loads(value))
        except _ERRORS:
            raise DamagedValue("missing facts", value) from None


def stored_amount(amount: Decimal) -> int:
    """The stored form of an amount of money: ten-thousandths, half to even."""
    return int((amount * _SCALE).to_integral_value(ROUND_HALF_EVEN))


@lru_cache(maxsize=256)
def utc_text(moment: datetime) -> str:
    """The stored form of a time. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without zone: {moment}")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
