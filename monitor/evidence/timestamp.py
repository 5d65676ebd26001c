"""Time stamps (RFC 3161): the query over some bytes, and the check of the reply, at receipt and years later.

A reply is checked by the library `rfc3161-client` and, where the `openssl` command is installed, by that as well: a
stamp that only one of them believes is worth nothing before a stranger. What the library is too strict to read
(OpenSSL's own authority writes its certificates unsorted) openssl checks alone. Authorities are strangers: whatever
bytes they send, the outcome is a checked stamp or one sentence.
"""

import hashlib
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client._rust import parse_timestamp_request  # its only reader of queries

from monitor.errors import InputError, MonitorError
from monitor.evidence import openssl
from monitor.evidence.der import certificates_in, is_one_sequence

LARGEST_REPLY = 64 * 1024
"""Bytes; a reply with its whole chain has about 5 kB."""
State = Literal["verified", "openssl", "unverified"]
"""Checked by the library (and openssl, if installed); by openssl alone; by nobody: kept to be checked elsewhere."""

_SHA256 = "2.16.840.1.101.3.4.2.1"
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    OverflowError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
)
"""What the library raises over bytes that it can't read (a fuzzer's list)."""
_GRANTED = (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)
_UNSORTED = "InvalidSetOrdering"
_NO_REPLY = "the reply is no time-stamp reply"
_NO_CERTIFICATES = "the reply lacks the certificates that were asked for"
_DETAIL = re.compile(r'data: "(?:Verify error: )?([^"]+)"')


class WrongReply(MonitorError):
    """Raised for a reply that is no stamp of these bytes by this authority: one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A reply that may be kept: who checked it, and what it says (None: could not be read)."""

    state: State
    gen_time: datetime | None
    signer_ends: datetime | None
    """When the signing certificate ends, UTC."""
    chain: bytes
    """The certificates in the reply, PEM, the signing one first."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a reply must answer. `digest`: SHA-256 of the stamped bytes; `roots`: PEM."""

    query: bytes
    digest: bytes
    nonce: int
    roots: bytes
    policy: str | None


def new_query(data: bytes) -> bytes:
    """A query (DER) for a stamp over the SHA-256 of some bytes, with a nonce, asking for the certificates."""
    return TimestampRequestBuilder(data, HashAlgorithm.SHA256).build().as_bytes()


def check_reply(reply: bytes, query: bytes, data: bytes, roots: bytes, policy: str | None = None) -> Checked:
    """Check a raw reply to a query over `data` against trusted root certificates (PEM), at the stamp's own time.

    `policy`: the object identifier that the stamp must name; None: any. Raises `WrongReply`, and `InputError` when
    `roots` can't be read.
    """
    # openssl would trust certificates of other forms too, which nobody shows
    roots = b"".join(root.public_bytes(Encoding.PEM) for root in read_roots(roots))
    if len(reply) > LARGEST_REPLY:
        raise WrongReply(f"the reply has more than {LARGEST_REPLY // 1024} kB")
    if not is_one_sequence(reply):
        raise WrongReply(_NO_REPLY)
    asked = _Asked(query, hashlib.sha256(data).digest(), _nonce_of(query, data), roots, policy)
    with warnings.catch_warnings():  # the library warns of names with odd attributes
        warnings.simplefilter("ignore")
        try:
            response = decode_timestamp_response(reply)
            status = response.status
        except _UNREADABLE as error:
            return _by_openssl(reply, asked, unreadable=str(error))
        if status not in _GRANTED:
            raise WrongReply(f"the authority did not grant a time stamp ({_refusal(response)})")
        return _by_library(response, reply, asked)


def read_roots(pem: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file. Raises `InputError`."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except _UNREADABLE:
        raise InputError("holds no certificates in PEM form") from None


def load_roots(path: Path) -> bytes:
    """The file with an authority's root certificates (PEM). Raises `InputError` when it is none."""
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: can't be read ({error.strerror}); save the authority's root certificates (PEM) there"
        ) from None
    try:
        read_roots(pem)
    except InputError as error:
        raise InputError(f"{path}: {error}; save the authority's root certificates there") from None
    return pem


def signer_ends(chain: bytes) -> datetime | None:
    """When the signing certificate of a stamp ends, from its chain (PEM, the signing one first); None: unknown."""
    try:
        return x509.load_pem_x509_certificates(chain)[0].not_valid_after_utc
    except _UNREADABLE:
        return None


def stamped_name(batch: int, authority: str, number: int) -> str:
    """The file, below the ledger's folder, that an authority's n-th stamp of a batch covers.

    The first covers the batch's head; the later ones a list of the head's and the earlier stamps' digests.
    """
    return f"{batch:06d}.head" if number == 1 else f"{batch:06d}/{authority}-{number}.sums"


def _nonce_of(query: bytes, data: bytes) -> int:
    try:
        asked = parse_timestamp_request(query)
        imprint, nonce = asked.message_imprint, asked.nonce
        algorithm = imprint.hash_algorithm.dotted_string
    except _UNREADABLE:
        raise WrongReply("the query can't be read") from None
    if algorithm != _SHA256 or imprint.message != hashlib.sha256(data).digest() or nonce is None:
        raise WrongReply("the query is not one over these bytes")
    return nonce


