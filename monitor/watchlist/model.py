"""The watchlist as typed data: every key of the TOML file is a field, which pydantic checks strictly."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from monitor.marketplaces import DEFAULT_MARKETPLACES, MARKETPLACES, PLACES

if TYPE_CHECKING:
    Marketplace: TypeAlias = str
    Place: TypeAlias = str
else:
    Marketplace, Place = Literal[MARKETPLACES], Literal[PLACES]
RightKind = Literal["trade mark", "copyright", "invention patent", "utility model", "design"]


def _one_line(text: str) -> str:
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise ValueError("expected one line of text without control characters")
    return text


def _visible(name: str) -> str:
    """A name has a letter, digit or symbol that can be seen (punctuation alone names nothing)."""
    inked = (char for char in name if char not in "\u115f\u1160\u2800\u3164\uffa0")
    if not any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "So" for char in inked):
        raise ValueError("expected a name with at least one letter or digit")
    return name


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)]
Name = Annotated[Text, AfterValidator(_visible)]


def _below(name: str) -> str:
    """A path that leads nowhere but below the watchlist's folder."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name:
        raise ValueError('expected a file below the watchlist\'s folder, such as "pictures/x200.png"')
    return name


PictureFile = Annotated[Text, AfterValidator(_below)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


_PRICE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")


def _decimal(value: Any) -> Decimal:
    """A price above 0 with at most four decimals; a float is read by its shortest text, so `189.1` is exactly that."""
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal) or not _PRICE.fullmatch(text):
        raise ValueError('expected a price such as "189.00"')
    if Decimal(text) == 0:
        raise ValueError("expected a price above 0")
    return Decimal(text)


Money = Annotated[Decimal, BeforeValidator(_decimal)]


def _day(value: Any) -> Any:
    """A date; text is read too, since plans keep the watchlist as JSON."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("expected a date such as 2031-05-01") from None


Day = Annotated[date, BeforeValidator(_day)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Product(_Table):
    """A product of the brand; `reference_price` is its ordinary retail price, `wholesale_price` what dealers pay."""

    name: Name
    aliases: list[Name] = []
    reference_price: Money | None = None
    wholesale_price: Money | None = None
    currency: Currency | None = None
    picture: PictureFile | None = None
    """How it looks: a file below the watchlist's folder."""

    @model_validator(mode="after")
    def _price_has_currency(self) -> Self:
        if self.currency is None and (self.reference_price is not None or self.wholesale_price is not None):
            raise ValueError('a price needs a currency beside it, such as currency = "EUR"')
        return self


class Right(_Table):
    """A registered right. Platforms ask for its number and document before they take anything down."""

    kind: RightKind
    number: Text
    jurisdiction: Text
    classes: list[Annotated[int, Field(ge=1, le=45)]] = []
    valid_until: Day | None = None
    document: Text | None = None


class AuthorisedSeller(_Table):
    """A seller who may sell the brand on one marketplace, known by id, name or both."""

    marketplace: Place
    id: Text | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _has_id_or_name(self) -> Self:
        if self.id is None and self.name is None:
            raise ValueError("expected an id, a name or both")
        return self


class Points(_Table):
    """A brand's points and thresholds where they differ from the program's own (docs/how-it-judges.md)."""

    points: dict[str, Annotated[int, Field(ge=-1000, le=1000)]] = {}
    high: Annotated[int, Field(ge=1, le=10_000)] | None = None
    medium: Annotated[int, Field(ge=1, le=10_000)] | None = None
    strong_price_ratio: Annotated[float, Field(gt=0, lt=1)] | None = None
    mild_price_ratio: Annotated[float, Field(gt=0, lt=1)] | None = None


class Brand(_Table):
    """A brand: its names, goods, products, rights and sellers, and what is searched and how it is judged."""

    id: Slug = ""
    name: Name
    chinese: list[Name] = []
    aliases: list[Name] = []
    weak_names: list[Name] = []
    not_names: list[Name] = []
    categories: list[Text] = []
    home_country: Text | None = None
    picture: PictureFile | None = None
    """How the brand's goods look, as a product's."""
    keywords_off: list[Text] = []
    keywords_on: list[Text] = []
    judging: Points = Points()
    product: list[Product] = []
    right: list[Right] = []
    authorised_seller: list[AuthorisedSeller] = []

    @model_validator(mode="before")
    @classmethod
    def _default_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and "id" not in data and isinstance(data.get("name"), str):
            return {**data, "id": slug(data["name"])}
        return data

    @property
    def names(self) -> list[str]:
        """All names that count by themselves: official, Chinese, aliases."""
        return [self.name, *self.chinese, *self.aliases]


NOT_JUDGED: Any = {"picture": True, "product": {"__all__": {"picture": True}}}
"""What of a brand people look at and nothing is judged by: left out of the digests that say whether rules changed."""


class Watchlist(_Table):
    """The brands, and the marketplaces to search."""

    marketplaces: list[Marketplace] = list(DEFAULT_MARKETPLACES)
    brand: list[Brand] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [brand.id for brand in self.brand]
        double = sorted({i for i in ids if ids.count(i) > 1})
        if double:
            raise ValueError(f"two brands have the id {', '.join(double)}: give one of them another `id`")
        return self


def slug(name: str) -> str:
    """The default id of a brand: its name in small ASCII letters; a name without any becomes its code points."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return plain[:64] or "u" + "-".join(f"{ord(char):x}" for char in name.strip())[:60]
