"""The market's listings, day by day, with the truth about each."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bench.market.shops import titles
from bench.market.shops.brands import HOUSES, MARKETPLACES, WHOLESALE, Article, House
from bench.market.shops.identity import new_identity
from bench.market.shops.pages import Shown
from bench.market.shops.sellers import LANGUAGE, People, Seller

_RATE = {"zh": 7.8, "en": 1.1}
"""Of a euro: yuan, or dollars."""
_FIRST_NUMBER = {"taobao": 620_000_000_000, "jd": 100_010_000_000, "alibaba_1688": 710_000_000_000,
                 "aliexpress": 1_005_006_000_000_000}  # fmt: skip
_NOISE = 150
"""Listings of other goods per marketplace at scale 1."""


@dataclass
class Offer:
    """A listing with what is true of it."""

    seller: Seller
    kind: str
    infringes: bool
    shown: Shown
    share: float
    """What it asks, of the article's price."""
    gone: bool = False


@dataclass
class World:
    """All sellers and their offers; `open` makes the first day."""

    dice: random.Random
    offers: list[Offer] = field(default_factory=list)
    people: People = field(init=False)
    _operators_titles: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(self.dice)

    def open(self, scale: float) -> None:
        """The first day; `scale` 1 are about 2,600 listings on each marketplace."""
        for place in MARKETPLACES:
            for seller, count in self.people.of(place, scale):
                self._stock(seller, count)
            for _ in range(round(_NOISE * scale)):
                self._add(*self._noise(place))

    def pass_day(self) -> list[Offer]:
        """A day passes: listings gone and back, other prices, new listings; returns what changed."""
        dice, changed = self.dice, []
        for offer in self.offers:
            if offer.gone:
                offer.gone = not (offer.infringes and dice.random() < 0.3)
                changed += [] if offer.gone else [offer]
            elif dice.random() < (0.03 if offer.infringes else 0.004):
                offer.gone = True
                changed.append(offer)
            elif dice.random() < 0.03:
                price = _money(float(offer.shown.price) * dice.uniform(0.9, 1.08))
                offer.shown = replace(offer.shown, price=price)
                changed.append(offer)
        sellers = list({id(offer.seller): offer.seller for offer in self.offers if offer.seller.brands}.values())
        before = len(self.offers)
        for seller in dice.sample(sellers, len(sellers) // 12):
            if seller.kind not in ("mixed honest", "one replica"):  # these have one odd listing, and keep to it
                self._stock(seller, 1)
        return changed + self.offers[before:]

    def _stock(self, seller: Seller, count: int) -> None:
        """Give a seller so many listings more."""
        odd = self.dice.randrange(count) if seller.kind in ("mixed honest", "one replica") else None
        gives_itself_away = self._openly(seller, count)
        for number in range(count):
            house = HOUSES[self.dice.choice(seller.brands)]
            article = self.dice.choice(house.articles)
            make = World._odd if number == odd else _MAKERS.get(seller.kind, World._lawful)
            if seller.openness:
                make = World._open_copy if gives_itself_away[number] else World._careful_copy
            self._add(*make(self, seller, house, article))

    def _openly(self, seller: Seller, count: int) -> list[bool]:
        """Which of a bad seller's listings give themselves away: at least one of his first ones."""
        openly = [self.dice.random() < seller.openness for _ in range(count)]
        if seller.openness and count > 1 and not any(openly):
            openly[self.dice.randrange(count)] = True
        return openly

    def _add(self, seller: Seller, kind: str, title: str, share: float, price: float) -> None:
        """A new listing: price in euro before the marketplace's level and currency."""
        dice, language = self.dice, LANGUAGE[seller.place]
        infringes = kind in INFRINGING
        level = WHOLESALE if seller.place == "alibaba_1688" else 1.0
        one_piece = kind in ("second-hand", "used box")
        stock = 1 if one_piece else int(dice.lognormvariate(math.log(400 if infringes else 60), 1))
        sold = int(dice.lognormvariate(math.log(60 if infringes else 10), 1.5))
        shown = Shown(
            number=str(_FIRST_NUMBER[seller.place] + 1_009 * len(self.offers) + dice.randrange(1_000)),
            title=title,
            price=_money(price * share * level * _RATE[language]),
            seller=seller.identity,
            sold=None if one_piece or dice.random() < 0.2 else sold,
            stock=stock if dice.random() < 0.8 else None,
        )
        self.offers.append(Offer(seller, kind, infringes, shown, share))

    def _name(self, seller: Seller, house: House) -> str:
        """Which of the brand's names a title has; on Chinese marketplaces now and then both."""
        chance = self.dice.random()
        if LANGUAGE[seller.place] == "en":
            return house.name
        return house.chinese if chance < 0.55 else house.name if chance < 0.85 else f"{house.name}/{house.chinese}"

    # what each kind of listing says and asks: seller, kind, title, share of the price, price in euro

    def _lawful(self, seller: Seller, house: House, article: Article) -> "Made":
        dice = self.dice
        title = titles.plain(dice, LANGUAGE[seller.place], self._name(seller, house), article)
        if seller.kind in ("official", "authorised"):
            return seller, seller.kind, title, dice.uniform(0.85, 1.05), article.price
        if seller.handle and dice.random() < 0.5:  # buys for others, by the same agent as many
            title = titles.with_contact(dice, LANGUAGE[seller.place], title, seller.handle)
        share = dice.uniform(0.5, 0.7) if dice.random() < 0.03 else max(dice.gauss(0.92, 0.1), 0.66)
        pieces = dice.choice((2, 3)) if article.size and dice.random() < 0.15 else 1
        if pieces > 1:
            title = titles.in_a_set(LANGUAGE[seller.place], title, pieces)
        kind = {"mixed honest": "mixed: ordinary", "one replica": "clean beside a replica"}.get(
            seller.kind, seller.kind
        )
        return seller, kind, title, share, article.price * pieces

    def _odd(self, seller: Seller, house: House, article: Article) -> "Made":
        """The one odd listing of an honest seller, or the one replica of a large clean shop."""
        dice, language = self.dice, LANGUAGE[seller.place]
        if seller.kind == "one replica":
            tricks = {"slang"} | ({"contact"} if dice.random() < 0.2 else set())
            title = titles.open_copy(dice, language, self._name(seller, house), article, tricks, "shop88")
            return seller, "one replica among clean ones", title, dice.uniform(0.15, 0.5), article.price
        title = titles.plain(dice, language, self._name(seller, house), article)
        oddity = dice.choice(("word", "cheap", "contact"))
        if oddity == "word":
            return seller, "mixed: odd", titles.odd(dice, language, title), dice.uniform(0.7, 1), article.price
        if oddity == "cheap":
            return seller, "mixed: odd", titles.cleared(dice, language, title), dice.uniform(0.3, 0.5), article.price
        return seller, "mixed: odd", titles.with_contact(dice, language, title, "service01"), 0.95, article.price

    def _open_copy(self, seller: Seller, house: House, article: Article) -> "Made":
        dice = self.dice
        tricks = {trick for trick, chance in seller.dares.items() if dice.random() < chance}
        tricks = tricks or {max(seller.dares, key=lambda trick: seller.dares[trick])}
        title = titles.open_copy(
            dice, LANGUAGE[seller.place], self._name(seller, house), article, tricks, seller.handle
        )
        share = dice.uniform(0.5, 0.9)
        if "cheap" in tricks:
            share = min(max(seller.price * dice.lognormvariate(0, 0.3), 0.03), 0.58)
        kind = "impostor's copy" if seller.kind == "impostor" else "open copy"
        return seller, kind, title, share, article.price

    def _careful_copy(self, seller: Seller, house: House, article: Article) -> "Made":
        """A clean title and a plausible price."""
        dice = self.dice
        title = titles.plain(dice, LANGUAGE[seller.place], self._name(seller, house), article)
        if seller.operator is not None:
            title = self._operators_title(seller.operator, house, article, title)
        kind = {
            "impostor": "impostor's copy",
            "operator's clean shop": "careful copy, operator known",
            "careful stranger": "careful copy, nothing known",
        }.get(seller.kind, "careful copy of a known bad seller")
        return seller, kind, title, dice.uniform(0.55, 0.95), article.price

    def _operators_title(self, operator: str, house: House, article: Article, title: str) -> str:
        """Shops of one operator share four in ten careful titles."""
        known = self._operators_titles.setdefault((operator, house.name, article.model), [])
        if known and self.dice.random() < 0.4:
            return self.dice.choice(known)
        known.append(title)
        return title

    def _supplies(self, seller: Seller, house: House, article: Article) -> "Made":
        title = titles.supplies(self.dice, LANGUAGE[seller.place], self._name(seller, house))
        return seller, "copying supplies", title, 1.0, self.dice.uniform(1, 25)

    def _used(self, seller: Seller, house: House, article: Article) -> "Made":
        title = titles.used(self.dice, LANGUAGE[seller.place], self._name(seller, house), article)
        return seller, "second-hand", title, self.dice.uniform(0.2, 0.75), article.price

    def _part(self, seller: Seller, house: House, article: Article) -> "Made":
        title = titles.part(self.dice, LANGUAGE[seller.place], self._name(seller, house), house, article)
        return seller, "accessories", title, self.dice.uniform(0.02, 0.3), article.price

    def _comparison(self, seller: Seller, house: House, article: Article) -> "Made":
        title = titles.comparison(self.dice, LANGUAGE[seller.place], self._name(seller, house), article)
        return seller, "comparison", title, self.dice.uniform(0.1, 0.6), article.price

    def _sample(self, seller: Seller, house: House, article: Article) -> "Made":
        title = titles.sample(self.dice, LANGUAGE[seller.place], self._name(seller, house), article)
        return seller, "samples", title, self.dice.uniform(0.05, 0.3), article.price

    def _used_box(self, seller: Seller, house: House, article: Article) -> "Made":
        title = titles.used_box(LANGUAGE[seller.place], self._name(seller, house), article)
        return seller, "used box", title, self.dice.uniform(0.02, 0.1), article.price

    def _other_goods(self, seller: Seller, house: House, article: Article) -> "Made":
        title = titles.other_goods(self.dice, LANGUAGE[seller.place], house)
        return seller, "other goods", title, 1.0, self.dice.uniform(1, 60)

    def _noise(self, place: str) -> "Made":
        number = self.dice.randrange(200)
        identity = new_identity(random.Random(f"{place}{number}"), place, f"店{number}", f"shop{number}")
        title = titles.noise(self.dice, LANGUAGE[place])
        return Seller("noise", place, identity, ()), "noise", title, 1.0, self.dice.uniform(3, 300)


Made = tuple[Seller, str, str, float, float]
_Maker = Callable[[World, Seller, House, Article], Made]
_MAKERS: dict[str, _Maker] = {
    "second-hand": World._used,  # noqa: SLF001
    "accessories": World._part,  # noqa: SLF001
    "comparison": World._comparison,  # noqa: SLF001
    "samples": World._sample,  # noqa: SLF001
    "used box": World._used_box,  # noqa: SLF001
    "other goods": World._other_goods,  # noqa: SLF001
    "copying supplies": World._supplies,  # noqa: SLF001
    "operator's clean shop": World._careful_copy,  # noqa: SLF001
    "careful stranger": World._careful_copy,  # noqa: SLF001
}
INFRINGING = {
    "open copy", "careful copy of a known bad seller", "careful copy, operator known", "careful copy, nothing known",
    "impostor's copy", "copying supplies", "one replica among clean ones",
}  # fmt: skip
"""The kinds of listings that infringe; all others are lawful."""


def _money(amount: float) -> Decimal:
    return Decimal(f"{max(amount, 0.01):.2f}")
