"""The invented brands of the market, their products and their authorised sellers."""

from dataclasses import dataclass
from decimal import Decimal

from monitor.watchlist import AuthorisedSeller, Brand, Product, Watchlist

MARKETPLACES = ("taobao", "aliexpress", "alibaba_1688")


@dataclass(frozen=True)
class Goods:
    """A product of a brand: its model, what it is called in both languages, its retail price in euro."""

    model: str
    english: str
    chinese: str
    price: int


CATALOGUE: dict[str, tuple[str, str, list[Goods]]] = {
    "Nordwerk": ("诺德沃克", "Germany", [
        Goods("X200", "cordless drill", "无线电钻", 189), Goods("M5", "angle grinder", "角磨机", 64),
        Goods("K900", "rotary hammer", "电锤", 349),
    ]),
    "Solvanta": ("索凡塔", "France", [
        Goods("Lumière", "face cream", "面霜", 78), Goods("Aqua12", "serum", "精华液", 95),
    ]),
    "Veldora": ("维朵拉", "Italy", [
        Goods("Astra", "leather handbag", "真皮手提包", 690), Goods("Mina", "wallet", "钱包", 180),
    ]),
    "Kelvaro": ("凯瓦罗", "Switzerland", [
        Goods("Regent", "automatic watch", "机械手表", 1450), Goods("Sport7", "diving watch", "潜水表", 520),
    ]),
    "Trampo": ("创跑", "Denmark", [
        Goods("Run3", "running shoes", "跑步鞋", 120), Goods("Trail9", "hiking shoes", "徒步鞋", 149),
    ]),
}  # fmt: skip


def official_id(brand: str, marketplace: str, number: int) -> str:
    """The vendor id of the official shop (number 0) and the authorised dealers."""
    return f"own-{brand.lower()}-{marketplace}-{number}"


def watchlist(dealers: int) -> Watchlist:
    """As the five brand owners would write it: two in three products with a price, sellers on every marketplace."""
    return Watchlist(
        marketplaces=list(MARKETPLACES),  # type: ignore[arg-type]
        brand=[_brand(name, chinese, country, goods, dealers) for name, (chinese, country, goods) in CATALOGUE.items()],
    )


def _brand(name: str, chinese: str, country: str, goods: list[Goods], dealers: int) -> Brand:
    sellers = [
        AuthorisedSeller(
            marketplace=place,  # type: ignore[arg-type]
            id=official_id(name, place, number),
            name=official_name(name, chinese, number),
        )
        for place in MARKETPLACES
        for number in range(1 + dealers)
    ]
    return Brand(
        name=name,
        chinese=[chinese],
        categories=[word for article in goods for word in (article.english, article.chinese)],
        home_country=country,
        product=[_product(article, priced=number != 1) for number, article in enumerate(goods)],
        authorised_seller=sellers,
    )


def _product(goods: Goods, *, priced: bool) -> Product:
    if not priced:
        return Product(name=goods.model)
    retail, wholesale = Decimal(goods.price), Decimal(goods.price * 6 // 10)
    return Product(name=goods.model, reference_price=retail, wholesale_price=wholesale, currency="EUR")


def official_name(name: str, chinese: str, number: int) -> str:
    """The name of the official shop, or of a dealer."""
    return f"{chinese}官方旗舰店" if number == 0 else f"{name} {['Handel', 'Trading', 'Import', 'Partner'][number % 4]}"
