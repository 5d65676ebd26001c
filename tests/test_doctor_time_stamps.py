"""What `monitor doctor` says of time stamps."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.doctor import time_stamps as time_stamps_check
from monitor.doctor.machine import Check
from monitor.doctor.time_stamps import time_stamps
from tests.record_book import Book
from tests.sealed_batch import seal_batch, write_settings
from tests.time_authority import Authority, make_authority, needs_openssl

pytestmark = needs_openssl
_NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authorities") / "tidy")


def check(book: Book, days: int = 0) -> Check:
    return time_stamps(book.store, datetime.now(UTC) + timedelta(days=days))


def test_nothing_is_configured(book: Book) -> None:
    assert check(book).state == "ok"
    seal_batch(book, 1)
    assert (check(book).state, check(book).saw) == ("warning", "no authority is configured; unstamped batches: 1 of 1")


def test_an_authority_is_configured(book: Book, tidy: Authority) -> None:
    write_settings(book, _NOWHERE, tidy.root)
    assert (check(book).state, check(book).saw) == ("ok", "one")
    seal_batch(book, 1)
    assert (check(book).state, check(book).saw) == ("warning", "one; unstamped batches: 1 of 1")
    assert "monitor evidence stamp" in str(check(book).advice)


def test_root_certificates_that_end(book: Book, tidy: Authority) -> None:
    write_settings(book, _NOWHERE, tidy.root)
    assert check(book, days=3500).state == "ok"
    assert check(book, days=3600).state == "warning"
    assert check(book, days=3700).state == "problem"


@pytest.mark.parametrize("pem", [None, b"no certificates"])
def test_root_certificates_that_are_none(book: Book, tidy: Authority, pem: bytes | None) -> None:
    write_settings(book, _NOWHERE, tidy.root)
    root: Path = book.store.root / "one.pem"
    root.unlink() if pem is None else root.write_bytes(pem)
    assert check(book).state == "problem"
    assert "one.pem" in check(book).saw
    assert "save the authority's root certificates" in str(check(book).advice)


def test_without_openssl(book: Book, tidy: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings(book, _NOWHERE, tidy.root)
    monkeypatch.setattr(time_stamps_check, "has_openssl", lambda: False)
    assert (check(book).state, check(book).advice) == ("warning", "install openssl")


def test_settings_that_can_not_be_read(book: Book) -> None:
    (book.store.root / "settings.toml").write_text("[[timestamp]]\nname = 1")
    assert check(book).state == "ok", "the check of the settings says what is wrong"
