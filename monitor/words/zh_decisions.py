"""Chinese: decisions in a line each."""

from datetime import date

from monitor.decision import Changes, Decided, SellerDecision
from monitor.words.fallback import name_of
from monitor.words.zh_names import DISMISSAL_NAMES, GROUND_NAMES, REASON_NAMES, STATE_NAMES


def changes_words(changes: Changes) -> str:
    """What changed since a decision: `分数 45 → 60；新增：仿品用词；价格 260.00 CNY → 199.00 CNY`."""
    parts = []
    if changes.score:
        parts.append("分数 {} → {}".format(*changes.score))
    if changes.added:
        parts.append(f"新增：{_reason_names(changes.added)}")
    if changes.removed:
        parts.append(f"不再有：{_reason_names(changes.removed)}")
    if changes.price:
        before, now = ("未知" if price == "-" else price for price in changes.price)
        parts.append(f"价格 {before} → {now}")
    if changes.seller:
        parts.append("卖家已变更")
    return "；".join(parts)


def decision_words(decision: Decided) -> str:
    """A decision without its note: `已确认（假冒），由 A. Weber 于2026年11月20日决定`."""
    who = f"由 {decision.reviewer} 于{chinese_day(decision.at)}"
    state = name_of(STATE_NAMES, decision.state)
    if decision.undoes is not None:
        return f"{who}撤销，恢复为“{state}”"
    why = [name_of(GROUND_NAMES, decision.ground)] if decision.ground else []
    why += [name_of(DISMISSAL_NAMES, decision.reason)] if decision.reason else []
    shown = f"（{'、'.join(why)}）" if why else ""
    seller = "，连同该卖家的全部商品" if decision.seller else ""
    return f"{state}{shown}{seller}，{who}决定"


def seller_words(decision: SellerDecision) -> str:
    """What was decided about a seller: `对品牌 nordwerk 无须关注（平行进口），其商品均已排除，由 A. Weber 于…决定`."""
    why = f"（{name_of(DISMISSAL_NAMES, decision.reason)}）" if decision.reason else ""
    note = f"：{decision.note}" if decision.note else ""
    who = f"由 {decision.reviewer} 于{chinese_day(decision.at)}决定"
    return f"对品牌 {decision.brand} 无须关注{why}，其商品均已排除，{who}{note}"


def chinese_day(day: date) -> str:
    """`2026年11月2日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def _reason_names(codes: tuple[str, ...]) -> str:
    return "、".join(name_of(REASON_NAMES, code) for code in codes)
