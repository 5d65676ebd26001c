"""Who sells: shops of every kind with their identifiers, habits and the operator behind several of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.market.shops.brands import HOUSES, House
from bench.market.shops.identity import Identity, new_identity

LANGUAGE = {"taobao": "zh", "jd": "zh", "alibaba_1688": "zh", "aliexpress": "en"}
DEALERS = 2
_FIRST = (
    "恒达 小月 老李 海风 鑫源 佳佳 阿强 优品 万和 星辰 悦选 良仓 云帆 汇通 晨曦 百川 锦绣 南山 北辰 青禾 木子 雅居 "
    "福临 顺安 金石 蓝鲸 橙子 麦田 桃花 柚子 白鹿 长青 启明 天成 华盛 永兴 德馨 润泽 同庆 和美 思远 嘉禾 乐淘 尚品 "
    "时光 一诺 千寻 暖阳 飞鸟 小鹿 大熊 豆豆 米粒 果果 阳光 微风 静好 初见 拾光 归途"
).split()
_LAST = {
    "taobao": ("小店", "百货", "数码", "优选", "家居馆", "的店", "代购"),
    "jd": ("专营店", "旗舰店", "京东店", "商城", "专柜"),
    "alibaba_1688": ("贸易有限公司", "电子商务有限公司", "百货商行", "实业有限公司"),
    "aliexpress": (" Store", " Shop", " Global Store", " Trading Store", " Official"),
}
_LATIN = (
    "heng yue hai xin jia qiang you wan xing liang yun hui lucky sunny best joy star nova mei tong chen bai jin nan "
    "qing mu ya fu shun lan mai tao lu qi tian hua yong de run zhi"
).split()
_USED_GOODS = {"taobao": 1.0, "jd": 0.3, "alibaba_1688": 0.1, "aliexpress": 0.4}
"""How much is sold second-hand there, compared with Taobao."""
_DEALERS = ("商贸", "经销商", "授权店", "Handel", "Partner", "Import")


@dataclass
class Seller:
    """A shop: what kind, of which brands, and how it writes and asks."""

    kind: str
    place: str
    identity: Identity
    brands: tuple[str, ...]
    openness: float = 0.0
    """The share of a bad seller's listings that give themselves away; the others are careful."""
    dares: dict[str, float] = field(default_factory=dict)
    """How likely each trick is in a listing that gives itself away."""
    price: float = 0.3
    """The middle of what such a listing asks, of the reference price."""
    handle: str = ""
    """The contact of the shop, of its operator or of the agent that it shares with strangers."""
    operator: str | None = None


