"""Platforms' answers: what their words tell of articles 16 and 17 DSA, kept with the case and shown with it."""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from monitor.casework.answer_text import LONGEST, answer_text
from monitor.casework.answer_times import last_day_to_complain
from monitor.casework.answers import AnswerKind, CheckedAnswer, Told, check_answer, kind_of
from monitor.casework.rules import platforms
from monitor.errors import InputError
from monitor.words import en_answers
from tests.case_helper import WATCHLIST, confirmed_store, make_case, write_watchlist
from tests.limits import limited
from tests.store_helper import run

_Command = Callable[..., tuple[int, str, str]]
_DAY = date(2026, 11, 29)
_REJECTED = """
Your notice 7

After review we will not remove the reported listing, since there is no evidence of an infringement.

> Please say whether automated means were used, and whether one can complain or go to court.
"""


def _answers(name: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))["answer"]
    return answers


def _checked(text: str, kind: str) -> CheckedAnswer:
    return check_answer(text, AnswerKind(kind), platforms()["dsa"], "taobao", _DAY)


_COMPOSED, _FURTHER = _answers("answers.toml"), _answers("answers_held_out.toml")


def test_each_part_is_lacking_somewhere() -> None:
    assert len(_COMPOSED) == 40
    lacking = {part for answer in _COMPOSED for part in answer.get("missing", [])}
    assert lacking | {"receipt", "decision"} == set(en_answers.ANSWER_PARTS)
    assert any(answer.get("unclear") == ["decision"] for answer in _COMPOSED)


@pytest.mark.parametrize("answer", [*_COMPOSED, *_FURTHER], ids=lambda answer: answer["id"])
def test_what_lacks_is_found_and_nothing_is_invented(answer: dict[str, Any]) -> None:
    text = answer["text"]
    assert kind_of(text) == answer["kind"]
    checked = _checked(text, answer["kind"])
    assert sorted(part.name for part in checked.with_told(Told.MISSING)) == answer.get("missing", [])
    assert sorted(part.name for part in checked.with_told(Told.UNCLEAR)) == answer.get("unclear", [])
    lines = text.splitlines()
    for part in checked.parts:
        if part.quote is not None and part.line is not None:
            assert part.quote.split()[0] in lines[part.line - 1]
            assert part.quote in " ".join(line.strip() for line in lines), "word by word"
    unread = {part.name for part in checked.with_told(Told.UNREAD)}
    assert unread == ({"complaint", "dispute_body", "court"} if "decision_ground" in text else set())


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, nous avons examiné votre signalement et décidé de ne pas retirer l'annonce, car elle est conforme.",
        "Gentile utente, abbiamo esaminato la sua segnalazione e non abbiamo rimosso il prodotto che è conforme.",
        "Hemos revisado su notificación y no hemos retirado el anuncio porque no infringe los derechos de la marca.",
        "Wij hebben uw melding bekeken en de advertentie niet verwijderd, want het is niet in strijd met onze regels.",
        "Dziękujemy za zgłoszenie. Oferta nie została usunięta, ponieważ nie narusza praw do znaku, w tym z rejestru.",
        "ご連絡ありがとうございます。対象の商品は削除されませんでした。",
        "Мы рассмотрели вашу жалобу и не удалили товар.",
    ],
)
def test_of_a_language_that_is_not_understood_nothing_is_missing(text: str) -> None:
    assert _checked(text, "decision").with_told(Told.MISSING, Told.UNCLEAR) == ()


def test_a_mail_and_a_page_are_read_as_a_person_reads_them() -> None:
    page = """<html><head><title>no automated means</title><style>p{}</style></head><body>
      <p>We have reviewed <b>your notice</b>
      and removed the listing.</p><p style="display: none">You may go to court.</p>
      <blockquote><p>Were automated means used?</p></blockquote>Best regards<br>Kaufmarkt</body></html>"""
    text = answer_text(page.encode(), "a.html")
    assert text.split("\n") == [
        "We have reviewed your notice and removed the listing.",
        "> Were automated means used?",
        "Best regards",
        "Kaufmarkt",
    ]
    assert [part.name for part in _checked(text, "decision").with_told(Told.MISSING)] == ["redress", "automation"]
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "ip@kaufmarkt.example", "Grüße", "Fri, 27 Nov 2026 10:00:00 +0100"
    mail.set_content("Wir haben Ihre Meldung erhalten. Grüße")
    mail.add_alternative(page, subtype="html")
    mail.add_attachment("Rechtsweg, Beschwerde", filename="a.txt")
    assert answer_text(mail.as_bytes(), "a.eml") == "Wir haben Ihre Meldung erhalten. Grüße"


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"a" * (LONGEST + 1), b"<html><body><script>1</script></body>"])
def test_what_has_no_words_or_too_many_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="answer"):
        answer_text(content, "a.txt")


