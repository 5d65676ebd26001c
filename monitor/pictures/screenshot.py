"""A copy of a screenshot for a report: its upper part, no wider than a page needs."""

import io

from PIL import Image

_WIDTH, _HEIGHT = 1000, 1400
"""Most pixels of the copy."""
_QUALITY = 75


def screenshot_copy(body: bytes) -> bytes:
    """The upper part of a PNG as a JPEG. Raises whatever its decoder raises: call it in a worker."""
    with Image.open(io.BytesIO(body), formats=("PNG",)) as opened:
        scale = min(1.0, _WIDTH / opened.width)
        part = opened.crop((0, 0, opened.width, min(opened.height, round(_HEIGHT / scale)))).convert("RGB")
    copy = part.resize((round(part.width * scale), round(part.height * scale)), reducing_gap=2.0)
    stream = io.BytesIO()
    copy.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
