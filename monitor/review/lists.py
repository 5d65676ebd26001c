"""What a list of findings shows: filters as they stand in an address, a page of findings, the place of the next."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from monitor.decision import STATES
from monitor.marketplaces import PLACES, check_marketplace
from monitor.review.errors import ReviewError
from monitor.store.read.brands import check_brand
from monitor.store.read.findings import LEVELS, FindingRecord, findings_by_id, names_among, utc_midnight
from monitor.store.read.queue import Queued, QueueFilter, queue_page, queue_total
from monitor.store.store import Connection

MOST_AT_ONCE = 200
_CURRENCY = re.compile("[A-Z]{3}")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,20})?")


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A page of a list."""

    findings: list[FindingRecord]
    next: str | None
    """The place of the last finding, when more follow."""
    total: int | None
    """None where counting would take long."""
    near: list[str]
    """The ids of its findings, and of as many behind them as were asked for."""


def chosen_by(connection: Connection, words: Mapping[str, str | None]) -> QueueFilter:
    """The filter that words ask for, by their names in an address; those that are empty ask for nothing.

    `level` and `state` may name several (`high,medium`); `since` is a UTC day, `price_from` and `price_to` are amounts
    of `currency`. Raises `InputError`.
    """
    given = {name: value for name, value in words.items() if value}
    brand, marketplace, since = given.get("brand"), given.get("marketplace"), given.get("since")
    return QueueFilter(
        states=names_among(given["state"], STATES, "state") if "state" in given else STATES,
        levels=names_among(given["level"], LEVELS, "level") if "level" in given else None,
        brand=check_brand(connection, brand) if brand else None,
        marketplace=check_marketplace(marketplace, PLACES) if marketplace else None,
        seller=given.get("seller"),
        code=given.get("code"),
        search=given.get("q"),
        since=utc_midnight(since) if since else None,
        **_price_range(given),
    )


class _PriceRange(TypedDict):
    currency: str | None
    price_from: Decimal | None
    price_to: Decimal | None


def _price_range(given: Mapping[str, str]) -> _PriceRange:
    currency = given.get("currency", "").upper() or None
    if currency is not None and not _CURRENCY.fullmatch(currency):
        raise ReviewError("currency %(given)r: expected a code of three letters such as CNY", given=currency[:60])
    low, high = (_amount(name, given[name]) if name in given else None for name in ("price_from", "price_to"))
    if currency is None and (low is not None or high is not None):
        raise ReviewError("price_from, price_to: say of which currency (currency=CNY); prices are compared in one only")
    if low is not None and high is not None and low > high:
        raise ReviewError("price_from %(low)s is above price_to %(high)s; no price fits", low=low, high=high)
    return {"currency": currency, "price_from": low, "price_to": high}


def _amount(name: str, given: str) -> Decimal:
    if not _AMOUNT.fullmatch(given):
        raise ReviewError(
            "%(name)s %(given)r: no amount; expected one such as 12.50, at most 999999999999",
            name=name, given=given[:60],
        )  # fmt: skip
    return Decimal(given)


def finding_page(
    connection: Connection, chosen: QueueFilter, after: str | None, limit: int, *, near: int = 0
) -> FindingPage:
    """A page of findings behind the place `after`, with `near` ids. Raises `InputError` for what is no place."""
    queued = queue_page(connection, chosen, limit=max(limit + 1, near), after=_queued_at(after) if after else None)
    shown = queued[:limit]
    records = findings_by_id(connection, [one.finding_id for one in shown])
    more = _place(shown[-1].score, shown[-1].finding_id) if len(queued) > limit else None
    findings = [records[one.finding_id] for one in shown if one.finding_id in records]
    return FindingPage(findings, more, queue_total(connection, chosen), [one.finding_id for one in queued])


def place_of(finding: FindingRecord) -> str:
    """The place in the list behind which the findings after this one stand."""
    return _place(finding.score, finding.id)


def _place(score: int, finding_id: str) -> str:
    return f"{score}~{finding_id}"


def _queued_at(after: str) -> Queued:
    score, _, finding_id = after.partition("~")
    if not score.removeprefix("-").isdecimal() or not finding_id or len(score) > 9:
        raise ReviewError("after %(given)r: expected the `next` of the page before", given=after[:60])
    return Queued(finding_id, None, int(score))
