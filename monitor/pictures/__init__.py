"""Pictures that strangers made: which bytes are one, and copies of it that are safe to show."""

from monitor.pictures.decode import DecodedPicture, decode_in_worker, decode_picture, fitted
from monitor.pictures.limits import MAX_PICTURE_BYTES, THUMBNAIL_PIXELS, VIEW_PIXELS
from monitor.pictures.problems import PictureProblem

__all__ = [
    "MAX_PICTURE_BYTES",
    "THUMBNAIL_PIXELS",
    "VIEW_PIXELS",
    "DecodedPicture",
    "PictureProblem",
    "decode_in_worker",
    "decode_picture",
    "fitted",
]
