"""Errors of the pages in the language of who asks."""

from collections.abc import Callable

from starlette.exceptions import HTTPException

from monitor.deciding.decide import DecidedMeanwhile, FindingChanged, NothingToUndo
from monitor.review.api import UnknownThing


def error_title(status: int, gettext: Callable[[str], str]) -> str:
    """What kind of error it is, by its HTTP status."""
    titles = {400: gettext("wrong input"), 404: gettext("not found"), 409: gettext("changed meanwhile")}
    return titles.get(status, gettext("failed"))


def error_detail(error: Exception, gettext: Callable[[str], str]) -> str:
    """What happened. An error that pages seldom meet is said as the commands say it, in English."""
    match error:
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
        case UnknownThing(kind="finding"):
            return gettext("no finding %(key)s in this store") % {"key": repr(error.key)}
        case UnknownThing(kind="seller"):
            return gettext("no seller %(key)s in this store") % {"key": repr(error.key)}
        case HTTPException():
            details = {404: gettext("Not Found"), 405: gettext("Method Not Allowed")}
            return details.get(error.status_code, str(error.detail))
    return str(error)
