"""Making text of a page safe to print: control characters and changes of writing direction are replaced."""

import re

# C0 and C1 controls and bidirectional overrides, by which a title could move the cursor or reverse a line; surrogates.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff]")


def terminal_safe(text: object) -> str:
    """`text` on one line, each unsafe character as U+FFFD."""
    return _UNSAFE.sub("\ufffd", str(text)).replace("\n", " ").replace("\t", " ")
