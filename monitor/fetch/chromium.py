"""Where the system's Chromium is, and how it is started."""

import os
import shutil
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser(named: str | None) -> Path | None:
    """Chromium as the settings name it, or as the system has it; None when there is none."""
    command = next((path for name in ([named] if named else _NAMES) if (path := shutil.which(name))), None)
    return Path(command) if command else None


def browser_arguments() -> list[str]:
    """Close the ways past the proxy (QUIC, WebRTC). Without its sandbox for root, which can't use it."""
    arguments = ["--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"]
    return arguments + (["--no-sandbox"] if os.geteuid() == 0 else [])
