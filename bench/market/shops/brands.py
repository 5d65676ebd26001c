"""Six invented brands, what they make, and the watchlist as their owners would write it."""

from dataclasses import dataclass
from decimal import Decimal

from bench.market.shops.identity import LISTED_BY, Identity
from monitor.watchlist import AuthorisedSeller, Brand, Product, Watchlist

MARKETPLACES = ("taobao", "jd", "alibaba_1688", "aliexpress")
WHOLESALE = 0.6
"""A wholesale price, as a share of the retail price."""


@dataclass(frozen=True)
class Article:
    """One article of a brand: its model, what it is called in both languages, its retail price in euro, its size."""

    model: str
    english: str
    chinese: str
    price: int
    size: str = ""
    """As titles write it: `50ml`."""
    listed: bool = True
    """Whether the watchlist has it: a family often has models that an owner didn't write down."""


@dataclass(frozen=True)
class House:
    """A brand with its articles and what is sold around them."""

    name: str
    chinese: str
    country: str
    articles: tuple[Article, ...]
    parts: tuple[tuple[str, ...], tuple[str, ...]]
    """Spare parts and accessories that others sell for them, Chinese and English."""
    other_goods: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """What its everyday name also stands for, Chinese and English."""
    without_sellers: tuple[str, ...] = ()
    """Marketplaces on which nobody is authorised, which the owner left unsaid."""


HOUSES = {
    house.name: house
    for house in (
        House("Brennholt", "布伦霍特", "Germany", (
            Article("R40", "cordless drill", "充电电钻", 169),
            Article("R40 Pro", "cordless drill", "充电电钻", 259),
            Article("S7", "circular saw", "电圆锯", 129),
            Article("R40 Mini", "cordless drill", "充电电钻", 79, listed=False),
        ), (
            ("锂电池", "充电器", "夹头", "锯片", "碳刷", "开关", "收纳箱", "电机转子"),
            ("battery pack", "charger", "drill chuck", "saw blade", "carbon brush", "switch", "carrying case"),
        )),
        House("Aurivelle", "欧莉薇尔", "France", (
            Article("Nuit", "night cream", "晚霜", 88, "50ml"),
            Article("Éclat", "serum", "精华液", 110, "30ml"),
            Article("Douce", "cleansing oil", "卸妆油", 42, "200ml"),
        ), (
            ("按压泵头", "分装瓶", "化妆包", "挖勺", "收纳架"),
            ("pump head", "travel bottle", "cosmetic bag", "spatula", "storage rack"),
        )),
        House("Montravia", "蒙特维雅", "Italy", (
            Article("Lena", "leather tote bag", "真皮托特包", 850),
            Article("Lena Mini", "leather tote bag", "真皮托特包", 590),
            Article("Orso", "leather wallet", "真皮钱包", 240),
            Article("Orso Coin", "coin purse", "零钱包", 95, listed=False),
        ), (
            ("肩带", "内胆包", "五金链条", "包挂件", "皮革护理剂", "包底板"),
            ("shoulder strap", "bag organizer insert", "chain strap", "bag charm", "leather care", "base shaper"),
        ), without_sellers=("alibaba_1688",)),
        House("Chronexa", "克罗内莎", "Switzerland", (
            Article("Meridian", "automatic watch", "机械腕表", 1250),
            Article("Tide 300", "diving watch", "潜水腕表", 640),
        ), (
            ("表带", "表扣", "生耳", "表膜", "摇表器", "拆表工具"),
            ("watch strap", "clasp", "spring bars", "screen protector", "watch winder", "link removal tool"),
        )),
        House("Harbor", "海港", "Denmark", (
            Article("H5", "headphones", "头戴式耳机", 149),
            Article("H5 Max", "headphones", "头戴式耳机", 249),
            Article("Pod 2", "earbuds", "蓝牙耳机", 99),
        ), (
            ("耳机套", "替换海绵套", "音频线", "收纳盒", "头梁垫", "充电线"),
            ("ear pads", "replacement ear tips", "audio cable", "carrying case", "headband pad", "charging cable"),
        ), (
            ("海港 风景 挂画 客厅", "海港 海鲜 礼盒 鲜活", "海港城 门票 电子票", "海港 拼图 1000片",
             "港口 海港 模型 沙盘", "海港 明信片 怀旧"),
            ("harbor seal plush toy", "harbor lights wall art canvas", "vintage harbor map poster",
             "pearl harbor dvd", "lobster harbor kitchen towel", "harbor sunset puzzle 1000 pieces"),
        )),
        House("Maple", "枫叶", "Canada", (
            Article("Ridge 3", "hiking jacket", "冲锋衣", 210),
            Article("Ridge 3 Lite", "hiking jacket", "冲锋衣", 140),
            Article("Trek 28", "backpack", "登山包", 95),
        ), (
            ("防雨罩", "拉链头", "腰带扣", "挂扣", "防水喷雾", "胸带"),
            ("rain cover", "zipper pull", "belt buckle", "carabiner", "waterproofing spray", "chest strap"),
        ), (
            ("红枫叶 标本 书签", "枫叶 糖浆 加拿大 进口", "仿真枫叶 装饰 藤条", "枫叶 剪纸 贴画 幼儿园",
             "枫叶 盆栽 日本红枫", "枫叶 胸针 饰品"),
            ("maple syrup pure 500ml", "maple leaf garland autumn decor", "maple wood cutting board",
             "japanese maple bonsai seeds", "maple leaf enamel pin", "maple guitar neck 22 frets"),
        )),
    )
}  # fmt: skip


def watchlist(sellers: dict[tuple[str, str], list[Identity]]) -> Watchlist:
    """As the six owners would write it: each authorised seller by his name and by one identifier of some kind."""
    return Watchlist(
        marketplaces=list(MARKETPLACES),  # type: ignore[arg-type]
        brand=[_brand(house, sellers) for house in HOUSES.values()],
    )


def _brand(house: House, sellers: dict[tuple[str, str], list[Identity]]) -> Brand:
    authorised = [
        AuthorisedSeller(
            marketplace=place,  # type: ignore[arg-type]
            id=identity.value(kinds[(number + len(house.name)) % len(kinds)]),
            name=identity.name,
        )
        for place, kinds in LISTED_BY.items()
        for number, identity in enumerate(sellers.get((house.name, place), []))
    ]
    listed = [article for article in house.articles if article.listed]
    return Brand(
        name=house.name,
        chinese=[house.chinese],
        categories=list(dict.fromkeys(word for article in listed for word in (article.english, article.chinese))),
        home_country=house.country,
        product=[_product(article, priced=number != len(listed) - 1) for number, article in enumerate(listed)],
        authorised_seller=authorised,
    )


def _product(article: Article, *, priced: bool) -> Product:
    """The last article of each brand has no price in the watchlist."""
    if not priced:
        return Product(name=article.model)
    wholesale = Decimal(f"{article.price * WHOLESALE:.2f}")
    return Product(
        name=article.model, reference_price=Decimal(article.price), wholesale_price=wholesale, currency="EUR"
    )
