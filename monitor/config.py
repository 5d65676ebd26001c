"""`settings.toml` of a store: how to work (who asks, how fast, how much). Brand facts stand in the watchlist."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from monitor.errors import InputError
from monitor.marketplaces import PLACES, check_marketplace

FILE = "settings.toml"
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class SiteSettings(BaseModel):
    """How to work on one marketplace."""

    model_config = ConfigDict(extra="forbid", strict=True)
    delay: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 3.0
    """Seconds between an answer and the next request at least; up to half as long again at random."""
    detail_pages: Annotated[int, Field(ge=0)] = 20
    """Most listing pages to read in one run."""
    daily_budget: Annotated[int, Field(ge=1)] | None = None
    """Most requests on one day (None: 2000 for a live site)."""
    quiet_hours: str | None = None
    """When the site is not asked, such as "22:00-06:00"."""
    fetch: Literal["http", "browser", "auto"] = "auto"
    """How pages are fetched. `auto`: a page that only a browser can show is asked for again in the browser, if there is
    one; after `monitor login` all are."""
    domain: str | None = None
    """The national domain to ask, such as "amazon.de"; None: the marketplace's usual one."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    """What "$", "¥" and bare numbers mean there; None: the domain's own currency."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = None
    """The language in which pages are asked for (`Accept-Language`); None: the domain's own."""
    robots_override: Annotated[str, Field(min_length=10)] | None = None
    """Why robots.txt is not obeyed here (an agreement, a permission): kept with every page."""

    @field_validator("quiet_hours")
    @classmethod
    def _hours(cls, hours: str | None) -> str | None:
        if hours is not None and not _HOURS.fullmatch(hours):
            raise ValueError(f"{hours!r}: expected the hours of a day, such as 22:00-06:00")
        return hours

    @property
    def quiet_minutes(self) -> tuple[int, int] | None:
        """The quiet hours as minutes of the day; equal ones are none."""
        if self.quiet_hours is None:
            return None
        begin, end = (int(part[:2]) * 60 + int(part[3:]) for part in self.quiet_hours.split("-"))
        return (begin, end) if begin != end else None


class EvidenceSettings(BaseModel):
    """What is sealed by itself, and how long things are kept."""

    model_config = ConfigDict(extra="forbid", strict=True)
    seal: list[Literal["high", "medium", "low", "confirmed", "watch"]] = []
    """Levels and decisions at which findings are sealed by themselves; none: only on command."""
    pictures: Annotated[int, Field(ge=0, le=100)] = 10
    """Most further pictures of a listing that are sealed with its page."""
    keep_pages_days: Annotated[int, Field(ge=1)] = 30
    """How long kept pages stay that no finding needs."""
    keep_evidence_days: Annotated[int, Field(ge=1)] | None = None
    """How long sealed pages stay; None: for ever."""
    disk_limit_gb: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Most room that the store may take; None: as much as there is."""


class TimestampSettings(BaseModel):
    """An authority that stamps the ledger (RFC 3161)."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,30}$")]
    url: Annotated[str, Field(pattern=r"^https?://[^\s]{1,300}$")]
    root: str
    """File with the certificates (PEM) that are trusted to have issued the authority's, beside settings.toml."""
    policy: Annotated[str, Field(pattern=r"^\d+(\.\d+)+$")] | None = None
    """The policy (object identifier) that its stamps must name; None: any."""
    qualified: bool = False
    """Whether it is a qualified trust service of the EU (eIDAS, article 42), by the owner's word."""


class StoreSettings(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    contact: Annotated[str, Field(min_length=3, max_length=200)] | None = None
    """Address or mail that sites find in the User-Agent."""
    parallel: Annotated[int, Field(ge=1, le=4)] = 4
    """Marketplaces at once."""
    pictures: Annotated[int, Field(ge=0, le=100_000)] = 200
    """Most pictures of listings to look at in one run; 0: none."""
    timezone: str | None = None
    """Of quiet hours, budgets' days and schedules, such as "Europe/Berlin"; None: the machine's."""
    browser: str | None = None
    """Chromium's command or path; None: looked for on the system."""
    notify: list[str] = []
    """Where digests of scheduled runs go: addresses in Apprise's form (mail, Slack, Teams, DingTalk, WeCom …)."""
    site: dict[str, SiteSettings] = {}
    evidence: EvidenceSettings = EvidenceSettings()
    timestamp: list[TimestampSettings] = []
    """Each batch of the ledger is stamped by all of them."""

    @field_validator("timestamp")
    @classmethod
    def _named_once(cls, authorities: list[TimestampSettings]) -> list[TimestampSettings]:
        names = [authority.name for authority in authorities]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two authorities are named {twice!r}; name each differently")
        return authorities

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str | None) -> str | None:
        if name is not None and name not in available_timezones():
            raise ValueError(f"{name!r} is no time zone; expected one such as Europe/Berlin or Asia/Shanghai")
        return name

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone; None: the machine's."""
        return ZoneInfo(self.timezone) if self.timezone else None

    def needed_contact(self) -> str:
        """The contact, for what asks live sites. Raises `InputError` when there is none."""
        if self.contact is None:
            raise InputError(
                "settings.toml of the store: contact is missing; sites must be able to reach you: "
                'write contact = "you@firm.example"'
            )
        return self.contact

    def of(self, marketplace: str) -> SiteSettings:
        """The settings of one marketplace."""
        return self.site.get(marketplace, SiteSettings())


def default_store() -> Path:
    """The store's folder where none is named: `$MONITOR_STORE`, else ./monitor-data."""
    return Path(os.environ.get("MONITOR_STORE") or "monitor-data")


def load_settings(root: Path) -> StoreSettings:
    """Read the store's settings; the defaults when there is no file. Raises `InputError`."""
    path = root / FILE
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return StoreSettings()
    except (OSError, ValueError, RecursionError) as error:  # ValueError: no TOML, no UTF-8, or a number without end
        raise InputError(f"{path}: not valid TOML: {str(error)[:300]}") from None
    sites = data.get("site", {})
    if not isinstance(sites, dict):
        raise InputError(f"{path}: site: expected a table per marketplace, such as [site.taobao]; see docs/settings.md")
    for name in sites:
        check_marketplace(name[:60], PLACES, f"{path}: site.{name[:60]}: ")
    try:
        return StoreSettings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where, what = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
        raise InputError(f"{path}: {where}: {what}; see docs/settings.md") from None
