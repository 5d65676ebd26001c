"""A product's model number names the brand where no name of it stands, unless others may have the same number."""

import pytest

from monitor.matching import Matcher
from monitor.watchlist import Brand, Product

NORDWERK = Brand(
    name="Nordwerk",
    categories=["cordless drills", "电钻"],
    product=[
        Product(name="NXD4820"),
        Product(name="NW-DX 710"),
        Product(name="GK-2100", aliases=["GKM-B500"]),
        Product(name="HD08"),
        Product(name="75841"),
        Product(name="X200"),
        Product(name="USB3000"),
        Product(name="Sky Harbour"),
    ],
)
MATCHER = Matcher([NORDWERK])


@pytest.mark.parametrize(
    ("title", "mention", "product"),
    [
        ("NXD4820 冲击钻", "NXD4820", "NXD4820"),
        ("ＮＸＤ４８２０ 20V", "ＮＸＤ４８２０", "NXD4820"),
        ("new nxd-4820 charger", "nxd-4820", "NXD4820"),
        ("NXD 4820锂电池", "NXD 4820", "NXD4820"),
        ("NXD482O body", "NXD482O", "NXD4820"),
        ("NXD4820Z body only", "NXD4820Z", "NXD4820"),
        ("(NW-DX710)", "NW-DX710", "NW-DX 710"),
        ("GK2100 steel", "GK2100", "GK-2100"),
        ("GK-2100-1A1 black", "GK-2100", "GK-2100"),
        ("GKMB500D silver", "GKMB500D", "GKM-B500"),
        ("NXD4820 for a fordable price", "NXD4820", "NXD4820"),
    ],
)
def test_a_number_that_one_maker_has(title: str, mention: str, product: str) -> None:
    (match,) = MATCHER.match(title)
    assert (match.mention, match.kind, match.score) == (mention, "product", 0.75)
    assert title[match.start : match.end] == mention
    assert match.why == f"{mention}: the brand's product {product} by its model number"


@pytest.mark.parametrize(
    ("title", "mention", "support"),
    [("HD08 电钻", "HD08", "电钻"), ("cordless drills 75841", "75841", "cordless drills")],
)
def test_a_number_that_others_may_have_wants_the_brands_goods(title: str, mention: str, support: str) -> None:
    (match,) = MATCHER.match(title)
    assert (match.mention, match.kind, match.score) == (mention, "product", 0.6)
    assert match.why.endswith(f"beside its category or product ({support})")


@pytest.mark.parametrize(
    "title",
    [
        "X200 电钻",  # a letter and three digits are anybody's
        "USB3000 电钻",
        "Sky Harbour 电钻",
        "HD08 camera",
        "75841 hose",
        "NXD48201 sensor",
        "ANXD4820 relay",
        "GK 2100 kg crane",
        "GK-21000",
        "Bosch NXD4820 drill",
        "博世 NXD4820 电钻",
    ],
)
def test_a_number_of_others(title: str) -> None:
    assert MATCHER.match(title) == ()


def test_another_watched_brand_beside_the_number() -> None:
    """The number is that brand's, unless both are named."""
    solvanta = Brand(name="Solvanta")
    both = Matcher([NORDWERK, solvanta])
    assert [match.brand for match in both.match("Solvanta NXD4820")] == ["solvanta"]
    assert [match.brand for match in both.match("NXD4820, Solvanta, Nordwerk")] == ["solvanta", "nordwerk"]