def _by_library(response: TimeStampResponse, reply: bytes, asked: _Asked) -> Checked:
    """Check what the library has read; `openssl`, if installed, must agree."""
    try:
        info = response.tst_info
        imprint, gen_time = info.message_imprint, info.gen_time
        if imprint.hash_algorithm.dotted_string != _SHA256 or imprint.message != asked.digest:
            raise WrongReply("the stamp is one over other bytes")
        if info.nonce != asked.nonce:
            raise WrongReply("the stamp answers another query: its nonce is not ours")
        if asked.policy not in (None, info.policy.dotted_string):
            raise WrongReply(f"the stamp names the policy {info.policy.dotted_string}; expected {asked.policy}")
        if not certificates_in(reply):
            raise WrongReply(_NO_CERTIFICATES)
        if response.status == PKIStatus.GRANTED_WITH_MODS:  # the library takes none of these
            return _by_openssl(reply, asked, unreadable=_UNSORTED)
        VerifierBuilder(roots=read_roots(asked.roots), nonce=asked.nonce).build().verify(response, asked.digest)
        (signer,) = response.signed_data.signer_infos
        sid = signer.issuer, signer.serial_number
        certificates = _certificates(reply, lambda one: (one.issuer, one.serial_number) == sid)
    except _UNREADABLE:
        raise WrongReply("the reply is damaged: its parts can't be read") from None
    except VerificationError as error:
        raise WrongReply(_why(str(error))) from None
    if openssl.has_openssl() and (reason := openssl.verify_reply(reply, asked.query, asked.roots, gen_time)):
        raise WrongReply(f"openssl does not accept the stamp: {_plain(reason)}")
    return _checked("verified", gen_time, certificates)


def _by_openssl(reply: bytes, asked: _Asked, *, unreadable: str) -> Checked:
    """Check what the library can't read; without the command it is kept unchecked, if it looks like a stamp at all."""
    if not openssl.has_openssl():
        if _UNSORTED not in unreadable:
            raise WrongReply(_NO_REPLY)
        return _checked("unverified", None, _certificates(reply, _may_stamp))
    text = openssl.read_reply(reply)
    if text is None:
        raise WrongReply(_NO_REPLY)
    if not text.granted or text.gen_time is None:
        raise WrongReply(f"the authority did not grant a time stamp ({_plain(text.status)})")
    if asked.policy not in (None, text.policy):
        raise WrongReply(f"the stamp names the policy {text.policy}; expected {asked.policy}")
    if not certificates_in(reply):
        raise WrongReply(_NO_CERTIFICATES)
    if reason := openssl.verify_reply(reply, asked.query, asked.roots, text.gen_time):
        raise WrongReply(f"openssl does not accept the stamp: {_plain(reason)}")
    return _checked("openssl", text.gen_time, _certificates(reply, _may_stamp))


def _checked(state: State, gen_time: datetime | None, certificates: list[x509.Certificate]) -> Checked:
    ends = certificates[0].not_valid_after_utc if certificates else None
    pem = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
    return Checked(state, gen_time, ends, pem)


def _certificates(reply: bytes, signs: Callable[[x509.Certificate], bool]) -> list[x509.Certificate]:
    """The certificates in a reply: the signing one, its issuer and so on, then the others; none if they can't be read.

    `signs`: which is the signing one. The order does not depend on the reply's.
    """
    try:
        rest = [x509.load_der_x509_certificate(der) for der in sorted(certificates_in(reply))]
        chain = [one for one in rest if signs(one)][:1]
    except _UNREADABLE:
        return []
    while chain:
        upper = [one for one in rest if one not in chain and one.subject == chain[-1].issuer]
        if not upper:
            break
        chain.append(upper[0])
    return chain + [one for one in rest if one not in chain]


def _may_stamp(certificate: x509.Certificate) -> bool:
    """Whether a certificate is for time stamps and nothing else (RFC 3161, 2.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _refusal(response: TimeStampResponse) -> str:
    """Why an authority refuses, in its own words."""
    try:
        status = PKIStatus(response.status).name.lower().replace("_", " ")
        words = ", ".join(map(str, response.status_string))
    except _UNREADABLE:
        return "its reason can't be read"
    return f"{status}: {_plain(words)}" if words else status


def _why(problem: str) -> str:
    """A sentence for what the library says about a stamp."""
    if problem.startswith("Error while verifying certificates"):
        detail = _DETAIL.search(problem)
        end = f" ({_plain(detail[1])})" if detail else ""
        return f"signature and certificates do not lead to the configured root at the stamp's time{end}"
    return f"the stamp is not valid: {_plain(problem)}"


def _plain(words: str) -> str:
    """A stranger's words, short and on one line."""
    return "".join(letter if letter.isprintable() else " " for letter in words)[:200]
