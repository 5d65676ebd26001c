"""English. Plain sentences for people who know neither the program nor its codes."""

from collections.abc import Mapping

from monitor.words.en_decisions import changes_words, decision_words, seller_words
from monitor.words.en_findings import FINDING_REASONS, MISSING_FACTS, look_alikes_words, shared_words
from monitor.words.en_names import (
    DISMISSAL_NAMES,
    FACT_NAMES,
    GROUND_NAMES,
    IDENTIFIER_NAMES,
    LEVEL_NAMES,
    MARKETPLACE_NAMES,
    REASON_NAMES,
    STATE_NAMES,
)

__all__ = [
    "DISMISSAL_NAMES",
    "FACT_NAMES",
    "FINDING_REASONS",
    "GROUND_NAMES",
    "HOLD_ADVICE",
    "IDENTIFIER_NAMES",
    "IMPORT_ADVICE",
    "LAYOUT_ADVICE",
    "LEVEL_NAMES",
    "MARKETPLACE_NAMES",
    "MISSING_FACTS",
    "PAGE_ADVICE",
    "PAGE_REASONS",
    "PICTURE_PROBLEMS",
    "REASON_NAMES",
    "STATE_NAMES",
    "WALLS",
    "changes_words",
    "decision_words",
    "look_alikes_words",
    "seller_words",
    "shared_words",
]

_SAVE_BY_HAND = "save the pages by hand and `monitor import` them"

PAGE_REASONS: Mapping[str, str] = {
    "gone": "The site says that the listing is gone.",
    "nothing": "The site says that it found nothing.",
    "wall": "The site shows a captcha, or refuses automatic requests.",
    "login": "The site asks for a login.",
    "rate_limit": "The site says that it is asked too often.",
    "status": "The site answered with an error.",
    "robots": "The site's robots.txt refuses such pages.",
    "robots_unreachable": "The site's robots.txt can't be had, which counts as a refusal.",
    "dns": "The site's name can't be resolved.",
    "private_address": "The site's name leads into a private network.",
    "unsupported_address": "The address is not one of http or https.",
    "timeout": "The site did not answer in time.",
    "connection": "The connection failed.",
    "certificate": "Nobody vouches for the server's certificate; nothing was read.",
    "too_many_redirects": "The site sends us round in a circle.",
    "too_large": "The page is larger than 32 MiB.",
    "download_failed": "The download failed.",
    "site_held": "The site is left alone for a while; the page was not asked for.",
    "not_saved": "The page is not among the saved ones.",
    "partial": "The page shows or holds more listings than could be read.",
    "truncated": "The page came cut off.",
    "empty_body": "The page has no content.",
    "broken_redirect": "The site sends us on, but not to an address that can be followed.",
    "browser_failed": "The browser failed on the page.",
    "script_shell": "The page is only a program for the browser, which fetches the content later.",
    "too_costly": "Reading the page takes more time or memory than a page may take.",
    "page_class_failed": "The program's own reader failed on the page.",
    "step_failed": "A step of the program failed on what was read from the page.",
    "unknown_layout": "The page has neither listings nor a marker that we know.",
}

