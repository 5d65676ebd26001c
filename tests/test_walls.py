"""Walls that any site may put up, and complete pages that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.pages.walls import common_wall, is_login_address
from tests.limits import limited

URL = "https://s.example.com/search?q=nordwerk"


@pytest.mark.parametrize(
    ("text", "url", "wall"),
    [
        ("<title>Security Check</title>", URL, "wall"),
        ("<TITLE lang=en>\n Just a moment...</TITLE>", URL, "wall"),
        ("<title>验证码拦截</title>", URL, "wall"),
        ("<title>Access Denied</title>", URL, "wall"),
        ("<title>Robot Check</title>" + "x" * 100_000, URL, "wall"),
        ("<title>429 Too Many Requests</title>", URL, "rate_limit"),
        ("<title>访问过于频繁</title>", URL, "rate_limit"),
        ("", "https://login.example.com/member?next=/search", "login"),
        ("<title>Nordwerk</title>", "https://www.example.com/signin?x=1", "login"),
        ("<script>location.href = 'https://login.example.com/'</script>", URL, "login"),
        ("<script>window.location.replace('/captcha?x=1')</script>", URL, "wall"),
        ('<meta http-equiv="refresh" content="0; url=https://passport.example.com/x">', URL, "login"),
        ("<script>location='//s.example.com/_____tmd_____/punish?x'</script>", URL, "wall"),
        ("<title>example.com</title><script src='https://ct.captcha-delivery.com/c.js'></script>", URL, "wall"),
        ("<title>example.com</title><div id='px-captcha'></div>", URL, "wall"),
        ("<title>Un instant…</title><script>window._cf_chl_opt = {}</script>", URL, "wall"),
        ("<iframe id='main-iframe' src='/_Incapsula_Resource?SWUDNSAI=31'></iframe>", URL, "wall"),
    ],
)
def test_walls(text: str, url: str, wall: str) -> None:
    assert common_wall(text, url) == wall


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", URL),
        ("<title>Nordwerk X200 - Search</title>", URL),
        ("<title>Search</title><p>captcha, access denied, please log in", URL),
        ("<title>Search</title><script>if (x) location.href = '/login'</script>" + " " * 3000, URL),
        ("<script>location.href = '/search?page=2'</script>", URL),
        ("<title>Search</title><script src='/_Incapsula_Resource?x=1'></script>", URL),
        ("<title>Search</title><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", URL),
        ("<title>Search</title>captcha-delivery.com" + " " * 20_000, URL),
        ("<title>Search</title>", "https://s.example.com/search?q=login&next=https://login.example.com/"),
        ("<title>Search</title>", "https://loginshop.example.com/logins"),
        ("<title>", URL),
        ("<title " * 1000, URL),
    ],
)
def test_no_wall(text: str, url: str) -> None:
    assert common_wall(text, url) is None


@pytest.mark.parametrize("url", ["", "http://[::1", "://", "login", "\ud800", "//", "http://a:99999999/login"])
def test_odd_addresses(url: str) -> None:
    assert is_login_address(url) is (url.endswith("/login"))


@given(st.text(), st.text())
def test_anything(text: str, url: str) -> None:
    common_wall(text, url)


@pytest.mark.parametrize("piece", ["<title", "<title ", "<title>", "location=", "http-equiv=refresh", " ", "captcha"])
@pytest.mark.parametrize("length", [2990, 1_000_000])
@limited(cpu_seconds=20)
def test_linear(piece: str, length: int) -> None:
    common_wall(piece * (length // len(piece)), URL)
