"""Every regular expression that page text meets takes linear time: 100 kB of provocation in a fraction of a second."""

import ast
import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    file
    for folder in ("monitor/text", "monitor/crawling", "monitor/matching", "monitor/indicators", "spiders")
    for file in (ROOT / folder).rglob("*.py")
)
READERS = {
    "search",
    "match",
    "fullmatch",
    "findall",
    "finditer",
    "sub",
    "split",
    "first_match",
    "json_where",
}
LENGTH = 100_000
LIMIT = 0.5
"""Seconds: most take a hundredth; what is quadratic takes ten and more."""
ANCHORED = ("address", "_SVG_LABEL", "_UNITS_SOLD")
"""Patterns that are only ever tried where they stand (`match`), not searched for."""
_ANYTHING = (
    *("\n", "\t ", "a", "1", "1 234", "1,", "1.", "-", "<", "<a", "<a ", "</", "<!--", "&", "&#1", "\\", '"', "'"),
    *("¥1-", "万", "价", "a=", '="', "()", "[{", "//", "%", "[0-9]", "a."),
)


def _patterns() -> Iterator[tuple[str, str, int]]:
    """Where, pattern and flags: the literals given to `re` functions and to readers that take a pattern."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in READERS:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str | bytes):
                    text = first.value if isinstance(first.value, str) else first.value.decode()
                    flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", text, flags
            elif isinstance(node, ast.Assign) and _name(node.targets[0]) in ("address", "_TITLE", "_SHOP"):
                where = f"{file.relative_to(ROOT)}:{node.lineno} {_name(node.targets[0])}"
                if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                    yield where, node.value.value, re.IGNORECASE


def _compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns put together at run time are found where they stand: in the modules."""
    for file in FILES:
        if file.name.startswith("__"):
            continue
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for key, value in vars(importlib.import_module(name)).items():
            several = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
            for pattern in several:
                if isinstance(pattern, re.Pattern):
                    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
                    yield f"{name}.{key}", re.compile(text, pattern.flags & ~re.UNICODE)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


ALL = [(where, re.compile(text, flags)) for where, text, flags in _patterns()] + list(_compiled())


def _hostile(pattern: str) -> list[str]:
    """What to flood the pattern with: what it is made of, again and again, without its end."""
    words = [re.sub(r"\\(.)", r"\1", word) for word in re.findall(r"(?:\\[^\w]|[\w<>=/:.\"'一-鿿-])+", pattern)]
    pieces = [*_ANYTHING, *words[:12], *("".join(words[:n]) for n in range(2, min(len(words), 5) + 1))]
    return list(dict.fromkeys(piece + filler for piece in pieces for filler in ("", " ", '"', "1")))


def _seconds(pattern: re.Pattern[str], piece: str, length: int, *, again: bool, anchored: bool) -> float:
    text = (piece * (length // len(piece) + 1))[:length] if again else piece + piece[-1] * length
    start = time.perf_counter()
    if anchored:
        pattern.match(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.perf_counter() - start


@pytest.mark.parametrize(("where", "pattern"), [pytest.param(w, p, id=f"{w}-{n}") for n, (w, p) in enumerate(ALL)])
def test_linear(where: str, pattern: re.Pattern[str]) -> None:
    anchored = where.endswith(ANCHORED)
    for piece in _hostile(pattern.pattern):
        for again in (False, True):
            # short ones first: what is quadratic shows there, and soon
            for length in (LENGTH // 20, LENGTH // 5, LENGTH):
                took = min(_seconds(pattern, piece, length, again=again, anchored=anchored) for _ in range(2))
                assert took < LIMIT, f"{where}: {took:.2f} s on {length} of {piece!r}: {pattern.pattern}"
                if took * (LENGTH / length) ** 2 < LIMIT:
                    break


def test_patterns_are_found() -> None:
    assert len(ALL) > 60
