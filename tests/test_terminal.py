"""Words of pages and files never steer the terminal: whichever command prints them, and as whatever."""

import json
import logging
import re
import stat
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.cli.output import SafeWarnings, out, out_json, say, table
from monitor.reports.csv_file import safe_text
from monitor.reports.jsonl_file import json_line
from monitor.text.terminal_safe import json_safe, terminal_safe
from tests import composed
from tests.commands import ROOT, WATCHLIST, monitor
from tests.test_saved_archives import entry, har

STEERING = "\x1b]0;x\x07\x1b[2J\rmonitor: all fine\x9b31m\u202e\u2028\u2066\u200f\x7f\x85\U000e0041\ufffa\ud800"
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)

_SAVED = b"<!-- saved from url=(9)https://s.taobao.com/search?q=x -->"


def test_a_line_is_one_harmless_line() -> None:
    assert _UNSAFE.search(terminal_safe(STEERING + "\nb\tc")) is None
    assert "\n" not in terminal_safe("a\nb")
    assert terminal_safe("诺德沃克 é €") == "诺德沃克 é €"


def test_json_says_the_same_in_escapes() -> None:
    for text in (json_safe({"a": STEERING}), json_safe([STEERING], indent=1), json_line({"a": STEERING})):
        assert _UNSAFE.search(text) is None
        assert STEERING in str(json.loads(text)) or STEERING in (
            json.loads(text).values() if "{" in text else json.loads(text)
        )
    assert json_safe({"名": "诺"}) == '{"名": "诺"}'


def test_every_way_out_is_safe(capsys: pytest.CaptureFixture[str]) -> None:
    out(STEERING)
    say(STEERING)
    out_json({"a": STEERING}, indent=1)
    table([f"head{STEERING}"], [[STEERING]], title=STEERING[:-1])
    SafeWarnings().emit(logging.LogRecord("x", 30, "", 1, "%s", (STEERING,), None))
    shown = capsys.readouterr()
    assert _UNSAFE.search(shown.out + shown.err) is None
    assert "all fine" in shown.out


def test_nothing_else_prints() -> None:
    """One way out: what writes to the terminal by itself is found here."""
    # the last one is a bundle's own, which runs without this program
    allowed = {"monitor/cli/output.py", "monitor/runs/commands/crawl.py", "monitor/evidence/stranger/verify.py"}
    others = [
        name
        for path in (ROOT / "monitor").rglob("*.py")
        if (name := str(path.relative_to(ROOT))) not in allowed
        and re.search(r"\bprint\(|std(out|err)\.write\(|typer\.echo", path.read_text(encoding="utf-8"))
    ]
    assert others == []


def test_addresses_of_handed_in_pages(tmp_path: Path) -> None:
    """Each kind of file: nothing is raw on either stream, and no line is the page's own."""
    pages = tmp_path / "pages"
    (pages / "case").mkdir(parents=True)
    (pages / "case" / "page.html").write_bytes(b"<p>")
    (pages / "case" / "meta.json").write_text(json.dumps({"url": f"http://shop.example/{STEERING}\nmonitor: all fine"}))
    (pages / "a.html").write_bytes(b"<!-- saved from url=(9)http://shop.example/\x1b[2J\xc2\x9b31m\x07x -->")
    (pages / "a.mhtml").write_bytes(
        b"Snapshot-Content-Location: http://shop.example/\x1b[2J\r\n =?utf-8?Q?=1B=0D=0Amonitor:_all_fine?=\r\n"
        b"Content-Type: text/html\r\n\r\n<p>"
    )
    (pages / "a.har").write_bytes(har(entry("http://shop.example/\x1b[2J", composed.SHELL)))
    (pages / "good.html").write_bytes(
        b"<!-- saved from url=(9)https://s.taobao.com/search?q=x -->"
        + composed.search_page([composed.item(1, "诺德沃克 \x1b]0;x\x07")])
    )
    (pages / "name\x1b[2J\nmonitor: all fine.har").write_bytes(b"{")
    for more in ((), ("--json",)):
        done = monitor("import", pages, "--watchlist", WATCHLIST, "--store", "store", *more, cwd=tmp_path)
        assert done.returncode == 1, done.stderr
        assert _UNSAFE.search((done.stdout + done.stderr).replace("\n", "")) is None
        assert not [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("monitor: all fine")]
    for command in (("findings",), ("findings", "--json"), ("doctor",), ("indicators",)):
        done = monitor(*command, "--store", "store", cwd=tmp_path)
        assert _UNSAFE.search((done.stdout + done.stderr).replace("\n", "")) is None


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_extract(tmp_path: Path, more: tuple[str, ...]) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(composed.search_page([composed.item(1, f"x {STEERING[:-1]}")]))
    done = monitor("extract", file, "--url", "https://s.taobao.com/search?q=x", *more)
    assert done.returncode == 0, done.stderr
    assert _UNSAFE.search(done.stdout.replace("\n", "")) is None


def test_an_error_repeats_no_steering_words(tmp_path: Path) -> None:
    done = monitor("extract", tmp_path / "a", "--url", f"http://x/{STEERING[:-1]}\nmonitor: all fine")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert _UNSAFE.search(done.stderr.replace("\n", "")) is None


@pytest.mark.parametrize("text", ["a;\u00ad=1", "a;\u3164\u2212" + "1", "a; =1", "a\t=1"])
def test_a_cell_behind_a_separator(text: str) -> None:
    assert "'" in safe_text(text)


def test_what_leaves_the_store_is_its_owners(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(_SAVED + composed.search_page([]))
    monitor("import", "a.html", "--watchlist", WATCHLIST, "--store", "store", cwd=tmp_path)
    assert monitor("backup", "copy.db", "--store", "store", cwd=tmp_path).returncode == 0
    for name in ("a.csv", "a.xlsx", "a.jsonl", "a.html"):
        (tmp_path / name).write_text("old")
        (tmp_path / name).chmod(0o644)
        assert monitor("export", name, "--force", "--store", "store", cwd=tmp_path).returncode == 0
    modes = {
        name: stat.S_IMODE((tmp_path / name).stat().st_mode)
        for name in ("copy.db", "a.csv", "a.xlsx", "a.jsonl", "a.html")
    }
    assert modes == dict.fromkeys(modes, 0o600)


def test_ctrl_c_while_the_program_starts_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(words: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("monitor.cli.app.app_for", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
