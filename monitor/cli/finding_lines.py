"""A finding as the lists in a terminal show it: a line with level, score and title, then what speaks for it."""

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal

from monitor.decision import NEW
from monitor.model import Missing, Reason, decimal_text
from monitor.store.read.findings import FindingRecord
from monitor.words.decisions import changes_words, decision_words
from monitor.words.findings import look_alikes_words, missing_words, reason_words

_TITLE = 100
_INDENT = " " * 6


def heading(level: str | None, score: int, title: str | None) -> str:
    """The first line: `  HIGH 65  title`."""
    return f"  {(level or 'not flagged').upper()} {score}  {_shortened(title or '(no title)')}"


def facts_line(price: str | None, vendor: str | None, url: str | None, marks: Iterable[str] = ()) -> str:
    """The second line: marks such as `new`, price, vendor, address."""
    return _INDENT + ", ".join([*marks, price or "no price", vendor or "vendor not told", url or "no address"])


def reason_line(points: int, text: str) -> str:
    """A reason with its points."""
    return f"{_INDENT}{points:+d}  {text}"


def missing_line(missing: Sequence[str]) -> str:
    """What is not known."""
    return f"{_INDENT}not known: {', '.join(missing)}"


def finding_lines(finding: FindingRecord, *, most_reasons: int | None) -> list[str]:
    """A finding in lines; of its reasons the weightiest `most_reasons`, or all."""
    listing = finding.listing
    marks = [finding.state] if finding.state != NEW else []
    marks += ["gone"] if finding.gone else []
    vendor = listing.vendor.name or listing.vendor.id
    return [
        heading(finding.level, finding.score, listing.title),
        facts_line(price_text(listing.price_min, listing.currency), vendor, listing.url, marks),
        *_decision_lines(finding),
        *_reason_lines(finding.reasons, most_reasons),
        *([missing_line(_missing(finding.missing))] if finding.missing else []),
        *(
            f"{_INDENT}look-alikes by {look_alikes_words(group.by, group.sign, group.on)}"
            for group in finding.look_alikes
        ),
        f"{_INDENT}id: {finding.id}",
    ]


def price_text(price: Decimal | None, currency: str | None) -> str | None:
    """A price with its currency."""
    return None if price is None else f"{decimal_text(price)} {currency or ''}".strip()


def _decision_lines(finding: FindingRecord) -> list[str]:
    lines = []
    if finding.decision is not None:
        note = f": {finding.decision.note}" if finding.decision.note else ""
        lines.append(f"{_INDENT}{decision_words(finding.decision)}{_shortened(note)}")
    if finding.changed is not None:
        lines.append(f"{_INDENT}changed since: {changes_words(finding.changed)}")
    return lines


def _reason_lines(reasons: Sequence[Reason], most: int | None) -> list[str]:
    weighty = sorted(reasons, key=_weight)[:most]
    lines = [reason_line(reason.points, reason_words(reason).text) for reason in weighty]
    if len(weighty) < len(reasons):
        lines.append(f"{_INDENT}(and {len(reasons) - len(weighty)} more)")
    return lines


def _weight(reason: Reason) -> int:
    return -abs(reason.points)


def _missing(missing: Sequence[Missing]) -> list[str]:
    return [missing_words(fact) for fact in missing]


def _shortened(text: str) -> str:
    return textwrap.shorten(text, _TITLE, placeholder="…") if len(text) > _TITLE else text
