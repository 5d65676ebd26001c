"""Lines of a results page behind which other goods stand: told by their words, in any language, wherever they stand."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.pages.dividers import says_other_goods, searched_cards

CARD = "<div class=card><h3>{0}</h3><img></div>"


@pytest.mark.parametrize(
    "words",
    [
        "Results matching fewer words", "Results for similar items", "Ergebnisse für weniger Suchbegriffe",
        "Résultats correspondant à moins de mots", "Risultati che corrispondono a meno parole",
        "Resultados que coinciden con menos palabras", "Resultaten met minder woorden",
        "Wyniki pasujące do mniejszej liczby słów", "More items related to nordwerk", "You may also like",
        "Customers who viewed this also viewed", "Recommended for you", "Das könnte dir auch gefallen",
        "Kunden, die dies kauften, kauften auch", "Vous aimerez aussi", "Articles similaires", "Prodotti correlati",
        "Potrebbe interessarti anche", "Productos relacionados con tu búsqueda", "Produtos recomendados",
        "Vergelijkbare producten", "Podobne przedmioty", "为您推荐", "猜你喜欢", "関連商品", "Похожие товары",
    ],
)  # fmt: skip
def test_words_of_other_goods(words: str) -> None:
    assert says_other_goods(words)


@pytest.mark.parametrize(
    "words",
    [
        "Did you mean nordwerk?", "685 items found from eBay international sellers", "1-48 of 435 results", "Results",
        "Sort by: Recommended", "Related searches", "Ergebnisse", "Nordwerk drill", "", None, "similar items " * 40,
    ],
)  # fmt: skip
def test_other_words(words: str | None) -> None:
    assert not says_other_goods(words)


@pytest.mark.parametrize(
    ("body", "searched"),
    [
        ("{a}<p>Results matching fewer words</p>{b}", "a"),
        ("<p>Results matching fewer words</p>{a}{b}", ""),
        ("{a}<div><span><h2>You may also like</h2></span></div>{b}", "a"),
        ("{a}<section><h2>You may also like</h2>{b}</section>{c}", "ac"),
        ("{a}<div><h2>You may also like</h2><img></div>{b}", "ab"),
        ("{a}<h2>Recommended for you</h2>{b}<h2>More results</h2>{c}", "ac"),
        ("{a}{b}<h2>Related products</h2>", "ab"),
        ("{a}<div class=card><h3>Recommended for you: a lamp</h3></div>{b}", "axb"),
        ("<h2>Related products</h2>", ""),
    ],
)
def test_cards_below_a_line(body: str, searched: str) -> None:
    cards = {name: CARD.format(name) for name in "abc"}
    page = LexborHTMLParser(f"<html><body><main>{body.format(**cards)}</main></body></html>")
    texts = [card.text().strip() for card in searched_cards(page, ".card")]
    assert [text if len(text) == 1 else "x" for text in texts] == list(searched)
