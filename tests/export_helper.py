"""Records and files for the tests of exports."""

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from monitor.decision import Changes, Decided
from monitor.model import Missing, Reason, Vendor
from monitor.reports.html_file import About
from monitor.reports.write import write_export
from monitor.store.read.findings import FindingRecord, Group, select_findings
from tests.store_helper import NOON, PRICE, finding, listing, make_store, visit

XSS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style></script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "--><!--<script>alert(1)</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
)
ADDRESS = "https://item.taobao.com/item.htm?id=1"
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "|cmd", "＝1+1", "＋1", "－1", "＠SUM(1)", "｜x",
    '=HYPERLINK("http://evil.example","x")', "\x00=1+1", " =1+1", "\u200b=1+1",
    "\ufeff=1+1", "\u3000=1+1", "\u00ad=1", "\u200e=1", "\u2063=1",
    "\u3164=1", "\u2800=1", "\u180e=1", "\U000e0020=1", "\u2212" + "1", "\ufe63" + "1", "\u207a" + "1", "\ufe62" + "1",
    "\ufe66" + "1", "\ufe6b" + "SUM(1)", "\u208a" + "1", "\u200b \u00ad\u3164=1",
)  # fmt: skip


def about(records: list[FindingRecord]) -> About:
    counts = Counter(Group(record.level, record.brand, record.marketplace) for record in records)
    return About("store", "live", NOON, {}, counts)


def written(tmp_path: Path, kind: str, records: list[FindingRecord]) -> Path:
    path = tmp_path / f"out.{kind}"
    write_export(path, kind, records, about(records))
    assert [file.name for file in tmp_path.iterdir()] == [path.name], "nothing temporary is left"
    return path


def with_text(record: FindingRecord, text: str) -> FindingRecord:
    """The record with a hostile text wherever a marketplace, a rule that repeats it, or a reviewer has a say."""
    reason = Reason(text, 40, {"as_written": {"saw": text, "expected": text, "text": text}})
    missing = Missing(text, {"as_written": text})
    listing = replace(
        record.listing, title=text, url=text, vendor=Vendor(text, text, text), location=text, currency=text,
        image_urls=(text,), listing_id=text,
    )  # fmt: skip
    decision = Decided(1, text, NOON, text, text, text, text, text, text, None, None, text)
    changed = Changes((1, 2), (text,), (text,), (text, text))
    return replace(
        record, listing=listing, mention=text, why=text, reasons=(reason,), missing=(missing,), decision=decision,
        changed=changed,
    )  # fmt: skip


def titled(record: FindingRecord, title: str) -> FindingRecord:
    return replace(record, listing=replace(record.listing, title=title))


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def two_records(folder: Path) -> list[FindingRecord]:
    """One ordinary finding, and one of which little is known."""
    store = make_store(
        folder,
        [
            visit(
                (listing("1", price_max=Decimal("299.50"), image_urls=("https://img.example/1.jpg",)), finding()),
                (
                    listing("2", None, url=None, price_min=None, currency=None, vendor=Vendor()),
                    finding(PRICE, level="medium", missing=(Missing("price"),)),
                ),
                kept="a" * 64,
            )
        ],
    )
    records = list(select_findings(store))
    store.close()
    return records
