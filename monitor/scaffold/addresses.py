"""The addresses of a site's searches and listings, with placeholders, told by the addresses of a saved page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from monitor.errors import InputError
from monitor.pages.normalised_url import normalised_url

_WORD_PARAMETERS = (
    "q", "query", "keyword", "keywords", "search", "searchtext", "search_query", "searchterm", "wd", "kw", "term",
    "text", "words", "k", "s",
)  # fmt: skip
"""Names of the parameter that holds the words of a search, the surest first."""
_PAGE_PARAMETERS = frozenset(("page", "p", "pg", "pn", "pageno", "page_no", "pagenumber"))
_SEARCH_STEPS = frozenset(("search", "s", "suche", "find", "q", "w", "k", "keyword", "recherche", "buscar", "busca"))
"""Parts of a path behind which the words of a search stand."""
_ADDRESS = re.compile(r"https://[a-z0-9.-]+/[a-zA-Z0-9._~!*'();:@&=+,/?%{}-]*")
"""Only characters that are safe inside a Python string."""
_PLAIN = re.compile(r"[\w/.-]{1,40}", re.ASCII)
_ID = re.compile(r"[\w-]+", re.ASCII)
_PLACEHOLDERS = (
    ("keyword", "[^/?#]+"),
    ("page", r"\d+"),
    ("offset", r"\d+"),
    ("slug", "[^/?#]+"),
    ("id", r"(?P<id>[\w-]+)"),
)


def check_address(option: str, url: str, part: str) -> None:
    """Raise `InputError`, beginning with `option`, for what is no address with the placeholder `part`."""
    known = set(re.findall(r"\{[^{}]*\}", url)) <= {part, "{page}", "{offset}", "{slug}"}
    if not _ADDRESS.fullmatch(url) or url.count(part) != 1 or not known:
        raise InputError(f"{option} {url!r}: expected an https address with {part} in it")


def address_pattern(url: str) -> str:
    """The regular expression of an address with placeholders, without its scheme."""
    escaped = re.escape(url.removeprefix("https://"))
    for name, pattern in _PLACEHOLDERS:
        escaped = escaped.replace(re.escape(f"{{{name}}}"), pattern)
    return escaped


def id_in(address: str | None, listing_url: str) -> str | None:
    """The listing's id in an address that is made like `listing_url`; None for any other."""
    match = re.match(address_pattern(listing_url), re.sub("^https?://", "", address or ""), re.ASCII)
    return match["id"] if match else None


def search_url_of(url: str, titles: Sequence[str], links: Iterable[str]) -> tuple[str | None, bool]:
    """A search's address with `{keyword}` and, where it is told, `{page}`; and whether it is told.

    None where the address does not tell which part holds the words. `titles`: of the page's listings, which say what
    was searched; `links`: the addresses that the page leads to, among them those of its further pages.
    """
    parts = urlsplit(url)
    pairs = parse_qsl(urlsplit(f"//{normalised_url(url)}").query)
    words_in = _words_parameter(pairs, titles)
    path = quote(unquote(parts.path or "/"), safe="/")
    if words_in is None:
        found = _path_with_keyword(path, titles)
        if found is None:
            return None, False
        path = found
    page_in = _page_parameter(parts.path, pairs, links)
    query = [
        f"{name}={{keyword}}" if name == words_in else f"{name}={value}"
        for name, value in pairs
        if name == words_in or (name != page_in and _PLAIN.fullmatch(name) and _PLAIN.fullmatch(value))
    ]
    query += [f"{page_in}={{page}}"] if page_in else []
    return f"https://{parts.netloc.lower()}{path}{'?' if query else ''}{'&'.join(query)}", page_in is not None


def _words_parameter(pairs: list[tuple[str, str]], titles: Sequence[str]) -> str | None:
    names = {name.lower(): name for name, _ in reversed(pairs)}
    known = next((names[name] for name in _WORD_PARAMETERS if name in names), None)
    return known or next((name for name, value in pairs if _searched(value, titles)), None)


