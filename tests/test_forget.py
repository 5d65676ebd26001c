"""`monitor forget`: nothing of a person's words is left in the store's folder but what must stay, and that is said."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
import zstandard

from monitor.deciding.decide import decide, dismiss_seller
from monitor.decision import verdict
from monitor.doctor.store import store_checks
from monitor.evidence.snapshots import write_snapshot
from monitor.model import PageVisit, Reason, Snapshot, Vendor
from monitor.runs.forgetting import forget
from monitor.store.read.health import changed_visits
from monitor.store.store import Store, open_store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from monitor.store.write.custody import CustodyEvent, add_custody
from monitor.store.write.pictures import record_picture
from monitor.store.write.visit import record_visit
from monitor.text.person_words import PersonWords, usable_words
from tests.case_helper import confirmed_store, make_case
from tests.commands import monitor
from tests.store_helper import NOON, PRICE, finding, listing, make_store, visit
from tests.test_pictures_store import some_picture
from tests.test_retention import seal_capture

NAME, NUMBER, ADDRESS, CONTACT = "张三丰五金行", "700123456", "zhangsanfeng88", "zsf998877"
WORDS = (NAME, NUMBER, ADDRESS, CONTACT)
HIM = Vendor(NUMBER, NAME, f"https://{ADDRESS}.taobao.com/", (("user", NUMBER), ("address", ADDRESS)))
OTHER = Vendor("800200300", "李四的店")
SOLD_BY_HIM = Reason("unauthorised_vendor", 25, {"vendor": {"name": NAME}, "sellers": []})
ASKED_OUTSIDE = Reason("off_platform_contact", 20, {"quotes": [CONTACT]})


def _page(store: Store, body: bytes) -> Snapshot:
    return write_snapshot(store.snapshots, body, "text/html")


def _with(page: PageVisit, snapshot: Snapshot, **facts: object) -> PageVisit:
    return PageVisit(
        **{**{name: getattr(page, name) for name in page.__dataclass_fields__}, "snapshot": snapshot, **facts}
    )  # type: ignore[arg-type]


def _his(number: str) -> object:
    return listing(
        number,
        f"诺德沃克 X200 加微信{CONTACT}",
        vendor=HIM,
        location="浙江义乌",
        image_urls=(f"https://img.example/{NUMBER}/a.jpg",),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two listings of the person's, one of another seller, and the person's words in every place that may hold any."""
    store = make_store(tmp_path, [visit((listing("9", vendor=OTHER), finding(PRICE)), number=90)])
    found = finding(PRICE, SOLD_BY_HIM, ASKED_OUTSIDE)
    operator = Reason("operator_record", 10, {"other": {"name": NAME}, "signs": [["contact", CONTACT]]})
    url = f"https://{ADDRESS}.taobao.com/search.htm"
    fetch = {"hops": [{"url": f"{url}?seller={quote(NAME)}", "headers": [["x-shop", NUMBER]]}]}
    pages = [
        _with(
            visit((_his("1"), found), (listing("2", vendor=OTHER), finding(PRICE, operator)), number=1),
            _page(store, f"<p>{NAME}</p><p>李四的店</p>".encode("gb18030")),
        ),
        _with(visit((_his("3"), found), number=2), _page(store, f'{{"nick": {json.dumps(NAME)}}}'.encode())),
        _with(
            visit((listing("2", vendor=OTHER), finding(PRICE, operator)), number=3),
            _page(store, "<p>李四的店</p>".encode()),
        ),
        _with(
            visit((_his("1"), found), number=4, page="shop", target=f"shop:{NUMBER}", url=url, fetch=fetch),
            _page(store, b"<p>all offers</p>"),
        ),
        _with(
            visit((listing("5", vendor=OTHER), None), number=5, detail=f"see {ADDRESS}", error=f"ValueError: {NAME}"),
            _page(store, f"<p>{CONTACT.upper()}</p>".encode()),
        ),
        visit((listing("6", f"电钻 加{CONTACT}", vendor=OTHER), None), number=6),
    ]
    with store.write() as connection:
        for page in pages:
            record_visit(connection, 1, page, salt=store.salt)
        record_picture(connection, 1, ["taobao:1"], f"https://img.example/{NUMBER}/a.jpg", some_picture(store))
        record_picture(connection, 1, ["taobao:2"], "https://img.example/b.jpg", some_picture(store, "blue"))
        sql = connection.exec_driver_sql
        sql("INSERT INTO seller_link VALUES ('taobao:1', 'contact', ?, 'taobao')", (CONTACT,))
        sql("INSERT INTO seller_link VALUES ('taobao:2', 'contact', ?, 'taobao')", (CONTACT,))
        sql(
            "INSERT INTO grouping VALUES ('taobao:1', 'nordwerk', ?, ?, NULL, NULL, NULL, 0, 0)",
            (f"vendor|nordwerk|taobao:id:{NUMBER}", f"taobao:id:{NUMBER}"),
        )
        sql("INSERT INTO group_stats VALUES (?, '{\"listings\": 3}')", (f"record|taobao:id:{NUMBER}",))
        sql(
            "INSERT INTO group_stats VALUES ('operator|x', ?)",
            (json.dumps({"tied": [{"seller": {"name": NAME}}]}, ensure_ascii=False),),
        )
        sql("INSERT INTO examined_title VALUES ('00', ?)", (json.dumps({"misspellings": [[CONTACT, False]]}),))
        sql("INSERT INTO look_again VALUES ('taobao:2', ?, '2027-01-01T00:00:00.000000Z')", (f"A. Weber: {NAME}?",))
        sql("UPDATE run SET plan = json_set(plan, '$.shops', json_array(?))", (f"{NAME} {NUMBER}",))
    decide(store, ["taobao:2:nordwerk"], verdict("watch", note=f"same as {NAME}"), by="A. Weber", at=NOON)
    dismiss_seller(store, ["taobao:1:nordwerk"], verdict("dismissed", note=f"{NAME} called"), by="A. Weber")
    write_snapshot(store.snapshots, f"<p>left by a stopped run: {NAME}</p>".encode(), "text/html")
    (store.root / "logs").mkdir(exist_ok=True)
    (store.root / "logs" / "run-1-taobao.log").write_text(f"GET {url}\nthe rest stays\n")
    return store


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    """All that a folder holds, unpacked, and the database as its rows and as its bytes."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and "backups" not in path.parts:
            data = path.read_bytes()
            if path.suffix == ".zst":
                data = zstandard.ZstdDecompressor().decompress(data, max_output_size=10**7)
            for encoding in ("utf-8", "gb18030"):
                yield path.name, data.decode(encoding, "replace")
            yield (
                path.name,
                data.decode("latin-1").encode().decode("unicode_escape", "replace") if path.suffix == ".zst" else "",
            )
    with closing(sqlite3.connect(root / "monitor.db")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f"SELECT * FROM {table}"):
                yield table, repr(row)


def _traces(root: Path) -> list[tuple[str, str]]:
    """Where one of the words still stands, in whatever spelling."""
    words = [form.lower() for word in WORDS for form in (word, quote(word), json.dumps(word)[1:-1])]
    return [(where, word) for where, text in _texts(root) for word in words if word in text.lower()]


def test_nothing_of_the_words_is_left(store: Store) -> None:
    """Rows, indexes, free pages of the database, kept pages, pictures, logs; what is others' stays."""
    assert {where for where, _ in _traces(store.root)} >= {
        "vendor", "observation", "listing", "finding", "decision", "seller_decision", "visit", "run", "unmatched",
        "seller_link", "seller_identifier", "look_again", "group_stats", "grouping", "examined_title",
        "queue_text_content", "run-1-taobao.log",
    }  # fmt: skip
    asked = monitor("forget", "--seller", f"taobao:id:{NUMBER}", "--store", store.root)
    assert asked.returncode == 0, asked.stderr
    assert "Nothing was changed" in asked.stdout
    assert _traces(store.root)
    done = monitor("forget", "--seller", f"taobao:id:{NUMBER}", "--yes", "--by", "A. Weber", "--store", store.root)
    assert done.returncode == 0, done.stderr
    assert _traces(store.root) == []
    assert (store.root / "logs" / "run-1-taobao.log").read_text().endswith("the rest stays\n")
    again = monitor("forget", "--seller", f"taobao:id:{NUMBER}", "--yes", "--store", store.root)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)


