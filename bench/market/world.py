"""The sellers and their listings, day by day, with the truth about each."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bench.market import titles
from bench.market.brands import CATALOGUE, MARKETPLACES, Goods, official_id, official_name
from monitor.model import Listing, Vendor

LANGUAGE = {"taobao": "zh", "alibaba_1688": "zh", "aliexpress": "en"}
_CURRENCY = {"taobao": ("CNY", 7.8), "alibaba_1688": ("CNY", 7.8), "aliexpress": ("USD", 1.1)}
DEALERS = 2
_FIRST = ("阿强", "小月", "老李", "海风", "恒达", "Lucky", "Sunny", "Best")
_LAST = ("小店", "商行", "百货", " Store", " Shop", "贸易")


@dataclass
class Seller:
    """A shop of a kind; `network` is the hand behind several shops."""

    kind: str
    marketplace: str
    vendor: Vendor
    brand: str
    network: str | None = None
    habits: dict[str, float] = field(default_factory=dict)


@dataclass
class Offer:
    """A listing with what is true of it."""

    seller: Seller
    listing: Listing
    infringes: bool
    gone: bool = False


@dataclass
class Market:
    """All sellers and their offers on one day."""

    dice: random.Random
    offers: list[Offer] = field(default_factory=list)
    _number: int = 0

    def open(self, scale: float) -> None:
        """The first day's market; `scale` 1 are about 6,000 listings."""
        for brand in CATALOGUE:
            for place in MARKETPLACES:
                for seller, count in self._sellers(brand, place, scale):
                    self.offers += [self._offer(seller) for _ in range(count)]
        self.offers += [self._noise(place) for place in MARKETPLACES for _ in range(int(300 * scale))]

    def pass_day(self) -> list[Offer]:
        """A day passes: new listings, other prices, listings gone and back; returns what changed."""
        changed = []
        for offer in self.offers:
            if offer.gone and offer.infringes and self.dice.random() < 0.3:
                offer.gone = False
                changed.append(offer)
            elif not offer.gone and self.dice.random() < (0.03 if offer.infringes else 0.004):
                offer.gone = True
                changed.append(offer)
            elif not offer.gone and offer.listing.price_min and self.dice.random() < 0.03:
                offer.listing = replace(
                    offer.listing, price_min=_money(float(offer.listing.price_min) * self.dice.uniform(0.85, 1.1))
                )
                changed.append(offer)
        sellers = {offer.seller.vendor.id: offer.seller for offer in self.offers if offer.seller.brand}
        for seller in self.dice.sample(
            sorted(sellers.values(), key=lambda seller: seller.vendor.id or ""), len(sellers) // 8
        ):
            changed.append(self._offer(seller))
            self.offers.append(changed[-1])
        return changed

    def _sellers(self, brand: str, place: str, scale: float) -> Iterator[tuple[Seller, int]]:
        dice = self.dice
        chinese = CATALOGUE[brand][0]
        for number in range(1 + DEALERS):
            vendor = Vendor(official_id(brand, place, number), official_name(brand, chinese, number), None)
            yield Seller("official" if number == 0 else "dealer", place, vendor, brand), 8
        for _ in range(int(25 * scale)):
            yield self._seller("reseller", place, brand), dice.choice([1, 1, 2, 3, 5, 9])
        for _ in range(int(25 * scale)):
            yield self._seller("second-hand", place, brand), dice.choice([1, 1, 1, 2])
        for _ in range(int(10 * scale)):
            yield self._seller("accessories", place, brand), dice.choice([1, 3, 6, 15])
        for _ in range(int(4 * scale)):
            yield self._seller("comparison", place, brand), dice.choice([1, 2, 4])
        for network in range(int(4 * scale)):
            habits = {
                "disguise": dice.betavariate(1, 2),
                "slang": dice.betavariate(1, 1.5),
                "contact": dice.betavariate(1, 5),
            }
            habits["price"] = dice.lognormvariate(math.log(0.25), 0.4)
            for _ in range(dice.randint(2, 6)):
                seller = self._seller("counterfeit", place, brand)
                seller.network, seller.habits = f"{brand}/{place}/{network}", habits
                if dice.random() < 0.15:
                    name = (
                        f"{chinese}{dice.choice(['旗舰店', '专卖', '官方直营'])}"
                        if LANGUAGE[place] == "zh"
                        else f"{brand} Official Store {dice.randint(1, 99)}"
                    )
                    seller.vendor = replace(seller.vendor, name=name)
                yield seller, dice.choice([3, 6, 10, 20])
        for _ in range(int(3 * scale)):
            seller = self._seller("careful counterfeit", place, brand)
            seller.habits = {"disguise": 0.05, "slang": 0.03, "contact": 0.02, "price": dice.uniform(0.5, 0.9)}
            yield seller, dice.choice([1, 3, 6])

    def _seller(self, kind: str, place: str, brand: str) -> Seller:
        self._number += 1
        first, last = self.dice.choice(_FIRST), self.dice.choice(_LAST)
        return Seller(kind, place, Vendor(f"v{self._number}", f"{first}{last}{self._number}", None), brand)

    def _imitated(self, brand: str, place: str) -> str:
        if LANGUAGE[place] == "zh":
            return f"{CATALOGUE[brand][0]}{self.dice.choice(['旗舰店', '专卖', '官方直营'])}"
        return f"{brand} Official Store {self.dice.randint(1, 99)}"

    def _offer(self, seller: Seller) -> Offer:
        dice, kind = self.dice, seller.kind
        chinese, _, catalogue = CATALOGUE[seller.brand]
        goods = dice.choice(catalogue)
        language = LANGUAGE[seller.marketplace]
        name = chinese if language == "zh" and dice.random() < 0.65 else seller.brand
        infringes = kind.endswith("counterfeit")
        if infringes:
            tricks = {trick: dice.random() < seller.habits[trick] for trick in ("disguise", "slang", "contact")}
            title = titles.counterfeit(dice, language, name, goods, tricks)
            shared = [o for o in self.offers[-60:] if seller.network is not None and o.seller.network == seller.network]
            if shared and dice.random() < 0.4:
                title = dice.choice(shared).listing.title or title
        else:
            write = {"second-hand": titles.used, "accessories": titles.accessory, "comparison": titles.comparison}
            title = write.get(kind, titles.plain)(dice, language, name, goods)
        return Offer(seller, self._listing(seller, title, goods, self._share(seller)), infringes)

    def _share(self, seller: Seller) -> float:
        """The price as a share of the reference price."""
        dice = self.dice
        if seller.kind.endswith("counterfeit"):
            return min(max(seller.habits["price"] * dice.lognormvariate(0, 0.3), 0.03), 1.2)
        if seller.kind == "reseller":  # grey imports and sales; now and then stock is cleared
            return dice.uniform(0.5, 0.65) if dice.random() < 0.04 else max(dice.gauss(0.9, 0.1), 0.62)
        spans = {"second-hand": (0.2, 0.75), "accessories": (0.02, 0.3), "comparison": (0.1, 0.6)}
        return dice.uniform(*spans.get(seller.kind, (0.92, 1.05)))

    def _listing(self, seller: Seller, title: str, goods: Goods, share: float) -> Listing:
        dice, kind = self.dice, seller.kind
        self._number += 1
        currency, rate = _CURRENCY[seller.marketplace]
        wholesale = 0.6 if seller.marketplace == "alibaba_1688" else 1.0
        many = kind.endswith("counterfeit")
        stock = {"second-hand": 1, "accessories": dice.randint(20, 3_000)}.get(
            kind, int(dice.lognormvariate(math.log(600 if many else 40), 1))
        )
        bait = dice.random() < (0.08 if many else 0.05)
        return Listing(
            position=1,
            listing_id=str(self._number),
            title=title,
            url=f"https://example.test/{self._number}",
            price_min=_money(goods.price * share * rate * wholesale) if dice.random() < 0.98 else None,
            currency=currency,
            vendor=seller.vendor if dice.random() < 0.98 else Vendor(),
            units_sold=int(dice.lognormvariate(math.log(80 if many else 8), 1.5))
            if kind != "second-hand" and dice.random() < 0.8
            else None,
            stock=stock if dice.random() < 0.75 else None,
            price_note="from" if bait and kind != "second-hand" else None,
        )

    def _noise(self, place: str) -> Offer:
        self._number += 1
        title = titles.noise(self.dice, LANGUAGE[place])
        seller = Seller("noise", place, Vendor(f"n{self._number % 500}", None, None), "")
        listing = Listing(
            1,
            str(self._number),
            title,
            None,
            _money(self.dice.uniform(5, 300)),
            None,
            _CURRENCY[place][0],
            vendor=seller.vendor,
        )
        return Offer(seller, listing, infringes=False)


def _money(amount: float) -> Decimal:
    return Decimal(f"{max(amount, 0.01):.2f}")
