"""Additions to the text of a watchlist, in which all else stays as it was, remarks too."""

import tomlkit
from tomlkit.items import Array


def with_marketplace(text: str, name: str) -> str | None:
    """The watchlist's text with the marketplace at the end of its list; None when it has no list.

    Raises `ValueError` for text that is not TOML.
    """
    document = tomlkit.parse(text)
    marketplaces = document.get("marketplaces")
    if not isinstance(marketplaces, Array):
        return None
    marketplaces.append(name)
    return tomlkit.dumps(document)


def authorised_seller_lines(marketplace: str, name: str | None, seller_id: str | None) -> list[str]:
    """The lines, to be put below a brand, that make a vendor one of its authorised sellers."""
    seller = tomlkit.table()
    facts = {"marketplace": marketplace, "name": name, "id": seller_id}
    seller.update({key: value for key, value in facts.items() if value})
    return ["[[brand.authorised_seller]]", *tomlkit.dumps(seller).strip().split("\n")]
