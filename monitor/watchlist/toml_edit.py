"""Changes of a TOML text in which all else stays as it was: comments, order, blank lines, quotes and numbers.

tomlkit, which writes the strings, loses the comments inside what it removes and puts new keys behind the comments of
the next heading; so the text itself is changed, at the places of `toml_places`. A path leads from the whole text to a
value: `("brand", 0, "product", 1, "name")`. Raw values are TOML as it is to be written.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import tomlkit

from monitor.watchlist.toml_places import Array, Item, Places, Table, places_of, sections, span

KeyPath: TypeAlias = tuple[str | int, ...]

_FIRST_REMARKS = re.compile(r"\ufeff?(?:[ \t]*#[^\n]*\n)+[ \t]*\r?\n")
_OWN_REMARKS = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|$))+(?=[ \t\r]*(?:\n|$))")
"""Comments right behind a table that a blank line or the end follows: they are the table's, not the next one's."""
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n")
_BLANK_END = re.compile(r"[ \t]*\r?(?:\n|$)")
_COMMA = re.compile(r"[ \t]*,[ \t]*")


def raw_text(text: str) -> str:
    """A string as TOML; characters that can't be seen or that turn the text around are written as their numbers."""
    raw = tomlkit.string(text).as_string()
    return "".join(_escaped(char) if unicodedata.category(char) in ("Cf", "Zl", "Zp") else char for char in raw)


