"""Why a page brought no listings: one code per reason, and what the program does because of it.

The codes stand in the store (`visit.reason`), in `monitor extract --json` and in the fixtures; what they say to a
person stands in `monitor.words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Outcome = Literal["listings", "empty", "blocked", "unreadable"]
Pause = Literal["cool_down", "own_pause", "after_failures"]
"""When a site is left alone for a while because of a page: `cool_down`: now, longer each time; `own_pause`: the same,
unless the site said itself how long (Retry-After); `after_failures`: after some such pages in a row."""


class PageReason(StrEnum):
    """Why a page is `empty`, `blocked` or `unreadable`; a page with listings has none, or `partial`."""

    # the site says that there is nothing
    GONE = "gone"
    NOTHING = "nothing"
    # the site does not let us in
    WALL = "wall"
    LOGIN = "login"
    RATE_LIMIT = "rate_limit"
    STATUS = "status"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    # the page could not be had
    DNS = "dns"
    PRIVATE_ADDRESS = "private_address"
    UNSUPPORTED_ADDRESS = "unsupported_address"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    DOWNLOAD_FAILED = "download_failed"
    SITE_HELD = "site_held"
    NOT_SAVED = "not_saved"
    # the page is here, but can't be read, or not the whole of it
    PARTIAL = "partial"
    TRUNCATED = "truncated"
    EMPTY_BODY = "empty_body"
    BROKEN_REDIRECT = "broken_redirect"
    BROWSER_FAILED = "browser_failed"
    SCRIPT_SHELL = "script_shell"
    TOO_COSTLY = "too_costly"
    PAGE_CLASS_FAILED = "page_class_failed"
    STEP_FAILED = "step_failed"
    UNKNOWN_LAYOUT = "unknown_layout"


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """What the program does about a page with a reason."""

    outcome: Outcome
    """The outcome that the reason goes with."""
    pause: Pause | None = None
    needs_person: bool = True
    """Whether the end of a run names such pages under "To do"."""


REASON_RULES: Mapping[PageReason, ReasonRule] = {
    PageReason.GONE: ReasonRule("empty", needs_person=False),
    PageReason.NOTHING: ReasonRule("empty", needs_person=False),
    PageReason.WALL: ReasonRule("blocked", pause="cool_down"),
    PageReason.LOGIN: ReasonRule("blocked", pause="cool_down"),
    PageReason.RATE_LIMIT: ReasonRule("blocked", pause="own_pause"),
    PageReason.STATUS: ReasonRule("blocked", pause="after_failures"),
    PageReason.ROBOTS: ReasonRule("blocked"),
    PageReason.ROBOTS_UNREACHABLE: ReasonRule("blocked", pause="after_failures"),
    PageReason.DNS: ReasonRule("blocked", pause="after_failures"),
    PageReason.PRIVATE_ADDRESS: ReasonRule("blocked"),
    PageReason.UNSUPPORTED_ADDRESS: ReasonRule("blocked"),
    PageReason.TIMEOUT: ReasonRule("blocked", pause="after_failures"),
    PageReason.CONNECTION: ReasonRule("blocked", pause="after_failures"),
    PageReason.CERTIFICATE: ReasonRule("blocked", pause="after_failures"),
    PageReason.TOO_MANY_REDIRECTS: ReasonRule("blocked"),
    PageReason.TOO_LARGE: ReasonRule("blocked"),
    PageReason.DOWNLOAD_FAILED: ReasonRule("blocked"),
    PageReason.SITE_HELD: ReasonRule("blocked"),
    PageReason.NOT_SAVED: ReasonRule("blocked", needs_person=False),
    PageReason.PARTIAL: ReasonRule("listings"),
    PageReason.TRUNCATED: ReasonRule("unreadable"),
    PageReason.EMPTY_BODY: ReasonRule("unreadable"),
    PageReason.BROKEN_REDIRECT: ReasonRule("unreadable"),
    PageReason.BROWSER_FAILED: ReasonRule("unreadable"),
    PageReason.SCRIPT_SHELL: ReasonRule("unreadable"),
    PageReason.TOO_COSTLY: ReasonRule("unreadable"),
    PageReason.PAGE_CLASS_FAILED: ReasonRule("unreadable"),
    PageReason.STEP_FAILED: ReasonRule("unreadable"),
    PageReason.UNKNOWN_LAYOUT: ReasonRule("unreadable"),
}


def reason_with_detail(reason: str | None, detail: str | None) -> str:
    """The code and what was said beside it, for a line of a table or a log; empty for a page with listings."""
    return f"{reason}: {detail}" if reason and detail else reason or ""
