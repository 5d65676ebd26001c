"""Lines of a results page behind which other goods stand than those that were searched: told by their words.

A site draws such a line in the same markup as one that is none ("Did you mean …"), so its class does not tell it.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.pages.cards import cards_in, short_text

FEWER_WORDS = re.compile(
    r"(?:fewer|less) (?:words|keywords|terms|search terms)|(?:some|part) of your (?:words|search|keywords)"
    r"|results for (?:related|similar|other) |partial match"
    r"|weniger (?:wörter|worten|such|begriff|stichw)|ergebnisse für (?:ähnliche|andere) "
    r"|moins de (?:mots|termes)|résultats pour (?:d['’]autres|des mots|des recherches)"
    r"|meno (?:parole|termini)|risultati per (?:altre|ricerche) |menos (?:palabras|términos|palavras|termos)"
    r"|resultados (?:para|de) (?:otras|outras) |minder (?:woorden|zoek|termen)|resultaten voor andere "
    r"|mniej słów|mniejsz\w+ liczb|wyniki dla (?:innych|podobnych) |färre (?:ord|sökord)|daha az (?:kelime|sözcük)"
    r"|меньш\w+ (?:количеств\w+ )?слов|(?:较少|更少)的?(?:关键|词|字)|部分关键词|一部の(?:キーワード|単語|語句)",
    re.IGNORECASE,
)
"""Results of another, wider search."""
_OTHER_GOODS = re.compile(
    r"you (?:may|might) (?:also )?(?:like|love|be interested)|(?:customers|buyers|shoppers|people)\b.{0,40}\balso "
    r"|recommended (?:for|products|items|listings|based)|recommendations (?:for|based)|(?:just|selected) for you"
    r"|\b(?:related|similar) (?:items|products|listings)|(?:items|products|results) related to|inspired by your"
    r"|(?:ihnen|dir|euch) (?:auch )?gefallen|kunden\b.{0,40}\bauch\b|empfohlene? (?:artikel|produkte|angebote|für)"
    r"|empfehlungen für|für (?:sie|dich) empfohlen|(?:ähnliche|verwandte) (?:artikel|produkte|angebote)"
    r"|vous (?:aimerez|pourriez|aimeriez) |clients\b.{0,40}\baussi |recommand\w+ pour vous"
    r"|(?:articles|produits|objets) (?:similaires|associés|connexes|apparentés|recommandés)"
    r"|potrebbe(?:ro)? (?:anche )?(?:interessar|piacer)|consigliati per te"
    r"|(?:articoli|prodotti|oggetti) (?:simili|correlati|consigliati)|(?:te|le) (?:puede|podría)n? (?:interesar|gustar)"
    r"|(?:artículos|productos|artigos|produtos|itens) (?:similares|relacionados|semelhantes|recomendados)"
    r"|recomendad[oa]s? para|recomendações para|aanbevolen (?:voor|producten|artikelen)|vind je misschien"
    r"|(?:vergelijkbare|gerelateerde) (?:artikelen|producten|objecten)|polecane (?:produkty|przedmioty|dla)"
    r"|(?:podobne|powiązane) (?:przedmioty|produkty|oferty)|(?:liknande|relaterade) (?:artiklar|produkter)"
    r"|(?:benzer|ilgili|önerilen) ürünler|похожие товары|рекоменд\w+ (?:для вас|товар)|вам может понравиться"
    r"|为[您你]推荐|猜你喜欢|相关推荐|推荐商品|(?:相似|相关)商品|おすすめ商品|関連商品|(?:추천|연관) ?상품",
    re.IGNORECASE,
)
_RESULTS_AGAIN = re.compile(
    r"(?:more |all |search |other )?results|(?:weitere |alle )?ergebnisse|(?:plus de |autres )?résultats"
    r"|(?:altri )?risultati|(?:más )?resultados|(?:mais )?resultados|(?:meer )?resultaten|(?:więcej )?wynik(?:i|ów)",
    re.IGNORECASE,
)
_LINES = (
    "h1, h2, h3, h4, h5, p, strong, [role=heading], [class*=divider], [class*=section-title], [class*=section-notice], "
    "[class*=rewrite], [class*=no-result]"
)
_LONGEST = 200
"""Characters of a line's words; what is longer is a text."""
_MOST = 20
"""Lines that are looked at: a page has few."""


def says_other_goods(words: str | None) -> bool:
    """Whether a line's words say that what follows was not searched for."""
    if not words or len(words) > _LONGEST:
        return False
    return bool(FEWER_WORDS.search(words) or _OTHER_GOODS.search(words))


def searched_cards(dom: LexborHTMLParser, cards: str) -> list[LexborNode]:
    """The cards (a selector) in their order, without those below a line that says that other goods follow.

    A line holds for the cards of the box that it stands in. One that comes with pictures of its own is the head of a
    row between the results, which go on behind it.
    """
    nodes = cards_in(dom, cards)
    own = {node.mem_id for node in nodes}
    if not own:
        return []
    lines = [line for line in dom.css(_LINES) if line.mem_id not in own and says_other_goods(short_text(line))]
    others: set[int] = set()
    for line in lines[:_MOST]:
        block = _block(line, own, cards)
        if block is not None and block.parent is not None and block.css_first("img") is None:
            others.update(_below(block, block.parent, own, cards))
    return [node for node in nodes if node.mem_id not in others]


def _block(line: LexborNode, own: set[int], cards: str) -> LexborNode | None:
    """The largest box around a line that holds no card; None for a line within a card, or in a page without a box."""
    block, above = line, line.parent
    while above is not None and above.tag not in ("html", "-undef"):
        if above.mem_id in own:
            return None
        if above.css_first(cards) is not None:
            return block
        block, above = above, above.parent
    return None


def _below(block: LexborNode, box: LexborNode, own: set[int], cards: str) -> Iterator[int]:
    """The cards in a box that come behind a block of it, up to a line that says "results" again."""
    behind = False
    for node in box.css(f"{cards}, {_LINES}, {block.tag}"):
        if node.mem_id == block.mem_id:
            behind = True
        elif behind and node.mem_id in own:
            yield node.mem_id
        elif behind and _RESULTS_AGAIN.fullmatch(short_text(node) or ""):
            return
