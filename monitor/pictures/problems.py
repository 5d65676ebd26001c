"""Why there is no picture of a listing, as codes; `monitor.words` has the sentences."""

from enum import StrEnum


class PictureProblem(StrEnum):
    """A code for each reason. The first three are never stored: other rows tell them."""

    NONE_ON_PAGE = "none_on_page"
    """No page named a picture of the listing."""
    NOT_FETCHED = "not_fetched"
    """Nothing asked for it yet: the level is low, or the run's number of pictures was used up."""
    EXPIRED = "expired"
    """It was kept, and deleted when no finding needed it any more."""

    WAITING = "waiting"
    """A run wants it and has no answer yet: the run goes on, or was stopped."""
    BAD_ADDRESS = "bad_address"
    """Its address is not one of http or https."""
    NOT_SAVED = "not_saved"
    """It is not among what was saved (a replay, an import)."""
    REFUSED = "refused"
    """Its host, or the host's robots.txt, refused it, or is left alone for a while."""
    PRIVATE_ADDRESS = "private_address"
    """Its host leads into a private network."""
    GONE = "gone"
    """Its host says that there is no such file."""
    UNREACHABLE = "unreachable"
    """Its host could not be reached, or failed."""

    TOO_LARGE = "too_large"
    """More bytes than a picture may have."""
    NOT_A_PICTURE = "not_a_picture"
    """The bytes are of no format that is decoded (SVG is none)."""
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    DAMAGED = "damaged"
    """The picture is cut off, or its decoder failed on it."""
    TOO_COSTLY = "too_costly"
    """Decoding took more time or memory than a picture may take."""


FINAL = frozenset(
    {
        PictureProblem.GONE,
        PictureProblem.BAD_ADDRESS,
        PictureProblem.TOO_LARGE,
        PictureProblem.NOT_A_PICTURE,
        PictureProblem.TOO_MANY_PIXELS,
        PictureProblem.TOO_MANY_FRAMES,
        PictureProblem.DAMAGED,
        PictureProblem.TOO_COSTLY,
    }
)
"""Problems that asking for the same address again would not end."""
