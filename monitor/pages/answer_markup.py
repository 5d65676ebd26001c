"""Markup in an answer: cards that a page's script gets ready-made, as texts in JSON."""

from typing import Any

_MOST_VALUES = 100_000


def markup_in(answer: Any) -> str | None:
    """The texts with links that an answer (JSON) holds, one behind the other as they stand there; None without any."""
    waiting, texts = [answer], []
    for _ in range(_MOST_VALUES):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, str):
            if "<" in value and "href=" in value:
                texts.append(value)
        elif isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            waiting += reversed(value.values())
    return "\n".join(texts) or None
