"""`monitor keywords --suggest`, `--doubted` and `--company`: what the titles in a store say of the brands' names."""

from dataclasses import asdict
from pathlib import Path

from monitor.cli.output import out_json, say, table
from monitor.keywords.suggest import suggestions
from monitor.matching.company import CompanyWord, learned_company
from monitor.matching.doubts import Doubt, DoubtReason
from monitor.model import NameCompany
from monitor.runs.doubted import doubted_titles
from monitor.runs.learned_words import learn
from monitor.store.address import StoreAddress
from monitor.store.read.titles import UnmatchedTitle, titles_seen, unmatched_titles
from monitor.store.store import open_store
from monitor.text.gloss import gloss_line
from monitor.watchlist import Brand, Watchlist

_MOST_TITLES = 200_000
_WHY = {
    DoubtReason.EXPRESSION: "part of another expression",
    DoubtReason.OTHER_USE: "the title speaks of something else",
    DoubtReason.OTHER_GOODS: "no goods of the brand beside it",
    DoubtReason.NOTHING_BESIDE: "nothing beside it speaks for the brand",
}


def show_suggestions(brands: list[Brand], store: Path, *, as_json: bool) -> None:
    """Print names that the watchlist lacks: commonly known, or found in the store's titles."""
    titles: list[tuple[str, str | None]] = []
    if StoreAddress(store).exists():
        with open_store(store).read() as connection:
            titles = list(titles_seen(connection, _MOST_TITLES))
    found = suggestions(brands, titles)
    if as_json:
        for name in found:
            out_json({**asdict(name), "reading": name.reading, "meaning": name.meaning})
    elif found:
        names = {brand.id: brand.name for brand in brands}
        rows = [
            [names[name.brand], name.key, name.text, name.reading or "", name.meaning or "", name.why] for name in found
        ]
        table(["brand", "write into", "text", "read", "means", "why"], rows)
    say(f"{len(found)} suggestions, from {len(titles)} titles in {store} and what is commonly known.")
    if found:
        say(
            "Check each, with a search of your own or someone who reads Chinese; nothing is searched before you add it."
        )


def show_doubted(brands: list[Brand], watched: Watchlist, store: Path, *, as_json: bool) -> None:
    """Print the titles in the store that hold a name of a brand and were not taken for it."""
    titles: list[UnmatchedTitle] = []
    company: dict[str, NameCompany] = {}
    if StoreAddress(store).exists():
        opened = open_store(store)
        with opened.read() as connection:
            titles = list(unmatched_titles(connection))
        company = learned_company(learn(opened, watched.brand).company)
    doubted = list(doubted_titles(brands, titles, company))
    if as_json:
        for title, doubt in doubted:
            out_json({**asdict(doubt), "listing": title.key, "marketplace": title.marketplace, "title": title.title})
    elif doubted:
        names = {brand.id: brand.name for brand in brands}
        rows = [[names[doubt.brand], title.marketplace, title.title, _why(doubt)] for title, doubt in doubted]
        table(["brand", "marketplace", "title", "why it was doubted"], rows)
    say(f"{len(doubted)} titles hold a name and were doubted, of {len(titles)} that name no brand in {store}.")
    if doubted:
        say("Where these are the brand's goods, add what it sells to its `categories`, or the product to its list.")


def show_company(brands: list[Brand], watched: Watchlist, store: Path, *, as_json: bool) -> None:
    """Print the words that the titles in the store teach of the names of `brands` that are also words, with counts."""
    wanted = {brand.id: brand.name for brand in brands}
    words: list[CompanyWord] = []
    titles = 0
    if StoreAddress(store).exists():
        learned = learn(open_store(store), watched.brand)
        words, titles = [word for word in learned.company if word.brand in wanted], learned.titles
    if as_json:
        for word in words:
            out_json(asdict(word))
    elif words:
        rows = [
            [
                wanted[word.brand],
                "for" if word.supports else "against",
                word.word,
                gloss_line(word.word) or "",
                f"{word.with_goods} of {word.of_goods}",
                f"{word.elsewhere} of {word.of_elsewhere}",
                f"{word.vendors}",
            ]
            for word in words
        ]
        heads = ["brand", "speaks", "word", "means", "titles of its goods", "of something else", "vendors"]
        table(heads, rows, right=(4, 5, 6))
    say(f"{len(words)} words, from {titles} titles with a known vendor in {store}.")
    if not words:
        say("They are learned for names that are also words, people or places, from ten titles of each kind on.")


def _why(doubt: Doubt) -> str:
    return f"{doubt.mention}: {_WHY[doubt.reason]}" + (f" ({doubt.beside})" if doubt.beside else "")
