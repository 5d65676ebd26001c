"""Reading dates as files and servers write them; None for anything else. Never raises."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any


def iso_date(text: Any) -> datetime | None:
    """`2026-11-05`, `2018-07` or an ISO time as a moment in UTC: the beginning of that day or month."""
    if not isinstance(text, str):
        return None
    match = re.fullmatch(r"(\d{4})-(\d{2})(-\d{2}.*)?", text.strip())
    if match is None:
        return None
    try:
        return _in_utc(datetime.fromisoformat(text.strip() if match[3] else f"{text.strip()}-01"))
    except (ValueError, OverflowError):
        return None


def mail_date(text: Any) -> datetime | None:
    """A date of mail or HTTP headers, such as `Fri, 20 Nov 2026 16:15:30 +0800`, as a moment in UTC."""
    try:
        return _in_utc(parsedate_to_datetime(str(text)))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
