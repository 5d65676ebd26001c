"""Errors of the pages in the language of who asks."""

from collections.abc import Callable

from starlette.exceptions import HTTPException

from monitor.deciding.decide import DecidedMeanwhile, FindingChanged, NothingToUndo
from monitor.errors import InputError


class ReviewError(InputError):
    """Raised where the review can't do what an address or a form asks.

    `sentence` is English, is translated where a page shows it, and names the `facts`: `no brand %(brand)r`.
    """

    def __init__(self, sentence: str, **facts: object) -> None:
        self.sentence, self.facts = sentence, facts
        super().__init__(sentence % facts)


class UnknownThing(ReviewError):
    """Raised where an address names what the store does not have."""


def error_title(status: int, gettext: Callable[[str], str]) -> str:
    """What kind of error it is, by its HTTP status."""
    titles = {400: gettext("wrong input"), 404: gettext("not found"), 409: gettext("changed meanwhile")}
    return titles.get(status, gettext("failed"))


def error_detail(error: Exception, gettext: Callable[[str], str]) -> str:
    """What happened. An error of the rooms below that pages seldom meet is said as the commands say it, in English."""
    match error:
        case ReviewError():
            return gettext(error.sentence) % error.facts
        case HTTPException():
            of_starlette = {
                "Not Found": gettext("there is no page at this address"),
                "Method Not Allowed": gettext("this address can't be asked in this way"),
            }
            return of_starlette.get(error.detail) or gettext(error.detail)
        case FindingChanged():
            sentence = gettext("finding %(id)s: it changed since you looked at it; look at it again, then decide")
            return sentence % {"id": error.finding_id}
        case DecidedMeanwhile():
            sentence = gettext("finding %(id)s: somebody decided about it meanwhile; look at it again, then decide")
            return sentence % {"id": error.finding_id}
        case NothingToUndo(reviewer=None):
            return gettext("nothing to undo: no decision stands in this store")
        case NothingToUndo():
            sentence = gettext("nothing to undo: no decision by %(reviewer)s stands in this store")
            return sentence % {"reviewer": error.reviewer}
    return str(error)
