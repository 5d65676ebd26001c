"""As much DER as it takes to find the certificates in a time-stamp reply, in whatever order an authority wrote them."""

from dataclasses import dataclass

_SEQUENCE, _CERTIFICATES = 0x30, 0xA0
_MOST_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Element:
    """A value: its tag, its content, and all of its bytes."""

    tag: int
    content: bytes
    whole: bytes


def elements(data: bytes) -> list[Element]:
    """The values that stand one after the other. Raises ValueError where they are no whole values."""
    found, place = [], 0
    while place < len(data):
        if len(data) < place + 2:
            raise ValueError("a value that is cut off")
        length, begin = data[place + 1], place + 2
        if length >= 0x80:
            begin += length - 0x80
            if not 0 < length - 0x80 <= _MOST_LENGTH_BYTES or len(data) < begin:
                raise ValueError("a length that is none")
            length = int.from_bytes(data[place + 2 : begin])
        end = begin + length
        if len(data) < end:
            raise ValueError("a value that is cut off")
        found.append(Element(data[place], data[begin:end], data[place:end]))
        place = end
    return found


def is_one_sequence(data: bytes) -> bool:
    """Whether bytes are one sequence with nothing behind it."""
    try:
        found = elements(data)
    except ValueError:
        return False
    return len(found) == 1 and found[0].tag == _SEQUENCE


def certificates_in(reply: bytes) -> list[bytes]:
    """The certificates (DER) in a time-stamp reply (RFC 3161 and 5652), as they stand there; none where it has none."""
    try:
        (response,) = elements(reply)
        _, token = elements(response.content)
        _, content = elements(token.content)
        (signed,) = elements(content.content)
        sets = [part for part in elements(signed.content) if part.tag == _CERTIFICATES]
        return [part.whole for part in elements(sets[0].content) if part.tag == _SEQUENCE] if sets else []
    except ValueError:
        return []