PAGE_ADVICE: Mapping[str, str] = {
    "gone": "Nothing to do.",
    "nothing": "Nothing to do.",
    "wall": f"The site asks for a captcha: slow down, log in yourself (`monitor login`), or {_SAVE_BY_HAND}.",
    "login": "The site wants a login: log in yourself (`monitor login`), or save the pages by hand while logged in and "
    "`monitor import` them.",
    "rate_limit": "The site says that we ask too often: raise `delay` in settings.toml and wait some hours.",
    "status": "The site answered with an error: run again later.",
    "robots": "robots.txt refuses such pages: save them in your own browser and `monitor import` them, or, where you "
    "have a permission, write it as `robots_override` into settings.toml.",
    "robots_unreachable": "robots.txt can't be had, which counts as a refusal: run again later.",
    "dns": "The address can't be resolved: check the network, then run again.",
    "private_address": "The site's name leads into a private network: not asked. Check the name server.",
    "unsupported_address": "Only addresses of http and https are asked for: look at the address.",
    "timeout": "The site did not answer in time: check the network, then run again.",
    "connection": "The connection failed: check the network, then run again.",
    "certificate": "Nobody vouches for the server's certificate: is there a proxy that opens TLS? Nothing was read.",
    "too_many_redirects": "The site sends us round in a circle: look at it in a browser.",
    "too_large": "The page is larger than 32 MiB: look at it by hand.",
    "download_failed": "The download failed: run again; if it stays so, look at the page by hand.",
    "site_held": "The site is left alone for a while: run again later.",
    "not_saved": "Save the page too, if you want to know what stands on it.",
    "partial": "Some listings could not be read, which the page shows or fetches later: scroll to its end in your own "
    "browser, save it there and `monitor import` it; if it stays so, send the page.",
    "truncated": "The page came cut off: run again.",
    "empty_body": "The page has no content: run again; if it stays so, look at it in a browser.",
    "broken_redirect": "The site sends us on to an address that can't be followed: look at it in a browser.",
    "browser_failed": "The browser failed on the page: run again; if it stays so, save the page by hand.",
    "script_shell": "Only a browser can show such pages: install one (apt-get install chromium) that is used (`fetch` "
    "in settings.toml), or save the pages by hand.",
    "too_costly": "Reading the page takes more time or memory than a page may take: look at it by hand.",
    "page_class_failed": "The program's reader failed on the page, which is kept: it helps to repair the reader "
    "(`monitor fixture add --snapshot`).",
    "step_failed": "A step of the program failed twice on the page, which is kept: report it with the log.",
    "unknown_layout": "We do not know this layout: the kept page helps to repair the reader "
    "(`monitor fixture add --snapshot`).",
}

_SAVE_BUTTON = "save it with the save button (`monitor save-button`) after scrolling to its end"

IMPORT_ADVICE: Mapping[str, str] = {
    "wall": "The saved page is a captcha or a refusal: open it in your browser, solve what the site asks of you, and "
    "save it again.",
    "login": "The saved page is the site's login: log in yourself in your browser, open the page, and save it again.",
    "rate_limit": "The saved page says that too much was asked: wait some hours, open it again, and save it.",
    "status": "The saved page is an error of the site: open it again later, and save it.",
    "truncated": "The file is cut off: save the page again.",
    "empty_body": "The file holds no page: save it again.",
    "broken_redirect": "The file only leads on to another page: open that one, and save it.",
    "script_shell": "The file holds the page's program and not what you saw: "
    f"{_SAVE_BUTTON}, or record it as a HAR file (docs/saving-pages.md).",
    "unknown_layout": f"The file lacks what you saw, or we do not know its layout: {_SAVE_BUTTON}; if it stays so, the "
    "kept page helps to repair the reader (`monitor fixture add --snapshot`).",
}

LAYOUT_ADVICE: Mapping[str, str] = {
    "guessed": "No known layout fits. Check the listings, and send the page, so that a reader is made for it.",
}

WALLS: Mapping[str, str] = {
    "wall": "captcha",
    "login": "login",
    "rate_limit": "too often",
    "status": "refusal",
}

HOLD_ADVICE: Mapping[str, str] = {
    "wall": PAGE_ADVICE["wall"],
    "login": PAGE_ADVICE["login"],
    "rate_limit": PAGE_ADVICE["rate_limit"],
    "failures": "Page after page could not be had: check the network.",
    "budget": "The day's budget of requests is spent: raise `daily_budget` in settings.toml, or search for less.",
    "quiet_hours": "These are its quiet hours (settings.toml).",
}

PICTURE_PROBLEMS: Mapping[str, str] = {
    "none_on_page": "No page showed a picture of it.",
    "not_fetched": "The picture has not been fetched yet.",
    "expired": "The picture expired: no finding needed it any more.",
    "waiting": "The picture is still to be fetched.",
    "bad_address": "The picture's address is none that can be asked for.",
    "not_saved": "The picture is not among the saved files.",
    "refused": "The picture's host refused it.",
    "private_address": "The picture's address leads into a private network.",
    "gone": "The picture's host no longer has it.",
    "unreachable": "The picture's host could not be reached.",
    "too_large": "The picture's file is too large.",
    "not_a_picture": "What came is not a picture that can be shown safely.",
    "too_many_pixels": "The picture has too many pixels.",
    "too_many_frames": "The animation has too many frames.",
    "damaged": "The picture is damaged.",
    "too_costly": "Decoding the picture takes too much time or memory.",
}
