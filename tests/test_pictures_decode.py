"""Decoding pictures of strangers: what is one, what is refused with which code, and what copies hold."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from monitor.pictures.decode import DecodedPicture, decode_in_worker, decode_picture
from monitor.pictures.limits import MAX_PICTURE_BYTES, fitted
from monitor.pictures.problems import PictureProblem
from monitor.sandbox import Worker


def drawn(width: int = 900, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Some picture, with a red corner at the left above."""
    picture = Image.new(mode, (width, height), "lightgrey" if mode != "L" else 200)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width // 4, height // 4), fill="red" if mode != "L" else 90)
    pen.ellipse((width // 3, height // 3, width - 5, height - 5), fill="navy" if mode != "L" else 20)
    return picture


def encoded(picture: Image.Image, kind: str, **how: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, *more: bytes, data: bytes = b"") -> bytes:
    """A PNG file with the header, these chunks, and compressed rows."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def rows(width: int, height: int) -> bytes:
    """Compressed rows of zeros: a thousand times smaller than what they unpack to."""
    squeeze = zlib.compressobj(9)
    row = bytes(width + 1)
    return b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()


def apng(frames: int) -> bytes:
    """A small animation that announces, and has, many frames."""
    small = rows(8, 8)
    control = struct.pack(">IIIIIHHBB", 0, 8, 8, 0, 0, 1, 10, 0, 0)
    more = b"".join(
        chunk(b"fcTL", struct.pack(">I", 2 * n - 1) + control[4:]) + chunk(b"fdAT", struct.pack(">I", 2 * n) + small)
        for n in range(1, frames)
    )
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) + chunk(b"acTL", struct.pack(">II", frames, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"fcTL", control) + chunk(b"IDAT", small) + more + chunk(b"IEND", b"")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
_SOUND = encoded(drawn(), "JPEG")

REFUSED = {
    "empty": (b"", PictureProblem.NOT_A_PICTURE),
    "page": (b"<!doctype html><p>no picture", PictureProblem.NOT_A_PICTURE),
    "svg": (SVG, PictureProblem.NOT_A_PICTURE),
    "bmp": (encoded(drawn(), "BMP"), PictureProblem.NOT_A_PICTURE),
    "tiff": (encoded(drawn(), "TIFF"), PictureProblem.NOT_A_PICTURE),
    "postscript": (encoded(drawn(), "EPS"), PictureProblem.NOT_A_PICTURE),
    "svg behind a jpeg's first bytes": (b"\xff\xd8\xff" + SVG, PictureProblem.DAMAGED),
    "zip behind a png's first bytes": (b"\x89PNG\r\n\x1a\nPK\x03\x04" + bytes(500), PictureProblem.DAMAGED),
    "too many bytes": (_SOUND + bytes(MAX_PICTURE_BYTES), PictureProblem.TOO_LARGE),
    "50,000 x 50,000, unpacked 2.5 GB": (png(50_000, 50_000, data=rows(50_000, 300)), PictureProblem.TOO_MANY_PIXELS),
    "2**31 wide": (png(2**31 - 1, 2**31 - 1), PictureProblem.TOO_MANY_PIXELS),
    "a GIF's screen": (b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b"\x3b", PictureProblem.DAMAGED),
    "a GIF's frame": (
        b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + bytes(6) + b"," +
        struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02\x4c\x01\x00;",
        PictureProblem.TOO_MANY_PIXELS,
    ),
    "a WebP's canvas": (
        b"RIFF" + struct.pack("<I", 40) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\xff\xff" * 2 +
        bytes(14),
        PictureProblem.TOO_MANY_PIXELS,
    ),
    "10,000 frames": (apng(10_000), PictureProblem.TOO_MANY_FRAMES),
    "cut off": (_SOUND[: len(_SOUND) // 2], PictureProblem.DAMAGED),
    "cut off png": (encoded(drawn(), "PNG")[:900], PictureProblem.DAMAGED),
    "cut off webp": (encoded(drawn(), "WEBP")[:300], PictureProblem.DAMAGED),
    "cut off avif": (encoded(drawn(), "AVIF")[:500], PictureProblem.DAMAGED),
    "no rows": (png(100, 100), PictureProblem.DAMAGED),
    "text that unpacks to 100 MB": (
        png(10, 10, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9)), data=rows(10, 10)),
        PictureProblem.DAMAGED,
    ),
    "international text that unpacks to 100 MB": (
        png(10, 10, chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(bytes(100_000_000), 9)), data=rows(10, 10)),
        PictureProblem.DAMAGED,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with closing(Worker()) as made:
        yield made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_formats(worker: Worker, kind: str) -> None:
    """Each allowed format is read, and gives two copies of the promised sizes."""
    picture = decode_in_worker(worker, encoded(drawn(1600, 800), kind))
    assert isinstance(picture, DecodedPicture)
    assert (picture.format, picture.width, picture.height) == (kind, 1600, 800)
    for copy, size in ((picture.view, (1200, 600)), (picture.thumbnail, (480, 240))):
        with Image.open(io.BytesIO(copy)) as opened:
            assert (opened.format, opened.size, opened.mode) == ("JPEG", size, "RGB")
            red, green, blue = opened.getpixel((5, 5))  # type: ignore[misc]
            assert red > 200
            assert max(green, blue) < 60


@pytest.mark.parametrize("name", REFUSED)
def test_refused(worker: Worker, name: str) -> None:
    """What is no picture, or too much of one, ends as its code; the worker goes on."""
    body, problem = REFUSED[name]
    assert decode_in_worker(worker, body) == problem
    assert isinstance(decode_in_worker(worker, encoded(drawn(30, 20), "PNG")), DecodedPicture)


def test_a_picture_at_the_limit_is_decoded(worker: Worker) -> None:
    """Forty megapixels fit into the worker's memory, also where they can be seen through."""
    picture = decode_in_worker(worker, png(8_000, 5_000, data=rows(8_000, 5_000)))
    assert isinstance(picture, DecodedPicture)
    assert (picture.width, picture.height) == (8_000, 5_000)
    see_through = decode_in_worker(worker, encoded(Image.new("RGBA", (8_000, 5_000)), "PNG"))
    assert isinstance(see_through, DecodedPicture)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("P", "GIF"), ("RGBA", "PNG"), ("1", "PNG"), ("CMYK", "JPEG"),
     ("I;16", "PNG"), ("RGBA", "WEBP"), ("L", "JPEG")],
)  # fmt: skip
def test_colours(mode: str, kind: str) -> None:
    """Each way to say colours gives a copy in plain ones; what can be seen through is white behind."""
    picture = decode_picture(encoded(Image.new(mode, (20, 10)), kind))
    assert isinstance(picture, DecodedPicture)
    with Image.open(io.BytesIO(picture.thumbnail)) as opened:
        # no ink is white, too
        assert opened.getpixel((3, 3)) == ((255,) * 3 if mode in ("RGBA", "LA", "CMYK") else (0,) * 3)


