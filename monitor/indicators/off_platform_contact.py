"""A title that asks buyers to write past the marketplace, which marketplaces forbid."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.wording import quoted, words_of_title
from monitor.model import Reason

CODE = ReasonCode.OFF_PLATFORM_CONTACT
POINTS = 25


def off_platform_contact(case: Case) -> Verdict:
    """Points for WeChat, QQ, WhatsApp, phone numbers, also spelt around filters (V信, 薇信)."""
    contact = words_of_title(case.listing.title).contact if case.listing.title else None
    if contact is None:
        return Verdict()
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), quoted(contact)))
