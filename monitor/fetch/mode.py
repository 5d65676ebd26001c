"""How a marketplace's pages are fetched: plainly, with the browser, or with the browser where a page needs it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scrapy.http import Response

from monitor.config import StoreSettings
from monitor.fetch.chromium import find_browser
from monitor.fetch.session_secrets import has_session, profile_of
from monitor.model import PageVisit
from monitor.page_reasons import PageReason


@dataclass(frozen=True)
class Fetching:
    """`browser`: Chromium, None when there is none; `profile`: a person's login, None when there is none."""

    mode: Literal["http", "browser", "auto"]
    browser: Path | None
    profile: Path | None

    @property
    def starts_in_browser(self) -> bool:
        """Whether pages are asked for in the browser from the start: who logged in, did it for that."""
        return self.browser is not None and (
            self.mode == "browser" or (self.mode == "auto" and self.profile is not None)
        )

    def needs_browser(self, visit: PageVisit, response: Response) -> bool:
        """Whether a page that was fetched plainly is to be asked for again, in the browser that there is."""
        if self.mode != "auto" or self.browser is None or response.meta.get("browser"):
            return False
        return visit.reason == PageReason.SCRIPT_SHELL


def fetching_for(marketplace: str, settings: StoreSettings, store: Path) -> Fetching:
    """How a store's crawler fetches a marketplace's pages."""
    profile = profile_of(store.resolve(), marketplace)
    return Fetching(
        settings.of(marketplace).fetch, find_browser(settings.browser), profile if has_session(profile) else None
    )
