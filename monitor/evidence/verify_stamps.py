"""Whether the time stamps that lie in a ledger are stamps of its heads. A stamp counts at its own time, for ever."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import InputError
from monitor.evidence.ledger import batch_name
from monitor.evidence.problems import Code, Problem
from monitor.evidence.timestamp import State, WrongReply, check_reply, stamped_name
from monitor.evidence.tree import Tree, digest, read

_FILE = re.compile(r"ledger/(\d{6,12})/([a-z0-9-]{1,30})-([1-9]\d{0,3})\.(tsq|tsr|pem|sums)")
_SUMS_LINE = re.compile(r"([0-9a-f]{64})  ([0-9]{6,12}(?:\.head|/[a-z0-9-]{1,30}-[1-9]\d{0,3}\.tsr))")
_QUERY = bytes.fromhex("0201013031300d060960864801650304020105000420")
"""The beginning of our queries (DER): version 1, SHA-256; then come digest, nonce, the wish for certificates."""


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A stamp's place: batch, authority and which of the authority's stamps of this batch it is."""

    batch: int
    authority: str
    number: int

    def file(self, ending: str) -> str:
        """One of its files."""
        return f"ledger/{batch_name(self.batch)}/{self.authority}-{self.number}.{ending}"

    @property
    def endings(self) -> tuple[str, ...]:
        """Of the files that it may have."""
        return ("tsq", "tsr", "pem") + ("sums",) * (self.number > 1)

    @property
    def stamped(self) -> str:
        """The file that it stamps."""
        return f"ledger/{stamped_name(self.batch, self.authority, self.number)}"


@dataclass(frozen=True, slots=True)
class StampCheck:
    """What a stamp says, that is none of the damages."""

    stamp: Stamp
    state: State
    """verified | openssl (checked by the openssl command alone) | unverified (nobody here could check it)"""
    gen_time: datetime | None
    signer_ends: datetime | None
    """When its signing certificate ends: a new stamp is due before."""
    why: str | None = None
    """Why it is unverified."""


def stamps_in(tree: Tree) -> list[Stamp]:
    """The stamps of which any file is there, in order."""
    return sorted(set(_stamps(tree)))


def check_stamp(tree: Tree, stamp: Stamp, roots: Mapping[str, bytes]) -> tuple[StampCheck | None, list[Problem]]:
    """What a stamp says, or what is wrong with it. `roots`: trusted certificates (PEM) by authority."""
    stamped, query, reply = (read(tree, name) for name in (stamp.stamped, stamp.file("tsq"), stamp.file("tsr")))
    lacking = [(stamp.file("tsq"), query), (stamp.file("tsr"), reply)] + [(stamp.stamped, stamped)] * (stamp.number > 1)
    missing = [Problem(name, _absence(tree, name)) for name, data in lacking if data is None]
    if stamped is None or query is None or reply is None:
        return None, missing  # a missing head is named where heads are checked
    in_query, in_reply = _is_our_query(query, stamped), hashlib.sha256(stamped).digest() in reply
    if not in_query and not in_reply and stamp.number > 1:  # a changed head is named where heads are checked
        return None, [Problem(stamp.stamped, Code.CHANGED, "not what was stamped")]
    if not in_reply:
        return None, [Problem(stamp.file("tsr"), Code.STAMP, "it stamps something else")]
    if not in_query:
        return None, [Problem(stamp.file("tsq"), Code.CHANGED, "not the query of this stamp")]
    problems = _check_sums(tree, stamp, stamped)
    if stamp.authority not in roots:
        why = "no root certificate of this authority is at hand"
        return StampCheck(stamp, "unverified", None, None, why), problems
    try:
        checked = check_reply(reply, query, stamped, roots[stamp.authority])
    except WrongReply as wrong:
        return None, [*problems, Problem(stamp.file("tsr"), Code.STAMP, str(wrong))]
    except InputError as error:
        return StampCheck(stamp, "unverified", None, None, f"its root certificate {error}"), problems
    if checked.chain and read(tree, stamp.file("pem")) != checked.chain:
        code = Code.CHANGED if stamp.file("pem") in tree.names else Code.MISSING
        problems.append(Problem(stamp.file("pem"), code, "not the certificates of the reply"))
    why = "the library can't read it, and the openssl command is not installed"
    unverified = why if checked.state == "unverified" else None
    return StampCheck(stamp, checked.state, checked.gen_time, checked.signer_ends, unverified), problems


def _stamps(tree: Tree) -> Iterator[Stamp]:
    for name in tree.names:
        if parts := _FILE.fullmatch(name):
            stamp = Stamp(int(parts[1]), parts[2], int(parts[3]))
            if name in [stamp.file(ending) for ending in stamp.endings]:
                yield stamp


def _absence(tree: Tree, name: str) -> Code:
    return Code.UNREADABLE if name in tree.names else Code.MISSING


def _is_our_query(query: bytes, data: bytes) -> bool:
    """Whether a query has no other bytes than those that we write, but for the nonce, which the reply repeats."""
    before = _QUERY + hashlib.sha256(data).digest()
    nonce = query[2 + len(before) : -3]
    rest = query[2:] == before + nonce + b"\x01\x01\xff"
    return rest and query[:2] == bytes([0x30, len(query) - 2]) and nonce[:2] == bytes([0x02, len(nonce) - 2])


def _check_sums(tree: Tree, stamp: Stamp, data: bytes) -> list[Problem]:
    """A later stamp covers a list: the head, every earlier stamp of the same authority, and what it names fits."""
    if stamp.number == 1:
        return []
    lines = [_SUMS_LINE.fullmatch(line) for line in data.decode("ascii", "replace").split("\n")[:-1]]
    listed = {line[2]: line[1] for line in lines if line}
    batch = batch_name(stamp.batch)
    written = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed)).encode()
    needed = {f"{batch}.head"} | {f"{batch}/{stamp.authority}-{number}.tsr" for number in range(1, stamp.number)}
    if data != written or not needed <= listed.keys() or any(name[: len(batch)] != batch for name in listed):
        return [Problem(stamp.stamped, Code.FORM)]
    paths = {f"ledger/{name}": sha256 for name, sha256 in listed.items()}
    problems = [Problem(name, Code.MISSING, f"{stamp.stamped} names it") for name in sorted(paths.keys() - tree.names)]
    changed = sorted(name for name in paths.keys() & tree.names if digest(tree, name) != paths[name])
    return problems + [Problem(name, Code.CHANGED, f"{stamp.stamped} has another digest") for name in changed]
