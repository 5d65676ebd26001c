"""Walls that any site may put up: captcha, login, rate limit. Asked only about pages without a single listing."""

import re
from urllib.parse import urlsplit

from monitor.page_reasons import PageReason
from monitor.pages.extract import first_match_in_page

_TITLE = r"(?i)<title[^>]{0,200}>\s*([^<]{0,300})"
# Titles of captcha, challenge and refusal pages as the sites and their protection services word them (2013-2026).
_WALL_TITLES = re.compile(
    r"captcha|robot check|are you a robot|just a moment|attention required|access denied"
    r"|access to this page has been denied|security check|verify you are human|pardon our interruption"
    r"|验证码|滑动验证|安全验证|访问验证|访问被拒绝|人机验证",
    re.IGNORECASE,
)
_RATE_TITLES = re.compile(r"too many requests|访问过于频繁|操作太频繁|unusual traffic", re.IGNORECASE)
# What a login page is called, as a whole part of its title: "登录", "京东-欢迎登录", "Sign in | Example".
_LOGIN_TITLE = re.compile(
    r"(?:请先?|欢迎您?|会员|用户|账号|帐号|账户|密码|短信|手机|扫码|安全|统一)*登[录陆入錄](?:页面?|中心|入口)?"
    r"|(?:please )?(?:log|sign)[ -]?in(?: page)?|login page|(?:log|sign) in to (?:your|my) account",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"[-_|·—–:：,，!！\r\n]|(?<=[^\x00-\x7f])\s{1,4}(?=[^\x00-\x7f])")
_LOGIN_HOSTS = re.compile(r"(^|\.)(login|passport|signin|account|accounts|wappass)\.", re.IGNORECASE)
_LOGIN_PATHS = re.compile(r"/(login|signin|sign-in|member/signin)\b", re.IGNORECASE)
_SCRIPT_REDIRECT = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.replace\(|http-equiv=["']?refresh[^>]{0,200}?url=)\s*["']?([^"'\s>)]+)""",
    re.IGNORECASE,
)
# Challenge pages of protection services (DataDome, PerimeterX, Cloudflare, Imperva), whatever their title.
_CHALLENGE = re.compile(
    r"captcha-delivery\.com|px-captcha|_cf_chl_opt|<iframe[^>]{0,200}_Incapsula_Resource", re.IGNORECASE
)
_CHALLENGE_PAGE = 20_000
"""A challenge is shorter than this; what is longer may name the service in passing."""
_STUB = 3000
"""A page shorter than this that sends the browser on to a login or captcha address is a wall, whatever its title."""


def common_wall(text: str, url: str) -> PageReason | None:
    """WALL, LOGIN or RATE_LIMIT when the page is one by its address, title or redirect stub; else None."""
    if is_login_address(url):
        return PageReason.LOGIN
    title = first_match_in_page(_TITLE, text[:20_000]) or ""
    if _WALL_TITLES.search(title):
        return PageReason.WALL
    if _RATE_TITLES.search(title):
        return PageReason.RATE_LIMIT
    if len(text) < _CHALLENGE_PAGE and _CHALLENGE.search(text):
        return PageReason.WALL
    if any(_LOGIN_TITLE.fullmatch(part.strip()) for part in _TITLE_PARTS.split(title)):
        return PageReason.LOGIN
    if len(text) < _STUB and (target := _SCRIPT_REDIRECT.search(text)):
        if is_login_address(target[1]):
            return PageReason.LOGIN
        if re.search(r"captcha|punish|verify|challenge", target[1], re.IGNORECASE):
            return PageReason.WALL
    return None


def is_login_address(url: str) -> bool:
    """Whether an address is a site's login page."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(_LOGIN_HOSTS.search(host) or _LOGIN_PATHS.search(parts.path))
