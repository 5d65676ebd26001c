"""What can't be filed or entered: each is refused in one line with what to do, ends with 2, and nothing is written."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.crawling.registry import spider_class
from monitor.deciding.decide import undo
from monitor.marketplaces import PLACES, is_on_site
from monitor.model import Vendor
from monitor.store.store import Store, open_store
from tests.case_helper import PDF, WATCHLIST, confirm, make_case, right, write_watchlist
from tests.commands import monitor
from tests.sealed_helper import Sealed, seal
from tests.store_helper import NOON, finding, listing, make_store, visit

(
    GOOD, UNDECIDED, UNDONE, NO_GROUND, GONE, AUTHORISED, NO_LINK, UNSEALED, ON_SEARCH_ONLY, DAMAGED, IN_A_CASE, COPIED,
    OLD, ELSEWHERE,
) = (f"taobao:{number}:nordwerk" for number in range(1, 15))  # fmt: skip
DEALER = '[[brand.authorised_seller]]\nmarketplace = "taobao"\nid = "7777"\n'
RIGHT = WATCHLIST[WATCHLIST.index("[[brand.right]]") :]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One listing for each thing that can be wrong with it."""
    facts = {
        6: {"vendor": Vendor("7777", "诺德专卖")},
        7: {"url": None},
        14: {"url": "https://evil.example/item.htm?id=14"},
    }
    pages = [
        visit(
            (listing(str(number), **facts.get(number, {})), finding()), page="listing", target=f"listing:{number}",
            url=f"https://item.taobao.com/item.htm?id={number}", kept=f"{number:064x}",
            at=NOON - timedelta(days=60) if number == 13 else NOON,
        )
        for number in range(1, 15)
    ]  # fmt: skip
    store = make_store(tmp_path_factory.mktemp("bad"), pages)
    confirm(store, UNDONE)
    undo(store, by="A. Weber")
    for number in (1, 5, 6, 7, 8, 9, 10, 11, 13, 14):
        confirm(store, f"taobao:{number}:nordwerk")
    confirm(store, NO_GROUND, "other")
    confirm(store, COPIED, "copied")
    seal(
        store,
        [
            Sealed(number, {f"taobao:{number}": number != 9}, session=number == 13)
            for number in range(1, 15)
            if number != 8
        ],
    )
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE listing SET gone = 1 WHERE key = 'taobao:5'")
    (damaged,) = (store.root / "evidence" / "captures").glob("*0008")
    (damaged / "page.html").chmod(0o600)
    (damaged / "page.html").write_text("changed")
    make_case(store, (11,))
    right(store)
    store.close()
    return store


def refused(store: Store, *words: object, watchlist: str = WATCHLIST) -> str:
    """The one line with which a command of `monitor case` ends; no case is made or changed by it."""
    write_watchlist(store.root, watchlist)

    def rows() -> object:
        with open_store(store.root).read() as connection:
            return [
                connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                for table in ("case_file", "case_listing", "case_event")
            ]

    before = rows()
    ended = monitor("case", *words, "--store", store.root)
    assert (ended.returncode, ended.stdout) == (2, ""), ended.stdout + ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert len(ended.stderr) < 600
    assert ended.stderr.rstrip("\n").isprintable()
    assert rows() == before
    return ended.stderr


@pytest.mark.parametrize(
    ("name", "what", "to_do"),
    [
        ("taobao:99:nordwerk", "no finding taobao:99:nordwerk", "`monitor findings --json` shows their ids"),
        ("x", "no finding x", "shows their ids"),
        (UNDECIDED, "is new, and only confirmed findings are filed", "monitor decide"),
        (UNDONE, "its confirmation was taken back", "decide it anew"),
        (NO_GROUND, "without a ground that can be filed", "decide it again with --ground"),
        (GONE, "is gone by its own page's word", "leave it out"),
        (AUTHORISED, "its seller 诺德专卖 is among your authorised sellers", "dismiss the finding as authorised"),
        (NO_LINK, "no exact address", "have the listing's page read first"),
        (ELSEWHERE, "gives https://evil.example/item.htm?id=14 as its address, which is not on taobao", "leave it out"),
        (UNSEALED, "no sealed capture of its own page", f"monitor evidence seal {UNSEALED}"),
        (ON_SEARCH_ONLY, "no sealed capture of its own page", f"monitor evidence seal {ON_SEARCH_ONLY}"),
        (DAMAGED, "is damaged (captures/", "restore it from a backup, or seal a newer look"),
        (IN_A_CASE, "is in the open case 2026-0001 already", "enter in that case what became of it"),
    ],
)
def test_a_finding_that_cannot_be_filed(store: Store, name: str, what: str, to_do: str) -> None:
    told = refused(store, "make", name, watchlist=WATCHLIST + DEALER)
    assert what in told
    assert to_do in told


