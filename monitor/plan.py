"""What a run is to do: kept in its row, so that a crawler process, or a resumed run, needs nothing else."""

from datetime import datetime
from typing import Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from monitor.model import Method, NameCompany
from monitor.watchlist import Brand, Watchlist


class SavedFile(BaseModel):
    """A page that a person saved and handed in, with what is known of it."""

    model_config = ConfigDict(frozen=True)
    path: str
    url: str
    marketplace: str
    sha256: str
    """Of the file as handed in."""
    saved: datetime
    """UTC; the saved page's own date where it tells one, else the file's time."""
    status: int = 200
    content_type: str | None = None
    part: int | None = Field(None, validation_alias=AliasChoices("part", "warc_offset"))
    """Its place inside a WARC, MHTML or HAR file."""
    answers: tuple[int, ...] = ()
    """The places there of the data that the page itself asked for."""


class Plan(BaseModel):
    """The whole plan of a run."""

    model_config = ConfigDict(frozen=True)
    method: Method
    watchlist: Watchlist
    marketplaces: list[str]
    max_pages: int
    """Pages per search."""
    brand: str | None = None
    """Search for this brand only (id); all brands are matched."""
    keyword: str | None = None
    """Search for these words only."""
    replay: str | None = None
    """Folder or WARC file that answers instead of the net."""
    origins: dict[str, str] = {}
    """Stand-ins: marketplace to address."""
    ordinary: list[str] = []
    """Words near the brands' names that titles seen before showed to be ordinary ones: no misspelt names."""
    company: dict[str, NameCompany] = {}
    """By brand id: words beside its name that titles seen before showed to speak for or against the brand."""
    saved: list[SavedFile] = []
    handed_in_by: str | None = None

    @property
    def brands(self) -> list[Brand]:
        """The brands to search for."""
        return [brand for brand in self.watchlist.brand if self.brand in (None, brand.id)]

    @property
    def kind(self) -> Literal["live", "replay", "stand-in"]:
        """The kind of store that the run's pages may go to."""
        if self.method == "replay":
            return "replay"
        return "stand-in" if self.origins else "live"
