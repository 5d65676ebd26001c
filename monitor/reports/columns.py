"""The columns of a table of findings, with English and Chinese heads: one list for all formats."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from monitor.decision import NEW, Decided
from monitor.model import FACTS, Reason
from monitor.store.read.findings import FindingRecord
from monitor.words.decisions import changes_words
from monitor.words.findings import look_alikes_words, missing_words, reason_words

Cell = str | tuple[str, ...] | int | Decimal | datetime | None
"""What a column tells of a finding; several texts stand one below the other, or behind each other, in one cell."""

FINDING_ID, SEEN = "Finding id", "Seen"
DECISION, GROUND, DECISION_REASON, NOTE = "Decision", "Ground", "Decision reason", "Note"
FILLED_IN = (DECISION, GROUND, DECISION_REASON, NOTE)
"""The columns that a colleague fills in."""


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


def shown_decision(decision: Decided | None, state: str) -> Decided | None:
    """The decision that a sheet shows of a finding in this state: a dismissed one that changed is new again."""
    return None if state == NEW else decision


def _decided(word: Callable[[Decided], str | None]) -> Callable[[FindingRecord], Cell]:
    def value(finding: FindingRecord) -> Cell:
        decision = shown_decision(finding.decision, finding.state)
        return None if decision is None else word(decision)

    return value


def _seen(finding: FindingRecord) -> str:
    """What the sheet was made from: the digest of what a reviewer sees, and the newest decision's id."""
    return finding.seen if finding.decision is None else f"{finding.seen}.{finding.decision.id}"


def _look_alikes(finding: FindingRecord) -> Cell:
    return tuple(look_alikes_words(group.by, group.sign, group.on) for group in finding.look_alikes)


COLUMNS = (
    # what one looks at, and what one fills in beside it
    Column("Level", "等级", 9, lambda f: f.level),
    Column("Score", "分数", 8, lambda f: f.score),
    Column("Title", "标题", 40, lambda f: f.listing.title),
    Column(DECISION, "决定", 11, _decided(lambda decision: decision.state)),
    Column(GROUND, "依据", 11, _decided(lambda decision: decision.ground)),
    Column(DECISION_REASON, "决定理由", 15, _decided(lambda decision: decision.reason)),
    Column(NOTE, "备注", 24, _decided(lambda decision: decision.note)),
    Column("Price", "价格", 10, lambda f: f.listing.price_min),
    Column("Currency", "币种", 9, lambda f: f.listing.currency),
    Column("Vendor", "卖家", 20, lambda f: f.listing.vendor.name),
    Column("Marketplace", "平台", 13, lambda f: f.marketplace),
    Column("Reasons", "理由", 100, lambda f: tuple(map(reason_text, f.reasons))),
    Column("Address", "链接", 40, lambda f: f.listing.url),
    Column("State", "处理状态", 12, lambda f: f.state),
    Column("Decided by", "决定人", 18, lambda f: f.decision.reviewer if f.decision else None),
    Column("Changed since", "决定后变化", 30, lambda f: changes_words(f.changed) if f.changed else None),
    Column("Price up to", "最高价", 10, lambda f: f.listing.price_max),
    Column("Brand", "品牌", 14, lambda f: f.brand),
    Column("Look-alikes", "他处同类", 36, _look_alikes),
    Column("Not known", "未知信息", 30, lambda f: tuple(map(missing_words, f.missing))),
    *(
        Column(fact.label.capitalize(), fact.chinese, fact.width, _shown_fact(name))
        for name, fact in FACTS.items()
        if fact.width
    ),
    Column("First seen (UTC)", "首次发现", 18, lambda f: f.first_seen),
    Column("Last seen (UTC)", "最近发现", 18, lambda f: f.last_seen),
    Column("Gone", "已下架", 8, lambda f: "yes" if f.gone else "no"),
    Column("Named as", "品牌字样", 16, lambda f: f.mention),
    Column("Why it matches", "匹配依据", 30, lambda f: f.why),
    Column("Picture", "图片", 20, lambda f: f.listing.image_urls[0] if f.listing.image_urls else None),
    Column("Vendor id", "卖家编号", 16, lambda f: f.listing.vendor.id),
    Column("Listing id", "商品编号", 18, lambda f: f.listing.listing_id),
    Column("Kept page (SHA-256)", "留存网页", 20, lambda f: f.sha256_body),
    Column(FINDING_ID, "记录编号", 34, lambda f: f.id),
    Column(SEEN, "所见版本", 20, _seen),
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