def raw_key(key: str) -> str:
    """A key as TOML: in quotes where it needs them."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else raw_text(key)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def with_value(text: str, path: KeyPath, raw: str) -> str:
    """The text with a value at a key or item: in the place of the old one, else behind the last key of its table."""
    root = places_of(text).root
    old = _at(root, path)
    if old is not None and not isinstance(old, list):
        start, end = span(old)
        return text[:start] + raw + text[end:]
    above, key = path[:-1], raw_key(str(path[-1]))
    table = _at(root, above)
    if table is None or (isinstance(table, Table) and table.end is None and table is not root):
        return _with_new_table(text, root, above, key, raw)
    assert isinstance(table, Table), "a key stands in a table"
    pair = f"{table.prefix}{key} = {raw}"
    if table.end is None:  # the text has no key before its first table
        head = _FIRST_REMARKS.match(text)
        return _with_lines(text, head.end() if head else int(text.startswith("\ufeff")), [pair])
    if not table.inline:
        return _with_lines(text, table.end, [_indent(text, table) + pair])
    if table.lines:
        return f"{text[: table.end]}, {pair}{text[table.end :]}"
    return f"{text[: table.end]} {pair} {text[table.end :].lstrip(' ')}"


def _with_new_table(text: str, root: Table, path: KeyPath, key: str, raw: str) -> str:
    """The text with a table that is in no list, spelled as the table above it is."""
    above = _at(root, path[:-1])
    if isinstance(above, Table) and (above.inline or above.prefix):
        return with_value(text, path, f"{{ {key} = {raw} }}")
    while above is None:
        path, above = path[:-1], _at(root, path[:-2])
    assert isinstance(above, Table), "a table stands in a table"
    return _with_section(text, above, f"[{_dotted(path)}]", {key: raw})


def with_table(text: str, path: KeyPath, values: Mapping[str, str]) -> str:
    """The text with one more table, of raw values, at the end of the list of tables at `path`."""
    root = places_of(text).root
    tables, above = _at(root, path), _at(root, path[:-1])
    braces = f"{{ {', '.join(f'{key} = {raw}' for key, raw in values.items())} }}"
    if isinstance(tables, Array):
        return with_items(text, path, len(tables.items), [braces])
    assert isinstance(above, Table), "a list of tables stands in a table"
    if above.inline:
        return with_value(text, path, f"[{braces}]")
    return _with_section(text, tables[-1] if isinstance(tables, list) else above, f"[[{_dotted(path)}]]", values)


def _with_section(text: str, before: Table, heading: str, values: Mapping[str, str]) -> str:
    """The text with a table under a heading of its own, behind another one and all that stands below that."""
    behind = max((table.end or 0 for table in sections(before)), default=0)
    remarks = _OWN_REMARKS.match(text, behind)
    behind = remarks.end() if remarks else behind
    indent = _indent_at(text, before.heading[0]) if before.heading else ""
    lines = [f"{indent}{line}" for line in (heading, *(f"{key} = {raw}" for key, raw in values.items()))]
    after = [] if _BLANK_END.match(text, behind) else [""]
    return _with_lines(text, behind, ["", *lines, *after])


def with_items(text: str, path: KeyPath, number: int, raws: Sequence[str]) -> str:
    """The text with further items in the list at `path`, before its item `number`."""
    array = _at(places_of(text).root, path)
    if array is None:
        return with_value(text, path, f"[{', '.join(raws)}]")
    assert isinstance(array, Array), "the items of a list of tables are no values"
    if not array.items:
        return _with_first_items(text, array, raws)
    if number == 0:
        start = span(array.items[0])[0]
        between = f",{_newline(text)}{_indent_at(text, start)}" if _begins_line(text, start) else ", "
        return text[:start] + "".join(f"{raw}{between}" for raw in raws) + text[start:]
    start, end = span(array.items[number - 1])
    comma = array.commas[number - 1] if number <= len(array.commas) else None
    behind = end if comma is None else comma + 1
    rest = _REST_OF_LINE.match(text, behind)
    if rest and _begins_line(text, start):
        more = comma is not None  # a comma stands behind the last one too, or others follow
        lines = [f"{_indent_at(text, start)}{raw}," for raw in raws]
        lines[-1] = lines[-1] if more else lines[-1][:-1]
        text = _with_lines(text, rest.end(), lines)
        return text if more else f"{text[:end]},{text[end:]}"
    if comma is None:
        return text[:end] + "".join(f", {raw}" for raw in raws) + text[end:]
    return text[:behind] + "".join(f" {raw}," for raw in raws) + text[behind:]


def _with_first_items(text: str, array: Array, raws: Sequence[str]) -> str:
    if "\n" not in text[array.start : array.end]:
        return f"{text[: array.start]}[{', '.join(raws)}]{text[array.end :]}"
    # comments stand in it, and its bracket on a line of its own or behind blanks
    last_line = text.rfind("\n", array.start, array.end) + 1
    indent = _indent_at(text, array.start) + "  "
    return _with_lines(text, last_line, [f"{indent}{raw}," for raw in raws])


def without(text: str, path: KeyPath) -> str:
    """The text without a key, a table of a list, or an item of a list. Comments in what goes stay, each on its line."""
    places = places_of(text)
    *above, last = path
    holder = _at(places.root, tuple(above))
    if isinstance(holder, Array):
        assert isinstance(last, int), "items have numbers"
        return _without_item(text, places, holder, last)
    if isinstance(holder, list):
        assert isinstance(last, int), "tables of a list have numbers"
        for start, end in sorted((_lines_of(table) for table in sections(holder[last])), reverse=True):
            text = _cut_lines(text, places, start, end)
        return text
    assert isinstance(holder, Table), "a key stands in a table"
    start, end = holder.lines[str(last)]
    if not holder.inline:
        return _cut_lines(text, places, text.rfind("\n", 0, start) + 1, end)
    comma = _COMMA.match(text, end)
    if comma:
        return text[:start] + text[comma.end() :]
    before = text[:start].rstrip(" \t")
    return (before[:-1].rstrip(" \t") if before.endswith(",") else text[:start]) + text[end:]


def _without_item(text: str, places: Places, array: Array, number: int) -> str:
    start, end = span(array.items[number])
    kept = [text[slice(*place)] for place in places.comments if start <= place[0] < end]
    newline = _newline(text)
    cuts = [(start, end, "".join(f"{comment}{newline}" for comment in kept))]
    if number < len(array.commas):
        cuts.append((array.commas[number], array.commas[number] + 1, ""))
    elif number:
        cuts.append((array.commas[number - 1], array.commas[number - 1] + 1, ""))
    for first, behind, instead in sorted(cuts, reverse=True):
        text = text[:first] + instead + text[behind:]
    return text if kept else _tidied(text, start - (number > 0 and number >= len(array.commas)))


def _tidied(text: str, at: int) -> str:
    """The text without the line, or the blanks, that an item left at a place."""
    line = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    if end >= 0 and not text[line:end].strip():
        return text[:line] + text[end + 1 :]
    before, behind = text[:at], text[at:]
    if not text[line:at].strip():
        return before + behind.lstrip(" \t")
    if behind.startswith(" ") and not behind.lstrip(" ").startswith("#") and before[-1:] in "[ \t":
        return before + behind.lstrip(" ")
    if behind.lstrip(" \t").startswith("]") and before.endswith(" ") and "\n" not in before[line:]:
        return before.rstrip(" ") + behind.lstrip(" \t")
    return text


def _lines_of(table: Table) -> tuple[int, int]:
    """The lines of a table's heading and keys; none for one that only others' headings tell of."""
    return (table.heading[0], table.end or table.heading[1]) if table.heading else (0, 0)


def _cut_lines(text: str, places: Places, start: int, end: int) -> str:
    """The text without whole lines; their comments stay, and no blank line stands where one stood on either side."""
    if start == end:
        return text
    start = text.rfind("\n", 0, start) + 1
    kept = [text[slice(*place)] for place in places.comments if start <= place[0] < end]
    if kept:
        return _with_lines(text[:start] + text[end:], start, kept)
    before, behind = text[:start], text[end:]
    if _ends_with_blank_line(before) and (blank := re.match(r"[ \t]*\r?\n", behind)):
        behind = behind[blank.end() :]
    return before + behind


def _ends_with_blank_line(text: str) -> bool:
    return text.endswith("\n") and not text[:-1].rpartition("\n")[2].strip(" \t\r")


def _with_lines(text: str, at: int, lines: Sequence[str]) -> str:
    """The text with whole lines at a place where a line begins or the text ends."""
    newline = _newline(text)
    joined = "".join(f"{line}{newline}" for line in lines)
    if at and text[at - 1] not in "\n\ufeff":
        joined = newline + joined.removesuffix(newline)
    return text[:at] + joined + text[at:]


def _at(root: Table, path: KeyPath) -> Item | list[Table] | None:
    """What stands at a path; None if nothing does."""
    entry: Item | list[Table] | None = root
    for part in path:
        if isinstance(part, str):
            entry = entry.entries.get(part) if isinstance(entry, Table) else None
        else:
            several = entry.items if isinstance(entry, Array) else entry
            entry = several[part] if isinstance(several, list) and part < len(several) else None
    return entry


def _dotted(path: KeyPath) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _newline(text: str) -> str:
    return "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"


def _begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t")


def _indent_at(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _indent(text: str, table: Table) -> str:
    """How the keys of a table are indented: as its last one, else as its heading."""
    if table.lines:
        return _indent_at(text, max(start for start, _ in table.lines.values()))
    return _indent_at(text, table.heading[0]) if table.heading else ""
