"""The language of a page: what the person chose, else what the browser asks for; and its sentences."""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.core import negotiate_locale
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


def language_of(request: Request) -> Language:
    """The language that the person chose, else the first that the browser asks for and we have, else English."""
    chosen = request.cookies.get(COOKIE)
    asked = [chosen] if chosen else _asked(request.headers.get("accept-language", ""))
    best = negotiate_locale([code.split("-")[0] for code in asked], list(LANGUAGES))
    return next((language for language in LANGUAGES if language == best), "en")


def _asked(header: str) -> list[str]:
    """The codes of an Accept-Language header in the order of its weights."""
    weighted = []
    for place, part in enumerate(header.split(",")[:_MOST_ASKED]):
        code, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), place, code.strip().lower()))
        except ValueError:
            continue
    return [code for _, _, code in sorted(weighted)]


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
