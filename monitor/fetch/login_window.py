"""A browser window for a person: with the profile that the crawler's browser uses, and the same guarded way out."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import async_playwright

from monitor.fetch.chromium import browser_arguments
from monitor.fetch.public_proxy import PublicAddressProxy
from monitor.settings import user_agent


async def open_window(browser: Path, profile: Path, address: str, contact: str, on_open: Callable[[], None]) -> None:
    """Open a window at `address` and come back when the person has closed it."""
    proxy = PublicAddressProxy()
    server = await proxy.start()
    closed = asyncio.Event()
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            str(profile / "chromium"),
            headless=False,
            executable_path=str(browser),
            args=browser_arguments(),
            proxy={"server": server, "bypass": "<-loopback>"},
            # as the crawler will say it: a site that minds should mind now
            user_agent=user_agent(contact),
            no_viewport=True,
        )
        context.on("close", lambda _: closed.set())
        page = context.pages[0] if context.pages else await context.new_page()
        opening = asyncio.ensure_future(page.goto(address))
        opening.add_done_callback(lambda done: done.cancelled() or done.exception())  # the window itself shows it
        on_open()
        await closed.wait()
        opening.cancel()
    await proxy.close()
