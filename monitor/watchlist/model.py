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
RightStatus = Literal["registered", "application"]
OwnerKind = Literal["firm", "person"]


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


def leads_below(name: str) -> bool:
    """Whether a path leads nowhere but below the watchlist's folder."""
    return not name.startswith("/") and ".." not in PurePosixPath(name).parts and "\\" not in name


def _picture_below(name: str) -> str:
    if not leads_below(name):
        raise ValueError('expected a file below the watchlist\'s folder, such as "pictures/x200.png"')
    return name


def _document_below(name: str) -> str:
    if not leads_below(name):
        raise ValueError('expected a file below the watchlist\'s folder, such as "documents/power.pdf"')
    return name


def _email(address: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise ValueError('expected an e-mail address, such as "ip@nordwerk.example"')
    return address


PictureFile = Annotated[Text, AfterValidator(_picture_below)]
DocumentFile = Annotated[Text, AfterValidator(_document_below)]
Email = Annotated[Text, AfterValidator(_email)]
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
    """A right. Platforms ask for its number and documents before they take anything down."""

    kind: RightKind
    number: Text | None
    """None: of a copyright that is not registered."""
    jurisdiction: Text
    status: RightStatus = "registered"
    holder: Text | None = None
    """Who it is registered for; None: not told."""
    title: Text | None = None
    """Of a work that is protected by copyright; of a trade mark, the mark in words."""
    first_published: Day | None = None
    classes: list[Annotated[int, Field(ge=1, le=45)]] = []
    registered_on: Day | None = None
    valid_until: Day | None = None
    document: Text | None = None
    """The certificate. Any text: older watchlists say here where a copy lies."""
    extension: DocumentFile | None = None
    """Of an international registration (Madrid): the certificate that it extends to China."""
    renewal: DocumentFile | None = None
    translation: DocumentFile | None = None
    """Of the documents into English or Chinese."""

    @model_validator(mode="before")
    @classmethod
    def _copyright_needs_no_number(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("kind") == "copyright" and data.get("number") in (None, ""):
            return {**data, "number": None}
        return data

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.number is None and self.kind != "copyright":
            raise ValueError("only a copyright can be without a number")
        if self.status == "application" and self.registered_on is not None:
            raise ValueError('an application has no registered_on; of a registered right, status is "registered"')
        if self.registered_on is not None and self.valid_until is not None and self.valid_until < self.registered_on:
            raise ValueError("valid_until lies before registered_on")
        return self


class Owner(_Table):
    """Who files complaints: the owner of the rights, and the agent who acts for the owner, if one does."""

    name: Name
    kind: OwnerKind
    email: Email | None = None
    identity: DocumentFile | None = None
    """Business licence of a firm; passport or identity card of a person."""
    agent: Name | None = None
    """None: the owner files."""
    agent_authorisation: DocumentFile | None = None
    agent_authorisation_until: Day | None = None
    """Its last day; None: it has no end."""

    @model_validator(mode="after")
    def _authorisation_has_agent(self) -> Self:
        if self.agent is None and (self.agent_authorisation or self.agent_authorisation_until) is not None:
            raise ValueError('an agent_authorisation needs the agent\'s name beside it, such as agent = "…"')
        return self


class AuthorisedSeller(_Table):
    """A seller who may sell the brand on one marketplace, known by id, name or both.

    `id`: any identifier that the marketplace has of the seller: a number, a login, what its shop's address has of its
    own.
    """

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
    sellers_complete: bool = False
    """Whether `authorised_seller` names them all: where it names none of a marketplace, nobody there is authorised."""

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


NOT_JUDGED: Any = {"picture": True, "right": True, "product": {"__all__": {"picture": True}}}
"""What of a brand nothing is judged by: left out of the digests that say whether rules changed."""


class Watchlist(_Table):
    """The brands, the marketplaces to search, and who files complaints."""

    marketplaces: list[Marketplace] = list(DEFAULT_MARKETPLACES)
    owner: Owner | None = None
    brand: list[Brand] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _empty_owner_is_none(cls, data: Any) -> Any:
        """The form leaves the heading of an owner whose fields were all emptied."""
        return {**data, "owner": None} if isinstance(data, dict) and data.get("owner") == {} else data

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
