"""Chinese, in simplified characters: plain and polite, with the terms of the trade."""

from collections.abc import Mapping

from monitor.words.zh_decisions import changes_words, decision_words, seller_words
from monitor.words.zh_findings import FINDING_REASONS, MISSING_FACTS, look_alikes_words, shared_words
from monitor.words.zh_names import (
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

_SAVE_BY_HAND = "手动保存网页并用 `monitor import` 导入"

PAGE_REASONS: Mapping[str, str] = {
    "gone": "网站显示该商品已下架。",
    "nothing": "网站显示没有搜索结果。",
    "wall": "网站要求验证码，或拒绝自动访问。",
    "login": "网站要求登录。",
    "rate_limit": "网站提示访问过于频繁。",
    "status": "网站返回了错误。",
    "robots": "网站的 robots.txt 不允许访问此类网页。",
    "robots_unreachable": "无法取得网站的 robots.txt，按不允许访问处理。",
    "dns": "无法解析网站的域名。",
    "private_address": "网站的域名指向内部网络。",
    "unsupported_address": "链接不是 http 或 https 地址。",
    "timeout": "网站没有及时响应。",
    "connection": "连接失败。",
    "certificate": "服务器的证书无法验证；没有读取任何内容。",
    "too_many_redirects": "网站循环跳转。",
    "too_large": "网页大于 32 MiB。",
    "download_failed": "下载失败。",
    "site_held": "暂时不访问该网站；没有请求此网页。",
    "not_saved": "已保存的网页中没有此网页。",
    "partial": "网页上的商品比读取到的多。",
    "truncated": "收到的网页不完整。",
    "empty_body": "网页没有内容。",
    "broken_redirect": "网站跳转到无法访问的地址。",
    "browser_failed": "浏览器打开此网页时出错。",
    "script_shell": "网页只是一段程序，内容由浏览器随后加载。",
    "too_costly": "读取此网页所需的时间或内存超出限度。",
    "page_class_failed": "程序的读取器处理此网页时出错。",
    "step_failed": "程序处理网页内容的某一步骤出错。",
    "unknown_layout": "网页中既没有商品，也没有已知的标识。",
}

PAGE_ADVICE: Mapping[str, str] = {
    "gone": "无须处理。",
    "nothing": "无须处理。",
    "wall": f"网站要求验证码：请放慢速度，自行登录（`monitor login`），或{_SAVE_BY_HAND}。",
    "login": "网站要求登录：请自行登录（`monitor login`），或在登录后手动保存网页并用 `monitor import` 导入。",
    "rate_limit": "网站提示访问过于频繁：请在 settings.toml 中调大 `delay`，数小时后再试。",
    "status": "网站返回了错误：请稍后再运行。",
    "robots": "robots.txt 不允许访问此类网页：请用自己的浏览器保存网页并用 `monitor import` 导入；"
    "如已获得许可，请在 settings.toml 中写明 `robots_override`。",
    "robots_unreachable": "无法取得 robots.txt，按不允许访问处理：请稍后再运行。",
    "dns": "无法解析地址：请检查网络后再运行。",
    "private_address": "网站的域名指向内部网络，未予访问：请检查域名服务器。",
    "unsupported_address": "只访问 http 和 https 地址：请检查链接。",
    "timeout": "网站没有及时响应：请检查网络后再运行。",
    "connection": "连接失败：请检查网络后再运行。",
    "certificate": "服务器的证书无法验证：是否有代理在解密 TLS？没有读取任何内容。",
    "too_many_redirects": "网站循环跳转：请用浏览器查看。",
    "too_large": "网页大于 32 MiB：请人工查看。",
    "download_failed": "下载失败：请再次运行；如仍失败，请人工查看网页。",
    "site_held": "暂时不访问该网站：请稍后再运行。",
    "not_saved": "如需了解此网页的内容，请一并保存。",
    "partial": "部分商品未能读取：请在自己的浏览器中滚动到页面底部，保存后用 `monitor import` 导入；如仍如此，"
    "请把网页发给我们。",
    "truncated": "收到的网页不完整：请再次运行。",
    "empty_body": "网页没有内容：请再次运行；如仍如此，请用浏览器查看。",
    "broken_redirect": "网站跳转到无法访问的地址：请用浏览器查看。",
    "browser_failed": "浏览器打开此网页时出错：请再次运行；如仍失败，请手动保存网页。",
    "script_shell": "此类网页只有浏览器才能显示：请安装浏览器（apt-get install chromium），程序会使用它"
    "（settings.toml 中的 `fetch`）；或手动保存网页。",
    "too_costly": "读取此网页所需的时间或内存超出限度：请人工查看。",
    "page_class_failed": "程序的读取器处理此网页时出错，网页已留存：它有助于修复读取器"
    "（`monitor fixture add --snapshot`）。",
    "step_failed": "程序的某一步骤处理此网页时两次出错，网页已留存：请附上日志报告此问题。",
    "unknown_layout": "网页版式未知：留存的网页有助于修复读取器（`monitor fixture add --snapshot`）。",
}

_SAVE_BUTTON = "请滚动到页面底部后用保存按钮（`monitor save-button`）保存"

IMPORT_ADVICE: Mapping[str, str] = {
    "wall": "保存的网页是验证码或拒绝访问页：请在浏览器中打开该网页，完成网站的验证后重新保存。",
    "login": "保存的网页是网站的登录页：请在浏览器中自行登录，打开该网页后重新保存。",
    "rate_limit": "保存的网页提示访问过于频繁：请等待数小时，重新打开后再保存。",
    "status": "保存的网页是网站的错误页：请稍后重新打开并保存。",
    "truncated": "文件不完整：请重新保存网页。",
    "empty_body": "文件中没有网页：请重新保存。",
    "broken_redirect": "文件只是跳转到另一网页：请打开那个网页并保存。",
    "script_shell": f"文件中只有网页的程序，没有您看到的内容：{_SAVE_BUTTON}，"
    "或录制为 HAR 文件（docs/saving-pages.md）。",
    "unknown_layout": f"文件中缺少您看到的内容，或网页版式未知：{_SAVE_BUTTON}；如仍如此，留存的网页有助于修复读取器"
    "（`monitor fixture add --snapshot`）。",
}

LAYOUT_ADVICE: Mapping[str, str] = {
    "guessed": "网页版式未知，商品信息由通用读取器推测得出：请核对，并提供该网页，以便编写读取器。",
}

WALLS: Mapping[str, str] = {
    "wall": "验证码",
    "login": "登录",
    "rate_limit": "过于频繁",
    "status": "拒绝访问",
}

HOLD_ADVICE: Mapping[str, str] = {
    "wall": PAGE_ADVICE["wall"],
    "login": PAGE_ADVICE["login"],
    "rate_limit": PAGE_ADVICE["rate_limit"],
    "failures": "连续多个网页无法取得：请检查网络。",
    "budget": "当日的请求额度已用完：请在 settings.toml 中调大 `daily_budget`，或减少搜索。",
    "quiet_hours": "目前是该网站的静默时段（settings.toml）。",
}

PICTURE_PROBLEMS: Mapping[str, str] = {
    "none_on_page": "没有网页显示该商品的图片。",
    "not_fetched": "图片尚未获取。",
    "expired": "图片已到期删除：没有可疑商品再需要它。",
    "waiting": "图片正等待获取。",
    "bad_address": "图片的链接无法访问。",
    "not_saved": "已保存的文件中没有该图片。",
    "refused": "图片所在的服务器拒绝提供。",
    "private_address": "图片的链接指向内部网络。",
    "gone": "图片所在的服务器已不再提供该图片。",
    "unreachable": "无法连接图片所在的服务器。",
    "too_large": "图片文件过大。",
    "not_a_picture": "收到的内容不是可以安全显示的图片。",
    "too_many_pixels": "图片的像素过多。",
    "too_many_frames": "动图的帧数过多。",
    "damaged": "图片已损坏。",
    "too_costly": "解码图片所需的时间或内存过多。",
}
