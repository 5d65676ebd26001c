"""Passwords: which are accepted, and their Argon2id digests, which alone are kept."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.errors import InputError

SHORTEST, LONGEST = 12, 1_000
"""Characters of a password."""
_HASHER = PasswordHasher()  # the parameters of RFC 9106 for ordinary machines: 64 MiB, some 50 ms


def hash_password(password: str) -> str:
    """What is kept of a password. Raises `InputError`, which never repeats it, if it is too short or too long."""
    password = _composed(password)
    if len(password) < SHORTEST:
        raise InputError(f"password: {len(password)} characters; expected at least {SHORTEST}")
    if len(password) > LONGEST:
        raise InputError(f"password: {len(password)} characters; expected at most {LONGEST}")
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str) -> bool:
    """Whether this is the password; False also where the digest is damaged."""
    try:
        return _HASHER.verify(password_hash, _composed(password) if len(password) <= LONGEST else "")
    except (VerificationError, InvalidHashError):
        return False


def _composed(password: str) -> str:
    # one keyboard sends "é" as one character, another as two
    return unicodedata.normalize("NFC", password)
