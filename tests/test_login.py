"""`monitor login`: a warning, a yes, the private words, a real window (on a virtual display) that the person closes."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from monitor.fetch.chromium import find_browser
from monitor.fetch.session_secrets import has_session, private_words, profile_of
from tests.commands import processes
from tests.store_helper import run

_SETTINGS = 'contact = "brand@firm.example"\n'


def _windows(profile: Path) -> list[int]:
    own = f"--user-data-dir={profile / 'chromium'}".encode()
    return [process for process, line in processes() if own in line and b"--type=" not in line]


@pytest.mark.skipif(
    find_browser(None) is None or shutil.which("xvfb-run") is None, reason="no Chromium or no virtual display"
)
def test_a_person_logs_in(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(_SETTINGS)
    profile = profile_of(tmp_path.resolve(), "taobao")
    command = ["xvfb-run", "-a", sys.executable, "-m", "monitor", "login", "taobao", "--store", str(tmp_path)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdin is not None
        process.stdin.write("y\n张采购\nBeispielweg 7\n\n")
        process.stdin.flush()
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "The window is open" in line:
                break
        assert _windows(profile), said
        assert not has_session(profile), "not before the window is closed"
        for window in _windows(profile):  # Debian's wrapper too
            os.kill(window, signal.SIGTERM)
        assert process.wait(timeout=60) == 0, process.stderr.read()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    err = "".join(said)
    assert "may forbid automated use" in err
    assert "may close your account" in err
    assert has_session(profile)
    assert private_words(profile) == ["张采购", "Beispielweg 7"]
    assert stat.S_IMODE(profile.stat().st_mode) == 0o700
    assert stat.S_IMODE((profile / "private.txt").stat().st_mode) == 0o600


def test_what_is_missing_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for settings, words, marketplace in (
        ("", "contact is missing", "taobao"),
        (_SETTINGS, "a window needs a display", "taobao"),
        ('browser = "no-such-browser"\n', "no Chromium", "taobao"),
        (_SETTINGS, "unknown; expected one of", "taobo"),
    ):
        (tmp_path / "settings.toml").write_text(settings)
        if "browser" not in settings and find_browser(None) is None:
            continue
        code, _, err = run(monkeypatch, capfd, "login", marketplace, "--store", tmp_path)
        assert (code, err.count("\n")) == (2, 1), err
        assert words in err


def test_no_is_no(tmp_path: Path) -> None:
    """Nothing is made before the yes."""
    (tmp_path / "settings.toml").write_text(f'{_SETTINGS}browser = "true"\n')
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "login", "taobao", "--store", str(tmp_path)], input="n\n", text=True,
        capture_output=True, env={**os.environ, "DISPLAY": ":1"}, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    assert "Nothing was changed" in done.stderr
    assert not (tmp_path / "browser").exists()
