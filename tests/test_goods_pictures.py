"""Pictures of goods, told apart from the sites' own graphics (invented addresses)."""

import pytest

from monitor.pages.extract import parse_html
from monitor.pages.page import SearchPage
from monitor.pages.pictures import picture_of, shows_goods

PLACEHOLDER = "https://www.micstatic.com/common/img/space.png"
GOODS = "https://image.made-in-china.com/201f0j00demo/Drill.webp"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.com/img/in-stock.svg",
        "https://www.micstatic.com/common/img/icon-new/diamond_32.png?_v=1764900823116",
        "https://cdn.example.com/icons/fast.png",
        "https://cdn.example.com/flags/cn.png",
        "https://cdn.example.com/img/icon_deal_16.png",
        "https://cdn.example.com/img/1x1.gif",
        "https://cdn.example.com/transparent-pixel.gif",
        "https://cdn.example.com/static/placeholder.jpg",
        "https://cdn.example.com/loading.gif",
        "https://cdn.example.com/logo.png",
        "https://cdn.example.com/gold-supplier-badge.png",
        "https://g.alicdn.com/s.gif",
        "https://img.alicdn.com/imgextra/i3/O1CN01demo_!!6000000001234-2-tps-28-28.png",
        "https://img.alicdn.com/tfs/TB1demo-200-200.png",
        "https://ae01.alicdn.com/kf/S0demo/48x48.png",
        "https://m.media-amazon.com/images/G/01/prime.png",
        "https://ir.ebaystatic.com/cr/v/c1/s_1x2.gif",
        "https://misc.360buyimg.com/lib/img/e/blank.gif",
    ],
)
def test_the_sites_own_graphics(address: str) -> None:
    assert not shows_goods(address)


@pytest.mark.parametrize(
    "address",
    [
        GOODS,
        "https://image.made-in-china.com/201f0j00demo/Custom-Logo-Cordless-Drill.webp",
        "https://cdn.example.com/pictures/flag-pole-6m.jpg",
        "https://img.alicdn.com/imgextra/i1/880200301/O1CN01demo105.jpg_60x60q50.jpg_.webp",
        "https://g-search1.alicdn.com/img/bao/uploaded/i4/demo.jpg",
        "https://m.media-amazon.com/images/I/71demo.jpg",
        "https://i.ebayimg.com/images/g/demo/s-l140.webp",
        "https://thumbs3.ebaystatic.com/d/l225/m/demo.jpg",
        "https://img10.360buyimg.com/n7/jfs/t1/demo.jpg",
        "https://ae01.alicdn.com/kf/S0demo.jpg_220x220q75.jpg_.avif",
        "https://i.etsystatic.com/1/r/il/demo/il_340x270.1_demo.jpg",
        "https://cdn.example.com/goods/11x14-frame.jpg",
        "https://cdn.example.com/kf/S0demo/800x800.png",
        "https://cdn.example.com/iconic-lamp.jpg",
        "",
        "//",
    ],
)
def test_pictures_that_may_show_goods(address: str) -> None:
    assert shows_goods(address)


@pytest.mark.parametrize(
    "attributes",
    [
        f'src="{PLACEHOLDER}" data-original="{GOODS}"',
        f'src="{PLACEHOLDER}" data-src="{GOODS}"',
        f'src="data:image/gif;base64,R0" data-lazyload="{GOODS}"',
        f'src="//g.alicdn.com/s.gif" data-ks-lazyload="{GOODS}"',
        f'src="{PLACEHOLDER}" srcset="{GOODS} 1x, {GOODS}2 2x"',
        f'src="{GOODS}" data-src="{PLACEHOLDER}"',
        f'src="{GOODS}" data-lazy="true"',
        f'src="{GOODS}"',
    ],
)
def test_the_picture_behind_a_placeholder(attributes: str) -> None:
    assert picture_of(parse_html(f"<p><img {attributes}></p>"), "img") == GOODS


@pytest.mark.parametrize("markup", ["<img>", "<p>", '<img src="">', f'<img src="{PLACEHOLDER}">', '<img srcset=" ,">'])
def test_no_picture(markup: str) -> None:
    assert picture_of(parse_html(markup), "img") is None


def test_every_listing_is_without_badges() -> None:
    page = SearchPage("", "https://www.example.com/")
    assert page.listing("1", "Drill", images=[PLACEHOLDER, "/icons/gold.png", GOODS]).image_urls == (GOODS,)
