"""Archives that another person made: bounded in memory, time and counts, and what is wrong with one is one line."""

import base64
import gzip
import io
import json
import pickle
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.errors import InputError
from monitor.pages.limits import MAX_PAGE_BYTES
from monitor.runs.import_pages import collect
from monitor.saved.files import pages_inside
from monitor.saved.mhtml import read_mhtml
from monitor.saved.page import PageTooLarge
from monitor.saved.unpack import unpacked
from tests import composed
from tests.commands import WATCHLIST, monitor
from tests.limits import limited
from tests.test_saved_archives import SEARCH, entry, har, mhtml

PAGE = composed.search_page([composed.item(1, "诺德沃克 X200 电钻")])


def warc(
    body: bytes = PAGE, *, zipped: bool = False, headers: list[tuple[str, str]] | None = None, digest: str | None = None
) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=zipped)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *(headers or [])], protocol="HTTP/1.1")
    more = {"WARC-Payload-Digest": digest} if digest else None
    writer.write_record(
        writer.create_warc_record(
            SEARCH, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=more
        )
    )
    return stream.getvalue()


def written(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    return file


def read_or_refused(file: Path) -> int:
    """How many pages were read; what can't be read is one line, and not because memory ran out."""
    read = 0
    problem = ""
    try:
        for page in pages_inside(file):
            page.body()
            assert len(page.url) <= 4_000
            read += 1
    except InputError as refused:
        problem = str(refused)
    assert "\n" not in problem
    assert "MemoryError" not in problem
    return read


# --- WARC


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_an_encoding_is_undone_and_bounded(tmp_path: Path, coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}[coding]
    file = written(tmp_path, "a.warc.gz", warc(pack(PAGE), zipped=True, headers=[("Content-Encoding", coding)]))
    (page,) = pages_inside(file)
    assert page.body() == PAGE
    large = pack(bytes(MAX_PAGE_BYTES + 1))
    (page,) = pages_inside(written(tmp_path, "b.warc", warc(large, headers=[("Content-Encoding", coding)])))
    with pytest.raises(PageTooLarge, match="larger than 32 MiB"):
        page.body()
    assert len(unpacked(large, coding, 1000)) == 1000


@limited(cpu_seconds=60, megabytes=400)
def test_a_bomb_of_a_warc_is_one_page_that_is_too_large(tmp_path: Path) -> None:
    content = warc(bytes(40_000_000), zipped=True)
    inner = written(tmp_path, "bomb.warc.gz", content)
    for page in pages_inside(inner):
        with pytest.raises(PageTooLarge):
            page.body()


@pytest.mark.parametrize("size", [b"7FFFFFFF", b"ffffffffffffffffffff", b"-1", b"zz"])
def test_hostile_chunks(tmp_path: Path, size: bytes) -> None:
    body = size + b"\r\n" + PAGE + b"\r\n0\r\n\r\n"
    file = written(tmp_path, "a.warc", warc(body, headers=[("Transfer-Encoding", "chunked")]))
    (page,) = pages_inside(file)
    assert len(page.body()) <= len(body)


def test_a_record_longer_than_its_file_is_said(tmp_path: Path) -> None:
    content = warc()
    cut = written(tmp_path / "cut", "a.warc", content[: len(content) - 200])
    (page,) = pages_inside(cut)
    assert page.damage is not None
    assert page.damage.startswith("cut off: the file ends")
    long = content.replace(b"Content-Length: ", b"Content-Length: 99", 1)
    (page,) = pages_inside(written(tmp_path / "long", "a.warc", long))
    assert page.damage is not None
    assert [line.split(": ", 1)[1] for line in collect([cut], None).doubtful] == [f"{SEARCH}: " + str(
        next(pages_inside(cut)).damage
    )]  # fmt: skip


@pytest.mark.parametrize("kind", ["payload", "block"])
def test_a_wrong_digest_is_said_and_the_page_is_read(tmp_path: Path, kind: str) -> None:
    content = warc()
    changed = content.replace("电钻".encode(), "电锯".encode())
    assert changed != content
    if kind == "block":
        changed = changed.replace(b"WARC-Payload-Digest", b"X-Payload-Digest")
    file = written(tmp_path, "a.warc", changed)
    (line,) = collect([file], None).doubtful
    assert "its digest is another" in line
    assert collect([written(tmp_path, "b.warc", content)], None).doubtful == []
    done = monitor("import", file, "--watchlist", WATCHLIST, "--store", tmp_path / "store", "--json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "doubtful: " in done.stderr
    assert json.loads(done.stdout)["marketplaces"]["taobao"]["listings"] == 1


@pytest.mark.parametrize(
    "digest", ["sha1:", "sha1:!!!", "nohash:AAAA", "sha1", "sha256:" + "é" * 9, "sha1:" + "A" * 33]
)
def test_a_digest_that_is_none_ends_nothing(tmp_path: Path, digest: str) -> None:
    file = written(tmp_path, "a.warc", warc(digest=digest))
    assert read_or_refused(file) <= 1


@limited(cpu_seconds=30, megabytes=400)
@pytest.mark.parametrize("line", [b"X: y\r\n", b" more\r\n", b"X" * 1000 + b"\r\n", b"x" * 1_000_000])
def test_headers_without_end(tmp_path: Path, line: bytes) -> None:
    begin = b"WARC/1.0\r\nWARC-Type: response\r\n"
    file = written(tmp_path, "a.warc.gz", gzip.compress(begin + line * (60_000_000 // len(line)), 1))
    assert read_or_refused(file) == 0


# --- MHTML


@limited(cpu_seconds=20, megabytes=400)
@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: multipart/related; " + b"; ".join(b"p%d=1" % n for n in range(300_000)) + b"\r\n\r\n",
        b"Snapshot-Content-Location: " + b"=?utf-8?Q?x?= " * 200_000 + b"\r\n\r\n",
        b"Snapshot-Content-Location: " + b"=?utf-8?B?eA==?=\r\n " * 200_000 + b"\r\n\r\n",
        b"X: y\r\n" * 1_000_000 + b"\r\n",
        b"Content-Type: text/html" + b"\r\n " * 1_000_000 + b"\r\n\r\n",
        b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(50_000)
        ),
        b"Content-Type: message/rfc822\r\n\r\n" * 100_000,
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n' + b"\r\n--b" * 2_000_000,
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n' + b"--bx\r\n" * 2_000_000,
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n' + b"\r\n--b\r\n" * 2_000_000,
        b'Content-Type: multipart/related; boundary="' + b"b" * 1_000_000,
        b"\r\n" * 5_000_000,
    ],
)  # fmt: skip
def test_a_hostile_mhtml_is_refused_or_read_in_linear_time(tmp_path: Path, head: bytes) -> None:
    file = written(tmp_path, "a.mhtml", head)
    assert read_or_refused(file) <= 1


def test_what_an_mhtml_may_look_like() -> None:
    plain = b"Snapshot-Content-Location: =?utf-8?Q?https://a.example/=3Fx?=\nContent-Type: text/html\n\n<p>"
    message = read_mhtml(plain)
    assert (message.url, message.parts[0].content()) == ("https://a.example/?x", b"<p>")
    parts = read_mhtml(
        b"Content-Type: multipart/related;\r\n\tboundary=b\r\n\r\nwords\r\n--b\r\n"
        b"Content-Type: TEXT/HTML; charset=GBK\r\n"
        b"Content-Transfer-Encoding: BASE64\r\n\r\n" + base64.encodebytes(b"<p>one") + b"\r\n--b  \r\n\r\n<p>two"
    ).parts
    assert [part.content() for part in parts[1:]] == [b"<p>one", b"<p>two"]
    assert (parts[1].is_html, parts[1].charset, parts[2].headers) == (True, "gbk", {})


# --- HAR


@limited(cpu_seconds=30, megabytes=500)
def test_a_recording_of_very_many_pages_is_planned_in_linear_size(tmp_path: Path) -> None:
    entries = [entry(f"{SEARCH}&s={n}", composed.SHELL, "text/html+json") for n in range(4_000)]
    files = collect([written(tmp_path, "a.har", har(*entries))], None).files
    assert len(files) == 4_000
    assert max(len(file.answers) for file in files) == 200
    assert sum(len(file.answers) for file in files) <= 20 * 200


@pytest.mark.parametrize("status", [-1, 0, 10**30, True, "200", 1000])
def test_a_status_that_is_none(tmp_path: Path, status: object) -> None:
    recorded = entry(SEARCH, composed.SHELL)
    recorded["response"]["status"] = status
    (page,) = pages_inside(written(tmp_path, "a.har", har(recorded)))
    assert page.status == 200


# --- a folder


def test_one_bad_file_in_a_folder_is_one_line(tmp_path: Path) -> None:
    """Whatever is wrong with it: the others are imported, and the exit code says that a person should look."""
    pages = tmp_path / "pages"
    written(pages, "good.mhtml", mhtml())
    written(pages, "deep.mhtml", b"Content-Type: message/rfc822\r\n\r\n" * 1_500)
    written(pages, "deep.har", b"[" * 100_000)
    written(pages, "bad.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nx")
    written(pages, "bad.warc.gz", gzip.compress(b"hello"))
    written(pages, "large.html", b"<!-- saved from url=(9)" + SEARCH.encode() + b" -->" + bytes(MAX_PAGE_BYTES))
    (pages / "folder.html").mkdir()
    (pages / "folder.warc").mkdir()
    for name, meta in {"a": b"[" * 100_000, "b": b'{"url": 5}', "c": b'{"url": "http://x", "status": -5}'}.items():
        written(pages / name, "page.html", b"<p>") if (pages / name).mkdir() is None else None
        written(pages / name, "meta.json", meta)
    done = monitor("import", pages, "--watchlist", WATCHLIST, "--store", tmp_path / "store", "--json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["marketplaces"]["taobao"]["listings"] == 3
    lines = [line for line in done.stderr.splitlines() if line.startswith("passed over: ")]
    assert len(lines) == 8, lines
    assert "larger than 32 MiB" in next(line for line in lines if "large.html" in line)
    assert "Traceback" not in done.stderr


def test_a_page_of_an_archive_goes_between_processes(tmp_path: Path) -> None:
    pages = [*pages_inside(written(tmp_path, "a.mhtml", mhtml())), *pages_inside(written(tmp_path, "a.warc", warc()))]
    assert pickle.loads(pickle.dumps(pages)) == pages


def test_one_bad_file_of_a_replay_is_passed_over(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    for name, meta in {"good": json.dumps({"url": SEARCH}).encode(), "bad": b"[", "worse": b'{"url": 5}'}.items():
        (pages / name).mkdir(parents=True)
        written(pages / name, "page.html", PAGE)
        written(pages / name, "meta.json", meta)
    written(pages, "bad.warc", b"WARC/1.0\r\nWARC-Type: response\r\n" + b"x" * 2_000_000)
    done = monitor(
        "run", WATCHLIST, "--marketplace", "taobao", "--replay", pages, "--store", tmp_path / "store", "--json"
    )
    assert json.loads(done.stdout)["marketplaces"]["taobao"]["listings"] == 1, done.stderr
    (log,) = (tmp_path / "store" / "logs").glob("*.log")
    assert log.read_text().count("passed over: ") == 3
