"""Read `watchlist.toml`, or a folder of such files, and say exactly what is wrong with it."""

import difflib
import tomllib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from monitor.errors import WatchlistError
from monitor.watchlist.model import Watchlist


def load_watchlist(path: Path) -> Watchlist:
    """Return the checked watchlist of a file or of all `*.toml` in a folder (brands added up, in order of file names).

    Raises `WatchlistError` with one line per problem: key, what is wrong, what was expected.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise WatchlistError(path, ["no *.toml file in this folder: expected watchlists (`monitor init` writes one)"])
    parts = [_load_file(file) for file in files]
    if len(parts) == 1:
        return parts[0]
    marketplaces = list(dict.fromkeys(m for part in parts for m in part.marketplaces))
    try:
        return Watchlist(marketplaces=marketplaces, brand=[brand for part in parts for brand in part.brand])
    except ValidationError as error:
        raise WatchlistError(path, _problems(error, {})) from None


def _load_file(path: Path) -> Watchlist:
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise WatchlistError(path, ["no such file: `monitor init` writes an example"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WatchlistError(path, [f"can't be read as UTF-8 text ({error})"]) from None
    except tomllib.TOMLDecodeError as error:
        raise WatchlistError(path, [f"not valid TOML: {error}"]) from None
    if not data.get("brand"):
        raise WatchlistError(path, ['brand: nothing to watch: expected at least one [[brand]] with name = "…"'])
    try:
        return Watchlist.model_validate(data)
    except ValidationError as error:
        raise WatchlistError(path, _problems(error, data)) from None


def _problems(error: ValidationError, data: dict[str, Any]) -> list[str]:
    return [_problem(e["loc"], e["type"], e["msg"], e.get("input"), e.get("ctx", {}), data) for e in error.errors()]


def _problem(
    loc: tuple[int | str, ...], kind: str, message: str, given: Any, context: dict[str, Any], data: dict[str, Any]
) -> str:
    where = _key(loc, data)
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(loc[-1]), _keys_at(loc[:-1]), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"expected one of: {', '.join(_keys_at(loc[:-1]))}"
        return f"{where}: unknown key; {hint}"
    if kind == "missing":
        return f"{where}: missing; this key is required"
    if kind == "literal_error":
        near = difflib.get_close_matches(
            str(given), [e.strip("'") for e in str(context["expected"]).replace(" or ", ", ").split(", ")], n=1
        )
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"{where}: {given!r} is not known; expected one of {context['expected']}{hint}"
    text = message.removeprefix("Value error, ").removeprefix("Input ")
    shown = "" if isinstance(given, dict | list) else f", got {given!r}"[:80]
    return f"{where}: {text}{shown}"


def _key(loc: tuple[int | str, ...], data: dict[str, Any]) -> str:
    """`brand 2 (Nordwerk).product 1.currency`: people count from one, and know the brand by its name."""
    words: list[str] = []
    here: Any = data
    for part in loc:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            name = here.get("name") if isinstance(here, dict) else None
            words[-1] += f" {part + 1}" + (f" ({name})" if isinstance(name, str) else "")
        else:
            here = here.get(part) if isinstance(here, dict) else None
            words.append(part)
    return ".".join(words) or "watchlist"


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Watchlist
    for part in loc:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            inner = [a for a in (annotation, *get_args(annotation)) if isinstance(a, type) and issubclass(a, BaseModel)]
            model = inner[0]
    return list(model.model_fields)
