"""Names of codes that another version of the program may have written."""

from collections.abc import Mapping


def name_of(names: Mapping[str, str], code: str) -> str:
    """The name of a code; a code that nobody knows is shown as it stands."""
    return names.get(code) or code.replace("_", " ")