def test_what_is_others_stays_and_the_store_is_sound(store: Store) -> None:
    """Prices, days, decisions and other sellers' words; a tombstone says what was deleted, without the words."""
    forget(store, f"taobao:id:{NUMBER}", by="A. Weber", really=True)
    with open_store(store.root).read() as connection:
        assert changed_visits(connection)[1] == []
        ask = connection.exec_driver_sql
        assert ask("PRAGMA foreign_key_check").all() == []
        rows = ask("SELECT key, vendor_key, price_min, location FROM listing ORDER BY key").all()
        [key] = {row.vendor_key for row in rows if row.key in ("taobao:1", "taobao:3")}
        assert key.startswith("taobao:forgotten:")
        assert {row.price_min for row in rows} == {2600000}
        assert ask("SELECT name, url, vendor_id FROM vendor WHERE key = ?", (key,)).one() == (None, None, None)
        assert ask("SELECT name FROM vendor WHERE key = 'taobao:id:800200300'").scalar() == "李四的店"
        states = dict(ask("SELECT finding_id, state FROM queue").all())  # type: ignore[arg-type]
        assert states["taobao:1:nordwerk"] == states["taobao:3:nordwerk"] == "dismissed", "the decision stands"
        assert states["taobao:2:nordwerk"] == "watch"
        assert ask("SELECT count(*) FROM observation").scalar() == 5
        gone = set(ask("SELECT sha256_body FROM removed_snapshot WHERE why = 'forgotten'").scalars())
        kept = set(ask("SELECT sha256_body FROM snapshot").scalars()) - gone
        assert len(gone) == 4 + 3, "pages with the words, the shop's own, the picture and its copies"
        assert b"<p>\xe6\x9d\x8e" in {store.kept_bytes(sha256)[:6] for sha256 in kept}
        tombstone = ask("SELECT who, event, facts FROM custody").one()
        facts = json.loads(tombstone.facts)
        assert (tombstone.who, tombstone.event, facts["seller"]) == ("A. Weber", "deleted", key)
        assert set(facts["snapshots"]) == gone
    checks = {check.name: check.state for check in store_checks(store.root, named=True, now=NOON)}
    assert {checks[name] for name in ("rows of pages", "queue", "values", "kept pages", "views and triggers")} == {"ok"}


