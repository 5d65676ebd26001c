"""The rules of platforms and of the law as dated data: a file for each, each line with its source and its certainty.

What no source says is absent: a wrong notice makes its sender liable.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

ANY = "*"
"""In a list of marketplaces or jurisdictions: all of them."""


class Rule(BaseModel):
    """One rule of a platform, while it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: Annotated[str, Field(min_length=1)]
    value: Any
    valid_from: Annotated[date, Field(alias="from")]
    valid_until: Annotated[date | None, Field(alias="until")] = None
    """The first day on which it holds no more; None: it still does."""
    only: tuple[str, ...] = (ANY,)
    """The marketplaces of the platform for which it holds."""
    source: Annotated[str, Field(min_length=5)]
    certainty: Literal["certain", "inferred", "check"]
    """certain: the platform, a law or an official report says it; inferred: it follows; check: a weak source."""

    def holds(self, marketplace: str, day: date) -> bool:
        """Whether it is in force for a marketplace on a day."""
        return (ANY in self.only or marketplace in self.only) and (
            self.valid_from <= day and (self.valid_until is None or day < self.valid_until)
        )


class Rules(BaseModel):
    """Who makes rules, with those of all days."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    marketplaces: tuple[str, ...]
    rule: tuple[Rule, ...]

    @model_validator(mode="after")
    def _one_rule_a_day(self) -> "Rules":
        """No two rules of a key hold for the same marketplace on the same day."""
        for index, first in enumerate(self.rule):
            for second in self.rule[index + 1 :]:
                if first.key == second.key and _meet(first, second) and first.value != second.value:
                    raise ValueError(f"two rules {first.key!r} hold at once (from {second.valid_from})")
        return self

    def serves(self, marketplace: str) -> bool:
        """Whether they are made for a marketplace."""
        return ANY in self.marketplaces or marketplace in self.marketplaces

    def find(self, key: str, marketplace: str, day: date) -> Rule | None:
        """The rule in force; None: no source says it, so the filer chooses in the portal."""
        return next((rule for rule in self.rule if rule.key == key and rule.holds(marketplace, day)), None)

    def value(self, key: str, marketplace: str, day: date) -> Any:
        """The value of the rule in force, or None."""
        rule = self.find(key, marketplace, day)
        return None if rule is None else rule.value


class Platform(Rules):
    """Where complaints are filed. It serves the marketplaces about whose listings they are."""

    operator: str
    portal: str
    """Its address, or in words where it is found."""
    calendar: Literal["CN", "EU"]
    """Whose working days count."""


class Law(Rules):
    """What authorities and courts of a jurisdiction do beside the platforms."""


def _meet(first: Rule, second: Rule) -> bool:
    sites = ANY in (*first.only, *second.only) or not set(first.only).isdisjoint(second.only)
    return sites and (
        (first.valid_until is None or second.valid_from < first.valid_until)
        and (second.valid_until is None or first.valid_from < second.valid_until)
    )


@cache
def platforms() -> dict[str, Platform]:
    """All platforms by id, which is the name of their file."""
    return {name: Platform.model_validate(told) for name, told in _read("rules").items()}


@cache
def laws() -> dict[str, Law]:
    """The law beside the platforms' own rules, by jurisdiction, which is the name of its file."""
    return {name: Law.model_validate(told) for name, told in _read("law").items()}


def _read(folder: str) -> dict[str, Any]:
    found = sorted(files("monitor.casework").joinpath(folder).iterdir(), key=lambda file: file.name)
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in found
        if file.name.endswith(".toml")
    }


def platforms_for(marketplace: str) -> dict[str, Platform]:
    """Where complaints about a marketplace's listings can be filed: its own platform first, then the general ones."""
    serving = {name: platform for name, platform in platforms().items() if platform.serves(marketplace)}
    return dict(sorted(serving.items(), key=lambda item: ANY in item[1].marketplaces))


def doubtful(rules: Iterable[Rule]) -> list[Rule]:
    """Those of the rules that the filer has to check before relying on them."""
    return [rule for rule in rules if rule.certainty != "certain"]
