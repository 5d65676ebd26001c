"""Bytes → a picture with copies to show, or the code why they are none. No byte of a stranger's file is in a copy.

Decoders have had holes, and small files unpack to huge pictures: call `decode_in_worker`, except in tests.
"""

import io
import warnings
from dataclasses import dataclass, field

from PIL import AvifImagePlugin, GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from monitor.pictures.limits import (
    MAX_FRAMES,
    MAX_PICTURE_BYTES,
    MAX_PIXELS,
    THUMBNAIL_PIXELS,
    VIEW_PIXELS,
    fitted,
)
from monitor.pictures.problems import PictureProblem
from monitor.sandbox import TooCostly, Worker, WorkFailed

# imported before the worker is begun: only these decoders are ever asked
_DECODERS = (AvifImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
COPY_TYPE = "image/jpeg"
"""The media type of the copies."""
_JPEG_QUALITY = 82
_ORIENTATION = 0x0112
"""The Exif tag that says how the camera was held."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """What a picture is. Width and height are in pixels, as it is to be looked at (turned as its Exif says)."""

    format: str
    """JPEG, PNG, WEBP, GIF or AVIF."""
    width: int
    height: int
    view: bytes = field(repr=False)
    """A JPEG of at most `VIEW_PIXELS`, without metadata."""
    thumbnail: bytes = field(repr=False)
    """The same of at most `THUMBNAIL_PIXELS`."""


def decode_in_worker(worker: Worker, body: bytes) -> DecodedPicture | PictureProblem:
    """As `decode_picture`, in a process with limits of time and memory. Raises `Abandoned` only."""
    if len(body) > MAX_PICTURE_BYTES:
        return PictureProblem.TOO_LARGE  # it need not even be handed over
    try:
        return worker.call(decode_picture, body)
    except TooCostly:
        return PictureProblem.TOO_COSTLY
    except WorkFailed:
        return PictureProblem.DAMAGED


def decode_picture(body: bytes) -> DecodedPicture | PictureProblem:
    """The picture that the bytes are, or why they are none. Raises MemoryError for one that needs too much."""
    if len(body) > MAX_PICTURE_BYTES:
        return PictureProblem.TOO_LARGE
    kind = _format_of(body)
    if kind is None:
        return PictureProblem.NOT_A_PICTURE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; what is too large is refused below
            return _decoded(body, kind)
    except Image.DecompressionBombError:
        return PictureProblem.TOO_MANY_PIXELS
    except MemoryError:
        raise
    except Exception:  # decoders raise whatever comes when a file is not what it says
        return PictureProblem.DAMAGED


def _format_of(body: bytes) -> str | None:
    """The format by the first bytes, whatever name or type a server gave the file."""
    if body.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if body.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "WEBP"
    if body[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    return None


def _decoded(body: bytes, kind: str) -> DecodedPicture | PictureProblem:
    if kind == "WEBP" and _webp_pixels(body) > MAX_PIXELS:
        return PictureProblem.TOO_MANY_PIXELS  # its decoder makes room for the whole picture when it opens the file
    with Image.open(io.BytesIO(body), formats=(kind,)) as opened:
        width, height = opened.size
        if width * height > MAX_PIXELS:
            return PictureProblem.TOO_MANY_PIXELS
        # a GIF would have to be read to its end to know the number
        if kind != "GIF" and getattr(opened, "n_frames", 1) > MAX_FRAMES:
            return PictureProblem.TOO_MANY_FRAMES
        turn = _orientation(opened)
        opened.draft("RGB", (VIEW_PIXELS, VIEW_PIXELS))  # a JPEG is decoded no larger than needed
        small = _resized(_with_plain_colours(opened), fitted(width, height, VIEW_PIXELS))
    if turn in _TURNS:
        small = small.transpose(_TURNS[turn])
    if turn in _SIDEWAYS:
        width, height = height, width
    view = _on_white(small)
    thumbnail = _resized(view, fitted(width, height, THUMBNAIL_PIXELS))
    return DecodedPicture(kind, width, height, _jpeg(view), _jpeg(thumbnail))


def _webp_pixels(body: bytes) -> int:
    """Width times height of an extended WebP file by its header; 0 for the simple kinds, which hold one picture."""
    if body[12:16] != b"VP8X" or len(body) < 30:
        return 0
    width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (24, 27))
    return width * height


def _orientation(picture: Image.Image) -> int:
    """How the picture is to be turned, as Exif numbers it; 1 (not at all) where that can't be read."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except MemoryError:
        raise
    except Exception:  # as of decoders: Exif is a format of its own
        return 1


def _with_plain_colours(picture: Image.Image) -> Image.Image:
    """The first frame in RGB, or in RGBA where parts of it can be seen through."""
    if picture.mode.startswith("I"):  # grey of 16 bits
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L").convert("RGB")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture on white, as a new one: comments and profiles of the old are left behind."""
    fresh = Image.new("RGB", picture.size, "white")
    fresh.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return fresh


def _jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return stream.getvalue()
