"""Findings as JSON lines: all that is known, for other programs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from monitor.reports.finding_record import full_record
from monitor.store.read.findings import FindingRecord
from monitor.text.terminal_safe import json_safe


def write_jsonl(path: Path, findings: Iterable[FindingRecord]) -> None:
    """Write the file. Raises OSError."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for finding in findings:
            stream.write(json_line(full_record(finding)) + "\n")


def json_line(record: dict[str, Any]) -> str:
    """A record on one line, safe to show: readable Chinese, dangerous characters escaped."""
    return json_safe(record)
