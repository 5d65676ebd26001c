"""Take-down cases in the review: made, shown, entered and packed by pages and programs; looking writes nothing."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.account import Role
from monitor.model import Vendor
from monitor.store.store import Store
from monitor.store.write.case_answers import NewAnswer, add_case_answer
from tests.case_helper import WATCHLIST, confirm, confirmed_store, make_case, write_watchlist
from tests.review_app import InProcess, shared
from tests.review_server import TOKEN, Answer
from tests.store_helper import NOON, finding, listing, make_store, visit

pytestmark = pytest.mark.usefixtures("on_a_day")

_ONE, _TWO, _UNSEALED = (f"taobao:{number}:nordwerk" for number in (1, 2, 3))
_HOSTILE = "<b>诺德沃克</b>\u202e X200"


def _store(folder: Path, **facts: Any) -> Path:
    """Two confirmed findings whose pages are sealed, one whose page is not, and a watchlist with a right."""
    store = confirmed_store(folder, **facts)
    store.close()
    store = make_store(folder, [visit((listing("3", vendor=Vendor("7003", "店", None)), finding()))])
    confirm(store, _UNSEALED)
    store.close()
    write_watchlist(store.root)
    return store.root


@pytest.fixture
def app(tmp_path: Path) -> InProcess:
    return shared(_store(tmp_path, title=_HOSTILE, vendor=Vendor("7001", "<i>店</i>", None)))


def _get(app: InProcess, path: str, role: Role = Role.READER, language: str = "en") -> Answer:
    return app.ask("GET", path, Cookie=f"{app.cookie_of(role)}; monitor_language={language}")


def _post(app: InProcess, path: str, body: Any, role: Role = Role.REVIEWER, language: str = "en") -> Answer:
    cookie = f"{app.cookie_of(role)}; monitor_language={language}"
    own = {"Origin": app.origin, "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    return app.ask("POST", path, json.dumps(body).encode(), Cookie=cookie, Content_Type="application/json", **own)


def _api(app: InProcess, method: str, path: str, body: Any = None) -> Answer:
    sent = b"" if body is None else json.dumps(body).encode()
    own = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    return app.ask(method, f"/api/v1/cases{path}", sent, **own)


def _versions(store: Store) -> int:
    with store.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM right_version").scalar_one())


def test_a_finding_shows_its_routes_and_becomes_a_case(app: InProcess) -> None:
    page = _get(app, f"/finding/{_ONE}").body
    assert "IP Protection Platform (IPP)" in page
    assert "the EU or a member state" in page, "what closes the DSA route to a Chinese mark"
    assert "data-sends" not in page, "a reader makes no cases"
    assert _versions(app.store) == 0, "looking writes nothing"
    assert "Make a case" in _get(app, f"/finding/{_ONE}", Role.REVIEWER).body
    both = _get(app, f"/cases/new?id={_ONE}&id={_TWO}", Role.REVIEWER).body
    assert "Make cases of 2 findings" in both
    body = {"ids": [_ONE, _TWO], "platform": "ipp", "right": "00000001", "reason": "Test buy"}
    assert _post(app, "/cases", body, Role.READER).status == 403
    assert _post(app, "/cases", body).json == {"cases": ["2026-0001"], "next": "/cases/2026-0001"}
    assert "/cases/2026-0001" in _get(app, f"/finding/{_ONE}").body
    shown = _get(app, "/cases/2026-0001").body
    for words in ("Nothing is missing.", "2 sealed pages have no time stamp", "https://item.taobao.com/item.htm?id=2"):
        assert words in shown
    assert "&lt;b&gt;诺德沃克" in shown
    assert "<b>诺" not in shown
    assert "&lt;i&gt;店" in shown
    assert "\u202e" not in shown
    assert 'data-key="p"' not in shown
    assert 'data-key="p"' in _get(app, "/cases/2026-0001", Role.REVIEWER).body


def test_what_is_refused_is_said_in_the_persons_language(app: InProcess) -> None:
    refused = _post(app, "/cases", {"ids": [_ONE, _UNSEALED, "taobao:9:nordwerk"]})
    assert refused.status == 400
    assert [line.partition(":")[0] for line in refused.json["detail"].splitlines()] == ["no finding taobao", "taobao"]
    assert f"{_UNSEALED}: no sealed capture of its own page" in refused.json["detail"]
    assert "没有其商品页面的封存证据" in _post(app, "/cases", {"ids": [_UNSEALED]}, language="zh").json["detail"]
    assert "did you mean 'ebay'" in _post(app, "/cases", {"ids": [_ONE], "platform": "ebey"}).json["detail"]
    for body in ({"ids": []}, {"ids": [_ONE], "by": "x"}, {"ids": [_ONE], "reason": "x" * 300}, {"ids": ["\ud800"]}):
        assert _post(app, "/cases", body).status == 400
    assert _post(app, "/cases", {"ids": [_ONE], "reason": "x" * 2**20}).status == 413
    assert _get(app, "/cases/new").status == 400
    assert _get(app, f"/cases/new?id={_ONE}&id=taobao:9:nordwerk").status == 404
    assert "No cases yet" in _get(app, "/cases").body
    (app.store.root / "watchlist.toml").unlink()
    page = _get(app, f"/finding/{_ONE}")
    assert (page.status, "watchlist.toml" in page.body) == (200, True), "the page says what it lacks"
    assert _post(app, "/cases", {"ids": [_ONE]}).status == 400


def test_events_are_entered_or_refused(app: InProcess) -> None:
    case = make_case(app.store, (1,), reason="Test buy")
    events = f"/cases/{case}/events"
    for body, words in (
        ({"state": "removed"}, "what may follow"),
        ({"state": "filed", "at": "2099-01-01 10:00"}, "has not come yet"),
        ({"state": "filed", "at": "2026-11-01"}, "sealed on"),
        ({"state": "filed", "at": "soon"}, "no time"),
        ({"state": "withdrawn", "reason": "x"}, "only a refusal has one"),
    ):
        refused = _post(app, events, body)
        assert (refused.status, words in refused.json["detail"]) == (400, True), refused.body
    assert _post(app, events, {"state": "filed"}, Role.READER).status == 403
    entered = _post(app, events, {"state": "filed", "at": "2026-11-24 10:00+08:00", "note": "<u>n</u>", "text": " "})
    assert entered.json == {"said": "Entered. filed from a draft: the check for completeness was not passed"}
    shown = _get(app, f"/cases/{case}", Role.REVIEWER).body
    assert "&lt;u&gt;n&lt;/u&gt;" in shown
    assert "24 Nov 2026, 02:00 UTC" in shown
    assert "the platform answers" in shown
    offered = shown.partition('<select name="state"')[2].partition("</select>")[0]
    assert 'value="rejected"' in offered
    assert 'value="reinstated"' not in offered
    calendar = _get(app, f"/cases/{case}/deadlines.ics")
    assert calendar.headers["content-disposition"] == f'attachment; filename="case-{case}.ics"'
    assert calendar.body.startswith("BEGIN:VCALENDAR")
    assert f"UID:{case}-" in _get(app, "/cases/deadlines.ics").body


def test_an_event_may_be_of_some_links(app: InProcess) -> None:
    case = make_case(app.store, reason="Test buy")
    events = f"/cases/{case}/events"
    assert _post(app, events, {"state": "filed", "at": "2026-11-24", "links": "1, 2"}).status == 200
    assert _post(app, events, {"state": "removed", "at": "2026-11-25", "links": "2"}).status == 200
    for links, words in (("3", "unknown"), ("x", "no numbers of links"), ("2", "what may follow")):
        refused = _post(app, events, {"state": "right_checked", "links": links})
        assert (refused.status, words in refused.json["detail"]) == (400, True), refused.body
    shown = _get(app, f"/cases/{case}", language="zh").body
    assert "已提交 1/2" in shown
    assert "（链接 2）" in shown or "(链接 2)" in shown
    assert [one["id"] for one in _api(app, "GET", "?state=removed").json] == [case]


def test_looks_and_answers_stand_with_the_case(app: InProcess) -> None:
    case = make_case(app.store, (1,), reason="Test buy")
    assert _post(app, f"/cases/{case}/events", {"state": "filed", "at": "2026-11-21 10:00"}).status == 200
    with app.store.write() as connection:
        add_case_answer(
            connection, NewAnswer(case, NOON, NOON, "A. Weber", None, "<b>We have removed</b> the listing.")
        )
    make_store(
        app.store.root.parent,
        [
            visit(
                (listing("1"), finding()), at=datetime(2026, 11, 25, 9, tzinfo=UTC), page="listing", target="listing:1"
            )
        ],
    ).close()
    for language, words in (("en", "still there, seen 2026-11-25"), ("zh", "仍在，最近见于 2026-11-25")):
        shown = _get(app, f"/cases/{case}", language=language).body
        assert words in shown
        assert "&lt;b&gt;We have removed" in shown
    (answer,) = _api(app, "GET", f"/{case}").json["answers"]
    assert (answer["text"], answer["who"]) == ("<b>We have removed</b> the listing.", "A. Weber")


def test_the_most_urgent_case_stands_first(app: InProcess) -> None:
    first, second, third = (make_case(app.store, numbers) for numbers in ((1,), (2,), (1, 2)))
    for state in ("filed", "seller_notified", "counter_notice"):
        _post(app, f"/cases/{second}/events", {"state": state, "at": "2026-11-24"})
    for state in ("filed", "removed"):
        _post(app, f"/cases/{first}/events", {"state": state, "at": "2026-11-24"})
    for listed in ("", "?state=open", "?state=ended", "?state=counter_notice", "?platform=ipp", "?platform=dsa"):
        page = _get(app, f"/cases{listed}").body
        wanted = {
            "": [second, third, first], "?state=open": [second, third], "?state=ended": [first],
            "?state=counter_notice": [second], "?platform=ipp": [second, third, first], "?platform=dsa": [],
        }[listed]  # fmt: skip
        places = [page.find(f'href="/cases/{case}"') for case in wanted]
        assert places == sorted(places), listed
        assert -1 not in places
        assert page.count('href="/cases/2026-') == len(wanted)
        assert [one["id"] for one in _api(app, "GET", listed).json] == wanted
    assert "silence loses" in _get(app, "/cases").body
    assert _get(app, "/cases?state=nothing").status == 400
    for path in ("2026-0009", "..", "2026-0001%2F..", "%3Cb%3E"):
        assert _get(app, f"/cases/{path}").status == 404


def test_programs_do_the_same(app: InProcess) -> None:
    assert _api(app, "POST", "", {"ids": [_ONE], "platform": "ipp", "reason": "Test buy"}).json == ["2026-0001"]
    assert _api(app, "POST", "", {"ids": [_ONE]}).status == 400, "it is in an open case"
    shown = _api(app, "GET", "/2026-0001").json
    assert (shown["created_by"], shown["state"], shown["missing"]) == ("A. Weber", "draft", [])
    assert shown["may_follow"] == ["ready", "filed", "withdrawn"]
    assert shown["listings"][0]["finding"] == _ONE
    assert _api(app, "POST", "/2026-0001/events", {"state": "ready"}).json == {"warnings": []}
    assert _api(app, "POST", "/2026-0009/events", {"state": "ready"}).status == 404
    assert _api(app, "POST", "/2026-0009/pack").status == 404
    assert _post(app, "/cases/2026-0001/pack", None, Role.READER).status == 403
    packed = _api(app, "POST", "/2026-0001/pack")
    assert packed.headers["content-disposition"] == 'attachment; filename="case-2026-0001.zip"'
    names = zipfile.ZipFile(io.BytesIO(packed.data)).namelist()
    assert names[0] == "case-2026-0001/00-missing.txt"
    assert {"case-2026-0001/05-evidence.zip", "case-2026-0001/documents/identity.pdf"} <= set(names)


def test_a_case_without_a_watchlist_says_so(app: InProcess) -> None:
    make_case(app.store, (1,))
    (app.store.root / "watchlist.toml").write_text(WATCHLIST.replace("[[brand]]", "[[brant]]"))
    page = _get(app, "/cases/2026-0001", language="zh")
    assert (page.status, "brant" in page.body) == (200, True)
    assert _api(app, "GET", "/2026-0001").json["missing"] is None
    assert _post(app, "/cases/2026-0001/pack", None).status == 400
