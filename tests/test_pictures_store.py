"""Pictures in the store: which ones a run wants, what became of them, who shows the same one, and what doctor sees."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from monitor.doctor.store import store_checks
from monitor.evidence.snapshots import snapshot_name
from monitor.model import Listing
from monitor.pictures.decode import DecodedPicture, decode_picture
from monitor.pictures.keep import KeptPicture, keep_picture
from monitor.pictures.problems import PictureProblem
from monitor.store.read.alike import findings_alike
from monitor.store.read.findings import findings_by_id
from monitor.store.read.kept_pages import kept_digests
from monitor.store.read.pictures import (
    ShownPicture,
    copy_of_picture,
    picture_tally,
    pictures_of,
    reference_picture_of,
    waiting_pictures,
)
from monitor.store.store import Store
from monitor.store.write.pictures import record_picture, want_pictures, write_reference_pictures
from tests.store_helper import decide, finding, listing, make_store, visit


def shows(listing_id: str, *addresses: str) -> Listing:
    return listing(listing_id, f"诺德沃克 {listing_id}", image_urls=addresses)


def some_picture(store: Store, colour: str = "red") -> KeptPicture:
    stream = io.BytesIO()
    Image.new("RGB", (600, 300), colour).save(stream, "PNG")
    decoded = decode_picture(stream.getvalue())
    assert isinstance(decoded, DecodedPicture)
    return keep_picture(store.snapshots, stream.getvalue(), decoded)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Five listings: four flagged, of which two show the same picture."""
    made = make_store(
        tmp_path,
        [
            visit(
                (shows("1", "https://img.example/a.jpg", "https://img.example/b.jpg"), finding()),
                (shows("2", "https://img.example/a.jpg"), finding(level="medium")),
                (shows("3", "data:image/png;base64,AAAA", "https://img.example/c.jpg"), finding()),
                (shows("4"), finding()),
                (shows("5", "https://img.example/d.jpg"), finding(level="low")),
                (shows("6", "file:///etc/passwd"), finding()),
            )
        ],
    )
    yield made
    made.close()


def want(store: Store, run: int = 1, most: int = 200) -> dict[str, list[str]]:
    with store.write() as connection:
        want_pictures(connection, run, "taobao", most)
    with store.read() as connection:
        return {picture.url: picture.listing_keys for picture in waiting_pictures(connection, run, "taobao")}


def came(store: Store, keys: list[str], picture: KeptPicture | PictureProblem, run: int = 1, url: str = "u") -> None:
    with store.write() as connection:
        record_picture(connection, run, keys, url, picture)


def shown(store: Store) -> dict[str, ShownPicture | PictureProblem]:
    with store.read() as connection:
        return pictures_of(connection, [f"taobao:{number}" for number in range(1, 8)])


def test_a_run_wants_the_first_picture_of_high_and_medium_findings(store: Store) -> None:
    """One request for an address that two listings show; low findings and bad addresses are not asked for."""
    assert want(store) == {
        "https://img.example/a.jpg": ["taobao:1", "taobao:2"], "https://img.example/c.jpg": ["taobao:3"],
    }  # fmt: skip
    assert shown(store) == {
        "taobao:1": "waiting", "taobao:2": "waiting", "taobao:3": "waiting", "taobao:4": "none_on_page",
        "taobao:5": "not_fetched", "taobao:6": "bad_address",
    }  # fmt: skip


def test_a_run_wants_no_more_than_its_number_and_goes_on_where_it_stopped(store: Store) -> None:
    """The number is the run's, however often it is resumed; the next run wants the rest first."""
    first = want(store, most=1)
    assert len(first) == 1
    assert want(store, most=1) == first
    ((url, keys),) = first.items()
    came(store, keys, some_picture(store), url=url)
    assert want(store, most=1) == {}
    make_run(store)
    everything = {"taobao:1", "taobao:2", "taobao:3"}
    assert {key for keys in want(store, run=2).values() for key in keys} == everything - set(keys)


def test_pictures_that_are_none_are_not_asked_for_twice(store: Store) -> None:
    """What was refused for its bytes is wanted again only under another address; what could not be had, once a run."""
    want(store)
    came(store, ["taobao:1", "taobao:2"], PictureProblem.NOT_A_PICTURE, url="https://img.example/a.jpg")
    came(store, ["taobao:3"], PictureProblem.UNREACHABLE, url="https://img.example/c.jpg")
    assert want(store) == {}
    make_run(store)
    assert want(store, run=2) == {"https://img.example/c.jpg": ["taobao:3"]}