@limited(cpu_seconds=60)
def test_a_flood_is_read_in_linear_time() -> None:
    for piece in (
        "your notice ",
        "> ",
        "a. A",
        "Facts: ",
        "我们决定删除",
        "<div>",
        "From: a\nSubject: b\nDate: c\n",
        "{",
    ):
        text = answer_text((piece * (LONGEST // len(piece)))[: LONGEST - 9].encode() + b" we act", "a.txt")
        kind_of(text)
        _checked(text, "statement")
    with pytest.raises(InputError, match="more markup"):
        answer_text(b"<div>" * 300_000 + b"we act", "a.html")


def test_the_last_day_is_early_where_it_is_no_working_day() -> None:
    dsa = platforms()["dsa"]
    for came, last in (
        (datetime(2026, 11, 30, 12, tzinfo=UTC), date(2027, 5, 28)),  # 30 May 2027 is a Sunday
        (datetime(2026, 8, 31, 12, tzinfo=UTC), date(2027, 2, 26)),  # a short month, whose last day is a Sunday
        (datetime(2026, 11, 26, 23, 30, tzinfo=UTC), date(2027, 5, 27)),  # the next day in Brussels
    ):
        found = last_day_to_complain(dsa, "taobao", came)
        assert found is not None
        assert found.deadline.day == last


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> _Command:
    """`monitor case …` on the store of the test."""
    return lambda *words: run(monkeypatch, capfd, "case", *words, "--store", tmp_path / "store")


def _filed(monitor: _Command, tmp_path: Path, **facts: Any) -> str:
    case = make_case(confirmed_store(tmp_path), **({"platform": "dsa", "reason": None, "complaint_type": None} | facts))
    assert monitor("event", case, "filed", "--at", "2026-11-23 10:00", "--by", "A. Weber")[0] == 0
    return case


def test_an_answer_is_kept_checked_and_shown(monitor: _Command, tmp_path: Path) -> None:
    case = _filed(monitor, tmp_path)
    (tmp_path / "answer.txt").write_text(_REJECTED, "utf-8")
    code, out, err = monitor("answer", case, tmp_path / "answer.txt", "--received", "2026-11-27", "--by", "A. Weber")
    assert (code, err) == (0, "")
    for words in (
        "Decision on the notice (by its words), entered by A. Weber",
        "found      what was decided (article 16(5), line 3): 'After review",
        "not found  how the decision can be contested (article 16(5))",
        "not found  whether automated means were used (article 16(6); asked for where it applies)",
        "read the answer before you say that something is missing",
        "time: 4 days (4 working) after filing on 2026-11-23",
        "until 2027-05-27 at least (Regulation (EU) 2022/2065, article 20(1)",
    ):
        assert words in out, words
    assert out.strip() in monitor("show", case)[1]
    record = json.loads(monitor("show", case, "--json")[1])["answers"][0]
    assert record["text"] == _REJECTED.strip("\n")
    assert {part["part"]: part["told"] for part in record["parts"]}["redress"] == "missing"


def test_what_a_person_says_of_an_answer_stays(monitor: _Command, tmp_path: Path) -> None:
    case = _filed(monitor, tmp_path)
    (tmp_path / "answer.txt").write_text("Nous ne pouvons pas donner suite à votre demande.\x1b[2J", "utf-8")
    code, _, err = monitor("answer", case, tmp_path / "answer.txt")
    assert (code, "name it with --kind" in err) == (2, True)
    code, out, _ = monitor("answer", case, tmp_path / "answer.txt", "--kind", "decision")
    assert (code, "not read   what was decided" in out, "not found" in out, "\x1b" in out) == (0, True, False, False)
    shown = monitor("show", case)[1]
    assert "Decision on the notice, entered by" in shown


def test_impossible_answers_are_refused(monitor: _Command, tmp_path: Path) -> None:
    case = _filed(monitor, tmp_path)
    file = tmp_path / "answer.txt"
    file.write_text(_REJECTED, "utf-8")
    for words, expected in (
        (("answer", "2026-0009", file), "no case '2026-0009'"),
        (("answer", case, tmp_path), "can't be read"),
        (("answer", case, tmp_path / "none.txt"), "can't be read"),
        (("answer", case, file, "--received", "2126-11-29"), "has not come yet"),
        (("answer", case, file, "--received", "2026-11-22"), "lies before the case was filed"),
        (("answer", case, file, "--received", "soon"), "no day"),
        (("answer", case, file, "--kind", "refusal"), "expected one of receipt, decision, statement"),
    ):
        code, _, err = monitor(*words)
        assert (code, expected in err) == (2, True), err
    assert monitor("answer", case, file)[0] == 0
    code, _, err = monitor("answer", case, file)
    assert (code, "kept already" in err) == (2, True)


def test_an_answer_to_another_route_is_only_kept(monitor: _Command, tmp_path: Path) -> None:
    case = _filed(monitor, tmp_path, platform="ipp", reason="Counterfeit Features")
    (tmp_path / "answer.txt").write_text("投诉不成立", "utf-8")
    code, out, err = monitor("answer", case, tmp_path / "answer.txt")
    assert (code, "not found" in out, "Kept, but not checked" in err) == (0, False, True)
    assert json.loads(monitor("show", case, "--json")[1])["answers"][0]["parts"] is None


def test_the_complaint_is_drafted(monitor: _Command, tmp_path: Path) -> None:
    case = _filed(monitor, tmp_path)
    write_watchlist(tmp_path / "store", WATCHLIST.replace('jurisdiction = "CN"', 'jurisdiction = "EU"'))
    folder = tmp_path / "complaint"
    code, _, err = monitor("complain", case, "-o", folder)
    assert (code, "no decision of the platform is kept" in err, folder.exists()) == (2, True, False)
    (tmp_path / "answer.txt").write_text(_REJECTED.replace("the reported", "the\u202e reported"), "utf-8")
    monitor("answer", case, tmp_path / "answer.txt", "--received", "2026-11-27")
    monitor("event", case, "rejected", "--at", "2026-11-27")
    code, out, err = monitor("complain", case, "-o", folder, "--specimen")
    assert (code, err, "complaint.en.docx" in out) == (0, "", True)
    document = Document(str(folder / "complaint.en.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    for words in (
        "Complaint under article 20",
        "Nordwerk GmbH",
        "2026-11-23",
        "2027-05-27",
        "how the decision can be contested (Regulation (EU) 2022/2065, article 16(5))",
        "whether automated means were used (Regulation (EU) 2022/2065, article 16(6))",
        "After review we will not remove the[U+202E] reported listing",
        "https://item.taobao.com/item.htm?id=1",
        f"{1:064x}",
        "[   ]  I have read this complaint",
    ):
        assert words in text, words
    assert "article 17" not in text
    assert "SPECIMEN" in document.sections[0].header.paragraphs[0].text
    assert "依据欧盟第 2022/2065 号条例" in Document(str(folder / "complaint.zh.docx")).paragraphs[0].text
    assert "is there already" in monitor("complain", case, "-o", folder)[2]


def test_a_late_complaint_is_warned_of_and_one_elsewhere_refused(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    write_watchlist(tmp_path / "store")
    dsa = {"platform": "dsa", "reason": None, "complaint_type": None}
    late, removed, elsewhere = make_case(store, (1,), **dsa), make_case(store, (2,), **dsa), make_case(store)
    (tmp_path / "answer.txt").write_text(_REJECTED, "utf-8")
    monitor("answer", late, tmp_path / "answer.txt", "--received", "2026-05-04")
    code, _, err = monitor("complain", late, "-o", tmp_path / "late")
    assert (code, "the last day was 2026-11-04" in err) == (0, True)
    for state in ("filed", "removed"):
        monitor("event", removed, state)
    assert "there is no decision to complain about" in monitor("complain", removed)[2]
    assert "was filed with" in monitor("complain", elsewhere)[2]