def _searched(words: str, titles: Sequence[str]) -> bool:
    """Whether at least half of the titles have all of the words."""
    parts = re.findall(r"[^\W_]{2,}", words.casefold())
    hits = sum(all(part in title.casefold() for part in parts) for title in titles)
    return bool(parts) and bool(titles) and hits * 2 >= len(titles)


def _path_with_keyword(path: str, titles: Sequence[str]) -> str | None:
    head, _, last = path.rstrip("/").rpartition("/")
    stem, dot, extension = last.partition(".")
    if stem and (head.rpartition("/")[2].lower() in _SEARCH_STEPS or _searched(unquote(stem), titles)):
        return f"{head}/{{keyword}}{dot}{extension}{'/' if path.endswith('/') else ''}"
    return None


def _page_parameter(path: str, pairs: list[tuple[str, str]], links: Iterable[str]) -> str | None:
    """The parameter that numbers the pages from 1: of the address, or of the link to the second page."""
    for name, value in pairs:
        if name.lower() in _PAGE_PARAMETERS and value.isdecimal() and value != "0":
            return name
    for link in links:
        parts = urlsplit(link)
        for name, value in parse_qsl(parts.query) if parts.path == path else ():
            if name.lower() in _PAGE_PARAMETERS and value == "2":
                return name
    return None


def listing_url_of(links: Sequence[tuple[str, str | None]]) -> str | None:
    """A listing's address with `{id}`, and `{slug}` for other parts that differ; None when the links tell none.

    `links`: addresses of different listings, each with the id in it where one is known.
    """
    kinds: dict[tuple[str, int, bool], list[tuple[str, str | None]]] = {}
    for address, number in links:
        parts = urlsplit(address)
        kinds.setdefault((parts.netloc.lower(), parts.path.count("/"), parts.path.endswith("/")), []).append(
            (address, number)
        )
    members = max(kinds.values(), key=len, default=[])
    if len(members) < 2:
        return None
    ids = [number for _, number in members]
    queries = [dict(parse_qsl(urlsplit(address).query)) for address, _ in members]
    host = urlsplit(members[0][0]).netloc.lower()
    columns = list(zip(*(urlsplit(address).path.split("/") for address, _ in members), strict=True))
    steps = [column[0] if len(set(column)) == 1 else "{slug}" for column in columns]
    name = next((name for name in queries[0] if _all_plain([query.get(name) for query in queries], ids)), None)
    if name:
        fixed = [
            f"{key}={value}&"
            for key, value in list(queries[0].items())[: list(queries[0]).index(name)]  # what follows need not be there
            if _PLAIN.fullmatch(value) and all(query.get(key) == value for query in queries)
        ]
        return f"https://{host}{'/'.join(steps)}?{''.join(fixed)}{name}={{id}}"
    place = next((at for at, column in enumerate(columns) if list(column) == ids), None)
    if place is None:
        place = max((at for at, step in enumerate(steps) if step == "{slug}"), default=None)
    if place is None:
        return None
    stems, dot, extension = _stems(columns[place])
    if not all(_ID.fullmatch(stem) for stem in stems):
        return None
    steps[place] = f"{{id}}{dot}{extension}"
    return f"https://{host}{'/'.join(steps)}"


def _all_plain(values: list[str | None], ids: list[str | None]) -> bool:
    """Whether the values of a parameter are the listings' ids."""
    return values == ids and None not in ids and len(set(ids)) == len(ids)


def _stems(names: Sequence[str]) -> tuple[list[str], str, str]:
    """The names without the ending that all have; the dot and the ending."""
    endings = Counter(name.partition(".")[2] for name in names)
    if len(endings) == 1 and "" not in endings:
        return [name.partition(".")[0] for name in names], ".", next(iter(endings))
    return list(names), "", ""
