"""The master key: from the system's keyring, a passphrase (Argon2id), or the environment.

It is 32 bytes, and wraps the data keys. A process that has it keeps it until it ends: Argon2id takes about a second, and one command may
open the ledger several times.
"""

from __future__ import annotations

import binascii
import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from ..errors import LedgerLocked
from .ciphers import KEY_BYTES, new_key
from .record import Cost, Record, Source

VARIABLE: Final = "PENCHANT_MASTER_KEY"
"""The master key in the environment: 32 bytes in base64, as `openssl rand -base64 32` makes them."""

NEW_VARIABLE: Final = "PENCHANT_NEW_MASTER_KEY"
"""The key that comes after it, when it is replaced."""

PASSPHRASE: Final = "PENCHANT_PASSPHRASE"  # noqa: S105 - a name
PASSPHRASE_FD: Final = "PENCHANT_PASSPHRASE_FD"  # noqa: S105 - a name
"""The number of a file descriptor that the passphrase is read from, to its end."""

NEW_PASSPHRASE: Final = "PENCHANT_NEW_PASSPHRASE"  # noqa: S105 - a name
"""The passphrase that comes after it, when it is replaced."""

SERVICE: Final = "penchant"
"""Under this name the keyring has Penchant's keys."""

Ask = Callable[[str], str | None]
"""Asks a person for a passphrase and returns it; None where there is nobody to ask."""


class _Known:
    """What this process has been told: master keys by their ids, whom to ask, and what a descriptor gave."""

    def __init__(self) -> None:
        self.masters: dict[str, bytes] = {}
        self.ask: Ask = lambda _question: None
        self.read: dict[str, str] = {}
        self.unlocked: Callable[[], None] = lambda: None


_known: Final = _Known()


def prepare(ask: Ask, unlocked: Callable[[], None]) -> None:
    """Say how a passphrase is asked for in this process, and what is to be done once it works on an encrypted ledger."""
    _known.ask, _known.unlocked = ask, unlocked


def forget(id_: str) -> None:
    """Let this process forget a master key: it was the wrong one, or is used no more."""
    _known.masters.pop(id_, None)


def master_of(record: Record) -> bytes:
    """Return a ledger's master key.

    Raises:
        LedgerLocked: it cannot be had; the message says from where it is expected.
    """
    if record.id not in _known.masters:
        _known.masters[record.id] = _FINDERS[record.source](record)
        _known.unlocked()
    return _known.masters[record.id]


def make(source: Source, passphrase: str = "", cost: Cost | None = None) -> tuple[Record, bytes]:
    """Return the beginning of a record, and a master key for it; one in the keyring is stored there.

    Raises:
        LedgerLocked: the keyring keeps nothing, or the environment has no key.
        ValueError: the passphrase is empty.
    """
    id_, salt, cost = uuid4().hex, os.urandom(16), cost or Cost()
    record = Record(source, id_, salt, cost)
    if source is Source.PASSPHRASE:
        master = _derived(passphrase, record)
    elif source is Source.KEYRING:
        master = new_key()
        _keep(id_, master)
    else:
        master = _from_environment(record, NEW_VARIABLE if NEW_VARIABLE in os.environ else VARIABLE)
    _known.masters[id_] = master
    return record, master


def has_keyring() -> bool:
    """Return whether this system has a keyring that keeps something."""
    import keyring

    name = uuid4().hex
    try:
        keyring.set_password(SERVICE, name, name)
        kept = keyring.get_password(SERVICE, name) == name
        keyring.delete_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - backends raise what they like
        return False
    return kept


def retire(id_: str) -> None:
    """Take a master key out of the keyring, if it is there."""
    import keyring

    forget(id_)
    try:
        keyring.delete_password(SERVICE, _entry(id_))
    except Exception:  # noqa: BLE001 - backends raise what they like; one that is not there is as good as deleted
        return


# Where from


def _from_keyring(record: Record) -> bytes:
    import keyring

    try:
        found = keyring.get_password(SERVICE, _entry(record.id))
    except Exception as error:
        raise LedgerLocked(f"the system's keyring, which has the ledger's key, cannot be read: {error}") from error
    if not found:
        raise LedgerLocked(
            f"the ledger is encrypted, and the system's keyring has no key for it ({SERVICE}, {_entry(record.id)!r}): "
            "unlock the keyring it was encrypted with"
        )
    return _decoded(found, "the keyring's key")


def _keep(id_: str, master: bytes) -> None:
    import keyring

    told = b64encode(master).decode()
    try:
        keyring.set_password(SERVICE, _entry(id_), told)
        kept = keyring.get_password(SERVICE, _entry(id_))
    except Exception as error:
        raise LedgerLocked(f"the system's keyring cannot be used: {error}. Choose `--with passphrase`") from error
    if kept != told:
        raise LedgerLocked("this system has no keyring that keeps a key: choose `--with passphrase`")


def _from_environment(_record: Record, variable: str = VARIABLE) -> bytes:
    if not (told := os.environ.get(variable)):
        raise LedgerLocked(
            f"the ledger's key is expected in {variable}, which is not set: 32 bytes in base64 (`openssl rand -base64 32`)"
        )
    return _decoded(told, variable)


def _from_passphrase(record: Record) -> bytes:
    given = given_passphrase()
    if given is None:
        given = _known.ask("Passphrase of the memory")
    if not given:
        raise LedgerLocked(
            f"the ledger is encrypted by a passphrase, and none was given: start in a terminal, or set {PASSPHRASE_FD} or {PASSPHRASE}"
        )
    return _derived(given, record)


_FINDERS: Final[dict[Source, Callable[[Record], bytes]]] = {
    Source.KEYRING: _from_keyring,
    Source.PASSPHRASE: _from_passphrase,
    Source.ENVIRONMENT: _from_environment,
}


def given_passphrase() -> str | None:
    """Return the passphrase that a descriptor or a variable gives; None where neither is named.

    Raises:
        LedgerLocked: the descriptor cannot be read.
    """
    if number := os.environ.get(PASSPHRASE_FD):
        if number not in _known.read:
            try:
                with os.fdopen(int(number), encoding="utf-8") as stream:
                    _known.read[number] = stream.read().rstrip("\r\n")
            except (OSError, ValueError) as error:
                raise LedgerLocked(f"the passphrase cannot be read from {PASSPHRASE_FD}={number}: {error}") from error
        return _known.read[number]
    return os.environ.get(PASSPHRASE)


def _derived(passphrase: str, record: Record) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if not passphrase:
        raise ValueError("a passphrase cannot be empty")
    cost = record.cost
    derive = Argon2id(
        salt=record.salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return derive.derive(passphrase.encode(errors="surrogatepass"))


def _decoded(told: str, what: str) -> bytes:
    try:
        key = b64decode(told.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise LedgerLocked(
            f"{what} is no key: it must be {KEY_BYTES} bytes in base64, got {len(told.strip())} characters"
        )
    return key


def _entry(id_: str) -> str:
    return f"ledger {id_}"
