"""The case of `make demo`: made by the commands that a user types, and marked as a specimen on each page."""

import io
import json
import shutil
import signal
import subprocess
import sys
import zipfile
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from docx import Document

from monitor.text.pdf_output import has_typst
from tests.commands import ROOT, monitor
from tools import demo_case


def test_make_demo_makes_the_case() -> None:
    """After the report of the replay."""
    assert "\t@$(BIN)/python -m tools.demo_case demo-data/case\n" in (ROOT / "Makefile").read_text("utf-8")


def test_the_demo_shows_a_case_with_pack_and_deadlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: a forked one would wait for ever for the threads with which PDFs were set before."""
    said = io.StringIO()
    store = tmp_path / "case"
    monkeypatch.setenv("MONITOR_STORE", "as the demo sets it")
    monkeypatch.setattr(sys, "argv", ["monitor"])
    handler = signal.getsignal(signal.SIGTERM)
    try:
        with redirect_stdout(said):
            demo_case.main(store)
    finally:
        signal.signal(signal.SIGTERM, handler)
    text = said.getvalue()
    for words in ("Case 20", ": filed", "A specimen: nothing was sent", "Due 20", "the platform answers", "00-missing"):
        assert words in text
    assert len(text.splitlines()) < 40, "short enough to be read"

    pack = store / "pack"
    missing = (pack / "00-missing.txt").read_text("utf-8-sig")
    assert "Nothing is missing." in missing
    assert "Sealed pages without a time stamp of an authority: 2" in missing
    assert len((pack / "01-links.txt").read_text().splitlines()) == 3, "the mark and two links"
    assert (pack / "documents" / "identity.png").exists()
    right = Document(str(pack / "02-notice.en.docx")).tables[1]
    assert ["Mark", "NORDWERK"] in [[cell.text for cell in row.cells] for row in right.rows]
    _each_page_is_marked(pack)
    assert (store / "deadlines.ics").read_text().count("BEGIN:VEVENT") == 2
    due = monitor("case", "due", "--json", "--store", store)
    assert (due.returncode, len(due.stdout.splitlines())) == (0, 2)
    findings = [json.loads(line) for line in monitor("findings", "--json", "--store", store).stdout.splitlines()]
    assert {(one["state"], one["decision"]["ground"]) for one in findings} == {("confirmed", "counterfeit")}


def _each_page_is_marked(pack: Path) -> None:
    """Every file that the program wrote; the documents are the owner's own."""
    for path in pack.glob("*.txt"):
        assert path.read_text("utf-8-sig").startswith("SPECIMEN"), path.name
    for path in pack.glob("*.docx"):
        header = Document(str(path)).sections[0].header.paragraphs[0].text
        assert header.startswith(("SPECIMEN", "样本")), path.name
    with zipfile.ZipFile(pack / "05-evidence.zip") as bundle:
        assert "SPECIMEN: made to show the form" in bundle.read("report.html").decode()
        if has_typst():
            (pack / "report.pdf").write_bytes(bundle.read("report.pdf"))
    if has_typst():
        assert len(list(pack.glob("*.pdf"))) == 5
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (poppler-utils)")
    for path in pack.glob("*.pdf"):
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
        for page in done.stdout.decode().strip("\f").split("\f"):
            assert "SPECIMEN" in page or "样本" in page, path.name
