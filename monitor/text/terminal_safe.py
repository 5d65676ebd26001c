"""Words of a page for a person's eyes: nothing in them can steer a terminal, turn a line round or add one."""

import re

# C0 and C1 controls and bidirectional overrides: a title may hold them to move the cursor or turn the line round.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff]")


def terminal_safe(text: object) -> str:
    """`text` on one line, without anything that steers a terminal."""
    return _STEERING.sub("\ufffd", str(text)).replace("\n", " ").replace("\t", " ")
