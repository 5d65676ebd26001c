"""Look-alikes: flagged listings of one operator on several marketplaces are shown together."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.indicators.related_sellers import CONTACT, SHOP, seller_links_of, shop_name
from monitor.judging import rejudge
from monitor.model import Listing, Vendor
from monitor.store.read.findings import select_findings
from monitor.store.read.related import LookAlikes, together
from monitor.watchlist import Brand, Watchlist
from tests.record_book import NOON, Book, search
from tests.store_helper import listing, run

BRAND = Brand(name="Nordwerk", chinese=["诺德沃克"])
_CODES = "below_market_price replica_slang off_platform_contact unauthorised_vendor many_listings price_spread".split()
TITLE_OF_MANY = "Nordwerk X200 1:1 high copy cordless drill set with logo and original box"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Power Bargain Depot Store", "powerbargaindepot"),
        ("Power Bargain Depot", "power_bargain-depot shop"),
        ("劲拓木石工具专营店", "劲拓木石工具铺"),
        ("铁岩五金专营店", "铁岩五金旗舰店"),
        ("Ningbo Fictiva Power Tools Co., Ltd.", "NINGBO FICTIVA POWER TOOLS CO LTD"),
        ("Роwer Bargain Depot", "Power Bargain Depot"),  # two letters are Cyrillic
        ("诺顺電動工具旗艦店", "诺顺电动工具店"),
        ("南石海砾电动工具有限公司", "南石海砾电动工具"),
    ],
)
def test_one_shop_in_other_spellings(one: str, other: str) -> None:
    assert shop_name(one, ("Nordwerk",)) == shop_name(other, ("Nordwerk",)) is not None


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "Nordwerk Official Store",
        "诺德沃克旗舰店",
        "Shop1101880023 Store",
        "user_88120",
        "tb33812004",
        "ABC Store",
        "工具店",
        "Official Store",
        "!!!",
    ],
)
def test_names_that_tell_nobody_apart(name: str | None) -> None:
    assert shop_name(name, ("Nordwerk", "诺德沃克")) is None


@pytest.mark.parametrize(
    ("title", "contact"),
    [
        ("诺德沃克电钻 加微信 toolking88 看实物", "toolking88"),
        ("诺德沃克 vx:tool_king-88", "toolking88"),
        ("Nordwerk drill WhatsApp +86 139 0000 0000", "13900000000"),
        ("诺德沃克电钻 139-0000-0000 微信同号", "13900000000"),
        ("诺德沃克 联系QQ：12345678", "12345678"),
        ("Nordwerk drill mail sales@nordfake.example", "sales@nordfake.example"),
        ("诺德沃克电钻 １３９００００００００", "13900000000"),
    ],
)
def test_contacts_in_one_spelling(title: str, contact: str) -> None:
    found = seller_links_of(Listing(1, "1", title, None), ())
    assert {sign for kind, sign in found if kind == CONTACT} == {contact}


@pytest.mark.parametrize("title", ["诺德沃克X200电钻", "Nordwerk X200, 20V 4000 mAh 1390000", None, "", "vx", "加微信"])
def test_no_contact(title: str | None) -> None:
    assert not [sign for kind, sign in seller_links_of(Listing(1, "1", title, None), ()) if kind == CONTACT]


def test_a_contact_in_the_shops_name_counts() -> None:
    found = seller_links_of(Listing(1, "1", "x", None, vendor=Vendor("7", "五金 vx toolking88")), ())
    assert (CONTACT, "toolking88") in found


@given(st.text(max_size=200), st.text(max_size=100))
def test_any_words(title: str, name: str) -> None:
    for kind, sign in seller_links_of(Listing(1, "1", title, None, vendor=Vendor("7", name)), ("Nordwerk",)):
        assert kind in (SHOP, CONTACT)
        assert sign


def _alike(*signs: str) -> tuple[LookAlikes, ...]:
    return tuple(LookAlikes(SHOP, sign, {"x": 1}, ()) for sign in signs)


def test_hands_are_joined_by_any_sign() -> None:
    alike = {
        "a:1": _alike("s"),
        "b:1": _alike("s", "t"),
        "c:1": _alike("t"),
        "a:2": _alike("u"),
        "a:3": _alike("u"),
        "d:1": (),
    }
    assert together(alike) == [["a:1", "b:1", "c:1"]], "one marketplace alone is no look-alike"


@given(st.dictionaries(st.from_regex(r"[a-d]:[0-9]", fullmatch=True), st.lists(st.sampled_from("stuvw"), max_size=3)))
def test_hands_are_the_connected_ones(signs: dict[str, list[str]]) -> None:
    hands = together({key: _alike(*its) for key, its in signs.items()})
    of = {key: number for number, hand in enumerate(hands) for key in hand}
    assert len(of) == sum(map(len, hands)), "nobody is in two hands"
    for one, its in signs.items():
        for other, others in signs.items():
            if set(its) & set(others):
                assert of.get(one) == of.get(other)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """One shop on three marketplaces, one that has a look-alike in its title only, and strangers."""
    made = Book(tmp_path / "store")
    shop = Vendor("1", "Power Bargain Depot Store")
    for marketplace, page in {
        "aliexpress": [listing("1", "Nordwerk X200 高仿", vendor=shop), listing("2", "Nordwerk M5 高仿", vendor=shop)],
        "ebay": [listing("3", "Nordwerk X200 1:1", vendor=Vendor(None, "powerbargaindepot"))],
        "dhgate": [
            listing("4", "Nordwerk X200 高仿 whatsapp +86 13900000000", vendor=Vendor("9", "Other Tools Mall")),
            listing("5", TITLE_OF_MANY, vendor=Vendor("10", "Third Tools Mall")),
        ],
        "taobao": [
            listing("6", "Nordwerk X200 高仿 13900000000", vendor=shop),
            listing("7", TITLE_OF_MANY.upper(), vendor=Vendor("11", "别人的店")),
            listing("8", "Nordwerk X200", vendor=shop, price_min=None, currency=None),
        ],
    }.items():
        made.add(search(*page, marketplace=marketplace, at=NOON))
    rejudge(made.store, Watchlist(brand=[BRAND]), whole=True)
    return made


def test_look_alikes_in_the_findings(book: Book) -> None:
    found = {
        f"{one.marketplace}:{one.listing.listing_id}": {group.by: group.on for group in one.look_alikes}
        for one in select_findings(book.store)
    }
    assert found["aliexpress:1"] == {SHOP: {"ebay": 1, "taobao": 1}}
    assert found["ebay:3"] == {SHOP: {"aliexpress": 2, "taobao": 1}}
    assert found["taobao:6"] == {CONTACT: {"dhgate": 1}, SHOP: {"aliexpress": 2, "ebay": 1}}
    assert found["dhgate:4"] == {CONTACT: {"taobao": 1}}
    assert found["dhgate:5"] == {"title": {"taobao": 1}}
    assert "taobao:8" not in found, "what is not flagged is nobody's look-alike"


@pytest.mark.parametrize(("one", "other"), [("alibaba", "alibaba_1688"), ("alibaba_1688", "aliexpress"), ("web", "jd")])
def test_marketplaces_whose_names_begin_alike_are_two(tmp_path: Path, one: str, other: str) -> None:
    """Keys of one marketplace are told by where they lie in the index."""
    made = Book(tmp_path / "store")
    shop = Vendor("1", "Power Bargain Depot")
    for marketplace in (one, other):
        page = [listing(f"{n}", "Nordwerk X200 高仿", vendor=shop) for n in (1, 2)]
        made.add(search(*page, marketplace=marketplace, at=NOON))
    rejudge(made.store, Watchlist(brand=[BRAND]), whole=True)
    for finding in select_findings(made.store):
        (group,) = finding.look_alikes
        assert group.on == {other if finding.marketplace == one else one: 2}


def test_one_marketplace_alone_is_no_look_alike(tmp_path: Path) -> None:
    made = Book(tmp_path / "store")
    page = [listing(f"{n}", f"{TITLE_OF_MANY} {n // 2}", vendor=Vendor("1", "Power Bargain Depot")) for n in range(4)]
    made.add(search(*page, marketplace="ebay", at=NOON))
    rejudge(made.store, Watchlist(brand=[BRAND]), whole=True)
    assert [finding.look_alikes for finding in select_findings(made.store)] == [()] * 4


def test_a_sign_goes_with_its_flag(book: Book) -> None:
    """Judged by other rules, the listing is flagged no more: its sign is gone."""
    lenient = Brand(name="Nordwerk", chinese=["诺德沃克"], judging={"points": dict.fromkeys(_CODES, 0)})
    rejudge(book.store, Watchlist(brand=[lenient]))
    assert book.read("SELECT * FROM seller_link") == []


def test_the_command_shows_a_hand_together(
    book: Book, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(monkeypatch, capfd, "findings", "--store", book.store.root, "--look-alikes", "--json")
    assert (code, err) == (0, "")
    hands = [json.loads(line) for line in out.splitlines()]
    assert [hand["shared"] for hand in hands] == [
        ["contact 13900000000", "shop name powerbargaindepot"],
        ["title"],
    ]
    assert {finding["listing_id"] for finding in hands[0]["findings"]} == {"1", "2", "3", "4", "6"}
    code, out, err = run(monkeypatch, capfd, "findings", "--store", book.store.root, "--look-alikes")
    assert "5 findings on" in out
    assert "the same shop name powerbargaindepot" in out
    code, out, err = run(
        monkeypatch, capfd, "findings", "--store", book.store.root, "--look-alikes", "--marketplace", "ebay"
    )
    assert (code, out) == (0, "")
    assert "No look-alikes" in err
