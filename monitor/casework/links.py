"""The links of a case: where it stands by them, which of them an event is about, and how people write their numbers."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from monitor.casework.procedure import CaseState, has_ended, what_may_follow
from monitor.errors import InputError

_PART = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


def open_links(states: Sequence[str]) -> list[int]:
    """The positions of the links that have not ended. `states`: of all links of a case, in order."""
    return [position for position, state in enumerate(states, start=1) if not has_ended(CaseState(state))]


def links_not_filed(states: Sequence[str]) -> list[int]:
    """The positions of the links that are yet to be filed."""
    return [place for place, state in enumerate(states, start=1) if state in (CaseState.DRAFT, CaseState.READY)]


def links_to_file(states: Sequence[str]) -> list[int]:
    """The positions of the links that are to be filed; of all where each was."""
    return links_not_filed(states) or list(range(1, len(states) + 1))


def case_states(states: Sequence[str]) -> dict[str, int]:
    """Where a case stands: of its open links the state that is furthest behind, and how many are in it.

    When all have ended it is each outcome with its number of links, the most first.
    """
    counts = Counter(CaseState(state) for state in states)
    behind = next((state for state in CaseState if counts[state] and not has_ended(state)), None)
    if behind is not None:
        return {behind: counts[behind]}
    return {state: counts[state] for state in sorted(CaseState, key=lambda one: -counts[one]) if counts[state]}


def case_state(states: Sequence[str]) -> str | None:
    """Where a case stands, in one code; None where all links have ended, and not all alike."""
    told = list(case_states(states))
    return told[0] if len(told) == 1 else None


def links_meant(states: Sequence[str], state: CaseState, named: Collection[int] | None) -> list[int]:
    """The positions of the links that an event about a case is about.

    `named`: those that a person named; None: all that have not ended and can come into the state, or, when all have
    ended, all of these that can; if none can, those that would have to. Raises `InputError` for unknown ones.
    """
    everywhere = range(1, len(states) + 1)
    if named is not None:
        unknown = sorted(set(named) - set(everywhere))
        if unknown or not named:
            wrong = f"{links_text(unknown[:20])}: unknown" if unknown else "none named"
            raise InputError(f"links {wrong}; expected some of those of the case: {links_text(everywhere)}")
        return sorted(set(named))
    asked = open_links(states) or list(everywhere)
    return [position for position in asked if state in what_may_follow(CaseState(states[position - 1]))] or asked


def states_to_come(states: Sequence[str]) -> list[CaseState]:
    """What can be entered about a case without naming links, in the order of the procedure."""
    asked = [CaseState(states[position - 1]) for position in open_links(states)] or [CaseState(one) for one in states]
    following = {state for after in asked for state in what_may_follow(after)}
    return [state for state in CaseState if state in following]


def links_text(positions: Iterable[int]) -> str:
    """Positions as people write them: `1-3, 7`."""
    runs: list[list[int]] = []
    for position in sorted(positions):
        if runs and runs[-1][-1] == position - 1:
            runs[-1][1:] = [position]
        else:
            runs.append([position])
    return ", ".join("-".join(map(str, run)) for run in runs)


def read_links(text: str) -> list[int]:
    """Positions from what a person wrote. Raises `InputError`."""
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            raise InputError(f"links {part.strip()[:60]!r}: no numbers of links; expected some such as 1-7,9")
        found.update(range(first, last + 1))
    return sorted(found)
