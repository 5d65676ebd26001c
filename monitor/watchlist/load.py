"""Reading `watchlist.toml`, or a folder of such files, with an exact message for each mistake."""

import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from monitor.errors import WatchlistError
from monitor.watchlist.model import Watchlist

_MOST_PROBLEMS = 50
_LONGEST = 60  # characters of a value in a message

# pydantic's types of errors in words for the user.
_EXPECTED = {
    "string_type": 'expected text in quotes, such as "…"',
    "string_too_short": "must not be empty",
    "list_type": 'expected a list, such as ["…", "…"]',
    "int_type": "expected a whole number without quotes",
    "float_type": "expected a number without quotes, such as 0.4",
    "date_type": "expected a date without quotes, such as 2031-05-01",
    "dict_type": "expected a table of its own, such as [brand.judging.points]",
}
_PATTERNS = {
    "currency": 'expected three capital letters, such as "EUR"',
    "id": "expected small letters, digits, - and _",
}


def load_watchlist(path: Path) -> Watchlist:
    """The checked watchlist of a file, or of all `*.toml` files in a folder joined in the order of their names.

    Raises `WatchlistError` with one line for each problem: key, what is wrong, what was expected.
    """
    if not path.is_dir():
        return _load_file(path)
    files = sorted(path.glob("*.toml"))
    if not files:
        raise WatchlistError(path, ["no *.toml file in this folder: expected watchlists (`monitor init` writes one)"])
    parts: list[Watchlist] = []
    problems: list[str] = []
    for file in files:
        try:
            parts.append(_load_file(file))
        except WatchlistError as error:
            problems += [f"{_shown(file.name)}: {problem}" for problem in error.problems]
    if problems:
        raise WatchlistError(path, problems)
    marketplaces = list(dict.fromkeys(m for part in parts for m in part.marketplaces))
    owners = [part.owner for part in parts if part.owner is not None]
    if any(owner != owners[0] for owner in owners):
        raise WatchlistError(path, ["two files have an [owner] and they differ: leave one of them"])
    try:
        return Watchlist(
            marketplaces=marketplaces,
            owner=owners[0] if owners else None,
            brand=[brand for part in parts for brand in part.brand],
        )
    except ValidationError as error:
        raise WatchlistError(path, list(map(str, _problems(error, {})))) from None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place of a watchlist. `place`: as people say it, counted from one; "" for the whole text."""

    path: tuple[int | str, ...]
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.place else self.words


def parse_watchlist(content: bytes) -> Watchlist | list[Problem]:
    """The checked watchlist of a file's bytes, or what is wrong with them."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return [Problem((), "", f"line {line}: not UTF-8 text; save the file with the encoding UTF-8")]
    except (ValueError, RecursionError) as error:
        return [Problem((), "", f"not valid TOML: {_shown(str(error), 200)}")]
    if data.get("brand") in (None, []):
        return [Problem(("brand",), "brand", 'nothing to watch: expected at least one [[brand]] with name = "…"')]
    try:
        return Watchlist.model_validate(data)
    except ValidationError as error:
        return list(_problems(error, data))


def _load_file(path: Path) -> Watchlist:
    try:
        parsed = parse_watchlist(path.read_bytes())
    except FileNotFoundError:
        raise WatchlistError(path, ["no such file: `monitor init` writes an example"]) from None
    except OSError as error:
        raise WatchlistError(path, [f"can't be read ({error.strerror})"]) from None
    if isinstance(parsed, list):
        raise WatchlistError(path, list(map(str, parsed)))
    return parsed


def _problems(error: ValidationError, data: dict[str, Any]) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    for item in errors[:_MOST_PROBLEMS]:
        words = _problem(item["loc"], item["type"], item["msg"], item.get("input"), item.get("ctx", {}))
        yield Problem(item["loc"], _key(item["loc"], data), words)
    if len(errors) > _MOST_PROBLEMS:
        yield Problem((), "", f"and {len(errors) - _MOST_PROBLEMS} more problems")


def _problem(loc: tuple[int | str, ...], kind: str, message: str, given: Any, context: dict[str, Any]) -> str:
    if kind == "extra_forbidden":
        return _unknown_key(str(loc[-1]), _keys_at(loc[:-1]))
    if kind == "missing":
        return "missing; this key is required"
    if kind == "literal_error":
        known = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
        near = _near(given, known)
        hint = f"; did you mean {near!r}?" if near else ""
        return f"{_value(given)} is not known; expected one of {', '.join(known)}{hint}"
    if kind in ("model_type", "list_type") and (table := _table_at(loc)):
        return f"expected a table of its own under the line {table}, got {_value(given)}"
    expected = _EXPECTED.get(kind) or (_PATTERNS.get(str(loc[-1])) if kind == "string_pattern_mismatch" else None)
    text = expected or message.removeprefix("Value error, ").removeprefix("Input ").removeprefix("String ")
    return text if isinstance(given, dict) or kind == "string_too_short" else f"{text}, got {_value(given)}"


def _unknown_key(key: str, known: list[str]) -> str:
    near = _near(key, known)
    return "unknown key; " + (f"did you mean {near!r}?" if near else f"expected one of: {', '.join(known)}")


def _near(word: Any, known: list[str]) -> str | None:
    """The known word that is meant; one that holds the given word comes first: `wholesale_price` for `price`."""
    given = str(word)[:_LONGEST].lower()
    holding = [name for name in known if given in name]
    for names in (holding, known):
        if matches := difflib.get_close_matches(given, names, n=1, cutoff=0.5):
            return matches[0]
    return None


def _key(loc: tuple[int | str, ...], data: dict[str, Any]) -> str:
    """The place of a problem as people say it, counted from one: `brand 2 (Nordwerk).product 1.currency`."""
    words: list[str] = []
    value: Any = data
    for part in loc:
        if isinstance(part, int):
            value = value[part] if isinstance(value, list) and part < len(value) else None
            name = value.get("name") if isinstance(value, dict) else None
            words[-1] += f" {part + 1}" + (f" ({_shown(name)})" if isinstance(name, str) else "")
        elif part != "[key]":
            value = value.get(part) if isinstance(value, dict) else None
            words.append(_shown(part))
    return ".".join(words) or "watchlist"


def _value(given: Any) -> str:
    """A value as the file has it, shortened to fit on one line."""
    if isinstance(given, dict):
        return "a table"
    if isinstance(given, bool):
        return str(given).lower()
    return f'"{_shown(given)}"' if isinstance(given, str) else _shown(str(given))


def _shown(text: str, longest: int = _LONGEST) -> str:
    """Text of the file on one line, at most `longest` characters, safe to print."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return short if short.isprintable() else repr(short)[1:-1]


def _model_at(loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model of the table at a place of the file; None if plain values stand there."""
    model: type[BaseModel] | None = Watchlist
    for part in loc:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation if model and part in model.model_fields else None
            kinds = (annotation, *get_args(annotation))
            model = next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)
    return model


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    model = _model_at(loc)
    return list(model.model_fields) if model else []


def _table_at(loc: tuple[int | str, ...]) -> str | None:
    """The heading of the table that should stand at a place: `[[brand.product]]`; None if none should."""
    if _model_at(loc) is None:
        return None
    name = ".".join(part for part in loc if isinstance(part, str))
    return f"[{name}]" if loc[-1] in ("judging", "owner") else f"[[{name}]]"
