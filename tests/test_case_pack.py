"""A pack, opened by the tools that people open it with: facts as observed, what is missing first, nothing steered."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from monitor.casework.pack.links import links_file
from monitor.casework.rules import platforms
from monitor.deciding.decide import undo
from monitor.errors import InputError
from monitor.model import Vendor
from monitor.runs.enter_event import enter_event
from monitor.store.write.cases import NewCaseEvent
from monitor.store.write.visit import record_visit
from tests.case_helper import WATCHLIST, confirm, confirmed_store, make_case, write_watchlist
from tests.store_helper import NOON, finding, listing, run, visit

pytestmark = pytest.mark.usefixtures("on_a_day")

_Command = Callable[..., tuple[int, str, str]]
_ONE, _TWO = "taobao:1:nordwerk", "taobao:2:nordwerk"
_HOSTILE = '=HYPERLINK("http://x")\u202egnp.exe\u2066\x1b[31m<b>#read("/etc/passwd") 诺德沃克 X200'


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> _Command:
    """`monitor case …` on the store of the test, with a watchlist in it."""

    def case(*words: object) -> tuple[int, str, str]:
        if not (tmp_path / "store" / "watchlist.toml").exists():
            write_watchlist(tmp_path / "store")
        return run(monkeypatch, capfd, "case", *words, "--store", tmp_path / "store")

    return case


def _docx_text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _pdf_text(path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (poppler-utils)")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_a_pack_holds_what_a_filer_needs(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    confirm(store, _TWO, note="No serial number on the housing.")
    assert monitor("make", _ONE, _TWO, "--platform", "ipp", "--reason", "Test buy")[0] == 0
    pack = tmp_path / "pack"
    code, out, err = monitor("pack", "2026-0001", "-o", pack)
    assert (code, err) == (0, "")
    missing = (pack / "00-missing.txt").read_text("utf-8-sig")
    assert "Nothing is missing." in missing
    assert "Sealed pages without a time stamp of an authority: 2" in missing
    assert "order number of each listing" in (pack / "06-checklist.txt").read_text("utf-8-sig")
    names = sorted(str(path.relative_to(pack)) for path in pack.rglob("*") if path.is_file())
    assert [name for name in names if not name.endswith(".pdf") or name.startswith("documents")] == [
        "00-missing.txt", "01-links.txt", "02-notice.en.docx", "02-notice.zh.docx", "03-comparison.docx",
        "04-test-purchase.docx", "05-evidence.zip", "06-checklist.txt", "documents/document.pdf",
        "documents/identity.pdf",
    ]  # fmt: skip
    assert f"{pack}: {len(names)} files" in out
    assert pack.stat().st_mode & 0o777 == 0o700, "it holds proofs of identity"
    links = (pack / "01-links.txt").read_text().splitlines()
    assert links == ["https://item.taobao.com/item.htm?id=1", "https://item.taobao.com/item.htm?id=2"]
    with zipfile.ZipFile(pack / "05-evidence.zip") as bundle:
        assert {"findings.json", "VERIFY.md"} <= set(bundle.namelist())
    english = _docx_text(pack / "02-notice.en.docx")
    for words in (
        "IP Protection Platform (IPP): complaint", "Nordwerk GmbH", "ip@nordwerk.example", "00000001",
        "https://item.taobao.com/item.htm?id=2", "260.00 CNY", "工具小铺", "诺德沃克 X200 电钻", "Test buy",
        "In the words of A. Weber, who decided on 2026-11-20:\nNo serial number on the housing.",
        "[   ]  I state in good faith", "who files is liable for false notices", "certain", "2026-11-20 13:00:00",
    ):  # fmt: skip
        assert words in english
    for word in ("65", "score", "is counterfeit", "high"):
        assert word not in english.lower()
    chinese = _docx_text(pack / "02-notice.zh.docx")
    assert "投诉人" in chinese
    assert "[   ]  本人善意声明" in chinese
    assert "商标" in chinese
    fonts = Document(str(pack / "02-notice.zh.docx")).styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "SimSun"


def test_the_pdf_shows_chinese(monitor: _Command, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    confirmed_store(tmp_path)
    monitor("make", _ONE, "--reason", "Test buy")
    monitor("pack", "2026-0001", "-o", tmp_path / "pack")
    text = _pdf_text(tmp_path / "pack" / "02-notice.zh.pdf")
    assert "诺德沃克" in text
    assert "善意声明" in text
    assert "SPECIMEN" not in text
    assert "\u200b" not in text, "a copied link works"


def test_what_is_missing_stands_first(monitor: _Command, tmp_path: Path) -> None:
    confirmed_store(tmp_path)
    text = WATCHLIST.replace('identity = "documents/register.pdf"\n', "").replace(
        'kind = "firm"\n', 'kind = "firm"\nagent = "Kanzlei Muster"\n'
    )
    write_watchlist(tmp_path / "store", text)
    monitor("make", _ONE)
    code, _, err = monitor("pack", "2026-0001", "-o", tmp_path / "pack")
    missing = (tmp_path / "pack" / "00-missing.txt").read_text("utf-8-sig")
    assert code == 1
    for words in ("identity", "authorisation", "No reason was chosen"):
        assert words in missing.split("To be checked")[0]
        assert words in err
    assert "缺少的内容" in missing


@pytest.mark.parametrize("way", ["replay", "--specimen"])
def test_a_specimen_is_marked_on_each_page(monitor: _Command, tmp_path: Path, way: str) -> None:
    store = confirmed_store(tmp_path)
    case = make_case(store)
    if way == "replay":
        with store.write() as connection:
            connection.exec_driver_sql("UPDATE store_info SET value = 'replay' WHERE key = 'kind'")
    pack = tmp_path / "pack"
    monitor("pack", case, "-o", pack, *([way] if way.startswith("--") else []))
    for name in ("02-notice.en", "02-notice.zh", "03-comparison", "04-test-purchase"):
        header = Document(str(pack / f"{name}.docx")).sections[0].header.paragraphs[0].text
        assert "SPECIMEN" in header or "样本" in header
    assert "SPECIMEN" in (pack / "00-missing.txt").read_text("utf-8-sig")
    assert "SPECIMEN" in (pack / "06-checklist.txt").read_text("utf-8-sig")
    assert "SPECIMEN" in (pack / "01-links.txt").read_text().splitlines()[0]
    with zipfile.ZipFile(pack / "05-evidence.zip") as bundle:
        assert "SPECIMEN" in bundle.read("report.html").decode()
    if (pack / "02-notice.en.pdf").exists():
        pages = _pdf_text(pack / "02-notice.en.pdf").strip("\f").split("\f")
        assert all("SPECIMEN" in page for page in pages)


def test_a_hostile_listing_steers_no_document(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1,), title=_HOSTILE, vendor=Vendor("7001", "@SUM(1)\u202e店", None))
    case = make_case(store, (1,))
    pack = tmp_path / "pack"
    monitor("pack", case, "-o", pack)
    for path in pack.glob("*.docx"):
        text = _docx_text(path)
        assert not {"\u202e", "\u2066", "\x1b"} & set(text), path.name
        assert "[U+202E]" in text or path.name.startswith("04")
    for path in pack.glob("*.pdf"):
        text = _pdf_text(path)
        assert not {"\u202e", "\u2066", "\x1b"} & set(text), path.name
        assert "root:" not in text
    for path in pack.glob("*.txt"):
        assert not {"\u202e", "\u2066", "\x1b"} & set(path.read_text("utf-8-sig")), path.name


def test_links_in_a_sheet_are_text() -> None:
    pack = SimpleNamespace(
        specimen=False,
        listings=[SimpleNamespace(url="=cmd|' /C calc'!A0", listing_id="1")],
        rule=lambda key: platforms()["made_in_china"].find(key, "made_in_china", date(2026, 11, 29)),
    )
    name, data = links_file(pack)  # type: ignore[arg-type]
    assert name == "01-links.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=cmd|' /C calc'!A0", "s")
    pack.specimen = True
    sheet = openpyxl.load_workbook(io.BytesIO(links_file(pack)[1])).worksheets[0]  # type: ignore[arg-type]
    assert "Not for filing" in sheet["A1"].value


def test_damaged_evidence_makes_no_pack(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    case = make_case(store)
    page = next((store.root / "evidence" / "captures").glob("*0001/page.html"))
    page.chmod(0o600)
    page.write_text("changed")
    code, _, err = monitor("pack", case, "-o", tmp_path / "pack")
    assert (code, "is damaged" in err, (tmp_path / "pack").exists()) == (2, True, False)


def test_a_pack_is_never_written_over_another(monitor: _Command, tmp_path: Path) -> None:
    case = make_case(confirmed_store(tmp_path))
    assert monitor("pack", case, "-o", tmp_path)[0] == 2
    code, _, err = monitor("pack", "2026-0007", "-o", tmp_path / "new")
    assert (code, "no case '2026-0007'" in err) == (2, True)


def test_only_a_complete_case_is_ready(monitor: _Command, tmp_path: Path) -> None:
    confirmed_store(tmp_path)
    monitor("make", _ONE)
    code, _, err = monitor("event", "2026-0001", "ready")
    assert (code, "event ready: No reason was chosen" in err) == (2, True)
    monitor("event", "2026-0001", "withdrawn")
    monitor("make", _ONE, "--reason", "Test buy")
    assert monitor("event", "2026-0002", "ready")[0] == 0
    code, _, err = monitor("event", "2026-0002", "filed")
    assert (code, err) == (0, ""), "no warning: the check was passed"


def test_ready_checks_the_watchlist_that_is_worked_with(tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    case = make_case(store, reason="Test buy")
    at = NOON + timedelta(days=1)
    event = NewCaseEvent(case, at, at, "A. Weber", "ready")
    write_watchlist(store.root, WATCHLIST.replace('identity = "documents/register.pdf"', ""))
    with pytest.raises(InputError, match="event ready: "):
        enter_event(store, event, print)
    assert enter_event(store, event, print, write_watchlist(tmp_path / "other")).state == "ready"


def test_what_changed_since_the_case_was_made_stands_first(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path)
    monitor("make", _ONE, _TWO, "--reason", "Test buy")
    undo(store, by="A. Weber")
    code, _, err = monitor("pack", "2026-0001", "-o", tmp_path / "pack")
    assert (code, f"{_TWO}: its confirmation was taken back" in err) == (1, True)
    assert "its confirmation was taken back" in (tmp_path / "pack" / "00-missing.txt").read_text("utf-8-sig")


def test_the_notice_says_what_the_sealed_page_shows(monitor: _Command, tmp_path: Path) -> None:
    """Not what the listing asks today; what was observed since is to be checked."""
    store = confirmed_store(tmp_path)
    monitor("make", _ONE, _TWO, "--reason", "Test buy")
    with store.write() as connection:
        later = visit(
            (listing("2", price_min=Decimal("31.00")), finding()), page="listing", at=NOON + timedelta(days=2)
        )
        record_visit(connection, 1, later, salt=store.salt)
    code, _, _ = monitor("pack", "2026-0001", "-o", tmp_path / "pack")
    assert code == 0
    text = _docx_text(tmp_path / "pack" / "02-notice.en.docx")
    assert (text.count("\n260.00 CNY"), "31.00" in text) == (2, False)
    checks = (tmp_path / "pack" / "00-missing.txt").read_text("utf-8-sig").partition("To be checked")[2]
    assert "No. 2: title, seller or price have changed since the page was sealed" in checks
    assert "time stamps" not in text, "none is there"


def test_a_notice_under_the_dsa(monitor: _Command, tmp_path: Path) -> None:
    confirmed_store(tmp_path)
    write_watchlist(tmp_path / "store", WATCHLIST.replace('jurisdiction = "CN"', 'jurisdiction = "EU"'))
    assert monitor("make", _ONE, "--platform", "dsa")[0] == 0
    code, _, err = monitor("pack", "2026-0001", "-o", tmp_path / "pack")
    assert (code, err) == (0, "")
    text = _docx_text(tmp_path / "pack" / "02-notice.en.docx")
    for words in (
        "Notice under article 16 DSA",
        "ip@nordwerk.example",
        "https://item.taobao.com/item.htm?id=1",
        "[   ]",
    ):
        assert words in text
