"""How large a picture may be; a marketplace's own are at most 5 MB and 25 megapixels."""

MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
"""Width times height. A decoded pixel takes four bytes, and some steps need two copies."""
MAX_FRAMES = 1_000
"""Frames that an animation announces. Only the first one is decoded."""
VIEW_PIXELS = 1200
"""The longer side of the copy that is shown large."""
THUMBNAIL_PIXELS = 480
"""The longer side of the copy that is shown in lists."""


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """Width and height of a copy whose longer side is at most `longest` pixels; small pictures stay as they are."""
    scale = min(1.0, longest / max(width, height, 1))
    return max(1, round(width * scale)), max(1, round(height * scale))
