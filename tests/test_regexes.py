"""Every regular expression of the program takes linear time: 400 kB of provocation in a fraction of a second."""

import re
import time

import pytest

from tests.limits import limited
from tests.patterns import Pattern, patterns

LENGTHS = (5_000, 20_000, 100_000, 400_000)
"""Characters. What is quadratic takes ten seconds and more for the third, and minutes for the last."""
_NOTEWORTHY = 0.5
"""Seconds that the third length would take if the pattern were quadratic: worth a longer look."""
_MADE_OF_WORDS = {
    "monitor/fetch/session_secrets.py": "an alternation of secrets, escaped",
    "monitor/indicators/below_every_product.py": "a category of the watchlist, escaped",
    "monitor/indicators/named_product.py": "a product's name, escaped, with at most two signs for each space",
    "monitor/pages/search_address.py": "the path of a search address's template, escaped",
    "monitor/scaffold/addresses.py": "the address that a developer gave on the command line, or of a link of his page",
    "monitor/scaffold/from_data.py": "the name that a developer's page gives to its data, escaped",
    "monitor/seller_ids.py": "how identifiers look, for values of 100 characters and addresses of 1,000 at most",
    "monitor/scaffold/new_marketplace.py": "the address that a developer gave on the command line",
    "monitor/text/person_words.py": "an alternation of a person's words, escaped",
}
"""Where a pattern is made at run time, and of what: nothing in them repeats."""
_ANYTHING = (
    "\n", "\t ", "a", "1", "1 234", "1,", "1.", "-", "<", "<a", "<a ", "</", "<!--", "&", "&#1", "\\", '"', "'",
    "¥1-", "万", "价", "a=", '="', "()", "[{", "//", "%", "[0-9]", "a.",
)  # fmt: skip
ALL, _UNKNOWN = patterns()


def _hostile(pattern: str) -> list[str]:
    """What to flood the pattern with: what it is made of, again and again, without its end."""
    words = [re.sub(r"\\(.)", r"\1", word) for word in re.findall(r"(?:\\[^\w]|[\w<>=/:.\"'一-鿿-])+", pattern)]
    pieces = [*_ANYTHING, *words[:12], *("".join(words[:n]) for n in range(2, min(len(words), 5) + 1))]
    return list(dict.fromkeys(piece + filler for piece in pieces for filler in ("", " ", '"', "1")))


def _search(pattern: re.Pattern[str], text: str, *, anchored: bool) -> float:
    """Search the whole text; return the CPU seconds that it took."""
    start = time.process_time()
    if anchored:
        pattern.match(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - start


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: pattern.where)
@limited(cpu_seconds=60)
def test_linear(pattern: Pattern) -> None:
    """The clock only says where to look longer: what is not linear ends at the limit of CPU seconds."""
    compiled = re.compile(pattern.text, pattern.flags & ~re.UNICODE)
    for piece in _hostile(pattern.text):
        for again in (False, True):
            for length in LENGTHS:
                text = (piece * (length // len(piece) + 1))[:length] if again else piece + piece[-1] * length
                took = _search(compiled, text, anchored=pattern.anchored)
                if took * (LENGTHS[2] / length) ** 2 < _NOTEWORTHY:
                    break


def test_every_pattern_is_found() -> None:
    """A pattern that the search can't work out fails here, until its place says what it is made of."""
    assert len(ALL) > 180
    assert {where.partition(":")[0] for where in _UNKNOWN} <= _MADE_OF_WORDS.keys(), _UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        r"s\.taobao\.com/(search|list)",  # an attribute of a page class
        r"^From shop (\S+)$",  # a constant that a helper is given
        r"[?&]x=(\d{1,6})\b",  # a name of the function, made of what only a run can tell
        r"^(?:https?:)?//",  # a literal
    ],
)
def test_patterns_are_found_whatever_their_name(text: str) -> None:
    assert text in {pattern.text for pattern in ALL}
