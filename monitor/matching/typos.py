"""Names with a letter wrong, missing, doubled or swapped: dunlpo, Sunto, sennheiiser.

Found by a deletion index: every name is kept under all its spellings with one letter left out, and looked up by the
title's word with one letter left out. dunlpo without p and dunlop without p are both dunlo; `OSA.distance` (edits, a
swap counts as one) then says how far the two are apart.
"""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from monitor.lexicon.brands import known_words
from monitor.lexicon.ordinary import is_compound, is_proper, is_word
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import LATIN, Title, key_of

_SHORTEST = 4  # letters; up to five of them only a doubled or swapped one counts without context
_FAR = 8  # letters, from which on two may be wrong
_LONGEST = 16  # letters of a token up to which it is looked up with two left out


_Near = tuple[int, str, Name, int]
"""What a token misspells: the distance, the word, its name, and the word's index in the name (-1: it is the whole)."""
_MOST_KEPT = 50_000  # tokens


class Typos:
    """Finds misspelt Latin names. Made of all names; those that are not Latin letters alone are left out."""

    def __init__(self, names: Iterable[Name], ordinary: frozenset[str] = frozenset()) -> None:
        self._ordinary = ordinary
        self._index: dict[int, tuple[tuple[str, Name, int], ...]] = {}  # by hash, to keep no string for each spelling
        self._near: dict[str, list[_Near]] = {}
        self._near_names: dict[str, list[_Near]] = {}
        self._words: dict[str, list[tuple[Name, int]]] = {}
        for name in names:
            if not name.latin or not name.letters.isalpha():
                continue
            self._add(name.letters, name, -1)
            if len(name.words) > 1:
                for at, word in enumerate(name.words):
                    self._add(word, name, at)
                    self._words.setdefault(word, []).append((name, at))

    def _add(self, word: str, name: Name, at: int) -> None:
        if len(word) >= _SHORTEST:
            keys = _deletions(word) | {_single(word)}
            if len(word) >= _FAR:
                keys |= {key for shorter in _deletions(word) for key in _deletions(shorter)}
            entry = (word, name, at)
            for key in map(hash, keys):
                self._index[key] = (*self._index.get(key, ()), entry)

    def near(self, token: str) -> list[_Near]:
        """What the token misspells, the nearest first."""
        cached = self._near.get(token)
        if cached is None:
            _keep_small(self._near)
            # ties are broken, so that every process says the same
            cached = self._near[token] = sorted(self._look_up(token), key=_nearest_first)
        return cached

    def _near_name(self, token: str) -> list[_Near]:
        """The same of whole names only; nothing for an ordinary word, which is quicker to tell."""
        cached = self._near_names.get(token)
        if cached is None:
            _keep_small(self._near_names)
            near = [] if self._is_another_word(token) else self.near(token)
            cached = self._near_names[token] = [entry for entry in near if entry[3] < 0]
        return cached

    def _look_up(self, token: str) -> Iterator[_Near]:
        if not _SHORTEST <= len(token) <= 40 or sum(map(str.isdigit, token)) > 1 or token[0].isdigit():
            return
        seen = set()
        for key in self._keys(token):
            for word, name, at in self._index.get(hash(key), ()):
                if (word, name, at) in seen or _is_no_typo(token, word):
                    continue
                seen.add((word, name, at))
                far = 1 if _single(word) == _single(token) else OSA.distance(word, token, score_cutoff=2)
                if far == 1 or (far == 2 and (len(word) >= _FAR or at >= 0) and token[:-2] != word[: len(token) - 2]):
                    yield far, word, name, at

    def _keys(self, token: str) -> set[str]:
        keys = _deletions(token) | {_single(token)}
        if _FAR <= len(token) <= _LONGEST and not self._is_another_word(token):
            keys |= {key for shorter in _deletions(token) for key in _deletions(shorter)}
        return keys

    def find(self, title: Title) -> Iterator[Candidate]:
        """Every misspelt name in the title."""
        # a word of a longer name may be misspelt only where another of its words stands
        has_others = not self._words.keys().isdisjoint(title.words)
        look_up = self.near if has_others else self._near_name
        if not has_others and not any(map(look_up, title.words)):
            return
        for token, start, end in title.tokens:
            for far, word, name, at in look_up(token):
                if at >= 0:
                    if (span := _rest(title, name, at, start, end)) is not None:
                        yield Candidate(name, *span, "typo", 0.85, _how(far))
                elif not self._is_another_word(token):
                    same = _is_same_letters(token, word)
                    alone = len(word) > 5 or same or _has_one_more(token, word)
                    common = len(word) == len(token) == 4 and not same
                    yield Candidate(
                        name,
                        start,
                        end,
                        "typo",
                        _score(token, word, far),
                        _how(far),
                        needs_context=not alone,
                        needs_slang=common,
                    )
            for name, at in self._words.get(token, ()):
                if (beside := _misspelt_beside(title, name, at, start, end)) is not None:
                    yield beside

    def _is_another_word(self, token: str) -> bool:
        singular = token.removesuffix("s")
        return (
            token in self._ordinary
            or is_word(token)
            or is_proper(token)
            or token in known_words()
            or (singular != token and (is_word(singular) or singular in known_words()))
            or is_compound(token)
        )


