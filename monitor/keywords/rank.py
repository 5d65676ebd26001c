"""Chinese candidates for a Latin name, best first: by sound, by meaning, or both."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.keywords.meaning import meaning_score, translated
from monitor.keywords.sound import likeness, sound_score


@dataclass(frozen=True, slots=True)
class RankedName:
    """A candidate; how well it fits in all, by sound, by meaning, 0 to 1; and why, for readers without Chinese."""

    chinese: str
    score: float
    sound: float
    meaning: float
    why: str


def rank(latin: str, candidates: Iterable[str]) -> list[RankedName]:
    """The candidates, each once, best first. Fitting by sound or by meaning is enough; by both is better."""
    scored = []
    for chinese in dict.fromkeys(candidates):
        log_chance, meaning = sound_score(latin, chinese), meaning_score(latin, chinese)
        sound = likeness(log_chance)
        both = 1 - (1 - sound) * (1 - meaning)
        name = RankedName(
            chinese, round(both, 3), round(sound, 3), round(meaning, 3), _why(latin, chinese, sound, meaning)
        )
        scored.append((log_chance + _TRANSLATION_WEIGHT * meaning, name))
    return [name for _, name in sorted(scored, key=lambda pair: -pair[0])]


_TRANSLATION_WEIGHT = 12.0
"""What a whole translation adds to the logarithm that the sound gives."""


def _why(latin: str, chinese: str, sound: float, meaning: float) -> str:
    ways = []
    if sound >= 0.7:
        ways.append(f"it sounds like {latin}")
    if meaning > 0:
        ways.append("it means " + ", ".join(f"{word} ({piece})" for word, piece in translated(latin, chinese)))
    return " and ".join(ways) or f"neither its sound nor its meaning is {latin}'s"
