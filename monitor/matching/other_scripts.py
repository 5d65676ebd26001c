"""Latin names written by their sound in another script: ナイキ, 나이키, Найк."""

import re
from collections.abc import Iterable, Iterator

from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import Title
from monitor.text.transliterate import latin_of, skeleton_of, sounds_like, spoken

_RUNS = re.compile("[\u3040-\u30ff\uff66-\uff9f]{2,}|[\uac00-\ud7af]{2,}|[\u0400-\u04ff]{3,}|[\u0370-\u03ff]{3,}")
_SURE = 0.75
_SURE_OF_SHORT = 0.9


class OtherScripts:
    """Finds Latin names in other scripts. Made of the names, indexed by the consonants that a transliteration keeps."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_skeleton: dict[str, list[Name]] = {}
        for name in names:
            if name.latin and name.letters.isalpha() and len(name.letters) > 2:
                for consonants in {skeleton_of(said) for said in spoken(name.letters)}:
                    self._by_skeleton.setdefault(consonants, []).append(name)

    def find(self, title: Title) -> Iterator[Candidate]:
        """Every run of kana, Hangul, Cyrillic or Greek that reads like a name."""
        for run in _RUNS.finditer(title.raw):
            read = latin_of(run[0])
            consonants = skeleton_of(read)
            for name in self._by_skeleton.get(consonants, ()):
                alike = sounds_like(name.letters, read)
                if alike >= (_SURE if len(consonants) > 2 else _SURE_OF_SHORT):
                    start, end = title.place_of(run.start()), title.place_of(run.end())
                    yield Candidate(name, start, end, "transliterated", 0.6 + 0.2 * alike, f"read {read}")
