"""Adding a marketplace to the text of a watchlist, in which all else stays as it was, remarks too."""

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