def _keep_small(kept: dict[str, list[_Near]]) -> None:
    if len(kept) > _MOST_KEPT:
        kept.clear()


def _nearest_first(near: _Near) -> tuple[int, int, str, str, str, int]:
    distance, word, name, at = near
    return distance, -len(word), word, name.brand, name.text, at


def _is_no_typo(token: str, word: str) -> bool:
    """Whether `token` is the word itself, spelt with digits, or with an ending: hellas, columbian."""
    if token == word or (not token.isalpha() and key_of(token) == key_of(word)):
        return True
    return token[:-1] == word and token[-1] in "ns" and token[-1] != word[-1]


def _has_one_more(token: str, word: str) -> bool:
    """Whether a letter was put in between: the token is longer, with the word's first and last letter at its ends."""
    return len(token) > len(word) and token[0] == word[0] and token[-1] == word[-1]


def _is_same_letters(token: str, word: str) -> bool:
    """Whether letters were only doubled or swapped."""
    return _single(token) == _single(word) or sorted(token) == sorted(word)


def _single(word: str) -> str:
    """The word with doubled letters written once."""
    return re.sub(r"(.)\1+", r"\1", word)


def _score(token: str, word: str, far: int) -> float:
    score = 0.9 if len(word) >= 8 else 0.82 if len(word) >= 6 else 0.76
    score -= 0.15 * (far - 1)
    if token[0] != word[0]:
        score -= 0.35
    return score


def _how(far: int) -> str:
    return f"with {'one letter' if far == 1 else f'{far} letters'} wrong"


def _rest(title: Title, name: Name, at: int, start: int, end: int) -> tuple[int, int] | None:
    """The whole name's span when its other words stand around the misspelt one; else None. `at`: that word's index."""
    before, after = " ".join(name.words[:at]), " ".join(name.words[at + 1 :])
    left, right = title.text[:start].rstrip(" -&."), title.text[end:].lstrip(" -&.")
    if not left.endswith(before) or not right.startswith(after):
        return None
    first = len(left) - len(before) if before else start
    last = len(title.text) - len(right) + len(after) if after else end
    return first, last


def _misspelt_beside(title: Title, name: Name, at: int, start: int, end: int) -> Candidate | None:
    """A name of several words of which word `at` stands there as it is and the rest misspelt: Shu Uemhara."""
    before, after = sum(map(len, name.words[:at])), sum(map(len, name.words[at + 1 :]))
    if len(name.letters) < 6 or before + after < 3:
        return None
    first = _reach(title.text, start, -before)
    last = _reach(title.text, end, after)
    written = "".join(filter(str.isalnum, title.text[first:last]))
    far = OSA.distance(name.letters, written, score_cutoff=2)
    rest = "".join(filter(str.isalnum, title.text[first:start] + title.text[end:last]))
    enough = before + after >= 3 * far or (before + after >= 4 and len(name.words[at]) > 4)
    if not 0 < far <= 2 or not enough or is_word(rest):
        return None
    return Candidate(name, first, last, "typo", 0.85 - 0.1 * far, _how(far))


def _reach(text: str, at: int, letters: int) -> int:
    """The end of the word reached from `at` after so many letters; negative: backwards, to the start of a word."""
    if not letters:
        return at
    step, left = (1, letters - 1) if letters > 0 else (-1, -letters - 1)
    # the characters from `at` on, in the direction of the reach
    place, last = (at, len(text)) if step > 0 else (at - 1, -1)
    while left > 0 and place != last:
        left -= text[place] in LATIN
        place += step
    while place != last and text[place] in LATIN:
        place += step
    return place if step > 0 else place + 1


def _deletions(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
