"""The watchlist's page: what is entered is checked as `monitor check` does, and only a valid file is written."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from monitor.account import Role
from monitor.marketplaces import MARKETPLACES
from monitor.review.watchlist_form import MOST_BYTES
from monitor.runs.watchlist_file import watchlist_file
from monitor.store.store import open_store
from monitor.watchlist.edit import edited
from monitor.watchlist.form import fields_of
from tests.commands import monitor
from tests.review_app import InProcess, shared
from tests.review_server import Answer
from tests.store_helper import finding, listing, make_store, visit

EXAMPLE = Path("monitor/watchlist/example.toml").read_text(encoding="utf-8")
PRICE = "brand.0.product.0.reference_price"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    store = make_store(tmp_path, [visit((listing("1", "Nordwerk 诺德沃克 X200"), finding()))])
    store.close()
    file = store.root / "watchlist.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    return file


@pytest.fixture
def review(file: Path) -> InProcess:
    return InProcess(open_store(file.parent, write=True))


def get(review: InProcess, path: str = "/watchlist") -> Answer:
    return review.ask("GET", path, Cookie=review.cookie_of(Role.OWNER))


def send(review: InProcess, path: str, fields: dict[str, str] | bytes, cookie: str | None = None) -> Answer:
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    headers = {
        "Origin": review.origin,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return review.ask("POST", path, body, Cookie=cookie or review.cookie_of(Role.OWNER), **headers)


def digest_in(answer: Answer) -> str:
    return re.findall(r'name="digest" value="([0-9a-f]{64})"', answer.body)[0]


def form_in(answer: Answer) -> dict[str, str]:
    """What a browser would send of the form when nothing was touched."""
    inside = re.sub(r"<template.*?</template>", "", answer.body, flags=re.DOTALL)
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", inside):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            given = unescape(value[1]) if value else ""
            fields[name[1]] = f"{fields[name[1]]}\n{given}" if name[1] in fields else given
    for name, given in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', inside, re.DOTALL):
        fields[name] = unescape(given).replace("\n", "\r\n")
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        fields[name] = re.findall(r'<option value="([^"]*)" selected', options)[0]
    return fields


def test_a_form_that_nobody_touched_writes_the_same_bytes(review: InProcess, file: Path) -> None:
    page = get(review)
    fields = form_in(page)
    assert fields.items() >= {"brand.0.name": "Nordwerk", PRICE: "189.00", "brand.0.right.0.kind": "trade mark"}.items()
    assert {name for name in fields if not name.endswith("removed")} == {*fields_of(EXAMPLE), "digest"}
    assert send(review, "/watchlist", fields).status == 303
    assert file.read_text(encoding="utf-8") == EXAMPLE


def test_what_is_entered_is_written_and_the_rest_stays(review: InProcess, file: Path) -> None:
    file.chmod(0o640)
    answer = send(review, "/watchlist", {**form_in(get(review)), PRICE: "199.5"})
    assert (answer.status, answer.headers["location"]) == (303, "/watchlist?saved=1")
    assert file.read_text(encoding="utf-8") == EXAMPLE.replace('"189.00"', '"199.5"')
    assert file.stat().st_mode & 0o777 == 0o640
    assert "Saved." in get(review, "/watchlist?saved=1").body
    assert [path.name for path in file.parent.iterdir() if "watchlist" in path.name] == ["watchlist.toml"]


def test_a_link_stays_a_link(review: InProcess, file: Path, tmp_path: Path) -> None:
    elsewhere = file.rename(tmp_path / "elsewhere.toml")
    file.symlink_to(elsewhere)
    assert send(review, "/watchlist", {"digest": digest_in(get(review)), PRICE: "199.5"}).status == 303
    assert file.is_symlink()
    assert '"199.5"' in elsewhere.read_text(encoding="utf-8")


@pytest.mark.parametrize(("field", "value"), [
    (PRICE, "189,00"), ("brand.0.name", ""), ("brand.0.right.0.classes", "99"), ("brand.0.id", "Größe"),
    ("brand.0.judging.points", "no_such_code = 3"), ("brand.0.authorised_seller.new1.marketplace", "tmall"),
    ("brand.0.right.0.valid_until", "2031-02-30"), ("brand.0.product.0.currency", "euro"),
])  # fmt: skip
def test_what_check_refuses_is_said_in_its_words_and_not_written(
    review: InProcess, file: Path, tmp_path: Path, field: str, value: str
) -> None:
    digest = digest_in(get(review))
    said = send(review, "/watchlist/check", {"digest": digest, field: value})
    assert said.status == 200
    refused = send(review, "/watchlist", {"digest": digest, field: value})
    assert refused.status == 422
    assert file.read_text(encoding="utf-8") == EXAMPLE
    other = tmp_path / "other.toml"
    other.write_text(edited(EXAMPLE, {field: value}).text, encoding="utf-8")
    words = monitor("check", str(other)).stderr.strip().split("\n")[0].partition("other.toml: ")[2]
    words = words or monitor("check", str(other)).stderr.strip().removeprefix("monitor: ")
    assert words in unescape(said.body)
    assert words in unescape(refused.body)
    if "points" not in field:
        assert f'data-field="{field}"' in said.body or f'data-field="{field.rpartition(".")[0]}"' in said.body
    entered = form_in(refused)
    assert entered[field] == value


def test_checking_writes_nothing_and_says_what_is_worth_mending(review: InProcess, file: Path) -> None:
    answer = send(review, "/watchlist/check", {"digest": digest_in(get(review)), "brand.0.chinese": ""})
    assert "no Chinese name: Chinese sites are searched by the Latin name alone" in answer.body
    assert file.read_text(encoding="utf-8") == EXAMPLE


def test_a_file_that_changed_meanwhile_is_not_overwritten(review: InProcess, file: Path) -> None:
    digest = digest_in(get(review))
    theirs = EXAMPLE.replace("X-200", "<b>theirs</b>")
    file.write_text(theirs, encoding="utf-8")
    answer = send(review, "/watchlist", {"digest": digest, PRICE: "77.7"})
    assert answer.status == 409
    assert "&lt;b&gt;theirs&lt;/b&gt;" in answer.body
    assert "77.7" in answer.body
    assert file.read_text(encoding="utf-8") == theirs
    file.unlink()
    assert send(review, "/watchlist", {"digest": digest, PRICE: "77.7"}).status == 409
    assert not file.exists()
    file.write_text(theirs, encoding="utf-8")
    unknown = send(review, "/watchlist", {"digest": "0" * 64, PRICE: "66.6"})
    assert (unknown.status, "66.6" in unknown.body) == (409, True)
    assert "changed meanwhile" in send(review, "/watchlist/check", {"digest": "0" * 64, PRICE: "66.6"}).body


def test_a_file_that_is_no_toml_has_no_form_and_says_why(review: InProcess, file: Path) -> None:
    file.write_text("[[brand]]\nname = ", encoding="utf-8")
    answer = get(review)
    assert answer.status == 200
    assert "not valid TOML" in answer.body
    assert 'name="digest"' not in answer.body
    file.write_bytes(b"name = '\xff'")
    assert "not UTF-8" in get(review).body


def test_a_file_with_mistakes_can_be_mended_in_the_form(review: InProcess, file: Path) -> None:
    broken = EXAMPLE.replace('"189.00"', '"189,00"')
    file.write_text(broken, encoding="utf-8")
    page = get(review)
    assert 'data-field="brand.0.product.0.reference_price"' in page.body
    assert send(review, "/watchlist", {**form_in(page), PRICE: "189.00"}).status == 303
    assert file.read_text(encoding="utf-8") == EXAMPLE


def test_marketplaces_are_boxes(review: InProcess, file: Path) -> None:
    fields = form_in(get(review))
    assert "shopee" not in fields["marketplaces"]
    chosen = [("digest", fields["digest"]), ("marketplaces", ""), ("marketplaces", "tmall"), ("marketplaces", "shopee")]
    assert send(review, "/watchlist", urlencode(chosen).encode()).status == 303
    written = file.read_text(encoding="utf-8")
    assert fields_of(written)["marketplaces"] == "tmall\nshopee"
    assert set(MARKETPLACES) > {"tmall", "shopee"}


def test_suggestions_have_reasons_and_go_into_the_form(review: InProcess) -> None:
    answer = get(review, "/watchlist/suggestions")
    assert answer.status == 200
    assert re.search(r'data-accept="[^"]*诺德沃克 X200" data-row="brand.0" data-into="keywords_on"', answer.body)
    assert "product + brand" in answer.body


@pytest.mark.parametrize("body", [b"\xff=1", b"a", b"digest=%ff", b"x=1", b"digest=" + b"x" * (MOST_BYTES + 1),
                                  b"&".join(b"a=1" for _ in range(60_000))])  # fmt: skip
def test_what_no_form_sends_is_refused_clearly(review: InProcess, file: Path, body: bytes) -> None:
    for path in ("/watchlist", "/watchlist/check"):
        answer = send(review, path, body)
        assert answer.status in (400, 409, 200)
        assert "Traceback" not in answer.body
    assert file.read_text(encoding="utf-8") == EXAMPLE


def test_hostile_values_are_shown_and_not_obeyed(review: InProcess, file: Path) -> None:
    digest = digest_in(get(review))
    value = "</textarea><script>alert(1)</script>\u202e"
    answer = send(review, "/watchlist", {"digest": digest, "brand.0.chinese": value, "brand.0.id": value})
    assert answer.status == 422
    assert "<script>alert" not in answer.body
    assert "\u202e" not in answer.body
    assert send(review, "/watchlist", {"digest": digest, "brand.0.chinese": value}).status == 303
    fields = form_in(get(review))
    assert "[U+202E]" in fields["brand.0.chinese"]
    assert send(review, "/watchlist", fields).status == 303
    assert "\\u202e" in file.read_text(encoding="utf-8")


def test_only_an_owner_writes(file: Path) -> None:
    its = shared(file.parent)
    digest = digest_in(its.ask("GET", "/watchlist", Cookie=its.cookie_of(Role.OWNER)))
    for role in (Role.READER, Role.REVIEWER):
        cookie = its.cookie_of(role)
        assert send(its, "/watchlist", {"digest": digest, PRICE: "1.5"}, cookie).status == 403
        assert "Only an owner" in its.ask("GET", "/watchlist", Cookie=cookie).body
    assert file.read_text(encoding="utf-8") == EXAMPLE
    assert send(its, "/watchlist", {"digest": digest, PRICE: "1.5"}, its.cookie_of(Role.OWNER)).status == 303


def test_the_file_is_given_or_in_the_store_or_a_schedules(tmp_path: Path) -> None:
    store = make_store(tmp_path, [])
    own, given = store.root / "watchlist.toml", tmp_path / "given.toml"
    assert watchlist_file(store, None) == own
    given.write_text(EXAMPLE, encoding="utf-8")
    assert watchlist_file(store, given) == given
    refused = monitor("review", "--store", str(store.root), "--watchlist", str(tmp_path), "--no-browser")
    assert refused.returncode == 2
    assert "expected one watchlist file" in refused.stderr
    (store.root / "settings.toml").write_text('contact = "a@firm.example"\n', encoding="utf-8")
    added = monitor("schedule", "add", str(given), "--when", "every 6 hours", "--store", str(store.root))
    assert added.returncode == 0, added.stderr
    assert watchlist_file(store, None) == given
    own.write_text(EXAMPLE, encoding="utf-8")
    assert watchlist_file(store, None) == own
