"""Making words of a page safe to print: what steers a terminal, turns lines round or hides is shown or escaped."""

import json
import re
from typing import Any

# C0 and C1 controls, marks and overrides of the writing direction, line and paragraph separators, annotations, tags
# (which spell invisible words), and surrogates, which can't be encoded.
_UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff"
)
_SHOWN = re.compile(f"[{_UNSAFE}]")
_BREAKS = re.compile(r"[\n\t]")


def terminal_safe(text: object) -> str:
    """`text` on one line, each unsafe character as U+FFFD."""
    return _SHOWN.sub("\ufffd", _BREAKS.sub(" ", str(text)))


def json_safe(record: Any, indent: int | None = None) -> str:
    """`record` as JSON, safe to show: readable Chinese, unsafe characters escaped."""
    return _SHOWN.sub(_escape, json.dumps(record, ensure_ascii=False, indent=indent))


def _escape(unsafe: re.Match[str]) -> str:
    return json.dumps(unsafe[0])[1:-1]
