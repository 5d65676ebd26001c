"""The review in the language that a person chose or the browser asks for: pages, errors, numbers and days."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.account import Role
from monitor.deciding.decide import DecidedMeanwhile, FindingChanged, NothingToUndo
from monitor.errors import InputError
from monitor.review.errors import UnknownThing, error_detail
from monitor.review.language import script_words, translations
from monitor.review.numbers import day, moment, money, number
from monitor.store.store import open_store
from tests.review_app import FINDING, InProcess, shared
from tests.store_helper import finding, listing, make_store, visit


def _root(folder: Path) -> Path:
    store = make_store(folder, [visit((listing("1", units_sold=12_345), finding()))])
    store.close()
    return store.root


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    return InProcess(open_store(_root(tmp_path_factory.mktemp("alone")), write=True))


@pytest.fixture(scope="module")
def with_accounts(tmp_path_factory: pytest.TempPathFactory) -> InProcess:
    return shared(_root(tmp_path_factory.mktemp("shared")))


def _language(review: InProcess, asked: str = "", chosen: str = "") -> str:
    """The language of the queue for a browser that asks for `asked`, where the person chose `chosen`."""
    cookie = review.cookie_of(Role.OWNER) + (f"; monitor_language={chosen}" if chosen else "")
    page = review.ask("GET", "/", Cookie=cookie, Accept_Language=asked)
    assert page.headers["vary"] == "Accept-Language, Cookie"
    return page.body.partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-TW", "zh"),
        ("ZH-Hant-HK", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("de-DE,de;q=0.9,zh;q=0.3,en;q=0.8", "en"),
        ("de, fr;q=0.5", "en"),
        ("fr, zh ; q=0.4", "zh"),
        ("en;q=0.1, zh;q=0.2", "zh"),
        ("fr, zh;q=0", "en"),
        ("zh;q=x", "en"),
        ("zh;q=nan", "en"),
        (";;;,,,q=1,zhx", "en"),
        ("*", "en"),
        (",".join(["de"] * 10_000) + ",zh", "en"),
    ],
)
def test_the_browser_asks_for_a_language(review: InProcess, asked: str, language: str) -> None:
    assert _language(review, asked) == language


def test_a_person_chooses_a_language(review: InProcess) -> None:
    """The choice counts for more than what the browser asks for, and only a language that we have can be chosen."""
    cookie = review.cookie_of(Role.OWNER)
    answer = review.from_page("POST", "/language", cookie, {"language": "zh"})
    assert answer.status == 200
    chosen = answer.headers["set-cookie"]
    assert chosen.startswith("monitor_language=zh;")
    assert {"HttpOnly", "SameSite=strict", "Max-Age=31536000"} <= set(chosen.split("; "))
    assert review.from_page("POST", "/language", cookie, {"language": "de"}).status == 400
    assert _language(review, "en", chosen="zh") == "zh"
    assert _language(review, "zh", chosen="en") == "en"
    assert _language(review, "zh", chosen="xx") == "zh"


def test_each_page_offers_the_other_language(review: InProcess) -> None:
    cookie = review.cookie_of(Role.OWNER)
    english = review.ask("GET", "/", Cookie=cookie).body
    assert 'data-language="zh" lang="zh">中文</button>' in english
    assert 'data-language="en"' not in english
    chinese = review.ask("GET", "/", Cookie=cookie, Accept_Language="zh").body
    assert 'data-language="en" lang="en">English</button>' in chinese
    assert 'data-language="zh"' not in chinese


def test_a_finding_in_chinese(review: InProcess) -> None:
    """Reasons, states, marketplaces, numbers and days; Chinese needs no gloss."""
    cookie = review.cookie_of(Role.OWNER)
    page = review.ask("GET", f"/finding/{FINDING}", Cookie=cookie, Accept_Language="zh").body
    for words in ("待处理", "▲ 高", "65 分", "价格为“X200”参考价的 18%：远低于市场价。", "淘宝", "12,345",
                  "2026年11月20日 12:00 UTC", "卖家“工具小铺”不在该品牌的授权卖家之列。"):  # fmt: skip
        assert words in page
    assert 'class="gloss"' not in page
    assert 'class="gloss"' in review.ask("GET", f"/finding/{FINDING}", Cookie=cookie).body


def test_numbers_and_days() -> None:
    late = datetime(2026, 11, 2, 5, 6, tzinfo=UTC)
    assert (day(date(2026, 11, 2), "en_GB"), day(date(2026, 11, 2), "zh_CN")) == ("2 Nov 2026", "2026年11月2日")
    assert (moment(late, "en_GB"), moment(late, "zh_CN")) == ("2 Nov 2026, 05:06 UTC", "2026年11月2日 05:06 UTC")
    for locale in ("en_GB", "zh_CN"):
        assert number(1_234_567, locale) == "1,234,567"
        assert money(Decimal("1234.5"), "CNY", locale) == "1,234.50 CNY"


def test_errors_are_told_in_the_language_of_the_page(review: InProcess) -> None:
    cookie = review.cookie_of(Role.OWNER)
    page = review.ask("GET", "/finding/nobody", Cookie=cookie, Accept_Language="zh")
    assert page.status == 404
    assert "<h1>未找到</h1>" in page.body
    assert "数据库中没有可疑商品 &#39;nobody&#39;" in page.body
    odd = review.ask("GET", "/?price_from=9&price_to=1&currency=CNY", Cookie=cookie, Accept_Language="zh")
    assert "最低价格 9 高于最高价格 1；没有价格符合条件" in odd.body
    assert "没有这个页面" in review.ask("GET", "/nowhere", Cookie=cookie, Accept_Language="zh").body
    own = {
        "Origin": review.origin,
        "Sec-Fetch-Site": "same-origin",
        "Cookie": cookie,
        "Content-Type": "application/json",
    }
    asked = {**own, "Accept": "application/json", "Accept-Language": "zh"}
    refused = review.ask("POST", "/undo", b"{}", **asked)
    assert (refused.status, refused.json["detail"]) == (400, "没有可撤销的决定")
    decision = f'{{"ids": ["{FINDING}"], "state": "watch", "seen": {{"{FINDING}": "old"}}}}'.encode()
    refused = review.ask("POST", "/decisions", decision, **asked)
    assert (refused.status, refused.json["title"]) == (409, "内容已有变化")
    assert refused.json["detail"] == f"商品 {FINDING} 在您查看之后有变化；请重新查看后再决定"


def test_programs_are_told_in_english(review: InProcess) -> None:
    answer = review.ask(
        "GET", "/api/v1/findings/nobody", Authorization=f"Bearer {review.access.token}", Accept_Language="zh"
    )
    assert answer.json == {
        "type": "about:blank", "title": "not found", "status": 404, "detail": "no finding 'nobody' in this store",
    }  # fmt: skip


def test_english_says_errors_as_the_commands_do() -> None:
    for error in (
        FindingChanged(FINDING, None), DecidedMeanwhile(FINDING), NothingToUndo(None), NothingToUndo("A. Weber"),
        UnknownThing("no finding %(key)r in this store", key="50 %s"), InputError("100 %"), ValueError("x"),
    ):  # fmt: skip
        assert error_detail(error, str) == str(error)


def test_who_is_not_logged_in_is_told_in_chinese(review: InProcess, with_accounts: InProcess) -> None:
    page = review.ask("GET", "/", Accept_Language="zh")
    assert page.status == 401
    assert (
        "<html lang=zh><title>尚未登录</title><p>请打开 <code>monitor review</code> 在终端中显示的链接。" in page.body
    )
    page = with_accounts.ask("GET", "/login", Accept_Language="zh")
    assert page.status == 200
    assert "<h1>登录</h1>" in page.body
    wrong = with_accounts.log_in("owner", "wrong password", **{"Accept-Language": "zh"})
    assert "用户名或密码错误。" in wrong.body


def test_a_reader_is_told_in_chinese_what_is_not_allowed(with_accounts: InProcess) -> None:
    headers = {
        "Origin": with_accounts.origin,
        "Sec-Fetch-Site": "same-origin",
        "Cookie": with_accounts.cookie_of(Role.READER),
        "Accept-Language": "zh",
    }
    answer = with_accounts.ask("POST", "/undo", b"{}", **headers)
    assert (answer.status, answer.json["title"]) == (403, "没有权限")
    assert answer.json["detail"] == "reader 的账户只能查看，不能作出决定"


def test_scripts_know_the_states_and_their_own_sentences() -> None:
    assert script_words("zh")["dismissed"] == "已排除"
    assert script_words("zh")["{number} taken back"] == "已撤销 {number} 件"
    assert script_words("en")["dismissed"] == "dismissed"
    assert "Queue" not in script_words("zh"), "a sentence of templates alone"
    assert translations("en").gettext("Queue") == "Queue"
    assert translations("zh").gettext("Queue") == "审核队列"
