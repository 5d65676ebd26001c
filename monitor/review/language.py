"""The language of a page: what the person chose, else what the browser asks for; and its sentences."""

import io
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi import Request

from monitor.words import LANGUAGES, Language, words_of

COOKIE = "monitor_language"
LOCALES: Mapping[str, str] = {"en": "en_GB", "zh": "zh_CN"}
"""How numbers and days are written: British and mainland Chinese."""
NAMES: Mapping[str, str] = {"en": "English", "zh": "中文"}
"""Each language in its own words, for the button that chooses it."""
_FOLDER = Path(__file__).parent / "translations"
_MOST_ASKED = 20
_WEIGHT = re.compile(r"[01](\.\d{0,3})?")
"""Of a language in Accept-Language (RFC 9110)."""


def language_of(request: Request) -> Language:
    """The language that the person chose, else the first that the browser asks for and we have, else English."""
    wanted = [request.cookies.get(COOKIE, ""), *_asked(request.headers.get("accept-language", ""))]
    known = (language for code in wanted for language in LANGUAGES if language == code)
    return next(known, "en")


def _asked(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first; regions count for nothing."""
    weighted = []
    for part in header.split(",")[:_MOST_ASKED]:
        code, *parameters = part.replace(" ", "").lower().split(";")
        weight = next((value.removeprefix("q=") for value in parameters if value.startswith("q=")), "1")
        if _WEIGHT.fullmatch(weight) and float(weight) > 0:
            weighted.append((float(weight), code.split("-")[0]))
    return [code for _, code in sorted(weighted, key=lambda one: -one[0])]


@cache
def translations(language: Language) -> NullTranslations:
    """The sentences of the pages in a language; those of English are the ones in the templates."""
    path = _FOLDER / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=LOCALES[language]))
    compiled.seek(0)
    return Translations(compiled)


def gettext_of(request: Request) -> Callable[[str], str]:
    """What gives the sentence of a page in the language of who asks, from English."""
    return translations(language_of(request)).gettext


@cache
def script_words(language: Language) -> dict[str, str]:
    """The sentences that scripts say, from English, and the states of findings, from their codes."""
    states = dict(words_of(language).STATE_NAMES)
    path = _FOLDER / f"{language}.po"
    if not path.exists():
        return states
    with path.open("rb") as file:
        catalog = read_po(file, locale=LOCALES[language])
    return states | {
        str(message.id): str(message.string)
        for message in catalog
        if any(place.endswith(".js") for place, _ in message.locations)
    }
