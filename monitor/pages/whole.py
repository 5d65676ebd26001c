"""Whether a page came to its end, where the connection did not say how long it is."""

import re
from collections import Counter

from monitor.pages.extract import json_answer

_END = re.compile(r"</(?:html|body)\s{0,9}>", re.IGNORECASE)
_DOCUMENT, _BODY = re.compile(r"<(?:!doctype|html)\b", re.IGNORECASE), re.compile(r"<body\b", re.IGNORECASE)
_CONTENT = re.compile(r"<(?:a|div|h[1-6]|li|p|section|table|ul)[\s>]", re.IGNORECASE)
_LONGEST_REST = 20_000
"""Characters behind the end, where sites put programs."""
# Elements whose end must be written.
_PAIRED = re.compile(
    r"<(/?)(a|article|button|div|form|main|ol|script|section|span|style|table|template|textarea|title|ul)(?=[\s/>])",
    re.IGNORECASE,
)


def is_whole(text: str) -> bool:
    """Whether a document, a fragment of one, or JSON data is all there, by its own form.

    A document ends with `</html>` or `</body>`, with no content behind it; data can be parsed. Where a document leaves
    its ends out, and of a fragment, every element that needs an end has one.
    """
    text = text.strip()
    if not text.startswith("<"):
        return json_answer(text) is not None
    end = max((match.end() for match in _END.finditer(text, max(len(text) - _LONGEST_REST, 0))), default=None)
    if end is not None:
        rest = text[end:].lstrip()
        return (not rest or rest.startswith("<")) and _CONTENT.search(rest) is None
    if not text.endswith(">") or (_DOCUMENT.search(text[:_LONGEST_REST]) and not _BODY.search(text)):
        return False
    tags = Counter((name.lower(), slash) for slash, name in _PAIRED.findall(text))
    return all(number <= tags[name, "/"] for (name, slash), number in tags.items() if not slash)