def test_grey_of_16_bits_keeps_its_shades() -> None:
    """Not all white: its numbers go up to 65,535."""
    picture = decode_picture(encoded(Image.new("I;16", (20, 10), 32_000), "PNG"))
    assert isinstance(picture, DecodedPicture)
    with Image.open(io.BytesIO(picture.thumbnail)) as opened:
        assert all(abs(level - 125) <= 1 for level in opened.getpixel((3, 3)))  # type: ignore[union-attr]


@pytest.mark.parametrize("turn", range(1, 9))
def test_turned_as_the_camera_was_held(turn: int) -> None:
    """The copy stands upright, and needs no Exif for it."""
    upright = drawn(400, 200)
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    held = upright.transpose(Image.Transpose(undo[turn])) if turn > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = decode_picture(encoded(held, "JPEG", exif=exif))
    assert isinstance(picture, DecodedPicture)
    assert (picture.width, picture.height) == (400, 200)
    with Image.open(io.BytesIO(picture.view)) as opened:
        assert opened.size == (400, 200)
        red, green, _ = opened.getpixel((20, 10))  # type: ignore[misc]
        assert red > 200
        assert green < 60


def test_copies_have_no_metadata() -> None:
    """Neither Exif (with a place), nor comment, colour profile or text of the stranger's file is in a copy."""
    secret = b"52.5200 N 13.4050 E, camera of A. Weber"
    exif = Image.Exif()
    exif[0x010E] = secret.decode()
    text = PngImagePlugin.PngInfo()
    text.add_itxt("Comment", secret.decode())
    text.add_text("Author", secret.decode())
    bodies = [
        encoded(drawn(), "JPEG", exif=exif, comment=secret, icc_profile=secret * 3, dpi=(72, 72)),
        encoded(drawn(), "PNG", pnginfo=text, exif=exif, icc_profile=secret * 3),
        encoded(drawn(), "WEBP", exif=exif, icc_profile=secret * 3, xmp=secret),
        encoded(drawn(), "GIF", comment=secret),
        encoded(drawn(), "AVIF", exif=exif, xmp=secret),
    ]
    for body in bodies:
        assert b"A. Weber" in body
        picture = decode_picture(body)
        assert isinstance(picture, DecodedPicture)
        for copy in (picture.view, picture.thumbnail):
            assert b"Weber" not in copy
            with Image.open(io.BytesIO(copy)) as opened:
                assert not set(opened.info) & {"exif", "comment", "icc_profile", "xmp", "photoshop"}
                assert not opened.getexif()


def test_huge_metadata_is_a_code_or_left_behind(worker: Worker) -> None:
    """Exif and profiles of megabytes, also compressed ones, take neither time nor a place in the copies."""
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 65535) + random.Random(1).randbytes(60_000)
    profile = b"x\0\0" + zlib.compress(bytes(100_000_000), 9)
    for body in (
        encoded(drawn(), "JPEG", exif=exif[:65_500]),
        encoded(drawn(), "JPEG", icc_profile=random.Random(2).randbytes(5_000_000)),
        png(10, 10, chunk(b"iCCP", profile), data=rows(10, 10)),
        png(10, 10, chunk(b"eXIf", exif * 20), data=rows(10, 10)),
        png(10, 10, *[chunk(b"tEXt", b"a\0" + bytes(9_000))] * 900, data=rows(10, 10)),
    ):
        picture = decode_in_worker(worker, body)
        assert isinstance(picture, DecodedPicture | PictureProblem)
        if isinstance(picture, DecodedPicture):
            assert len(picture.view) < 50_000


def test_random_damage_ends_as_a_picture_or_a_code() -> None:
    """Whatever bytes change, a decoder's exception is a code."""
    dice = random.Random(7)
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        sound = encoded(drawn(120, 80), kind)
        for _ in range(60):
            body = bytearray(sound)
            for _ in range(dice.randint(1, 8)):
                body[dice.randrange(len(body))] = dice.randrange(256)
            assert isinstance(decode_picture(bytes(body)), DecodedPicture | PictureProblem)


@pytest.mark.parametrize(
    ("size", "copy"),
    [((900, 600), (480, 320)), ((600, 900), (320, 480)), ((10, 10), (10, 10)), ((40_000_000, 1), (480, 1))],
)
def test_fitted(size: tuple[int, int], copy: tuple[int, int]) -> None:
    """The longer side is the limit; nothing is made larger, nor thinner than a pixel."""
    assert fitted(*size, 480) == copy
