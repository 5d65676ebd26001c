"""Where the system's Chromium is, and how it is started."""

import os
import shutil
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser(named: str | None) -> Path | None:
    """Chromium as the settings name it, or as the system has it; None when there is none."""
    found = next((path for name in ([named] if named else _NAMES) if (path := shutil.which(name))), None)
    return Path(found) if found else None


def browser_arguments() -> list[str]:
    """No way past the proxy (QUIC, WebRTC); no sandbox for root, for whom it does not work."""
    arguments = ["--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"]
    return arguments + (["--no-sandbox"] if os.geteuid() == 0 else [])
