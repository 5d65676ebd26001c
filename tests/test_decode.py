"""Bytes to text, whatever the label says."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.decode import decode_page
from tests.limits import limited

TEXT = "诺德沃克无线电钻 官方旗舰店"
PAGE = f"<html><head><title>{TEXT}</title></head><body>{TEXT * 5}</body></html>"


def _labelled(charset: str) -> str:
    return PAGE.replace("<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">')


@pytest.mark.parametrize("charset", ["gbk", "gb2312", "gb18030", "GBK", "x-gbk", "utf-8", "nonsense", "base64"])
@pytest.mark.parametrize("real", ["gbk", "gb18030", "utf-8"])
def test_the_label_may_lie(charset: str, real: str) -> None:
    page = _labelled(charset)
    assert decode_page(page.encode(real)) == page
    assert decode_page(PAGE.encode(real), f"text/html; charset={charset}") == PAGE


def test_gb18030_beyond_gbk() -> None:
    page = _labelled("gb2312").replace(TEXT, TEXT + "𠮷€")
    assert decode_page(page.encode("gb18030")) == page


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("big5", "臺灣電鑽"), ("shift_jis", "電動ドリル①"), ("euc-kr", "전동 드릴"), ("windows-1251", "дрель"),
        ("iso-8859-1", "Übergrößenträger à la façon"),
          ("windows-1252", "“Größe” – 5 €"), ("windows-1254", "şarjlı ğ"),
    ],
)  # fmt: skip
def test_other_charsets(charset: str, text: str) -> None:
    body = f"<meta charset='{charset}'><p>{text}".encode({"shift_jis": "cp932"}.get(charset, charset))
    assert text in decode_page(body)


def test_the_page_itself_is_believed_before_a_server_that_says_latin_1() -> None:
    page = _labelled("gb2312")
    assert decode_page(page.encode("gbk"), "text/html; charset=ISO-8859-1") == page


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_unicode_with_and_without_a_mark(codec: str) -> None:
    assert decode_page(PAGE.encode(codec)) == PAGE


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_a_mark_before_garbage(mark: bytes) -> None:
    decode_page(mark)
    decode_page(mark + b"\xff\xfe\xfd")


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
@pytest.mark.parametrize("cut", range(1, 6))
def test_cut_off_in_the_middle_of_a_character(codec: str, cut: int) -> None:
    page = decode_page(PAGE.replace("</body></html>", "").encode(codec)[:-cut])
    assert page[:60] == PAGE[:60]


def test_a_few_broken_characters_do_not_make_utf_8_chinese_charset() -> None:
    body = PAGE.encode().replace("官".encode(), "官".encode()[:2], 1)
    assert decode_page(body).count("旗舰店") == 6


@pytest.mark.parametrize(
    "name",
    [
        "base64",
        "zip",
        "zlib",
        "bz2",
        "hex",
        "uu",
        "quopri",
        "rot13",
        "undefined",
        "idna",
        "punycode",
        "mbcs",
        "oem",
        "unicode_escape",
        "raw_unicode_escape",
        "utf-7",
        "utf_8_sig",
        "utf-16",
        "latin-1",
        "../../etc",
        "a" * 40,
        "::",
    ],
)
def test_names_that_are_no_charsets_of_pages(name: str) -> None:
    body = b"\xff\xfe\x00\x80x<meta charset=" + name.encode() + b">"
    assert isinstance(decode_page(body, f"text/html; charset={name}"), str)
    assert isinstance(decode_page(b"\x80\x81" + body, f"charset={name}"), str)
    assert decode_page(_labelled(name).encode("gbk")).count(TEXT) in (0, 6)


@given(st.binary(), st.none() | st.text(max_size=60))
def test_any_bytes(body: bytes, content_type: str | None) -> None:
    text = decode_page(body, content_type)
    text.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00<\ufeff\ufffe"), min_size=1))
def test_utf_8_stays(text: str) -> None:
    assert decode_page(text.encode()) == text


@pytest.mark.parametrize(
    "body",
    [
        b"\xff" * 30_000_000,
        b"%PDF-1.7\n" + bytes(range(256)) * 100_000,
        ("诺" * 10_000_000).encode("gbk"),
        b"<meta " * 5_000_000,
    ],
    ids=["ff", "binary", "gbk", "meta"],
)
@limited(cpu_seconds=60)
def test_thirty_megabytes(body: bytes) -> None:
    decode_page(body)
