"""What can be wrong with evidence, as codes, and what each of them means."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """A kind of damage."""

    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    BAD_NAME = "bad_name"
    NO_FILE = "no_file"
    ENCRYPTED = "encrypted"
    TWICE = "twice"
    FORM = "form"
    LINES = "lines"
    ROOT = "root"
    CHAIN = "chain"
    GAP = "gap"
    PROOF = "proof"
    STAMP = "stamp"
    ROW_MISSING = "row_missing"
    ROW_CHANGED = "row_changed"
    VISIT_CHANGED = "visit_changed"
    CUSTODY = "custody"


WHAT = {
    Code.MISSING: "missing",
    Code.EXTRA: "does not belong here: nothing names it",
    Code.CHANGED: "changed: its SHA-256 is not the one that was written down",
    Code.UNREADABLE: "can't be read",
    Code.BAD_NAME: "a name that no sealed file has",
    Code.NO_FILE: "no plain file (a link, say)",
    Code.ENCRYPTED: "encrypted, so it can't be checked",
    Code.TWICE: "there are two files of this name",
    Code.FORM: "not in the form in which it is written",
    Code.LINES: "its lines are not those of the captures that were sealed",
    Code.ROOT: "its root or its number of captures is not that of its lines",
    Code.CHAIN: "does not name the head before it",
    Code.GAP: "a batch of the ledger before it is missing",
    Code.PROOF: "does not lead from the capture to the head of its batch",
    Code.STAMP: "not a valid time stamp of this head",
    Code.ROW_MISSING: "no row of the database names it",
    Code.ROW_CHANGED: "its row in the database was changed",
    Code.VISIT_CHANGED: "the rows of its visit are not those that were written",
    Code.CUSTODY: "the custody log does not fit: a row was changed, added or taken out",
}
_RESTORE = "restore it from a backup"
ADVICE = {
    Code.EXTRA: "take it away, and find out who put it there",
    Code.BAD_NAME: "take it away, and find out who put it there",
    Code.NO_FILE: "take it away, and restore the file from a backup",
    Code.ENCRYPTED: "ask for a bundle that is not encrypted",
    Code.TWICE: "ask for the bundle again: this one shows different files to different programs",
    Code.STAMP: "restore it from a backup; if the authority has a new root certificate, add that to the old one's file",
    Code.ROW_MISSING: "restore the database from a backup, and find out who changed it",
    Code.ROW_CHANGED: "restore the database from a backup, and find out who changed it",
    Code.VISIT_CHANGED: "restore the database from a backup, and find out who changed it",
    Code.CUSTODY: "restore the database from a backup, and find out who changed it",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A damage. `where`: a file, or a row as `table key`; `detail`: more about it, for people."""

    where: str
    code: Code
    detail: str | None = None

    @property
    def what(self) -> str:
        """What is wrong, for people."""
        return f"{WHAT[self.code]} ({self.detail})" if self.detail else WHAT[self.code]

    @property
    def advice(self) -> str:
        """What to do."""
        return ADVICE.get(self.code, _RESTORE)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by place, each once; what is there in another form, such as a link, is not called missing too."""
    unique = sorted(set(problems), key=lambda problem: (problem.where, problem.code, problem.detail or ""))
    there = {problem.where for problem in unique if problem.code != Code.MISSING}
    return [problem for problem in unique if problem.code != Code.MISSING or problem.where not in there]