def test_what_is_only_asked_for_changes_nothing(store: Store) -> None:
    def rows() -> list[str]:
        with closing(sqlite3.connect(store.root / "monitor.db")) as database:
            return list(database.iterdump())

    before = rows()
    told = forget(store, f"taobao:id:{NUMBER}", by="A. Weber", really=False)
    assert rows() == before
    done = forget(store, f"taobao:id:{NUMBER}", by="A. Weber", really=True)
    assert (told.rows, told.pages, told.pictures) == (done.rows, done.pages, done.pictures)


@pytest.mark.parametrize("cover", ["under a legal hold", "sealed as evidence"])
def test_what_must_stay_stays_and_is_said(store: Store, cover: str) -> None:
    """The listing with its seller, its page and what was decided; the rest goes."""
    if cover == "sealed as evidence":
        seal_capture(store, "20261129T224500Z-0a0b0c0d", visit_id=3, listings=("taobao:3",))
    else:
        event = CustodyEvent("held", "A. Weber", NOON, listing_key="taobao:3", facts={"why": "case"})
        with store.write() as connection:
            add_custody(connection, [event])
    done = monitor("forget", "--seller", f"taobao:id:{NUMBER}", "--yes", "--store", store.root)
    assert done.returncode == 0, done.stderr
    assert f"taobao:3, {cover}" in done.stdout
    with open_store(store.root).read() as connection:
        ask = connection.exec_driver_sql
        vendors = dict(ask("SELECT key, vendor_key FROM listing").all())  # type: ignore[arg-type]
        assert vendors["taobao:3"] == f"taobao:id:{NUMBER}"
        assert vendors["taobao:1"].startswith("taobao:forgotten:")
        assert ask("SELECT name FROM vendor WHERE key = ?", (vendors["taobao:3"],)).scalar() == NAME
        assert CONTACT in ask("SELECT title FROM observation WHERE listing_key = 'taobao:3'").scalar_one()
        left = ask("SELECT title FROM observation WHERE listing_key = 'taobao:1'").scalars().all()
        assert set(left) == {None}
        held_page = ask("SELECT sha256_body FROM visit WHERE target = 'search:诺德沃克:2'").scalar_one()
        assert changed_visits(connection)[1] == []
        assert ask("PRAGMA foreign_key_check").all() == []
    assert json.loads(store.kept_bytes(held_page))["nick"] == NAME


