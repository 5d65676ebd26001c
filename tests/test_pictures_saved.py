"""Pictures among saved pages: beside pages saved whole, in MHTML, HAR and WARC files, and in the fixtures."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.errors import InputError
from monitor.pictures.decode import DecodedPicture, decode_picture
from monitor.saved.pictures import SavedPictures, pictures_of_files, pictures_of_folder
from tests import composed
from tests.commands import FIXTURES, monitor
from tests.market import rows
from tests.test_saved_archives import SEARCH, entry, har

JPG = "image/jpeg"


def drawn(colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(stream, "JPEG")
    return stream.getvalue()


def page(number: int, picture: str) -> bytes:
    """A search page with one high finding."""
    found = composed.item(number, f"诺德沃克 X200 电钻 {number}", pic_url=picture)
    address = f"{SEARCH}&n={number}"
    return f"<!-- saved from url=({len(address):04}){address} -->\n".encode() + composed.search_page([found])


def mhtml(number: int, pictures: dict[str, bytes]) -> bytes:
    """As Chrome writes it: the page, and its pictures as parts with the addresses that they came from."""
    address, (first, *_) = f"{SEARCH}&n={number}", pictures
    body = composed.search_page([composed.item(number, f"诺德沃克 X200 电钻 {number}", pic_url=first)])
    parts = [f"Content-Type: text/html\r\nContent-Location: {address}\r\n\r\n".encode() + body]
    for url, picture in pictures.items():
        lines = ("Content-Type: image/jpeg", "Content-Transfer-Encoding: base64", f"Content-Location: https:{url}")
        parts.append("\r\n".join((*lines, "", "")).encode() + base64.encodebytes(picture))
    head = f'Snapshot-Content-Location: {address}\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'.encode()
    return head + b"".join(b"--B\r\n" + part + b"\r\n" for part in parts) + b"--B--\r\n"


def picture_entry(url: str, body: bytes) -> dict[str, Any]:
    return entry(url, base64.b64encode(body).decode(), JPG, encoding="base64")


def warc(records: dict[str, tuple[str, bytes]]) -> bytes:
    """Recorded answers by address: media type and body."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    for url, (kind, body) in records.items():
        http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http))
    return stream.getvalue()


def test_an_import_takes_the_pictures_that_were_saved_and_no_other(work: Path) -> None:
    """Of a page saved whole, of MHTML, HAR and WARC; nothing is asked for, and a missing one changes nothing."""
    saved = work / "saved"
    saved.mkdir()
    # the page points into its folder, as browsers write it; the next one kept the address that it came from
    (saved / "whole.html").write_bytes(page(1, "./whole_files/one.jpg"))
    (saved / "whole_files").mkdir()
    (saved / "whole_files" / "one.jpg").write_bytes(drawn("red"))
    (saved / "seite.htm").write_bytes(page(2, "//img.example/a/zwei%20b.jpg?x=1"))
    (saved / "seite-Dateien").mkdir()
    (saved / "seite-Dateien" / "zwei b.jpg").write_bytes(drawn("green"))
    (saved / "three.mhtml").write_bytes(mhtml(3, {"//img.example/3.jpg": drawn("blue")}))
    (saved / "four.har").write_bytes(
        har(entry(f"{SEARCH}&n=4", page(4, "//img.example/4.jpg").decode()),
            picture_entry("https://img.example/4.jpg", drawn("yellow")))
    )  # fmt: skip
    (saved / "five.warc.gz").write_bytes(
        warc({f"{SEARCH}&n=5": ("text/html", page(5, "//img.example/5.jpg")),
              "http://img.example/5.jpg": (JPG, drawn("black"))})
    )  # fmt: skip
    (saved / "six.html").write_bytes(page(6, "//127.0.0.1:1/6.jpg"))
    (saved / "seven.html").write_bytes(page(7, "./seven_files/7.jpg"))
    (saved / "seven_files").mkdir()
    (saved / "seven_files" / "7.jpg").write_bytes(b"<svg/>")
    done = monitor("import", "saved", "--watchlist", "watchlist.toml", "--store", "store", "--json", cwd=work)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["pictures"] == {"kept": 5, "missing": {"not_a_picture": 1, "not_saved": 1}}
    assert record["to_do"] == []
    told = dict(rows(work, "SELECT listing_key, coalesce(why, 'kept') FROM listing_picture"))  # type: ignore[arg-type]
    assert told == {
        **{f"taobao:{n}": "kept" for n in range(1, 6)}, "taobao:6": "not_saved", "taobao:7": "not_a_picture",
    }  # fmt: skip
    assert len(rows(work, "SELECT DISTINCT sha256 FROM listing_picture WHERE sha256 IS NOT NULL")) == 5


