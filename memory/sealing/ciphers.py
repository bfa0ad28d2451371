"""Keys, and what they do to bytes: AES-256-GCM for what is only stored, AES-SIV for what is also looked for.

A data key is 32 random bytes; three keys are derived from it (HKDF-SHA256), so that none is used for two things. AES-GCM takes a random
nonce of 96 bits each time: equal texts look different. AES-SIV (RFC 5297) has none: equal names look the same, which a search needs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ..errors import LedgerError, LedgerLocked

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Ciphers:
    """What a data key is used through: for texts, and for names."""

    texts: AESGCM
    names: AESSIV


def new_key() -> bytes:
    """Return a fresh key of 32 bytes."""
    return os.urandom(KEY_BYTES)


def ciphers(key: bytes) -> Ciphers:
    """Return the ciphers of a data key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

    return Ciphers(AESGCM(_derived(key, b"texts", 32)), AESSIV(_derived(key, b"names", 64)))


def _derived(key: bytes, purpose: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt=None, info=b"penchant " + purpose).derive(key)


def encrypt(with_: Ciphers, data: bytes, bound: bytes) -> bytes:
    """Return a nonce and the encrypted bytes, bound to what they belong to."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + with_.texts.encrypt(nonce, data, bound)


def decrypt(with_: Ciphers, data: bytes, bound: bytes) -> bytes:
    """Return what `encrypt` was given.

    Raises:
        LedgerError: the bytes were changed, or belong elsewhere.
    """
    from cryptography.exceptions import InvalidTag

    try:
        return with_.texts.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise LedgerError(_CHANGED) from error


def encrypt_name(with_: Ciphers, data: bytes, bound: bytes) -> bytes:
    """Return the encrypted bytes, the same for the same ones."""
    return with_.names.encrypt(data, [bound])


def decrypt_name(with_: Ciphers, data: bytes, bound: bytes) -> bytes:
    """Return what `encrypt_name` was given.

    Raises:
        LedgerError: as of `decrypt`.
    """
    from cryptography.exceptions import InvalidTag

    try:
        return with_.names.decrypt(data, [bound])
    except (InvalidTag, ValueError) as error:
        raise LedgerError(_CHANGED) from error


_CHANGED: Final = (
    "a sealed value of the ledger cannot be opened: it was changed, or comes from another row, column or person; "
    "keep the file and restore a copy"
)


def wrap(master: bytes, key: bytes, bound: bytes) -> bytes:
    """Return a data key, encrypted by the master key."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _wrapping(master).encrypt(nonce, key, b"penchant key " + bound)


def unwrap(master: bytes, wrapped: bytes, bound: bytes) -> bytes:
    """Return a data key.

    Raises:
        LedgerLocked: this is not the master key that it was wrapped by.
    """
    from cryptography.exceptions import InvalidTag

    try:
        return _wrapping(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], b"penchant key " + bound)
    except (InvalidTag, ValueError) as error:
        raise LedgerLocked("the key does not open the ledger") from error


@lru_cache(maxsize=8)
def _wrapping(master: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_derived(master, b"wrapping", 32))