def test_dismissed_findings_want_none(store: Store) -> None:
    """A person has said that they are of no concern."""
    with store.read() as connection:
        before = findings_by_id(connection, ["taobao:3:nordwerk"])
    assert before
    decide(store, "taobao:3:nordwerk", "dismissed")
    assert list(want(store)) == ["https://img.example/a.jpg"]


def test_what_came_is_shown(store: Store) -> None:
    """The picture with its size, the copies by digest, the tally of the run."""
    picture = some_picture(store)
    want(store)
    came(store, ["taobao:1", "taobao:2"], picture, url="https://img.example/a.jpg")
    came(store, ["taobao:3"], PictureProblem.GONE, url="https://img.example/c.jpg")
    first = shown(store)["taobao:1"]
    assert isinstance(first, ShownPicture)
    assert (first.sha256, first.width, first.height, first.url) == (
        picture.sha256, 600, 300, "https://img.example/a.jpg",
    )  # fmt: skip
    assert shown(store)["taobao:3"] == "gone"
    with store.read() as connection:
        assert picture_tally(connection, 1) == {"kept": 2, "bad_address": 1, "gone": 1}
        assert copy_of_picture(connection, picture.sha256, "view") == (picture.view.sha256_body, "image/jpeg")
        assert copy_of_picture(connection, picture.sha256, "thumbnail") == (
            picture.thumbnail.sha256_body, "image/jpeg",
        )  # fmt: skip
        assert copy_of_picture(connection, picture.view.sha256_body, "view") is None
        # `monitor page` opens pages only
        assert kept_digests(connection, picture.sha256[:12]) == []


def test_the_same_picture_is_the_same_whatever_its_address(store: Store) -> None:
    """Findings of one seller with equal bytes are decided together."""
    for key, colour in (("taobao:1", "red"), ("taobao:3", "red"), ("taobao:6", "blue")):
        came(store, [key], some_picture(store, colour), url=f"https://other.example/{key}")
    with store.read() as connection:
        alike = findings_alike(connection, findings_by_id(connection, ["taobao:1:nordwerk"])["taobao:1:nordwerk"])
    # 2 has a file of the same name, 3 the same bytes
    assert set(alike) == {"taobao:2:nordwerk", "taobao:3:nordwerk"}


def test_reference_pictures_are_those_of_the_watchlist(store: Store) -> None:
    """The product's own before the brand's; what the watchlist no longer names is gone, other brands stay."""
    red, blue = some_picture(store), some_picture(store, "blue")
    with store.write() as connection:
        write_reference_pictures(connection, ["other"], {("other", ""): blue})
        write_reference_pictures(connection, ["nordwerk"], {("nordwerk", ""): red, ("nordwerk", "X200"): blue})
    with store.read() as connection:
        asked = [reference_picture_of(connection, "nordwerk", product) for product in (None, "X200", "M5")]
        assert [one.sha256 for one in asked if one] == [red.sha256, blue.sha256, red.sha256]
        assert reference_picture_of(connection, "solvanta") is None
    with store.write() as connection:
        write_reference_pictures(connection, ["nordwerk"], {})
    with store.read() as connection:
        assert reference_picture_of(connection, "nordwerk") is None
        assert reference_picture_of(connection, "other") is not None


def test_doctor_looks_after_pictures_as_after_pages(store: Store) -> None:
    """A missing file of a picture or a copy is a problem, and so is another bit in one."""
    picture = some_picture(store)
    came(store, ["taobao:1"], picture)

    def check(name: str) -> tuple[str, str]:
        checks = {one.name: one for one in store_checks(store.root, named=True, now=datetime.now(UTC))}
        return checks[name].state, checks[name].saw

    assert check("kept pages") == ("ok", "all 3 files are there")
    file = store.root / "snapshots" / snapshot_name(picture.thumbnail.sha256_body)
    sound = file.read_bytes()
    file.write_bytes(sound[:-9])
    assert check("kept bytes")[0] == "problem"
    file.unlink()
    assert check("kept pages")[0] == "problem"
    file.write_bytes(sound)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE listing_picture SET why = 'nonsense', sha256 = NULL")
    assert check("values") == ("problem", "damaged: listing_picture.why of taobao:1")


def make_run(store: Store) -> None:
    """One more run."""
    with store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO run SELECT id + 1, started_at, ended_at, state, method, plan, program, environment FROM run"
        )
