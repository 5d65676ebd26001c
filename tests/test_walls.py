"""Walls that any site may put up, and complete pages that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.pages.extract import parse_html
from monitor.pages.walls import common_wall, is_login_address, shown_wall
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
        ("<title>Human Verification</title>", URL, "wall"),
        ("<title>Verificación de seguridad</title>", URL, "wall"),
        ("<title>Vérification de sécurité</title>", URL, "wall"),
        ("<title>Sicherheitsüberprüfung</title>", URL, "wall"),
        ("<title>Проверка безопасности</title>", URL, "wall"),
        ("<title>Einen Moment, bitte…</title>", URL, "wall"),
        ("<title>セキュリティチェック</title>", URL, "wall"),
        ("<title>风控验证</title>", URL, "wall"),
        ("<title>Verify you&#39;re human</title>", URL, "wall"),
        ("<title>ERROR: The request could not be satisfied</title>", URL, "wall"),
        ("<title> </title><div id='sec-if-cpt-container'></div>", URL, "wall"),
        ("<script>window.awsWafCookieDomainList = []; AwsWafIntegration.saveReferrer()</script>", URL, "wall"),
        ("<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>", URL, "wall"),
        ("<script>initGeetest4({captchaId: 'x'}, show)</script>", URL, "wall"),
        ("<div class='h-captcha' data-sitekey='x'></div>", URL, "wall"),
        ("<div class=g-recaptcha data-sitekey=x></div>", URL, "wall"),
        ('{"url": "https://geo.captcha-delivery.com/captcha/?x=1"}', URL, "wall"),
        ('{"appId": "PXabc", "jsClientSrc": "/abc/init.js", "blockScript": "/x.js"}', URL, "wall"),
        ("error code: 1020", URL, "wall"),
        ("<title>登录</title>", URL, "login"),
        ("<title>淘宝登录</title>", URL, "login"),
        ("<title>账号登录 - 京东</title>", URL, "login"),
        ("<title>請先登入 | 範例購物</title>", URL, "login"),
        ("<title>Login now to start shopping! | Example Singapore</title>", URL, "login"),
        ("<title>Iniciar sesión | Ejemplo</title>", URL, "login"),
        ("<title>Anmelden – Beispiel</title>", URL, "login"),
        ("<title>Đăng nhập | Ví dụ</title>", URL, "login"),
        ("<title>เข้าสู่ระบบ | ตัวอย่าง</title>", URL, "login"),
        ("<title>ログイン - 例</title>", URL, "login"),
        ("<title>Login sekarang untuk mulai belanja! | Contoh</title>", URL, "login"),
        ("<title>立即登入並開始購物！ | 範例</title>", URL, "login"),
        ("<title>Đăng nhập ngay để bắt đầu mua sắm! | Ví dụ</title>", URL, "login"),
        ("<title>Inicia sesión ahora para comenzar a comprar | Ejemplo</title>", URL, "login"),
        ("<title>Log in sekarang untuk mulai berbelanja! | Contoh</title>", URL, "login"),
        ("<title>Đăng nhập ngay để mua sắm | Ví dụ</title>", URL, "login"),
        ("<title>เข้าสู่ระบบเพื่อเริ่มซื้อของ | ตัวอย่าง</title>", URL, "login"),
        ("<title>Amazon S'identifier</title>", URL, "login"),
        ("<title>eBay.de Anmelden</title>", URL, "login"),
        ("<script src='https://0a1b.token.awswaf.com/0a1b/challenge.js'></script>", URL, "wall"),
        ("<script src='https://static.geetest.com/v4/gt4.js'></script>", URL, "wall"),
        ("<title>503 Service Temporarily Unavailable</title>", URL, "status"),
        ("<title>Error Page | Example</title>", URL, "status"),
        ("<title>example.com Algo deu errado</title>", URL, "status"),
        ("<title>系统繁忙，请稍后再试</title>", URL, "status"),
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
        ("<title>Drill that went wrong in the office - Search</title>", URL),
        ("<title>登录器 - 搜索</title>", URL),
        ("<title>Moment of the robot: books - Search</title>", URL),
        ("<title>Search</title><div class=g-recaptcha></div>" + " " * 20_000, URL),
        ("<title>", URL),
        ("<title " * 1000, URL),
    ],
)
def test_no_wall(text: str, url: str) -> None:
    assert common_wall(text, url) is None


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        ('<link rel=canonical href="https://example.com/buyer/login"><title>Shop</title>', "login"),
        ('<meta property="og:url" content="https://passport.example.com/x">', "login"),
        ("<title>Shop</title><p>Please verify you are human to go on", "wall"),
        ("<p>请按住滑块，拖动到最右边", "wall"),
        ("<p>Para continuar, confirma que no eres un robot", "wall"),
        ("<p>Geser untuk memverifikasi", "wall"),
        ("<p>ขออภัย กรุณาเลื่อนเพื่อยืนยัน", "wall"),
        ("<p>访问过于频繁，请稍后再试", "rate_limit"),
        ("<h1>Página no disponible</h1><p>Inicia sesión para continuar", "login"),
        ("<p>กรุณาเข้าสู่ระบบเพื่อดำเนินการต่อ", "login"),
        ("<p>Vui lòng đăng nhập để tiếp tục", "login"),
        ("<p>Silakan log in untuk melanjutkan", "login"),
        ("<p>頁面無法顯示，請登入後再試", "login"),
        ("<p>Sila log masuk untuk teruskan", "login"),
    ],
)
def test_walls_in_words(text: str, wall: str) -> None:
    assert shown_wall(parse_html(text)) == wall


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<title>Search</title><p>Log in | Register | Cart",
        "<script>let words = 'please verify you are human, please log in'</script><p>Search",
        "<template>Please verify you are human</template>",
        '<link rel=canonical href="https://example.com/search?next=/login"><p>Nordwerk',
        "<p>Please verify you are human" + " and look at all of our goods" * 60,
    ],
)
def test_no_wall_in_words(text: str) -> None:
    assert shown_wall(parse_html(text)) is None


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
