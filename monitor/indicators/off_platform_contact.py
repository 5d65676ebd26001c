"""A number to write to past the marketplace, which forbids it: there is something to hide."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.wording import glossed, words_of_title
from monitor.model import Reason

CODE = "off_platform_contact"
POINTS = 25


def off_platform_contact(case: Case) -> Verdict:
    """Points for WeChat, QQ, WhatsApp, phone numbers, also spelt around filters (V信, 薇信)."""
    contact = words_of_title(case.listing.title).contact if case.listing.title else None
    if contact is None:
        return Verdict()
    contact = glossed(contact)
    text = f"The title asks to write past the marketplace: {contact}."
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), contact, "no contact in the title", text))