def test_cases_that_ended_lose_the_words_and_open_ones_keep_them(tmp_path: Path) -> None:
    """An open case's words may be needed for a claim; it is named. Whose evidence expired holds nothing any more."""
    store = confirmed_store(tmp_path, (1, 2), vendor=HIM)
    his = f"taobao:id:{NUMBER}"
    ended, still_open = (make_case(store, (number,), seller=his) for number in (1, 2))
    of_other = make_case(store, (2,))
    with store.write() as connection:
        for case, state in ((ended, "rejected"), (still_open, "filed"), (of_other, "withdrawn")):
            event = NewCaseEvent(case, NOON, NOON, "A. Weber", state, f"{NAME} called", f"from {CONTACT}", "evidence")
            add_case_event(connection, event)
            answer = "INSERT INTO case_answer (case_id, received_at, entered_at, who, text) VALUES (?, '', '', 'A', ?)"
            connection.exec_driver_sql(answer, (case, f"{NAME} 申诉"))
        for (capture,) in connection.exec_driver_sql("SELECT id FROM capture").all():
            add_custody(connection, [CustodyEvent("deleted", "A. Weber", NOON, capture_id=capture)])
    told = monitor("forget", "--seller", f"taobao:id:{NUMBER}", "--yes", "--store", store.root)
    assert told.returncode == 0, told.stderr
    assert re.findall(r"words: (\S+), a case that has not ended", told.stdout) == [still_open]
    with open_store(store.root).read() as connection:
        ask = connection.exec_driver_sql
        kept = ask("SELECT case_id FROM case_event WHERE note IS NOT NULL ORDER BY case_id").scalars().all()
        assert kept == [still_open]
        assert ask("SELECT case_id FROM case_answer WHERE text <> ''").scalars().all() == [still_open]
        sellers = dict(ask("SELECT id, seller FROM case_file").all())  # type: ignore[arg-type]
        assert sellers[ended].startswith("taobao:forgotten:")
        assert sellers[still_open] == his
        assert ask("SELECT count(*) FROM case_event WHERE reason = 'evidence'").scalar() == 3


def test_a_copy_of_the_database_that_holds_the_words_is_named(store: Store) -> None:
    """And so are files of the owner's; neither is changed."""
    (store.root / "backups").mkdir(exist_ok=True)
    store.copy_to(store.root / "backups" / "before.db")
    (store.root / "watchlist.toml").write_text(f'name = "{NAME}"\n')
    forgotten = forget(store, f"taobao:id:{NUMBER}", by="A. Weber", really=True)
    assert [path.name for path in forgotten.backups] == ["before.db"]
    assert [path.name for path in forgotten.other_files] == ["watchlist.toml"]
    assert NAME in (store.root / "watchlist.toml").read_text()


def test_ordinary_words_are_not_looked_for_elsewhere(tmp_path: Path) -> None:
    """A name that many others' titles hold, or that is a brand's, is blanked in the seller's own rows alone."""
    him = Vendor(None, "电钻")
    pairs = [(listing(str(n), f"诺德沃克 电钻 {n}", vendor=Vendor(f"90000{n}", f"店{n}")), finding()) for n in range(8)]
    store = make_store(tmp_path, [visit(*pairs, (listing("99", "电钻 诺德沃克", vendor=him), finding()))])
    with store.read() as connection:
        key = connection.exec_driver_sql("SELECT vendor_key FROM listing WHERE key = 'taobao:99'").scalar_one()
    forgotten = forget(store, key, by="A. Weber", really=True)
    assert list(forgotten.person.telling) == []
    with open_store(store.root).read() as connection:
        titles = connection.exec_driver_sql("SELECT key, title FROM listing ORDER BY key").all()
    assert [title for key, title in titles if key == "taobao:99"] == ["[forgotten] 诺德沃克"]
    assert sum("电钻" in title for _, title in titles) == 8


def test_words_are_found_in_all_their_forms() -> None:
    words = PersonWords(usable_words(["张三", "12345", " ab", "x", None]))
    assert words.words == ("12345", "ab", "张三")
    for text in ("a 张三 b", "%E5%BC%A0%E4%B8%89", "\\u5f20\\u4e09", "%D5%C5%C8%FD", "id=12345&"):
        assert words.are_in(text), text
    assert not words.are_in("912345")
    assert words.are_in_bytes("张三".encode("gb18030"))
    assert words.are_in_bytes(json.dumps("张三").encode())
    assert words.blanked_json('{"张三":["12345",12345]}') == '{"[forgotten]":["[forgotten]",12345]}'
    assert not PersonWords(()).are_in("anything")
