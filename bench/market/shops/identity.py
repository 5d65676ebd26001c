"""By what a marketplace knows a seller: numbers, logins, addresses; its pages tell one or two of them each."""

import random
from dataclasses import dataclass

LISTED_BY = {
    "taobao": ("shop", "user", "login"),
    "jd": ("shop", "user"),
    "alibaba_1688": ("subdomain", "user", "login"),
    "aliexpress": ("shop", "user"),
}
"""The kinds of identifier that an owner may have taken from a page, by marketplace."""


@dataclass(frozen=True)
class Identity:
    """A seller's identifiers on one marketplace."""

    user: str
    """The account's number: Taobao's user id, JD's vendor number, 1688's member id, AliExpress' member number."""
    login: str
    shop: str
    """The number of the shop or store; on 1688 the account's number, which stands beside the member id."""
    subdomain: str
    name: str
    """Of the shop, or on 1688 of the company."""

    def value(self, kind: str) -> str:
        """The identifier of a kind of `LISTED_BY`."""
        return str(getattr(self, kind))


def new_identity(dice: random.Random, place: str, name: str, login: str) -> Identity:
    """Identifiers as the marketplace gives them, all different from each other."""
    digits = dice.randint
    if place == "alibaba_1688":
        user = f"b2b-{digits(10**11, 10**12 - 1)}{dice.choice('abcdef')}{digits(10, 99)}"
        return Identity(user, login, str(digits(10**8, 10**9)), f"shop{digits(10**8, 10**9):x}{digits(100, 999)}", name)
    if place == "aliexpress":
        return Identity(str(digits(2 * 10**9, 3 * 10**9)), login, str(digits(1_100_000_000, 1_105_000_000)), "", name)
    if place == "jd":
        return Identity(str(digits(10**4, 10**8)), login, str(digits(10**4, 10**8)), "", name)
    shop = str(digits(10**7, 6 * 10**8))
    return Identity(str(digits(10**8, 4 * 10**9)), login, shop, f"shop{shop}", name)
