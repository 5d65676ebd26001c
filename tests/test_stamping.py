"""Batches of the ledger are stamped by real authorities of this machine, by lying ones, and by none."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from monitor.cli.evidence_stamp import stamp_lines
from monitor.config import StoreSettings
from monitor.errors import StoreError
from monitor.evidence.authority import ask_authority
from monitor.evidence.timestamp import check_reply, new_query
from monitor.runs import evidence_writing, stamping
from monitor.runs.evidence_writing import writing_evidence
from tests.commands import monitor
from tests.record_book import Book
from tests.sealed_batch import asking, batches, files, seal_batch, stamp, write_settings
from tests.time_authority import Answer, Authority, forged, make_authority, needs_openssl, send, serve_authority

pytestmark = needs_openssl


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authorities")


@pytest.fixture(scope="module")
def tidy(folder: Path) -> Authority:
    return make_authority(folder / "tidy")


@pytest.fixture(scope="module")
def unsorted(folder: Path) -> Authority:
    return make_authority(folder / "unsorted", root_in_reply="unsorted")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as served:
        yield served


def custody(book: Book) -> list[tuple[str, str, int, dict[str, object]]]:
    with book.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT event, who, batch, facts FROM custody ORDER BY id")
        return [(row[0], row[1], row[2], json.loads(row[3])) for row in rows]


def test_every_batch_is_stamped_by_every_authority(
    book: Book, stack: ExitStack, tidy: Authority, unsorted: Authority
) -> None:
    first, second = (
        stack.enter_context(serve_authority(tidy.reply)),
        stack.enter_context(serve_authority(unsorted.reply)),
    )
    heads = {1: seal_batch(book, 1), 2: seal_batch(book, 2)}
    settings = asking(book, first=(first.url, tidy.root), second=(second.url, unsorted.root))
    report = stamp(book, settings)
    assert report.failures == report.damaged == report.missing == {}
    assert report.unstamped == []
    states = {(one.stamp.batch, one.stamp.authority): one.stamp.state for one in report.stamped}
    assert states == {
        (1, "first"): "verified",
        (2, "first"): "verified",
        (1, "second"): "openssl",
        (2, "second"): "openssl",
    }
    for batch in batches(book):
        for kept in batch.stamps:
            stem = book.store.root / "evidence" / "ledger" / f"{batch.number:06d}" / f"{kept.authority}-1"
            reply, query = stem.with_suffix(".tsr").read_bytes(), stem.with_suffix(".tsq").read_bytes()
            root = (tidy if kept.authority == "first" else unsorted).root
            checked = check_reply(reply, query, heads[batch.number], root)
            assert checked.chain == stem.with_suffix(".pem").read_bytes()
            assert kept.tsr_sha256 == hashlib.sha256(reply).hexdigest()
            assert kept.gen_time == checked.gen_time
            assert stem.with_suffix(".tsr").stat().st_mode & 0o777 == 0o400
    assert [(event, who, batch) for event, who, batch, _ in custody(book)] == [
        ("stamped", "monitor", n) for n in (1, 2, 1, 2)
    ]
    assert (report.stamped[0].gap or timedelta(0)) > timedelta(hours=1), "sealed hours before"
    assert stamp(book, settings).stamped == [], "nothing is stamped twice"
    assert len(first.queries) == 2


def test_without_an_authority_nothing_is_damaged(book: Book) -> None:
    seal_batch(book, 1)
    report = stamp(book, StoreSettings())
    assert (report.batches, report.stamped, report.failures, report.unstamped) == (1, [], {}, [1])


def test_offline_then_stamped_later(book: Book, stack: ExitStack, tidy: Authority) -> None:
    seal_batch(book, 1)
    offline = asking(book, one=("http://127.0.0.1:9/", tidy.root))
    report = stamp(book, offline)
    assert report.unstamped == [1]
    assert report.missing == {"one": 1}
    assert "can't be reached" in report.failures["one"]
    assert files(book) == {"ledger/000001.head"}
    online = asking(book, one=(stack.enter_context(serve_authority(tidy.reply)).url, tidy.root))
    assert stamp(book, online).unstamped == []
    assert files(book) == {"ledger/000001.head", *(f"ledger/000001/one-1.{kind}" for kind in ("tsq", "tsr", "pem"))}


def _wait(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.recv(1)


LIES: dict[str, Answer] = {
    "page": lambda handler: send(handler, b"<html>", media_type="text/html"),
    "status": lambda handler: send(handler, b"", status=500),
    "empty": b"",
    "20 MB": bytes(20 * 2**20),
    "garbage": b"\x30\x82\x00\x64" + bytes(100),
    "hangs": _wait,
}


def lying(kind: str, tidy: Authority, folder: Path) -> Callable[[bytes], Answer]:
    """An authority that lies or is broken; `folder`: for certificates of its own."""
    match kind:
        case "other bytes":
            return lambda _: tidy.reply(new_query(b"other bytes"))
        case "foreign root":
            return make_authority(folder / "foreign", root_in_reply="sorted").reply
        case "expired":
            return make_authority(folder / "expired", days=0).reply
        case "not granted":
            return make_authority(folder / "picky", digests="sha512").reply
        case _:
            return lambda _: LIES[kind]


@pytest.mark.parametrize("kind", ["other bytes", "foreign root", "expired", "not granted", *LIES])
def test_of_two_authorities_one_lies(
    book: Book, stack: ExitStack, tidy: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(stamping, "ask_authority", partial(ask_authority, seconds=2))
    seal_batch(book, 1)
    seal_batch(book, 2)
    liar = stack.enter_context(serve_authority(lying(kind, tidy, tmp_path)))
    good = stack.enter_context(serve_authority(tidy.reply))
    report = stamp(book, asking(book, liar=(liar.url, tidy.root), good=(good.url, tidy.root)))
    assert set(report.failures) == {"liar"}
    assert report.failures["liar"].isprintable()
    assert report.missing == {"liar": 2}
    assert report.unstamped == []
    assert len(liar.queries) == 1, "it is not asked again this time"
    assert not [name for name in files(book) if "liar" in name]


def test_a_reply_to_an_earlier_query_is_no_stamp(book: Book, stack: ExitStack, tidy: Authority) -> None:
    """An authority, or whoever sits between, that gives out an old reply over the same head."""
    old = tidy.reply(new_query(seal_batch(book, 1)))
    replay = stack.enter_context(serve_authority(lambda _: old))
    report = stamp(book, asking(book, replay=(replay.url, tidy.root)))
    assert "nonce" in report.failures["replay"]
    assert files(book) == {"ledger/000001.head"}


def test_an_authority_whose_signer_had_expired(book: Book, stack: ExitStack, tmp_path: Path) -> None:
    expired = make_authority(tmp_path / "expired", days=0)
    seal_batch(book, 1)
    report = stamp(book, asking(book, one=(stack.enter_context(serve_authority(expired.reply)).url, expired.root)))
    assert "expired" in report.failures["one"]
    assert report.unstamped == [1]


def test_an_authority_whose_clock_is_wrong(book: Book, stack: ExitStack, tidy: Authority) -> None:
    """The stamp is kept, as the wrong clock may be this machine's; it is said."""
    tomorrow = datetime.now(UTC) + timedelta(days=1, hours=1)
    seal_batch(book, 1)
    early = stack.enter_context(serve_authority(lambda query: forged(tidy, query, gen_time=tomorrow)))
    report = stamp(book, asking(book, one=(early.url, tidy.root)))
    assert report.stamped[0].clocks_differ
    assert "one: its time and this machine's are 1 day apart: check the clock" in stamp_lines(report)


