"""`settings.toml` of a store: how to work (who asks, how fast, how much). Brand facts stand in the watchlist."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from monitor.errors import InputError
from monitor.listing import MARKETPLACES

FILE = "settings.toml"


class SiteSettings(BaseModel):
    """How to work on one marketplace."""

    model_config = ConfigDict(extra="forbid", strict=True)
    delay: Annotated[float, Field(ge=0)] = 3.0
    """Seconds between two requests, before jitter (0.5 to 1.5 times)."""
    detail_pages: Annotated[int, Field(ge=0)] = 20
    """Most listing pages to read in one run."""


class StoreSettings(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    contact: Annotated[str, Field(min_length=3, max_length=200)] | None = None
    """Address or mail that sites find in the User-Agent."""
    parallel: Annotated[int, Field(ge=1, le=4)] = 4
    """Marketplaces at once."""
    site: dict[str, SiteSettings] = {}

    def of(self, marketplace: str) -> SiteSettings:
        """The settings of one marketplace."""
        return self.site.get(marketplace, SiteSettings())


def load_settings(root: Path) -> StoreSettings:
    """Read the store's settings; the defaults when there is no file. Raises `InputError`."""
    path = root / FILE
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return StoreSettings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not valid TOML: {error}") from None
    unknown = [name for name in data.get("site", {}) if name not in MARKETPLACES]
    if unknown:
        raise InputError(f"{path}: site.{unknown[0]}: unknown marketplace; expected one of {', '.join(MARKETPLACES)}")
    try:
        return StoreSettings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}; see docs/deployment.md"
        ) from None
