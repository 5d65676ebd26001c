"""What every HTML file that the program writes needs: text that a page can hold, and hashes for its own style."""

import base64
import hashlib
import re

# C0 and C1 controls, lone surrogates, non-characters: HTML can't hold them.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks and overrides of the writing direction turn the text around them. Characters of no width hide words from a
# search, or spell words that nobody sees. Joiners and soft hyphens stay: ordinary text needs them.
_TURNING_OR_HIDDEN = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """`text` or markup as a page can hold it: characters that turn text around or that nobody sees become numbers."""
    return _TURNING_OR_HIDDEN.sub(lambda hidden: f"[U+{ord(hidden[0]):04X}]", _UNFIT.sub("�", text))


def policy_source(text: str) -> str:
    """The source in a Content-Security-Policy that allows this very style or script, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
