"""The language that a person chooses."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from monitor.review.language import COOKIE
from monitor.review.render import Desk
from monitor.words import Language

_YEAR = 365 * 24 * 3600
_MOST_BYTES = 1_000


class NewLanguage(BaseModel):
    """What the buttons of the page's head send."""

    language: Language


def language_routes(_: Desk) -> APIRouter:
    """`/language`."""
    router = APIRouter()

    @router.post("/language", max_body_size=_MOST_BYTES)
    def language(given: NewLanguage) -> JSONResponse:
        response = JSONResponse({})
        response.set_cookie(COOKIE, given.language, max_age=_YEAR, httponly=True, samesite="strict", path="/")
        return response

    return router
