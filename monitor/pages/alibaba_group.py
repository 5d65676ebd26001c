"""What Taobao, Tmall, 1688, AliExpress and Alibaba.com share: the group's captcha and login pages."""

import re

from monitor.page_reasons import PageReason
from monitor.pages.page import Page

# The slider ("baxia", "nocaptcha") as the page's own subject, not as an address inside a complete page.
_PUNISH_PAGE = re.compile(
    r"""<punish-component|id=["']baxia-punish|id=["']nc_1_n1z|id=["']x5secdata|name=["']x5secdata"""
    r"""|["']action["']\s*:\s*["'](?:captcha|deny)["']|sessionStorage\.x5referer""",
    re.IGNORECASE,
)
_PUNISH_ANSWER = re.compile(r"FAIL_SYS_USER_VALIDATE|RGV587_ERROR|FAIL_SYS_TRAFFIC_LIMIT|被挤爆啦")
_LOGIN_ANSWER = re.compile(r"FAIL_SYS_SESSION_EXPIRED|FAIL_SYS_ILLEGAL_ACCESS|NEED_LOGIN")
_ANSWER_WINDOW = 5000


class AlibabaGroupPage(Page):
    """Mixin: the group's own walls."""

    def wall(self) -> PageReason | None:
        """Captcha pages, and refusals in the JSON answers that the sites' own scripts get."""
        if _PUNISH_PAGE.search(self.text):
            return PageReason.WALL
        head = self.text[:_ANSWER_WINDOW]
        if '"ret"' in head or len(self.text) < _ANSWER_WINDOW:
            if _PUNISH_ANSWER.search(head):
                return PageReason.WALL
            if _LOGIN_ANSWER.search(head):
                return PageReason.LOGIN
        return None
