"""What a brand's names and products lack for matching, and what to write, for `monitor check`."""

from collections.abc import Iterator

from monitor.lexicon.brands import known_brand
from monitor.lexicon.fields import all_fields, examples_of, fields_of, words_of
from monitor.lexicon.ordinary import is_everyday
from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.matching.names import Name, watched_brand
from monitor.text.skeleton import skeleton
from monitor.watchlist import Brand, Watchlist


def name_advice(watchlist: Watchlist) -> list[str]:
    """One line for each thing that is missing, by brand, with a line to add where there is one."""
    return [f"{brand.name}: {line}" for brand in watchlist.brand for line in _of(brand)]


def _of(brand: Brand) -> Iterator[str]:
    listed = {*brand.names, *brand.weak_names}
    names = [name for name in watched_brand(brand).names if name.text in listed]
    if not brand.categories:
        yield _without_categories(brand, names)
    if short := [name.text for name in names if name.is_short]:
        yield (
            f"{' and '.join(short)}: one or two letters or digits are also a size, a unit or initials; such a name "
            "counts only beside one of the brand's products or categories, another name of it, or replica slang"
        )
    if unknown := [category for category in brand.categories if not fields_of(category)]:
        yield (
            f"categories {', '.join(unknown)}: no other words for such goods are known, so that only titles with these "
            "words are told to be of the brand's goods; add the words that sellers write, in English and Chinese"
        )
    yield from _families(brand)


def _without_categories(brand: Brand, names: list[Name]) -> str:
    """Why categories are asked for, with an example line: of the brand's own goods where they are commonly known."""
    words = [name.text for name in names if name.everyday and name.counts_alone]
    others = [name.text for name in names if name.ambiguous and not name.everyday and name.counts_alone]
    known = known_brand(brand.name)
    examples = [word for field in (known.fields[:2] if known else ["shoes"]) for word in examples_of(field)]
    quoted = ", ".join(f'"{word}"' for word in examples)
    line = f"add what it sells, in English and Chinese, such as categories = [{quoted}]"
    if words:
        return (
            f"no categories, and {' and '.join(words)} {_also(words, 'everyday word')}: nothing tells titles of the "
            f"brand's goods from others with the word; {line}"
        )
    if others:
        return (
            f"no categories, and {' and '.join(others)} may also be a person, a place or another word: nothing tells "
            f"titles of the brand's goods from others; {line}"
        )
    return f"no categories: titles with the name that offer other goods can't be told; {line}"


def _also(names: list[str], what: str) -> str:
    return f"is also an {what}" if len(names) == 1 else f"are also {what}s"


def _families(brand: Brand) -> Iterator[str]:
    """Products whose name stands for many models: cheap and dear ones would be compared with one price."""
    names = {product.name: skeleton(product.name).text.strip() for product in brand.product}
    for product in brand.product:
        spelt = names[product.name]
        longer = [name for name, other in names.items() if _begins(spelt, other)]
        if longer:
            yield (
                f"product {product.name}: also the beginning of {', '.join(longer)}; let it be one model, with a name "
                "and a price of its own, not all of them"
            )
        elif _is_general(spelt):
            yield (
                f"product {product.name}: a word for many models, whose prices differ: cheap ones would be taken for "
                "copies of dear ones; list the models by their full names, each with its price"
            )


def _begins(name: str, other: str) -> bool:
    """Whether a name is the beginning of another one's words: ipad of ipad pro; 诺沃 of 诺沃二代."""
    if name == other or not other.startswith(name):
        return False
    return not (name[-1].isascii() and name[-1].isalnum() and other[len(name)].isalnum())


def _is_general(spelt: str) -> bool:
    """Whether a product's name is a word for goods or another everyday word: shoes, Air, 电钻."""
    goods = words_of(all_fields())
    if spelt in goods or spelt.removesuffix("s") in goods:
        return True
    return is_everyday(spelt) if spelt.isascii() else is_everyday_chinese(spelt)
