"""Where the keys and values of a TOML text stand, so that one can be replaced and all around it left as it was.

For valid TOML only: load it first. Positions are offsets in characters, ends are exclusive.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

_BLANK = re.compile(r"[ \t]*")
_TO_LINE_END = re.compile(r"[ \t\r]*(?:#[^\n]*)?(?:\n|$)")
_BETWEEN = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_COMMENT = re.compile(r"#[^\r\n]*")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_PLAIN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""(?:"{0,2})'
    r"|'''(?:[^']|'(?!''))*'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\d{4}-\d\d-\d\d(?:[Tt ]\d\d:[^\s,\]}#]*)?"
    r"|[^\s,\]}#]+",
    re.DOTALL,
)


@dataclass(slots=True)
class Value:
    """A string, number, boolean or date."""

    start: int
    end: int


@dataclass(slots=True)
class Array:
    """A list in brackets. `commas`: the place of the comma behind each item; the last item may have none."""

    start: int
    end: int
    items: list["Item"] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table, whatever its spelling: under a heading, in braces, or only as the first part of dotted keys.

    `heading`: the line of its heading, None for the other spellings and for the whole text. `end`: where a new key
    goes, behind the last one; None where no key stands yet. `inline`: within braces; `braces`: its own braces with all
    between. `prefix`: what its keys begin with (`judging.`).
    """

    entries: dict[str, "Item | list[Table]"] = field(default_factory=dict)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By key: from the key to the end of its line, or of its value within braces."""
    heading: tuple[int, int] | None = None
    end: int | None = None
    inline: bool = False
    braces: tuple[int, int] | None = None
    prefix: str = ""


Item: TypeAlias = Value | Array | Table


@dataclass(slots=True)
class Places:
    """The places of a whole text. `root`: the table of the text; `comments`: every comment, in order."""

    root: Table
    comments: list[tuple[int, int]]


def places_of(text: str) -> Places:
    """Find all places of a valid TOML text."""
    return _Reader(text).read()


def span(item: Item) -> tuple[int, int]:
    """Where a value begins and ends. For values, lists and tables in braces."""
    if isinstance(item, Table):
        assert item.braces is not None, "other tables are no values"
        return item.braces
    return item.start, item.end


def sections(table: Table) -> Iterator[Table]:
    """A table and all those below it that stand under headings of their own, in any order."""
    yield table
    for entry in table.entries.values():
        for below in entry if isinstance(entry, list) else [entry]:
            if isinstance(below, Table) and not below.inline:
                yield from sections(below)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.comments: list[tuple[int, int]] = []

    def read(self) -> Places:
        root = current = Table()
        while True:
            self._skip()
            if self.at >= len(self.text):
                return Places(root, self.comments)
            if self.text[self.at] == "[":
                current = self._heading(root)
            else:
                self._pair(current, inline=False)

    def _heading(self, root: Table) -> Table:
        start, is_list = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if is_list else 1
        *above, last = self._key()
        self.at = self._blank() + (2 if is_list else 1)
        table = root
        for part in above:
            table = _below(table, part)
        end = self._line_end()
        if is_list:
            entries = table.entries.setdefault(last, [])
            assert isinstance(entries, list), "the text is valid TOML"
            entries.append(Table(heading=(start, end), end=end))
            return entries[-1]
        found = _below(table, last)
        found.heading, found.end = (start, end), end
        return found

    def _pair(self, table: Table, *, inline: bool) -> None:
        start = self.at
        *above, last = self._key()
        self.at = self._blank() + 1  # the equals sign
        self.at = self._blank()
        value = self._value()
        end = self.at if inline else self._line_end()
        table.end = end
        for part in above:
            prefix = f"{table.prefix}{_bare(part)}."
            table = _below(table, part)
            table.prefix, table.end, table.inline = prefix, end, inline
        table.entries[last], table.lines[last] = value, (start, end)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self.at = self._blank()
            match = _KEY_PART.match(self.text, self.at)
            assert match is not None, "the text is valid TOML"
            raw = match[0]
            parts.append(tomllib.loads(f"key = {raw}")["key"] if raw[0] in "\"'" else raw)
            self.at = match.end()
            self.at = self._blank()
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _value(self) -> Item:
        start = self.at
        if self.text[start] == "[":
            return self._array()
        if self.text[start] == "{":
            return self._braces()
        match = _PLAIN.match(self.text, start)
        assert match is not None, "the text is valid TOML"
        self.at = match.end()
        return Value(start, self.at)

    def _array(self) -> Array:
        array = Array(self.at, self.at)
        self.at += 1
        while True:
            self._skip()
            if self.text[self.at] == "]":
                break
            if self.text[self.at] == ",":
                array.commas.append(self.at)
                self.at += 1
            else:
                array.items.append(self._value())
        self.at += 1
        array.end = self.at
        return array

    def _braces(self) -> Table:
        start = self.at
        self.at += 1
        table = Table(end=self.at, inline=True)
        while True:
            self._skip()
            if self.text[self.at] == "}":
                break
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self._pair(table, inline=True)
        self.at += 1
        table.braces = start, self.at
        return table

    def _blank(self) -> int:
        match = _BLANK.match(self.text, self.at)
        assert match is not None, "it matches nothing too"
        return match.end()

    def _skip(self) -> None:
        """Past blanks, line ends and comments, which are noted."""
        match = _BETWEEN.match(self.text, self.at)
        assert match is not None, "it matches nothing too"
        self._note(match)
        self.at = match.end()

    def _line_end(self) -> int:
        match = _TO_LINE_END.match(self.text, self.at)
        assert match is not None, "the text is valid TOML"
        self._note(match)
        self.at = match.end()
        return self.at

    def _note(self, match: re.Match[str]) -> None:
        self.comments += [comment.span() for comment in _COMMENT.finditer(self.text, *match.span())]


def _below(table: Table, key: str) -> Table:
    """The table of a key, made where only its own keys or headings tell of it; of several, the last."""
    entry = table.entries.setdefault(key, Table())
    if isinstance(entry, list):
        return entry[-1]
    assert isinstance(entry, Table), "the text is valid TOML"
    return entry


def _bare(part: str) -> str:
    return part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"'
