"""Walls that any site may put up: captcha, login, rate limit. Asked only about pages without a single listing."""

import html
import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from monitor.page_reasons import PageReason
from monitor.pages.extract import attr_of, first_match_in_page
from monitor.pages.script_shell import shown_text
from monitor.pages.wall_words import (
    ERROR_TITLES,
    LOGIN_TITLE,
    LOGIN_WORDS,
    RATE_TITLES,
    RATE_WORDS,
    WALL_TITLES,
    WALL_WORDS,
)

_TITLE = r"(?i)<title[^>]{0,200}>\s*([^<]{0,300})"
_TITLE_PARTS = re.compile(r"[-_|·—–:：,，!！\r\n]|(?<=[^\x00-\x7f])\s{1,4}(?=[^\x00-\x7f])")
_SITE_BEFORE = re.compile(r"^(?:amazon|ebay|etsy|aliexpress|lazada|shopee)(?:\.[a-z.]{2,8})? ", re.IGNORECASE)
_LOGIN_HOSTS = re.compile(r"(^|\.)(login|plogin|passport|signin|account|accounts|wappass)\.", re.IGNORECASE)
_LOGIN_PATHS = re.compile(r"/(login|signin|sign-in|member/signin)\b", re.IGNORECASE)
_SCRIPT_REDIRECT = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.replace\(|http-equiv=["']?refresh[^>]{0,200}?url=)\s*["']?([^"'\s>)]+)""",
    re.IGNORECASE,
)
# Challenge pages of protection services (DataDome, PerimeterX, Cloudflare, Imperva, Akamai, AWS WAF, Kasada, F5),
# whatever their title.
_CHALLENGE = re.compile(
    r"captcha-delivery\.com|px-captcha|\"appId\"\s*:\s*\"PX|_pxAppId|\bcpr_chlge\b|error code: 10\d\d\b"
    r"|_cf_chl_opt|cf-browser-verification|cdn-cgi/challenge-platform/h/"
    r"|<iframe[^>]{0,200}_Incapsula_Resource|Incapsula incident ID|sec-if-cpt-container|sec-cpt-if|akam-sw\.js"
    r"|\bbm-verify=|errors\.edgesuite\.net|AwsWafIntegration|awsWafCookieDomainList|gokuProps|token\.awswaf\.com/"
    r"|KPSDK\.|/TSPD/|Your support ID is|validate\.perfdrive\.com|client-api\.arkoselabs\.com"
    r"|initGeetest4?\(|static\.geetest\.com/|id=[\"']?geetest|hcaptcha\.com/1/api\.js|challenges\.cloudflare\.com/turnstile"
    r"|/recaptcha/(?:api|enterprise)\.js|class=[\"']?(?:g-recaptcha|h-captcha|cf-turnstile)\b",
    re.IGNORECASE,
)
_CHALLENGE_PAGE = 20_000
"""A challenge is shorter than this; what is longer may name the service in passing."""
_STUB = 3000
"""A page shorter than this that sends the browser on to a login or captcha address is a wall, whatever its title."""
_SAYS_LITTLE = 1_500
"""Characters of text that a page which shows nothing but a wall may have."""


def common_wall(text: str, url: str) -> PageReason | None:
    """WALL, LOGIN, RATE_LIMIT or STATUS when the page is one by its address, title or redirect stub; else None."""
    if is_login_address(url):
        return PageReason.LOGIN
    title = html.unescape(first_match_in_page(_TITLE, text[:20_000]) or "").replace("\u2019", "'")
    if WALL_TITLES.search(title):
        return PageReason.WALL
    if RATE_TITLES.search(title):
        return PageReason.RATE_LIMIT
    if len(text) < _CHALLENGE_PAGE and _CHALLENGE.search(text):
        return PageReason.WALL
    if any(LOGIN_TITLE.fullmatch(_SITE_BEFORE.sub("", part.strip())) for part in _TITLE_PARTS.split(title)):
        return PageReason.LOGIN
    if ERROR_TITLES.search(title.strip()):
        return PageReason.STATUS
    if len(text) < _STUB and (target := _SCRIPT_REDIRECT.search(text)):
        if is_login_address(target[1]):
            return PageReason.LOGIN
        if re.search(r"captcha|punish|verify|challenge", target[1], re.IGNORECASE):
            return PageReason.WALL
    return None


def shown_wall(dom: LexborHTMLParser) -> PageReason | None:
    """WALL, LOGIN or RATE_LIMIT when a page names a login as its address, or says little else; else None."""
    own = attr_of(dom, "link[rel=canonical]", "href"), attr_of(dom, "meta[property='og:url']", "content")
    if any(address and is_login_address(address) for address in own):
        return PageReason.LOGIN
    words = shown_text(dom)
    if len(words) > _SAYS_LITTLE:
        return None
    words = words.lower().replace("\u2019", "'")
    for phrases, reason in (
        (WALL_WORDS, PageReason.WALL),
        (RATE_WORDS, PageReason.RATE_LIMIT),
        (LOGIN_WORDS, PageReason.LOGIN),
    ):
        if any(phrase in words for phrase in phrases):
            return reason
    return None


def is_login_address(url: str) -> bool:
    """Whether an address is a site's login page."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(_LOGIN_HOSTS.search(host) or _LOGIN_PATHS.search(parts.path))
