"""`monitor evidence hold` and `release`: events of the custody log; the newest counts."""

from pathlib import Path

from monitor.store.read.custody import held_listings, reason_of_hold
from monitor.store.store import Store, open_store
from tests.commands import monitor
from tests.store_helper import finding, listing, make_store, visit


def _held(store: Store) -> set[str]:
    with open_store(store.root).read() as connection:
        return held_listings(connection)


def test_a_hold_stands_until_it_is_released(tmp_path: Path) -> None:
    """A finding's id names its listing; holding twice adds nothing."""
    store = make_store(tmp_path, [visit((listing("1"), finding()), (listing("2"), finding()))])
    at = ("--store", store.root)
    done = monitor("evidence", "hold", "taobao:1:nordwerk", "taobao:2", "--why", "case 7", "--by", "A. Weber", *at)
    assert done.returncode == 0, done.stderr
    assert _held(store) == {"taobao:1", "taobao:2"}
    assert monitor("evidence", "hold", "taobao:1", "--why", "again", *at).stderr == "taobao:1: held already\n"
    assert monitor("evidence", "release", "taobao:1", "--why", "closed", "--by", "B. Li", *at).returncode == 0
    assert _held(store) == {"taobao:2"}
    with store.read() as connection:
        events = connection.exec_driver_sql("SELECT who, event, listing_key FROM custody ORDER BY id").all()
        assert reason_of_hold(connection, "taobao:2") == "case 7"
    assert [tuple(event) for event in events] == [
        ("A. Weber", "held", "taobao:1"), ("A. Weber", "held", "taobao:2"), ("B. Li", "released", "taobao:1"),
    ]  # fmt: skip
    assert monitor("evidence", "hold", "taobao:1", "--why", "opened again", *at).returncode == 0
    assert _held(store) == {"taobao:1", "taobao:2"}


def test_what_can_not_be_held_is_said_in_a_line(tmp_path: Path) -> None:
    store = make_store(tmp_path, [visit((listing("1"), finding()))])
    for words in (["taobao:9", "--why", "x"], ["taobao:1", "--why", " "], ["nothing", "--why", "x"]):
        refused = monitor("evidence", "hold", "taobao:1", *words, "--store", store.root)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr
    assert _held(store) == set()
