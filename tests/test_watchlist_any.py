"""Any file is either a watchlist or a list of problems, each of one clear line."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import WatchlistError
from monitor.watchlist import Watchlist
from tests.test_watchlist import _load, _problems


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=199).map(lambda text: f"n{text}"))
def test_any_name_has_an_id(name: str) -> None:
    assert Watchlist.model_validate({"brand": [{"name": name}]}).brand[0].id


KEYS = st.sampled_from(
    "marketplaces brand id name chinese aliases product right authorised_seller judging points high kind number "
    "classes valid_until marketplace reference_price currency nme".split()
) | st.text(max_size=5)
VALUE = st.recursive(
    st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool | str):
        return json.dumps(value)
    return value.isoformat() if isinstance(value, date) else str(value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, VALUE, max_size=4), st.booleans())
def test_any_toml(tmp_path: Path, data: dict[str, Any], nested: bool) -> None:
    """Anything is either a watchlist or a list of problems."""
    if nested:
        data = {"brand": [{"name": "x", **data, "product": [data], "right": [data], "authorised_seller": [data]}]}
    text = "\n".join(f"{json.dumps(key)} = {_toml(value)}" for key, value in data.items())
    try:
        tomllib.loads(text)
        watchlist = _load(tmp_path, text.encode("utf-8", "surrogatepass"))
    except (WatchlistError, tomllib.TOMLDecodeError):
        assert _problems(tmp_path, text.encode("utf-8", "surrogatepass"))
    else:
        assert watchlist.brand


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
def test_any_bytes(tmp_path: Path, body: bytes) -> None:
    assert _problems(tmp_path, body)
