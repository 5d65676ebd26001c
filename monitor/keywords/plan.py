"""The searches of a brand, best first: names in the marketplace's language."""

from dataclasses import dataclass

from monitor.watchlist import Brand


@dataclass(frozen=True, slots=True)
class Keyword:
    """One search: its words, for which brand, and where they come from."""

    text: str
    brand: str
    source: str


def keywords_for(brand: Brand, languages: tuple[str, ...]) -> list[Keyword]:
    """What to search for `brand` on a marketplace of these languages (`zh`, `en`).

    Chinese names come first where Chinese is spoken; the Latin name is searched everywhere, sellers write both.
    The owner's `keywords_on` are added, `keywords_off` left out.
    """
    found = [Keyword(name, brand.id, "Chinese name") for name in brand.chinese] if "zh" in languages else []
    found.append(Keyword(brand.name, brand.id, "name"))
    found += [Keyword(n, brand.id, "alias") for n in brand.aliases if "zh" in languages or _is_latin(n)]
    found += [Keyword(word, brand.id, "added by the owner") for word in brand.keywords_on]
    off = {word.casefold() for word in brand.keywords_off}
    unique: dict[str, Keyword] = {}
    for keyword in found:
        unique.setdefault(keyword.text.casefold(), keyword)
    return [keyword for folded, keyword in unique.items() if folded not in off]


def _is_latin(text: str) -> bool:
    return all(ord(char) < 0x2E80 for char in text)
