"""What Taobao, Tmall, 1688, AliExpress, Alibaba.com and Lazada share: walls, and the answers of their gateway ("mtop").

The gateway answers `{"api": …, "ret": ["SUCCESS::…"], "data": {…}}`, as JSON or as JSONP (`mtopjsonp1({…})`); `data` is
sometimes a text that holds JSON again, and wraps the same object that older pages have in a script.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from monitor.page_reasons import PageReason
from monitor.pages.extract import get_path, json_answer, json_or_none, strings, text_at
from monitor.pages.page import Page
from monitor.pages.visible_words import says
from monitor.pages.walls import is_login_address

# The slider ("baxia", "nocaptcha") as the page's own subject, not as an address inside a complete page.
_PUNISH_PAGE = re.compile(
    r"""<punish-component|id=["']baxia-punish|id=["']nc_1_n1z|id=["']x5secdata|name=["']x5secdata"""
    r"""|["']action["']\s*:\s*["'](?:captcha\w{0,20}|deny)["']|sessionStorage\.x5referer|id=["']bx-pu-qrcode-wrap"""
    r"""|<(?:iframe|form)\b[^<>]{0,500}/_____tmd_____/(?:punish|verify)""",
    re.IGNORECASE,
)
_PUNISH_WORDS = (
    "请拖动下方滑块",
    "请按住滑块",
    "滑动一下马上回来",
    "请完成安全验证",
    "请按照说明进行验证",
    "哎哟喂,被挤爆啦",
)
_LOGIN_WORDS = ("亲，请登录后", "请登录后继续", "登录后才能查看", "登录后查看更多", "您需要登录")
# How a refusal is called in `ret`; the first that fits says what it is.
_LOGIN_RET = re.compile(
    r"SESSION_EXPIRED|ILLEGAL_ACCESS|NEED_LOGIN|NOT_LOGIN|NO_LOGIN|SID_INVALID|TOKEN_E|未登录|请登录|请先登录"
)
_WALL_RET = re.compile(r"USER_VALIDATE|RGV587|被挤爆啦|x5secdata|_____tmd_____", re.IGNORECASE)
_RATE_RET = re.compile(r"TRAFFIC_LIMIT|FLOW_?LIMIT|FREQUENCY|TOO_MANY|TIMEOUT|限流|频繁|稍后")
_GONE_RET = re.compile(
    r"ITEM_?NOT_?(?:EXIST|FOUND)|OFFER_?NOT_?(?:EXIST|FOUND)|(?:宝贝|商品|货源)(?:不存在|已下架|已失效|已删除)"
)
_ANSWER_WINDOW = 5000
_ENVELOPES = ("data", "result", "model", "dataModel", "module", "content", "value")
_MOST_ENVELOPES = 24


class AlibabaGroupPage(Page):
    """Mixin: the group's own walls, and data in the gateway's envelopes."""

    @cached_property
    def answer(self) -> Any:
        """The answer with what stands in it as JSON in a text; None when the page is a document."""
        answer = json_answer(self.text)
        inner = json_or_none(text_at(answer, "data"))
        return {**answer, "data": inner} if inner is not None else answer

    def data_behind(self, pattern: str | None, *paths: str) -> Any:
        """The page's data object, in its script or in whichever envelope of the answer it lies."""
        if self.answer is None:
            return super().data_behind(pattern, *paths)
        envelopes = list(_envelopes(self.answer))
        # without a path the innermost of the gateway's own wrappers: the object as a script has it
        whole = self.answer.get("data") if self._refusal is not None else self.answer
        parts = (
            get_path(envelope, path) if path else whole
            for path in paths or ("",)
            for envelope in (envelopes if path else (whole,))
        )
        return next((part for part in parts if part is not None), None)

    @cached_property
    def _refusal(self) -> str | None:
        """What the gateway says of how it went: "SUCCESS…", or why it refuses; None when it is not its answer."""
        ret = get_path(self.answer, "ret")
        return "; ".join(strings(ret) or [text_at(ret) or ""]) if ret is not None else None

    def says_empty(self) -> bool:
        """Whether the site says that there is nothing, or the gateway that a listing is gone."""
        return (self.kind == "listing" and bool(_GONE_RET.search(self._refusal or ""))) or super().says_empty()

    def wall(self) -> PageReason | None:
        """Captcha pages, and refusals in the answers that the sites' own scripts get."""
        if _PUNISH_PAGE.search(self.text):
            return PageReason.WALL
        head = self.text[:_ANSWER_WINDOW]
        if self.answer is not None or '"ret"' in head or len(self.text) < _ANSWER_WINDOW:
            target = text_at(self.answer, "data.url") or text_at(self.answer, "url") or ""
            if is_login_address(target):
                return PageReason.LOGIN
            if _LOGIN_RET.search(head):
                return PageReason.LOGIN
            if _WALL_RET.search(head):
                return PageReason.WALL
            if self._refusal and not self._refusal.startswith("SUCCESS"):
                return PageReason.RATE_LIMIT if _RATE_RET.search(self._refusal) else PageReason.WALL
        if says(self.dom, *_PUNISH_WORDS):
            return PageReason.WALL
        return PageReason.LOGIN if says(self.dom, *_LOGIN_WORDS) else None


def _envelopes(answer: Any) -> Iterator[Any]:
    """The answer, and the objects that it wraps, the outer ones first."""
    waiting = [answer]
    for _ in range(_MOST_ENVELOPES):
        if not waiting:
            return
        envelope = waiting.pop(0)
        yield envelope
        for name in _ENVELOPES:
            inner = get_path(envelope, name)
            if isinstance(inner, str) and inner.lstrip().startswith("{"):
                inner = json_or_none(inner)
            if isinstance(inner, dict):
                waiting.append(inner)