def test_another_program_writes_evidence_for_long(
    book: Book, stack: ExitStack, tidy: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is no failure of the authority."""
    monkeypatch.setattr(evidence_writing, "_WAIT_SECONDS", 0)
    seal_batch(book, 1)
    settings = asking(book, one=(stack.enter_context(serve_authority(tidy.reply)).url, tidy.root))
    with writing_evidence(book.store), pytest.raises(StoreError, match="another run is working"):
        stamp(book, settings)


def test_root_certificates_that_are_missing(book: Book, stack: ExitStack, tidy: Authority) -> None:
    seal_batch(book, 1)
    good = stack.enter_context(serve_authority(tidy.reply))
    settings = asking(book, rootless=(good.url, tidy.root), good=(good.url, tidy.root))
    (book.store.root / "rootless.pem").unlink()
    report = stamp(book, settings)
    assert "rootless.pem" in report.failures["rootless"]
    assert report.unstamped == []


def test_a_damaged_head_is_not_stamped_and_hinders_no_other(book: Book, stack: ExitStack, tidy: Authority) -> None:
    seal_batch(book, 1)
    seal_batch(book, 2)
    seal_batch(book, 3)
    ledger = book.store.root / "evidence" / "ledger"
    (ledger / "000001.head").write_bytes(b"something else")
    (ledger / "000002.head").unlink()
    report = stamp(book, asking(book, one=(stack.enter_context(serve_authority(tidy.reply)).url, tidy.root)))
    assert set(report.damaged) == {1, 2}
    assert [one.stamp.batch for one in report.stamped] == [3]
    assert report.unstamped == [1, 2]


def test_stamped_again_the_new_stamp_covers_the_old_ones(
    book: Book, stack: ExitStack, tidy: Authority, unsorted: Authority
) -> None:
    seal_batch(book, 1)
    first, second = (
        stack.enter_context(serve_authority(tidy.reply)),
        stack.enter_context(serve_authority(unsorted.reply)),
    )
    settings = asking(book, first=(first.url, tidy.root), second=(second.url, unsorted.root))
    stamp(book, settings)
    report = stamp(book, settings, again=True)
    assert [(one.stamp.authority, one.stamp.number) for one in report.stamped] == [("first", 2), ("second", 2)]
    ledger = book.store.root / "evidence" / "ledger"
    assert [line[66:] for line in (ledger / "000001" / "first-2.sums").read_text().splitlines()] == [
        "000001.head",
        "000001/first-1.tsr",
        "000001/second-1.tsr",
    ]
    for name, root in (("first", tidy.root), ("second", unsorted.root)):
        (ledger / "root").write_bytes(root)
        sums, reply = f"000001/{name}-2.sums", f"000001/{name}-2.tsr"
        check = ["openssl", "ts", "-verify", "-data", sums, "-in", reply, "-CAfile", "root"]
        subprocess.run(check, cwd=ledger, check=True, capture_output=True)
        if shutil.which("sha256sum"):
            subprocess.run(["sha256sum", "--strict", "-c", sums], cwd=ledger, check=True, capture_output=True)
    assert stamp(book, settings).stamped == []


def test_stamped_again_before_the_certificate_ends(book: Book, stack: ExitStack, tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "ageing", days=100)
    settings = asking(book, one=(stack.enter_context(serve_authority(authority.reply)).url, authority.root))
    seal_batch(book, 1)
    stamp(book, settings)
    assert stamp(book, settings).stamped == [], "100 days are left"
    later = datetime.now(UTC) + timedelta(days=20)
    seal_batch(book, 2)
    report = stamp(book, settings, now=later)
    assert [one.stamp.batch for one in report.stamped] == [2], "what has no stamp comes first"
    assert "certificate that ends on" in report.failures["one"], "the authority has no newer certificate"
    assert [len(batch.stamps) for batch in batches(book)] == [1, 1]
    authority.renew(1000)
    report = stamp(book, settings, now=later)
    assert [(one.stamp.batch, one.stamp.number) for one in report.stamped] == [(1, 2), (2, 2)]
    assert report.failures == {}
    assert stamp(book, settings, now=later).stamped == []


def test_another_program_was_faster(
    book: Book, stack: ExitStack, tidy: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_batch(book, 1)
    settings = asking(book, one=(stack.enter_context(serve_authority(tidy.reply)).url, tidy.root))

    def slow(url: str, query: bytes) -> bytes:
        monkeypatch.undo()
        assert len(stamp(book, settings).stamped) == 1
        return ask_authority(url, query)

    monkeypatch.setattr(stamping, "ask_authority", slow)
    assert stamp(book, settings).stamped == []
    assert len(batches(book)[0].stamps) == 1


def test_a_store_that_can_not_be_written(book: Book, stack: ExitStack, tidy: Authority) -> None:
    seal_batch(book, 1)
    settings = asking(book, one=(stack.enter_context(serve_authority(tidy.reply)).url, tidy.root))
    (book.store.root / "evidence" / "staging").write_text("a file where a folder is needed")
    with pytest.raises(StoreError, match="can't be written"):
        stamp(book, settings)


def run(book: Book, *arguments: str) -> tuple[int, str]:
    done = monitor("evidence", "stamp", "--store", book.store.root, *arguments)
    return done.returncode, done.stdout + done.stderr


def test_the_command(book: Book, stack: ExitStack, tidy: Authority) -> None:
    assert run(book) == (0, "nothing is sealed yet\n")
    seal_batch(book, 1)
    code, words = run(book)
    assert code == 0
    assert "unstamped: 1 batch" in words
    assert "no authority is configured" in words
    write_settings(book, "http://127.0.0.1:9/", tidy.root)
    code, words = run(book)
    assert code == 0
    assert "one: it can't be reached" in words
    assert "1 batch without its stamp" in words
    write_settings(book, stack.enter_context(serve_authority(tidy.reply)).url, tidy.root)
    code, words = run(book, "--by", "Ada")
    assert code == 0
    assert words.startswith("batch 000001: stamped by one at 20")
    assert "after it was sealed" in words
    assert run(book) == (0, "every batch is stamped\n")
    assert [who for _, who, _, _ in custody(book)] == ["Ada"]
    code, words = run(book, "--again", "--json")
    record = json.loads(words)
    assert (code, record["batches"], record["unstamped"], record["failures"]) == (0, 1, [], {})
    assert [(one["authority"], one["number"], one["state"]) for one in record["stamped"]] == [("one", 2, "verified")]
    assert record["stamped"][0]["gap_seconds"] > 0


def test_the_command_names_a_root_file_that_is_missing(book: Book, tidy: Authority) -> None:
    write_settings(book, "http://127.0.0.1:9/", tidy.root)
    (book.store.root / "one.pem").unlink()
    code, words = run(book)
    assert code == 2
    assert "one.pem" in words
    assert len(words.splitlines()) == 1