@pytest.mark.parametrize(
    ("change", "into", "what", "to_do"),
    [
        ('"CN"', '"DE"', "registered in DE; for this marketplace the platform takes: CN", "use another route"),
        ('"CN"', '"WO"', "without the certificate that it extends to China", "name its file as extension"),
        ("2036-05-01", "2020-05-01", "It expired on 2020-05-01.", "Renew it"),
        ("valid_until = 2036-05-01", 'status = "application"', "the receipt of an application proves no right", "Wait"),
        ("classes = [7]", "classes = [25]", "class 25; the brand's goods (cordless drills, 电钻) belong", "Use a mark"),
        ("valid_until", "registered_on = 2035-01-01\nvalid_until", "It exists since 2035-01-01 only", "Use a right"),
        ("valid_until", "registered_on = 2026-11-21\nvalid_until", "read on 2026-11-20, before", "sealed again"),
        ('"trade mark"', '"design"', "not filed by this kind of right (design)", "Use a right of these kinds"),
        (RIGHT, "", "the watchlist names no right for it", "add its [[brand.right]]"),
    ],
)  # fmt: skip
def test_a_right_that_cannot_be_cited(store: Store, change: str, into: str, what: str, to_do: str) -> None:
    told = refused(store, "make", GOOD, watchlist=WATCHLIST.replace(change, into))
    assert what in told
    assert to_do in told


def test_a_right_of_another_brand_and_one_that_two_brands_have(store: Store) -> None:
    other = WATCHLIST + '[[brand]]\nname = "Sudwerk"\n' + RIGHT.replace('"00000001"', '"00000002"')
    told = refused(store, "make", GOOD, "--right", "00000002", watchlist=other)
    assert "right 00000002: It belongs to sudwerk" in told
    assert "Cite a right of nordwerk" in told
    same = WATCHLIST + '[[brand]]\nname = "Sudwerk"\n' + RIGHT
    assert "several rights have this number" in refused(store, "make", GOOD, "--right", "00000001", watchlist=same)


def test_a_work_without_a_name(store: Store) -> None:
    work = WATCHLIST + '[[brand.right]]\nkind = "copyright"\njurisdiction = "DE"\n'
    told = refused(store, "make", COPIED, watchlist=work)
    assert "neither a number nor a title" in told
    assert "Add the title" in told


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--platform", "aliprotect"), "AliProtect took complaints for these sites until it was merged into IPP (2018"),
        (("--platform", "TaoProtect"), "expected ipp"),
        (("--platform", "ebey"), "did you mean 'ebay'"),
        (("--platform", "ebay"), "takes no complaints about taobao"),
        (("--platform", ""), "unknown; expected one of"),
        (("--platform", "dsa"), "the platform takes: the EU or a member state"),
        (("--right", "7"), "no right with this number"),
        (("--right", "1\u202e2"), "has characters that can't be seen"),
        (("--reason", "Counterfeit\x1b[31m"), "has characters that can't be seen"),
        (("--reason", "Test\u200bbuy"), "has characters that can't be seen"),
        (("--reason", "two\nlines"), "has characters that can't be seen"),
        (("--reason", "x" * 10_000_000), "10000000 characters; expected one line of at most 200"),
        (("--reason", "\udcff"), "holds bytes that are no characters"),
        (("--by", "A\u2066"), "has characters that can't be seen"),
        (("\x1b]0;x\x07",), "has characters that can't be seen"),
        (("x" * 5_000,), "expected one line of at most 200"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_used(store: Store, words: tuple[str, ...], what: str) -> None:
    assert what in refused(store, "make", GOOD, *words)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("filed", "--at", "2026-11-20 12:59"), "was sealed on 2026-11-20 13:00 UTC"),
        (("filed", "--at", "2026-11-20 20:59+08:00"), "was sealed on 2026-11-20 13:00 UTC"),
        (("filed", "--at", "2099-01-01"), "has not come yet"),
        (("filed", "--at", "20.11.2026"), "no time; expected one such as"),
        (("filed", "--at", "2026-02-30"), "no time; expected one such as"),
        (("filed", "--at", "2026-11-28 14:30+99:00"), "no time; expected one such as"),
        (("filed", "--at", "0001-01-01 00:00+14:00"), "no time; expected one such as"),
        (("removed",), "what may follow: "),
        (("field",), "did you mean 'filed'"),
        (("filed", "--reason", "9052"), "only a refusal has one"),
        (("filed", "--by", "\u200b"), "has characters that can't be seen"),
        (("ready",), "mend it, `monitor case pack 2026-0001` names all that is missing"),
        (("withdrawn", "--note", "x" * 10_000_000), "10000000 characters; expected at most 2000"),
        (("withdrawn", "--text", "x" * 10_000_000), "10000000 characters; expected at most 100000"),
        (("withdrawn", "--text", "\udcff"), "holds bytes that are no characters"),
    ],
)  # fmt: skip
def test_events_that_cannot_be_entered(store: Store, words: tuple[str, ...], what: str) -> None:
    nobody = WATCHLIST.replace('identity = "documents/register.pdf"\n', "")
    assert what in refused(store, "event", "2026-0001", *words, watchlist=nobody)


