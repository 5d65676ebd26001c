"""`monitor login`: a person logs in by hand, in a real browser window; the crawler's browser uses that login."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.options import DEFAULT_STORE, StoreOption
from monitor.cli.output import say
from monitor.config import load_settings
from monitor.crawling.registry import spider_class
from monitor.errors import InputError
from monitor.fetch.chromium import find_browser
from monitor.fetch.session_secrets import profile_of
from monitor.marketplaces import check_marketplace

_WARNING = """\
Before you log in to {name}:
- Its terms may forbid automated use, logged in or not. It may close your account. Ask your lawyer first.
- Use your own account, never one made up for this. You solve what the site asks of you; the program never does.
- Pages fetched with your login may show your name and address. Name such words now: they are replaced by (private) in
  everything that is kept. The login itself stays in {profile}, readable by you alone; it is
  as good as your password, so leave that folder out of backups and never hand it on."""
_OPEN = "The window is open: log in, and close it when you are done."


def login(
    marketplace: Annotated[str, typer.Argument(help="The marketplace's id, such as taobao.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Open a browser window in which you log in by hand; pages that need a login are then fetched with it.

    Example: monitor login taobao --store monitor-data
    """
    check_marketplace(marketplace)
    settings = load_settings(store)
    browser = find_browser(settings.browser)
    if browser is None:
        raise InputError("no Chromium was found: apt-get install chromium, or name it in settings.toml (browser = …)")
    contact = settings.needed_contact()
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise InputError("a window needs a display, and there is none: run this on a desktop, or with `ssh -X`")
    profile = profile_of(store.resolve(), marketplace)
    for line in _WARNING.format(name=marketplace, profile=profile).split("\n"):
        say(line)
    if not typer.confirm("Do you accept this, and go on?", default=False, err=True):
        say("Nothing was changed.")
        return
    _make(profile, _ask_private_words())
    address = f"https://{spider_class(marketplace).allowed_domains[0]}/"
    from monitor.fetch.login_window import open_window

    asyncio.run(open_window(browser, profile, address, contact, lambda: say(_OPEN)))
    (profile / "ready").touch(mode=0o600)
    say(f"{marketplace}: pages are fetched with this login from now on; delete {profile} to end that.")


def _ask_private_words() -> list[str]:
    say("Words that are about you (account name, your name, address), one per line; an empty line ends:")
    words = []
    while word := typer.prompt("", default="", show_default=False, prompt_suffix="> ", err=True).strip():
        words.append(word)
    return words


def _make(profile: Path, words: list[str]) -> None:
    profile.mkdir(parents=True, exist_ok=True)
    for folder in (profile.parent, profile):
        folder.chmod(0o700)
    file = profile / "private.txt"
    file.touch(mode=0o600)
    file.write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
