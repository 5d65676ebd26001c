"""What all tables have in common."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Text
from sqlalchemy.orm import DeclarativeBase

from monitor.store.db.types import Json, Money, UtcTime


class Base(DeclarativeBase):
    """Root of all tables."""

    type_annotation_map = {str: Text, datetime: UtcTime, Decimal: Money, bool: Boolean, Any: Json}  # noqa: RUF012