def test_documents_that_are_none_are_named_and_the_pack_is_not_complete(store: Store, tmp_path: Path) -> None:
    """A document by a link that leads elsewhere, and an agent without an authorisation that is still good."""
    file = write_watchlist(
        store.root,
        WATCHLIST.replace('identity = "documents/register.pdf"', 'identity = "documents/link.pdf"\nagent = "Kanzlei"\n'
                          'agent_authorisation = "documents/register.pdf"\nagent_authorisation_until = 2020-01-01'),
    )  # fmt: skip
    (tmp_path / "elsewhere.pdf").write_bytes(PDF)
    link = store.root / "documents" / "link.pdf"
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "elsewhere.pdf")
    told = monitor("case", "rights", "--store", store.root)
    assert f"{file}: owner.identity: documents/link.pdf: leads outside of the watchlist's folder" in told.stderr
    shown = monitor("case", "gap", GOOD, "--json", "--store", store.root).stdout
    assert "The agent's authorisation ended on 2020-01-01." in shown
    assert "The proof of the owner's identity is missing." in shown
    refusal = monitor("case", "event", "2026-0001", "ready", "--store", store.root)
    assert refusal.returncode == 2
    assert "more); mend it" in refusal.stderr


def test_addresses_of_a_marketplace_are_those_that_its_spider_names() -> None:
    for place in PLACES:
        domains = spider_class(place).allowed_domains or ["anywhere.example"]
        assert all(is_on_site(f"https://www.{domain}/1", place) for domain in domains), place
    for address in ("https://taobao.com.evil.example/", "https://eviltaobao.com/", "https://[/", "javascript:1"):
        assert not is_on_site(address, "taobao")


def test_a_right_that_was_taken_out_is_listed_as_such_and_cited_no_more(store: Store) -> None:
    write_watchlist(store.root)
    monitor("case", "rights", "--store", store.root)
    told = refused(store, "make", GOOD, watchlist=WATCHLIST.replace('"00000001"', '"00000009"').replace("2036", "2020"))
    assert "right 00000009: It expired" in told
    listed = monitor("case", "rights", "--store", store.root).stdout
    assert [line.split()[3] for line in listed.splitlines()[1:] if "no longer in the watchlist" in line][:1] == [
        "00000001"
    ]


def test_weak_listings_are_made_into_cases_and_said(store: Store) -> None:
    """A page that was read long ago, or with the owner's login only."""
    write_watchlist(store.root)
    made = monitor("case", "make", OLD, "--reason", "Counterfeit Features", "--store", store.root)
    assert made.returncode == 0, made.stderr
    assert "its page was read on 2026-09-21" in made.stdout
    assert "its page was read with your login" in made.stdout
