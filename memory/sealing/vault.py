"""The keys of one open ledger: everybody's data keys, unwrapped as they are needed, and whose turn it is on this thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import LedgerError
from . import ciphers, values

if TYPE_CHECKING:
    from .words import Words

NOBODY: Final = 0
"""The owner of what is the ledger's own: the names of users, keys of apps, drafts. Users' numbers begin at 1."""

REMEMBERED: Final = 20_000
"""Names that are kept opened: a session's stands on each of its turns."""

Loader = Callable[[int], tuple[int, bytes] | None]
"""Returns the generation and the wrapped key of a user, from the ledger."""

Decrypt = Callable[[ciphers.Ciphers, bytes, bytes], bytes]
"""Decrypts bytes that are bound to others."""


class _Key(NamedTuple):
    """A user's data key: another one may have the same generation, so the wrapped bytes tell which it is."""

    generation: int
    wrapped: bytes
    cipher: ciphers.Ciphers


class Vault:
    """Seals and opens values. Safe to share between threads.

    Args:
        master: the master key.
        id: names it.
        wrapped: the ledger's own data key and its generation.

    Raises:
        LedgerLocked: it is another ledger's master key.
    """

    def __init__(self, master: bytes, wrapped: tuple[int, bytes], id: str = "") -> None:  # noqa: A002
        self.master, self.id = master, id
        self.load: Loader = lambda _user: None
        """Finds a user's key that is not known yet."""
        self._own = wrapped
        self._stored: dict[int, _Key] = {}  # as they were committed
        self._names: dict[tuple[str, str], tuple[int, str]] = {}
        self._here = threading.local()
        self.words: Words | None = None
        self.take(NOBODY, *wrapped)

    # Keys

    def take(self, user: int, generation: int, wrapped: bytes) -> None:
        """Take in a user's key: within a transaction as that has it, for this thread alone; else as the ledger has it now."""
        known = self._key(user)
        if known is None or known[:2] != (generation, wrapped):
            known = self._unwrapped(user, generation, wrapped)
        if self._mine is None:
            self._keep(user, known)
        else:
            self._mine[user] = known

    @contextmanager
    def transaction(self, writing: bool) -> Iterator[None]:
        """Let the keys that are taken in be this thread's alone until its transaction has ended well; others see none that is undone."""
        before, mine = self._mine, dict[int, _Key]()
        self._here.mine = mine
        try:
            yield
        finally:
            self._here.mine = before
        for user, key in mine.items():
            stored = self._stored.get(user)
            if writing or stored is None or key.generation >= stored.generation:  # a reader may be late
                self._keep(user, key)

    @property
    def _mine(self) -> dict[int, _Key] | None:
        return getattr(self._here, "mine", None)

    def _key(self, user: int) -> _Key | None:
        """Return the key by which this thread seals a user's, if it is known."""
        mine = self._mine
        return mine[user] if mine is not None and user in mine else self._stored.get(user)

    def _keep(self, user: int, key: _Key) -> None:
        before, self._stored[user] = self._stored.get(user), key
        if before is not None and before is not key:
            self._names = {}

    def _unwrapped(self, user: int, generation: int, wrapped: bytes) -> _Key:
        key = ciphers.unwrap(self.master, wrapped, values.head(user, generation))
        return _Key(generation, wrapped, ciphers.ciphers(key))

    @property
    def ledger_key(self) -> bytes:
        """The ledger's own data key."""
        generation, wrapped = self._own
        return ciphers.unwrap(self.master, wrapped, values.head(NOBODY, generation))

    def wrapped(self, user: int, generation: int) -> bytes:
        """Return a new key for a user, wrapped."""
        return ciphers.wrap(self.master, ciphers.new_key(), values.head(user, generation))

    # Whose turn it is

    @contextmanager
    def owning(self, user: int | None, writing: bool = False) -> Iterator[None]:
        """Seal what this thread stores as a user's, and open only what is theirs; of everybody where there is None."""
        before = self._owner, self._writing
        self._here.owner, self._here.writing = user, writing
        try:
            yield
        finally:
            self._here.owner, self._here.writing = before

    @property
    def _owner(self) -> int | None:
        return getattr(self._here, "owner", None)

    @property
    def _writing(self) -> bool:
        return bool(getattr(self._here, "writing", False))

    # Values

    def seal(self, place: str, value: bytes, owner: int | None = None, row: str | None = None) -> bytes:
        """Return a value of a table's column as it is stored, bound to a row if one is given; the owner is the thread's where none is."""
        start, key = self._sealing(place, owner, in_a_row=row is not None)
        return start + ciphers.encrypt(key, value, values.bound(place, start, row))

    def open(self, place: str, raw: bytes, owner: int | None = None, row: str | None = None) -> bytes:
        """Return what `seal` was given.

        Raises:
            LedgerError: it was changed, is of another column or row, or is another person's.
        """
        return self._opened(ciphers.decrypt, place, raw, owner, row)

    def seal_name(self, place: str, name: str, owner: int | None = None) -> str:
        """The same for a name that is looked for: equal ones look the same."""
        theirs = self._owner if owner is None else owner
        if theirs is not None and not self._known(theirs) and not self._writing:
            return values.MARK  # nothing of theirs is stored, and nothing ever is as this
        start, key = self._sealing(place, owner)
        return values.as_text(start + ciphers.encrypt_name(key, _packed(name), values.bound(place, start)))

    def open_name(self, place: str, text: str, owner: int | None = None) -> str:
        """Return what `seal_name` was given."""
        expected = self._owner if owner is None else owner
        if (known := self._names.get((place, text))) is not None and expected in (None, known[0]):
            return known[1]
        raw = values.from_text(text)
        name = _unpacked(self._opened(ciphers.decrypt_name, place, raw, owner))
        if len(self._names) >= REMEMBERED:
            self._names = {}
        self._names[place, text] = values.parted(raw)[0], name
        return name

    def seal_text(self, place: str, text: str, owner: int | None = None, row: str | None = None) -> str:
        """`seal` for a text, to be stored as one."""
        return values.as_text(self.seal(place, _packed(text), owner, row))

    def open_text(self, place: str, text: str, owner: int | None = None, row: str | None = None) -> str:
        """`open` for a text."""
        return _unpacked(self.open(place, values.from_text(text), owner, row))

    def _sealing(self, place: str, owner: int | None, in_a_row: bool = False) -> tuple[bytes, ciphers.Ciphers]:
        owner = self._owner if owner is None else owner
        if owner is None:
            raise LedgerError(f"nobody is named whose {place} is to be sealed: nothing was stored")
        key = self._known(owner)
        if key is None:
            raise LedgerError(f"user {owner} has no key to seal {place} with: nothing was stored")
        return values.head(owner, key.generation, in_a_row), key.cipher

    def _opened(self, decrypt: Decrypt, place: str, raw: bytes, owner: int | None, row: str | None = None) -> bytes:
        """Decrypt a value; where that fails, by the key that the ledger has now, should it be another one."""
        expected = self._owner if owner is None else owner
        theirs = values.parted(raw)[0]
        if expected is not None and theirs != expected:
            raise LedgerError(
                f"a value of {place} is user {theirs}'s, not user {expected}'s: it was moved; restore a copy"
            )
        key = self._known(theirs)
        try:
            return _decrypted(decrypt, key, place, raw, row)
        except LedgerError:
            if (now := self._looked_up(theirs)) is key:
                raise
            return _decrypted(decrypt, now, place, raw, row)

    def _known(self, user: int) -> _Key | None:
        """Return a user's key, from the ledger where it is not known yet."""
        return self._key(user) or self._looked_up(user)

    def _looked_up(self, user: int) -> _Key | None:
        """Return a user's key as this thread's transaction has it, else as the ledger has it now."""
        if self._mine is not None and user in self._mine:
            return self._mine[user]
        if (found := self.load(user)) is not None:
            stored = self._stored.get(user)
            if stored is None or stored[:2] != found:
                self._keep(user, self._unwrapped(user, *found))
        return self._stored.get(user)


def _decrypted(decrypt: Decrypt, key: _Key | None, place: str, raw: bytes, row: str | None) -> bytes:
    _, generation, start, rest = values.parted(raw)
    if key is None or key.generation != generation:
        raise LedgerError(f"the key of a value of {place} is gone: what it sealed was erased")
    return decrypt(key.cipher, rest, values.bound(place, start, row))


def _packed(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _unpacked(data: bytes) -> str:
    return data.decode(errors="surrogatepass")


def vault_of(dialect: Any) -> Vault | None:
    """Return the vault of a database that is encrypted; it hangs on the engine's dialect, which every type is compiled for."""
    found: Vault | None = getattr(dialect, "penchant_vault", None)
    return found


def hang(dialect: Any, vault: Vault) -> None:
    """Let everything that is read and written through a dialect go through a vault. Before its first statement."""
    dialect.penchant_vault = vault
