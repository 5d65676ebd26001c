"""The register of rights: versions in the store, documents kept by digest, one line for each that can't be used."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from monitor.casework import documents
from monitor.casework.register import held_right, looked_at_rights, register_rights, right_of, rights_as_of
from monitor.store.db.schema_cases import RightVersionRow
from monitor.store.store import Store
from monitor.watchlist import Watchlist
from monitor.watchlist.jurisdictions import jurisdiction_code
from tests.store_helper import make_store

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
MARK: dict[str, Any] = {"kind": "trade mark", "number": "01", "jurisdiction": "CN", "document": "rights/cn.pdf"}
PDF = b"%PDF-1.7\nfictional certificate"


def watchlist(*rights: dict[str, Any], **owner: str) -> Watchlist:
    of_owner = {"owner": {"name": "Nordwerk GmbH", "kind": "firm", **owner}} if owner else {}
    return Watchlist.model_validate({**of_owner, "brand": [{"name": "Nordwerk", "right": list(rights)}]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "rights").mkdir()
    (tmp_path / "rights" / "cn.pdf").write_bytes(PDF)
    return make_store(tmp_path)


def versions(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(RightVersionRow)).scalar_one()


def test_a_right_is_written_once_and_again_when_it_changes(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "watchlist.toml"
    first = register_rights(store, watchlist(MARK), file, NOW)
    assert register_rights(store, watchlist(MARK), file, NOW + timedelta(days=1)).rights == first.rights
    assert versions(store) == 1
    renewed = {**MARK, "valid_until": "2036-05-01"}
    looked_at = looked_at_rights(store, watchlist(renewed), file, NOW + timedelta(days=2))
    assert (versions(store), looked_at.rights[0].id) == (1, 0), "a look writes nothing"
    later = register_rights(store, watchlist(renewed), file, NOW + timedelta(days=2))
    assert replace(looked_at.rights[0], id=later.rights[0].id) == later.rights[0]
    assert looked_at_rights(store, watchlist(renewed), file, NOW + timedelta(days=3)) == later
    assert later.rights[0].id != first.rights[0].id
    assert right_of(later.rights[0]).valid_until == date(2036, 5, 1)
    (tmp_path / "rights" / "cn.pdf").write_bytes(PDF + b" with its seal")
    register_rights(store, watchlist(renewed), file, NOW + timedelta(days=3))
    assert versions(store) == 3


def test_the_register_as_of_a_day(store: Store, tmp_path: Path) -> None:
    renewed = {**MARK, "valid_until": "2036-05-01"}
    for days, right in ((0, MARK), (2, renewed)):
        register_rights(store, watchlist(right), tmp_path, NOW + timedelta(days=days))
    until = {
        day: [
            right_of(version).valid_until for version in rights_as_of(store, date(2026, 11, 28) + timedelta(days=day))
        ]
        for day in range(4)
    }
    assert until == {0: [], 1: [None], 2: [None], 3: [date(2036, 5, 1)]}


def test_documents_are_kept_and_known_by_their_digest(store: Store, tmp_path: Path) -> None:
    (tmp_path / "id.png").write_bytes(b"\x89PNG\r\n\x1a\nfictional")
    register = register_rights(store, watchlist(MARK, identity="id.png"), tmp_path, NOW)
    assert store.kept_bytes(register.rights[0].documents["document"]) == PDF
    assert store.kept_bytes(register.owner_documents["identity"]).startswith(b"\x89PNG")
    assert register.problems == ()


def test_a_document_that_is_away_counts_as_it_was_kept(store: Store, tmp_path: Path) -> None:
    """A folder that is not mounted takes no certificate out of the register; another name is another document."""
    first = register_rights(store, watchlist(MARK), tmp_path, NOW)
    (tmp_path / "rights" / "cn.pdf").unlink()
    again = register_rights(store, watchlist(MARK), tmp_path, NOW)
    assert again.rights == first.rights
    assert len(again.problems) == 1
    assert register_rights(store, watchlist({**MARK, "document": "new.pdf"}), tmp_path, NOW).rights[0].documents == {}


def fifo(path: Path) -> None:
    os.mkfifo(path)


def no_document(path: Path) -> None:
    path.write_bytes(b"MZ\x90 no document")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: None, "x.pdf: no such file; expected a PDF, PNG or JPEG file below the watchlist's folder"),
        (Path.mkdir, "x.pdf: no file; expected a PDF, PNG or JPEG file below the watchlist's folder"),
        (fifo, "x.pdf: no file; expected a PDF, PNG or JPEG file below the watchlist's folder"),
        (no_document, "x.pdf: neither PDF, PNG nor JPEG by its content; expected a PDF, PNG or JPEG file below the"),
        (lambda path: path.write_bytes(PDF * 10), "x.pdf: larger than 0 MB; scan it with a lower resolution"),
    ],
)
def test_what_is_no_document_is_one_clear_line(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Any, words: str
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 100)
    make(tmp_path / "x.pdf")
    register = register_rights(store, watchlist({**MARK, "document": "x.pdf"}), tmp_path, NOW)
    assert [line.startswith(f"brand 1 (Nordwerk).right 1.document: {words}") for line in register.problems] == [True]
    assert "document" not in register.rights[0].documents


def test_a_certificate_outside_of_the_folder_is_not_read(store: Store, tmp_path: Path) -> None:
    """Watchlists of before may name any place."""
    outside = {**MARK, "document": str(tmp_path / "rights" / "cn.pdf")}
    register = register_rights(store, watchlist(outside), tmp_path / "watchlist.toml", NOW)
    assert "lies outside of the watchlist's folder; put a copy into it" in register.problems[0]


def test_a_right_that_stands_twice_is_said_and_written_once(store: Store, tmp_path: Path) -> None:
    register = register_rights(store, watchlist(MARK, {**MARK, "classes": [7]}), tmp_path, NOW)
    assert register.problems == ("brand 1 (Nordwerk).right 2: trade mark 01 stands twice; delete one of them",)
    assert versions(store) == 1
    works = [{"kind": "copyright", "jurisdiction": "CN", "title": title} for title in ("A", "B")]
    assert len(register_rights(store, watchlist(*works), tmp_path, NOW).rights) == 2


def test_a_right_as_it_is_judged(store: Store, tmp_path: Path) -> None:
    madrid = {**MARK, "jurisdiction": "Madrid", "classes": [7], "extension": "rights/cn.pdf"}
    held = held_right(register_rights(store, watchlist(madrid), tmp_path, NOW).rights[0])
    assert (held.brand, held.name, held.right.classes) == ("nordwerk", "01", [7])
    assert held.documents == {"document", "extension"}


@pytest.mark.parametrize(
    ("written", "code"), [("CN", "CN"), ("cn", "CN"), ("China", "CN"), ("Germany", "DE"), ("Atlantis", "ATLANTIS")]
)
def test_jurisdictions(written: str, code: str) -> None:
    assert jurisdiction_code(written) == code