@dataclass
class People:
    """All sellers of a market, made one by one; `authorised` is what their owners can write into the watchlist."""

    dice: random.Random
    authorised: dict[tuple[str, str], list[Identity]] = field(default_factory=dict)
    agents: dict[str, list[str]] = field(default_factory=dict)
    _number: int = 0

    def of(self, place: str, scale: float) -> Iterator[tuple[Seller, int]]:
        """The sellers of a marketplace, each with the number of its listings."""
        dice = self.dice
        self.agents[place] = [f"daigou{dice.randint(100, 999)}{place[:2]}" for _ in range(3)]
        for house in HOUSES.values():
            yield from self._channel(house, place)
            yield from self._lawful(house, place, scale)
            yield from self._bad(house, place, scale)
        for _ in range(round(3 * scale)):
            yield self._seller("one replica", place, self._brands(3)), 51

    def _channel(self, house: House, place: str) -> Iterator[tuple[Seller, int]]:
        """The brand's own shop and its dealers; a marketplace may have none."""
        dice = self.dice
        if place in house.without_sellers:
            return
        for number in range(1 + DEALERS):
            name = official_name(dice, house, place) if number == 0 else f"{house.name}{dice.choice(_DEALERS)}{number}"
            same = number == 0 and dice.random() < 0.5  # a brand's own shop often has its shop's name for a login
            login = name if same else f"{house.name.lower()}_{dice.choice(_LATIN)}{dice.randint(1, 99)}"
            identity = new_identity(dice, place, name, login)
            self.authorised.setdefault((house.name, place), []).append(identity)
            yield (
                Seller("official" if number == 0 else "authorised", place, identity, (house.name,)),
                10 if number == 0 else 6,
            )

    def _lawful(self, house: House, place: str, scale: float) -> Iterator[tuple[Seller, int]]:
        dice, only = self.dice, (house.name,)
        for _ in range(round(12 * scale)):
            brands = only if dice.random() < 0.7 else (house.name, *self._brands(1))
            seller = self._seller("reseller", place, brands)
            if dice.random() < 0.015:  # an honest buying agent
                seller.handle = dice.choice(self.agents[place])
            yield seller, min(1 + int(dice.expovariate(1 / 5)), 30)
        yield self._seller("mixed honest", place, only), dice.randint(8, 20)
        for _ in range(round(16 * _USED_GOODS[place] * scale)):
            yield self._seller("second-hand", place, only), dice.choice((1, 1, 1, 2, 3))
        for _ in range(round(9 * scale)):
            yield self._seller("accessories", place, only), min(1 + int(dice.expovariate(1 / 4)), 25)
        for _ in range(round(3 * scale)):
            yield self._seller("comparison", place, only), dice.choice((1, 2, 3))
        for _ in range(round(10 * scale) if any(article.size for article in house.articles) else 0):
            yield self._seller("samples", place, only), dice.choice((1, 2, 4))
        for _ in range(round(3 * _USED_GOODS[place] * scale)):
            yield self._seller("used box", place, only), 1
        for _ in range(round(20 * scale) if house.other_goods[0] else 0):
            yield self._seller("other goods", place, only), dice.choice((1, 2, 4))

    def _bad(self, house: House, place: str, scale: float) -> Iterator[tuple[Seller, int]]:
        dice = self.dice
        for _ in range(round(2 * scale)):
            yield self._seller("copying supplies", place, (house.name,)), dice.choice((1, 2, 3, 6))
        for _ in range(max(round(1 * scale), 1)):
            yield self._impostor(house, place), dice.randint(4, 10)
        for number in range(round(2 * scale)):
            shops = dice.choice((2, 2, 3, 3, 4))
            operator = f"{house.name}/{place}/{number}"
            first = self._bad_seller(house, place)
            for shop in range(shops):
                seller = first if shop == 0 else self._bad_seller(house, place)
                seller.operator, seller.dares, seller.price = operator, first.dares, first.price
                if dice.random() < 0.7:
                    seller.handle = first.handle
                if shop and dice.random() < 0.5:
                    seller.identity = self._named_like(first.identity, place)
                if shop == shops - 1 >= 2 and dice.random() < 0.25:
                    seller.kind, seller.openness = "operator's clean shop", 0.0
                yield seller, dice.randint(4, 18)
        for _ in range(round(5 * scale)):
            yield self._bad_seller(house, place), dice.choice((3, 5, 8, 12, 20))
        for _ in range(round(0.7 * scale + dice.random())):
            yield self._seller("careful stranger", place, (house.name,)), dice.choice((1, 2, 3))

    def _bad_seller(self, house: House, place: str) -> Seller:
        """A shop of copies: brazen, mixed or mostly careful."""
        dice = self.dice
        seller = self._seller("copies", place, (house.name, *self._brands(dice.choice((0, 0, 1, 2)))))
        seller.openness = dice.choices(
            (dice.uniform(0.8, 1), dice.uniform(0.3, 0.7), dice.uniform(0.15, 0.3)), (4, 5, 1)
        )[0]
        seller.dares = {
            "slang": dice.betavariate(2, 2), "disguise": dice.betavariate(1.5, 2.5), "contact": dice.betavariate(1, 6),
            "cheap": dice.betavariate(4, 1.5),
        }  # fmt: skip
        seller.price = min(max(dice.lognormvariate(-1.4, 0.4), 0.05), 0.5)
        agent = dice.random() < 0.35
        seller.handle = (
            dice.choice(self.agents[place]) if agent else f"{dice.choice(_LATIN)}{dice.randint(1000, 99999)}"
        )
        return seller

    def _named_like(self, first: Identity, place: str) -> Identity:
        """Another shop of the same operator, whose name begins alike."""
        dice = self.dice
        ending = next((ending for ending in _LAST[place] if first.name.endswith(ending)), "")
        name = f"{first.name.removesuffix(ending)}{dice.choice([other for other in _LAST[place] if other != ending])}"
        return new_identity(dice, place, name, f"{first.login}{dice.randint(2, 9)}")

    def _impostor(self, house: House, place: str) -> Seller:
        """Bears the name of the brand's shop or of a dealer, or one like it, with numbers of its own."""
        dice = self.dice
        names = [identity.name for identity in self.authorised.get((house.name, place), [])]
        name = dice.choice(names) if names and dice.random() < 0.6 else official_name(dice, house, place)
        login = name if dice.random() < 0.5 else f"{dice.choice(_LATIN)}{dice.randint(1000, 9999)}"
        seller = Seller("impostor", place, new_identity(dice, place, name, login), (house.name,))
        seller.openness, seller.price = 0.7, dice.uniform(0.25, 0.6)
        seller.dares = {"slang": 0.1, "disguise": 0.0, "contact": 0.1, "cheap": 0.9}
        seller.handle = f"{dice.choice(_LATIN)}{dice.randint(1000, 99999)}"
        return seller

    def _seller(self, kind: str, place: str, brands: tuple[str, ...]) -> Seller:
        dice = self.dice
        self._number += 1
        words = (dice.choice(_FIRST), dice.choice(_FIRST))
        if LANGUAGE[place] == "en":
            words = (dice.choice(_LATIN).title(), f"{dice.choice(_LATIN)}{dice.choice(('', dice.randint(1, 999)))}")
        name = f"{''.join(words)}{dice.choice(_LAST[place])}"
        login = f"{dice.choice(_LATIN)}{dice.choice(_LATIN)}{self._number}"
        return Seller(kind, place, new_identity(dice, place, name, login), tuple(dict.fromkeys(brands)))

    def _brands(self, count: int) -> tuple[str, ...]:
        return tuple(self.dice.sample(list(HOUSES), count))


def official_name(dice: random.Random, house: House, place: str) -> str:
    """How the brand's own shop may be called there."""
    if place == "aliexpress":
        return dice.choice((f"{house.name} Official Store", f"{house.name} Flagship Store"))
    if place == "alibaba_1688":
        return f"{house.chinese}{dice.choice(('（中国）有限公司', '贸易（上海）有限公司'))}"
    return f"{house.chinese}{dice.choice(('官方旗舰店', '旗舰店', f'{house.name}官方旗舰店'))}"
