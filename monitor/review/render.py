"""Templates to pages: everything escaped, in the language of the person, nothing invisible left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from babel.support import NullTranslations
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.casework.links import case_states, links_text
from monitor.casework.pack.checklist import missing_lines
from monitor.casework.rules import platforms
from monitor.decision import STATES, DismissalReason, Ground
from monitor.indicators.codes import ReasonCode
from monitor.pictures.limits import THUMBNAIL_PIXELS, fitted
from monitor.review.access import Access
from monitor.review.language import LOCALES, NAMES, language_of, script_words, translations
from monitor.review.numbers import day, moment, money, number
from monitor.store.read.brands import brand_names, newest_run
from monitor.store.read.findings import LEVELS, FindingRecord
from monitor.store.store import Store
from monitor.text.gloss import gloss_line
from monitor.text.html_output import visible
from monitor.text.safe_link import safe_link
from monitor.words import LANGUAGES, Language, identifier_name, marketplace_name, words_of
from monitor.words.answers import answer_words
from monitor.words.cases import (
    case_state_words,
    due_words,
    look_words,
    refusal_words,
    relisting_words,
    state_words,
    weakness_words,
)
from monitor.words.decisions import changes_words, decision_words, seller_words, state_name
from monitor.words.findings import look_alikes_words, missing_words, reason_words, shared_words
from monitor.words.gap import gap_words, right_kind_name, route_state_name

_HERE = Path(__file__).parent
_MOST_REASONS = 5
_PRICE_CODES = frozenset({ReasonCode.BELOW_MARKET_PRICE, ReasonCode.REFERENCE_PRICE_MET})


class Render(Protocol):
    """Makes the page of a template, in the language of who asks."""

    def __call__(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """The page; `values` are what the template names."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page needs."""

    store: Store
    access: Access
    render: Render
    watchlist: Path
    """Its file, which may be missing yet."""


def make_render(store: Store, access: Access) -> Render:
    """The one way from a template to a page, over the store that knows the brands' names."""
    environments = {language: _environment(language, access) for language in LANGUAGES}
    names: dict[int | None, dict[str, str]] = {}

    def brands() -> dict[str, str]:
        """Names come with runs, and are read anew when there is another one."""
        with store.read() as connection:
            newest = newest_run(connection)
            if newest not in names:
                names.clear()
                names[newest] = brand_names(connection)
        return names[newest]

    def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        language = language_of(request)
        known = brands()
        page = environments[language].get_template(template).render(
            values, account=request.state.account, frame_key=request.state.frame_key, brands=known,
            brand_name=lambda brand: known.get(brand, brand), path=request.url.path,
        )  # fmt: skip
        return HTMLResponse(visible(page), status, {"Vary": "Accept-Language, Cookie"})

    return render


def _environment(language: Language, access: Access) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    sentences: NullTranslations = translations(language)
    environment.install_gettext_translations(sentences, newstyle=True)  # type: ignore[attr-defined]
    gettext = sentences.gettext
    locale = LOCALES[language]
    environment.filters |= _words(language) | {
        "case_words": lambda case: case_state_words(case_states(case.states), case.listings, language),
        "beside_reference": partial(_beside_reference, language=language),
        "day": partial(day, locale=locale),
        "gloss": _gloss,
        "links_text": links_text,
        "look_alikes": lambda group: look_alikes_words(group.by, group.sign, group.on, language),
        "sign_words": lambda sign: shared_words(sign[0], sign[1], language),
        "shared": lambda group: shared_words(group.by, group.sign, language),
        "marked": partial(_marked, untitled=gettext("(no title)")),
        "money": partial(money, locale=locale),
        "moment": partial(moment, locale=locale),
        "number": partial(number, locale=locale),
        "picture_problem": lambda problem: words_of(language).PICTURE_PROBLEMS[problem],
        "price": partial(_price, locale=locale),
        "safe_link": safe_link,
        "thumbnail_size": lambda picture: fitted(picture.width, picture.height, THUMBNAIL_PIXELS),
        "weightiest": _weightiest,
    }
    words = words_of(language)
    named = {function.__name__: environment.filters[function.__name__] for function in (marketplace_name, state_name)}
    environment.globals |= named | {
        "address": address,
        "answer_words": answer_words(language),
        "dismissals": {reason: words.DISMISSAL_NAMES[reason] for reason in DismissalReason},
        "can_log_out": access.logins is not None,
        "fact_name": lambda fact: words.FACT_NAMES.get(fact, fact),
        "frame_origin": access.frames.origin,
        "grounds": {ground: words.GROUND_NAMES[ground] for ground in Ground},
        "language": language,
        "languages": NAMES,
        "level_name": words.LEVEL_NAMES.get,
        "levels": LEVELS,
        "import_advice": {**words.PAGE_ADVICE, **words.IMPORT_ADVICE}.get,
        "platform_name": _platform_name,
        "page_reason": words.PAGE_REASONS.get,
        "reason_name": lambda code: words.REASON_NAMES.get(code, code),
        "script_words": script_words(language),
        "states": STATES,
    }
    return environment


def _words(language: Language) -> dict[str, Callable[..., Any]]:
    """Filters that put codes in words."""
    functions = (
        changes_words, decision_words, due_words, gap_words, identifier_name, look_words, marketplace_name,
        missing_lines, missing_words, reason_words, refusal_words, relisting_words, right_kind_name, route_state_name,
        seller_words, state_name, state_words, weakness_words,
    )  # fmt: skip
    return {function.__name__: partial(function, language=language) for function in functions}


@lru_cache(maxsize=10_000)  # the same titles stand in list after list
def _gloss(text: str | None) -> str | None:
    return gloss_line(text) if text else None


def _price(finding: FindingRecord, locale: str) -> str | None:
    listing = finding.listing
    if listing.price_min is None:
        return None
    if listing.price_max in (None, listing.price_min):
        return money(listing.price_min, listing.currency, locale)
    return f"{money(listing.price_min, None, locale)} – {money(listing.price_max, listing.currency, locale)}"


def _beside_reference(finding: FindingRecord, language: Language) -> tuple[int, str] | None:
    """The price in percent of what it was compared with, and that in words; None where nothing was compared."""
    for reason in finding.reasons:
        percent = reason.facts.get("percent")
        if reason.code in _PRICE_CODES and isinstance(percent, int | float):
            return round(percent), reason_words(reason, language).expected
    return None


def _platform_name(platform: str) -> str:
    """As it calls itself; its id where this program has no rules of it."""
    return platforms()[platform].name if platform in platforms() else platform


def _weightiest(finding: FindingRecord) -> list[Any]:
    return sorted(finding.reasons, key=lambda reason: -abs(reason.points))[:_MOST_REASONS]


def _marked(finding: FindingRecord, untitled: str) -> Markup:
    """The title with the brand's name marked in it."""
    title, mention = finding.listing.title or untitled, finding.mention
    before, name, behind = title.partition(mention) if mention else (title, "", "")
    return escape(before) + (Markup("<mark>{}</mark>").format(name) if name else Markup()) + escape(behind)


def address(path: str, chosen: Mapping[str, str], **other: str | None) -> str:
    """A path with the filters as they are, but for `other`; None takes a filter out."""
    values = {name: value for name, value in {**chosen, **other}.items() if value}
    if "state" not in values and "state" in other:
        values["state"] = ",".join(STATES)
    return f"{path}?{urlencode(values)}" if values else path
