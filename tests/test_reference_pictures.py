"""The owner's pictures of genuine goods: named in the watchlist, checked, kept at a run, an import or `assess`."""

import io
from pathlib import Path

import pytest
from PIL import Image

from monitor.errors import WatchlistError
from monitor.judging.rejudge import rejudge
from monitor.pictures.limits import MAX_PICTURE_BYTES
from monitor.runs.reference_pictures import check_reference_pictures, keep_reference_pictures
from monitor.store.read.pictures import reference_picture_of
from monitor.watchlist import load_watchlist
from tests.commands import WATCHLIST, monitor
from tests.store_helper import finding, listing, make_store, visit

_TEXT = """
[[brand]]
name = "Nordwerk"
picture = "nordwerk.png"
[[brand.product]]
name = "X200"
picture = "in/x200.jpg"
[[brand.product]]
name = "M5"
"""


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    """A watchlist with two pictures beside it."""
    path = tmp_path / "watchlist.toml"
    path.write_text(_TEXT)
    (tmp_path / "in").mkdir()
    Image.new("RGB", (300, 200), "red").save(tmp_path / "nordwerk.png")
    Image.new("RGB", (200, 300), "blue").save(tmp_path / "in" / "x200.jpg")
    return path


def test_pictures_are_kept_by_product(tmp_path: Path, watchlist: Path) -> None:
    """Also where a folder of watchlists is given; one that is taken out of the watchlist is gone."""
    store = make_store(tmp_path, [visit((listing("1"), finding()))])
    for path in (watchlist, tmp_path):
        assert keep_reference_pictures(store, load_watchlist(watchlist), path) == []
        with store.read() as connection:
            shown = [reference_picture_of(connection, "nordwerk", product) for product in (None, "X200", "M5")]
        assert [(one.width, one.height) for one in shown if one] == [(300, 200), (200, 300), (300, 200)]
    watchlist.write_text(_TEXT.replace('picture = "nordwerk.png"', ""))
    keep_reference_pictures(store, load_watchlist(watchlist), watchlist)
    with store.read() as connection:
        assert reference_picture_of(connection, "nordwerk", "M5") is None
        assert reference_picture_of(connection, "nordwerk", "X200") is not None
    store.close()


def test_a_picture_changes_no_rule(tmp_path: Path, watchlist: Path) -> None:
    """Nothing is judged by it, so nothing is judged anew for it."""
    store = make_store(tmp_path, [visit((listing("1"), finding()))])
    rejudge(store, load_watchlist(watchlist))
    watchlist.write_text(_TEXT.replace("nordwerk.png", "other.png").replace('picture = "in/x200.jpg"', ""))
    assert not rejudge(store, load_watchlist(watchlist)).whole
    store.close()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (None, "no such file"),
        (b"<svg/>", "not a picture"),
        (b"", "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (bytes(MAX_PICTURE_BYTES + 1), "too large"),
    ],
)
def test_check_says_what_is_wrong(watchlist: Path, body: bytes | None, says: str) -> None:
    """One line, with the key, the file and what was expected."""
    file = watchlist.parent / "in" / "x200.jpg"
    file.unlink()
    if body is not None:
        file.write_bytes(body)
    (line,) = check_reference_pictures(load_watchlist(watchlist), watchlist)
    assert line.startswith(f"brand 1 (Nordwerk).product 1 (X200).picture: {file}: ")
    assert says in line
    assert "expected" in line
    done = monitor("check", watchlist)
    assert done.returncode == 2
    assert done.stderr.strip() == f"monitor: {watchlist}: {line}"


def test_a_picture_that_is_too_much_is_a_line(watchlist: Path) -> None:
    stream = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(stream, "PNG")
    (watchlist.parent / "nordwerk.png").write_bytes(stream.getvalue())
    (line,) = check_reference_pictures(load_watchlist(watchlist), watchlist)
    assert "too many pixels" in line


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.png", "in/../../x.png", "in\\\\x.png", "C:\\\\x.png"])
def test_only_files_below_the_watchlist(watchlist: Path, name: str) -> None:
    """A watchlist from elsewhere can't take pictures from anywhere on the disk."""
    watchlist.write_text(_TEXT.replace("nordwerk.png", name))
    with pytest.raises(WatchlistError, match="below the watchlist's folder"):
        load_watchlist(watchlist)


def test_assess_takes_over_and_goes_on_without(tmp_path: Path, watchlist: Path) -> None:
    """What is missing is said, and nothing else changes."""
    store = make_store(tmp_path, [visit((listing("1"), finding()))])
    (watchlist.parent / "nordwerk.png").unlink()
    done = monitor("assess", watchlist, "--store", store.root)
    assert done.returncode == 0
    assert "nordwerk.png: no such file" in done.stderr
    with store.read() as connection:
        assert reference_picture_of(connection, "nordwerk") is None
        assert reference_picture_of(connection, "nordwerk", "X200") is not None
    store.close()


def test_the_demo_s_watchlist_names_pictures() -> None:
    assert check_reference_pictures(load_watchlist(WATCHLIST), WATCHLIST) == []
    assert sum(bool(brand.picture) for brand in load_watchlist(WATCHLIST).brand) == 2
