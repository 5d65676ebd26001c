"""An unknown marketplace is one line with what is known and what was probably meant, wherever it is named."""

from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.errors import InputError, expected
from monitor.marketplaces import MARKETPLACES, check_marketplace


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(InputError, match=r"^marketplace 'taoboa' is unknown; expected one of taobao, .*; did you mean"):
        check_marketplace("taoboa")
    assert check_marketplace("taobao") == "taobao"
    assert expected("x" * 100_000, ["a", "b"]) == "expected one of a, b"


def test_the_settings_file_says_where(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[site.amazn]\ndelay = 5.0\n")
    with pytest.raises(InputError, match=r"settings.toml: site.amazn: .* did you mean 'amazon'"):
        load_settings(tmp_path)


def test_places_that_are_not_searched_are_no_marketplaces() -> None:
    assert "web" not in MARKETPLACES
    with pytest.raises(InputError, match="'web' is unknown"):
        check_marketplace("web")
