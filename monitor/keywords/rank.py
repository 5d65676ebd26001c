"""Chinese candidates for a Latin name, best first: by sound, by meaning, or both."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.keywords.meaning import meaning_score, translated
from monitor.keywords.sound import likeness, sound_score
from monitor.text.hanzi import toned


@dataclass(frozen=True, slots=True)
class RankedName:
    """A candidate with how well it fits, 0 to 1, and a sentence for readers without Chinese."""

    chinese: str
    score: float
    sound: float
    meaning: float
    why: str


def rank(latin: str, candidates: Iterable[str]) -> list[RankedName]:
    """The candidates, each once, best first. A good sound or a good meaning is enough; both are better."""
    scored = []
    for chinese in dict.fromkeys(candidates):
        heard, meant = sound_score(latin, chinese), meaning_score(latin, chinese)
        sound = likeness(heard)
        both = 1 - (1 - sound) * (1 - meant)
        named = RankedName(
            chinese, round(both, 3), round(sound, 3), round(meant, 3), _why(latin, chinese, sound, meant)
        )
        scored.append((heard + _MEANT * meant, named))
    return [named for _, named in sorted(scored, key=lambda one: -one[0])]


_MEANT = 12.0
"""What a whole translation weighs beside the logarithm that the sound gives."""


def _why(latin: str, chinese: str, sound: float, meant: float) -> str:
    said = f"{chinese} is read {toned(chinese)}"
    ways = []
    if sound >= 0.7:
        ways.append(f"it sounds like {latin}")
    if meant > 0:
        ways.append("it means " + ", ".join(f"{word} ({found})" for word, found in translated(latin, chinese)))
    return f"{said}; {' and '.join(ways)}" if ways else f"{said}; neither its sound nor its meaning is {latin}'s"
