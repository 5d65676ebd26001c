"""The columns of a table of findings, with English and Chinese heads: one list for all formats."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from monitor.model import FACTS, Reason
from monitor.store.read.findings import FindingRecord, zulu
from monitor.words.findings import missing_words, reason_words

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is in characters of a spreadsheet, `value` gives None for what no page told."""

    english: str
    chinese: str
    width: int
    value: Callable[[FindingRecord], Cell]

    @property
    def head(self) -> str:
        """The head in both languages, as in `Price 价格`."""
        return f"{self.english} {self.chinese}"


def _shown_fact(name: str) -> Callable[[FindingRecord], Cell]:
    def value(finding: FindingRecord) -> Cell:
        fact: Cell = getattr(finding.listing, name)
        return fact

    return value


COLUMNS = (
    Column("Level", "等级", 10, lambda f: f.level),
    Column("Score", "分数", 8, lambda f: f.score),
    Column("Brand", "品牌", 14, lambda f: f.brand),
    Column("Marketplace", "平台", 14, lambda f: f.marketplace),
    Column("Title", "标题", 50, lambda f: f.listing.title),
    Column("Price", "价格", 10, lambda f: f.listing.price_min),
    Column("Price up to", "最高价", 10, lambda f: f.listing.price_max),
    Column("Currency", "币种", 9, lambda f: f.listing.currency),
    Column("Vendor", "卖家", 24, lambda f: f.listing.vendor.name),
    Column("Vendor id", "卖家编号", 16, lambda f: f.listing.vendor.id),
    Column("State", "处理状态", 12, lambda f: f.state),
    Column("Reasons", "理由", 70, lambda f: "; ".join(reason_text(reason) for reason in f.reasons)),
    Column("Look-alikes", "他处同类", 36, lambda f: "; ".join(group.text() for group in f.look_alikes) or None),
    Column("Not known", "未知信息", 30, lambda f: "; ".join(map(missing_words, f.missing)) or None),
    *(
        Column(fact.label.capitalize(), fact.chinese, fact.width, _shown_fact(name))
        for name, fact in FACTS.items()
        if fact.width
    ),
    Column("First seen (UTC)", "首次发现", 21, lambda f: zulu(f.first_seen)),
    Column("Last seen (UTC)", "最近发现", 21, lambda f: zulu(f.last_seen)),
    Column("Gone", "已下架", 8, lambda f: "yes" if f.gone else "no"),
    Column("Named as", "品牌字样", 16, lambda f: f.mention),
    Column("Why it matches", "匹配依据", 30, lambda f: f.why),
    Column("Address", "链接", 40, lambda f: f.listing.url),
    Column("Picture", "图片", 20, lambda f: f.listing.image_urls[0] if f.listing.image_urls else None),
    Column("Listing id", "商品编号", 18, lambda f: f.listing.listing_id),
    Column("Finding id", "记录编号", 34, lambda f: f.id),
    Column("Kept page (SHA-256)", "留存网页", 20, lambda f: f.sha256_body),
)

# What XML and spreadsheets can't hold: C0 controls without TAB and LF, DEL, lone surrogates, the two non-characters.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NO_CHARACTER = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


def reason_text(reason: Reason) -> str:
    """A reason in one line; it begins with a bracket, since `+` or `-` would begin a formula."""
    words = reason_words(reason)
    return f"({reason.points:+d}) {words.text} Seen: {words.saw}; expected: {words.expected}"


def cell_text(text: str) -> str:
    """`text` without the characters that files can't hold."""
    return _NO_CHARACTER.sub("�", _UNFIT.sub("", text))