def test_a_name_that_two_files_have_is_nobodys(tmp_path: Path) -> None:
    """Better no picture than another listing's."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_bytes(b"<html>")
        (tmp_path / f"{name}_files").mkdir()
        (tmp_path / f"{name}_files" / "1.jpg").write_bytes(name.encode())
        (tmp_path / f"{name}_files" / f"only-{name}.jpg").write_bytes(name.encode())
    (tmp_path / "b_files" / "2.jpg").write_bytes(b"2")
    (tmp_path / "b_files" / "2(1).jpg").write_bytes(b"another 2")
    (tmp_path / "b_files" / "secret.jpg").symlink_to("/etc/passwd")
    pictures = pictures_of_files([tmp_path / "a.html", tmp_path / "b.html", tmp_path / "gone.html"])
    assert [pictures.get(f"https://img.example/{name}.jpg") for name in ("1", "2", "secret", "none")] == [None] * 4
    found = pictures.get("http://img.example/x/only-a.jpg?v=3")
    assert found is not None
    assert found.body() == b"a"
    assert pictures.get("https://[::1/only-a.jpg") is None


def test_an_index_names_files_beside_it_only(tmp_path: Path) -> None:
    """A folder to replay can't show files from elsewhere."""
    (tmp_path / "in").mkdir()
    index = tmp_path / "in" / "pictures.json"
    (tmp_path / "in" / "1.jpg").write_bytes(b"one")
    (tmp_path / "secret").write_bytes(b"secret")
    index.write_text(json.dumps({"https://a.example/1.jpg": "1.jpg", "https://a.example/2.jpg": "../secret"}))
    pictures = pictures_of_folder(tmp_path)
    found = pictures.get("http://a.example/1.jpg")
    assert found is not None
    assert found.body() == b"one"
    assert pictures.get("https://a.example/2.jpg") is None
    for content in ("[", "[]", '{"a": 1}'):
        index.write_text(content)
        with pytest.raises(InputError, match=r"expected a JSON object"):
            SavedPictures().add_index(index)
        assert pictures_of_folder(tmp_path).get("https://a.example/1.jpg") is None


def test_the_project_s_pictures() -> None:
    """Small, sound, and each at an address that a saved page names first."""
    named = set()
    for file in FIXTURES.glob("*/*/expected.json"):
        listings = json.loads(file.read_text(encoding="utf-8")).get("listings") or ()
        named |= {listing["image_urls"][0] for listing in listings if listing.get("image_urls")}
    index = json.loads((FIXTURES / "pictures" / "pictures.json").read_text(encoding="utf-8"))
    assert set(index) <= named
    assert named - set(index), "some pages show that a picture is missing"
    for name in set(index.values()):
        body = (FIXTURES / "pictures" / name).read_bytes()
        assert len(body) < 20_000
        assert isinstance(decode_picture(body), DecodedPicture)


def test_a_replay_shows_pictures(tmp_path: Path) -> None:
    """The demo has some for findings of level high and medium, equal ones among them; outcomes are as without."""
    records = []
    for name, settings in (("with", ""), ("without", "pictures = 0\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "settings.toml").write_text(settings)
        done = monitor(
            "run", FIXTURES.parent / "examples" / "watchlist.toml", "--replay", FIXTURES, "--store", name, "--json",
            "--marketplace", "taobao", "--marketplace", "jd", cwd=tmp_path,
        )  # fmt: skip
        records.append((done.returncode, json.loads(done.stdout)))
    (code, shown), (other_code, plain) = records
    assert code == other_code
    pictures, none = shown.pop("pictures"), plain.pop("pictures")
    assert none == {"kept": 0, "missing": {}}
    assert pictures["kept"] >= 6
    assert set(pictures["missing"]) == {"not_saved"}
    assert shown == plain
    (tmp_path / "store").symlink_to(tmp_path / "with")
    assert rows(tmp_path, "SELECT max(n) FROM (SELECT count(*) AS n FROM listing_picture GROUP BY sha256)")[0][0] > 1  # type: ignore[operator]
