"""A marketplace more in a watchlist's file, with all else in it as it was."""

import re
import tomllib

_LIST = re.compile(r"(?m)^marketplaces[ \t]*=[ \t]*\[([^\]\[]*)\]")


def with_marketplace(text: str, name: str) -> str | None:
    """The file's text with the marketplace at the end of its list; None when it has no list, or one that is unusual.

    Raises `tomllib.TOMLDecodeError` for what is no TOML.
    """
    before = tomllib.loads(text)
    match = _LIST.search(text)
    if match is None:
        return None
    inner = match[1].rstrip()
    end = match[1][len(inner) :]
    one_by_line = "\n" in end
    before_it = "" if not inner.strip() or inner.endswith(",") else ","
    space = "" if not inner.strip() else "\n  " if one_by_line else " "
    entry = f'{before_it}{space}"{name}"{"," if one_by_line else ""}'
    added = f"{text[: match.start(1)]}{inner}{entry}{end}{text[match.end(1) :]}"
    wanted = {**before, "marketplaces": [*before["marketplaces"], name]}
    try:
        return added if tomllib.loads(added) == wanted else None
    except tomllib.TOMLDecodeError:  # a comment in the list, say
        return None
