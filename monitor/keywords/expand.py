"""All searches for a brand, best first, each with where it comes from and whether a run makes it.

By default a run searches the names alone. The rest are proposals, which the owner switches on in `keywords_on`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.keywords.words import REPLICA_WORDS, country_in
from monitor.lexicon.brands import known_brand
from monitor.text.fold import fold
from monitor.text.hanzi import is_hanzi, name_readings
from monitor.watchlist import Brand

_MOST_OF_A_KIND = 6
"""Proposals of one kind for one brand and marketplace: nobody reads a longer list to its end."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """One search: its words, the id of its brand, where the words come from, and whether a run makes it."""

    text: str
    brand: str
    source: str
    searched: bool = True


def expand(brand: Brand, languages: tuple[str, ...]) -> list[Keyword]:
    """The searches on a marketplace of these languages (`zh`, `en`): names, then what the owner added, then proposals.

    The owner's `keywords_off` stay in the list as not searched. No two searches differ only in case or width.
    """
    chosen = [Keyword(text, brand.id, source) for text, source in _names(brand, languages)]
    chosen += [Keyword(word, brand.id, "added by the owner") for word in brand.keywords_on]
    proposed = [Keyword(text, brand.id, source, searched=False) for text, source in _proposals(brand, languages)]
    off = {_folded(word) for word in brand.keywords_off}
    unique: dict[str, Keyword] = {}
    for keyword in chosen + proposed:
        folded = _folded(keyword.text)
        unique.setdefault(folded, _switched_off(keyword) if folded in off else keyword)
    return list(unique.values())


def keywords_for(brand: Brand, languages: tuple[str, ...]) -> list[Keyword]:
    """The searches of a run for `brand` on a marketplace of these languages, best first.

    Chinese names come first on Chinese sites; the Latin name is searched everywhere, since sellers write both. The
    owner's `keywords_on` are added, `keywords_off` left out.
    """
    return [keyword for keyword in expand(brand, languages) if keyword.searched]


def _switched_off(keyword: Keyword) -> Keyword:
    return replace(keyword, source=f"{keyword.source}; switched off by the owner", searched=False)


def _folded(text: str) -> str:
    return fold(text).text.casefold().strip() or text


def _names(brand: Brand, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if "zh" in languages:
        yield from ((name, "Chinese name") for name in brand.chinese)
    yield brand.name, "name"
    yield from ((name, "alias") for name in brand.aliases if "zh" in languages or not _is_eastern(name))


def _proposals(brand: Brand, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    main = [name for name, _ in _names(brand.model_copy(update={"aliases": []}), languages)]
    for language in languages:
        goods = [word for word in brand.categories if _is_eastern(word) == (language == "zh")][:_MOST_OF_A_KIND]
        yield from _known(brand, language)
        yield from _with_products(brand, main)
        yield from ((f"{name} {word}", "name + category") for word in goods for name in main[:2])
        yield from _with_country(brand, main, language)
        yield from _with_slang(main, language)
        yield from _sellers_spellings(brand, goods, language)
        for word in goods[:3]:
            for slang, meaning in list(REPLICA_WORDS[language].items())[:3]:
                yield f"{word} {slang}", _glossed("category + replica slang", meaning)


def _known(brand: Brand, language: str) -> Iterator[tuple[str, str]]:
    """Names of a well-known brand that `monitor.lexicon.brands` knows."""
    known = known_brand(brand.name)
    if known is None:
        return
    names = [(name, "Chinese name that is commonly known") for name in known.chinese]
    names += [(name, "what buyers call it") for name in known.other_names]
    names += [(f"{brand.name} {line}", "product line + brand") for line in known.lines if not _is_eastern(line)]
    yield from [(name, source) for name, source in names if _fits(name, language)][: 2 * _MOST_OF_A_KIND]


def _with_products(brand: Brand, main: list[str]) -> Iterator[tuple[str, str]]:
    names = [name for product in brand.product for name in (product.name, *product.aliases)]
    for product in names[:_MOST_OF_A_KIND]:
        yield from ((f"{name} {product}", "product + brand") for name in main[:2] if name not in product)


def _with_country(brand: Brand, main: list[str], language: str) -> Iterator[tuple[str, str]]:
    country = country_in(language, brand.home_country) if brand.home_country else None
    if country:
        source = _glossed("name + home country", brand.home_country if language == "zh" else "")
        yield from ((f"{country} {name}" if language == "zh" else f"{name} {country}", source) for name in main[:2])


def _with_slang(main: list[str], language: str) -> Iterator[tuple[str, str]]:
    for slang, meaning in REPLICA_WORDS[language].items():
        yield from ((f"{name} {slang}", _glossed("name + replica slang", meaning)) for name in main[:2])


def _sellers_spellings(brand: Brand, goods: list[str], language: str) -> Iterator[tuple[str, str]]:
    """The names as sellers write them past a filter, each with a word for the goods, since they are short."""
    words = brand.name.split()
    spellings = [(name, "weak name of the watchlist") for name in brand.weak_names if _fits(name, language)]
    if len(words) > 1:
        spellings.append(("".join(word[0] for word in words if word[0].isalnum()), "initials"))
    if language == "zh":
        for name in brand.chinese[:2]:
            if len(name) > 2 and all(map(is_hanzi, name)):
                spellings.append((name[:2], "Chinese name cut to two characters"))
            if name and is_hanzi(name[0]):
                spellings.append((f"{name[0]}家", "first character with 家 (house), as resellers say"))
            yield "".join(name_readings(name)), "Chinese name written by its sound"
        spellings.append((f"{brand.name[0].upper()}家", "first letter with 家 (house), as resellers say"))
    for word in goods[:1]:
        yield from ((f"{spelling} {word}", f"{source} + category") for spelling, source in spellings[:_MOST_OF_A_KIND])


def _glossed(source: str, meaning: str | None) -> str:
    return f"{source} ({meaning})" if meaning else source


def _fits(word: str, language: str) -> bool:
    """Whether the word may be searched in that language: on Chinese sites words of either script."""
    return language == "zh" or not _is_eastern(word)


def _is_eastern(text: str) -> bool:
    return any(ord(char) >= 0x2E80 for char in text)
