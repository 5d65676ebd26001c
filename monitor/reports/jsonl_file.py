"""Findings as JSON lines: all that is known, for other programs."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from monitor.reports.finding_record import full_record
from monitor.store.read.findings import FindingRecord

# Legal in JSON, but they break lines, steer terminals, turn text round or (lone surrogates) can't be encoded.
_ESCAPED = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write_jsonl(path: Path, findings: Iterable[FindingRecord]) -> None:
    """Write the file. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for finding in findings:
            stream.write(json_line(full_record(finding)) + "\n")


def json_line(record: dict[str, Any]) -> str:
    """A record on one line, safe to show: readable Chinese, dangerous characters escaped."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(record, ensure_ascii=False))
