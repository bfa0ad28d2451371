"""The keys of one open ledger: everybody's data keys, unwrapped as they are needed, and whose turn it is on this thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

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


class Vault:
    """Seals and opens values. Safe to share between threads.

    Args:
        master: the master key.
        id: names it.
        wrapped: the ledger's own data key and its generation.
        load: finds a user's key that is not known yet.

    Raises:
        LedgerLocked: it is another ledger's master key.
    """

    def __init__(
        self,
        master: bytes,
        wrapped: tuple[int, bytes],
        load: Loader = lambda _user: None,
        id: str = "",  # noqa: A002
    ) -> None:
        self.master, self.id = master, id
        self._load, self._own = load, wrapped
        self._keys: dict[tuple[int, int], ciphers.Ciphers] = {}
        self._newest: dict[int, int] = {}
        self._names: dict[tuple[str, str], tuple[int, str]] = {}
        self._here = threading.local()
        self.words: Words | None = None
        self.take(NOBODY, *wrapped)

    # Keys

    def take(self, user: int, generation: int, wrapped: bytes) -> None:
        """Take in a user's key as the ledger has it now."""
        if self._newest.get(user) != generation:
            key = ciphers.unwrap(self.master, wrapped, values.head(user, generation))
            self._keys[user, generation] = ciphers.ciphers(key)
            self._newest[user] = generation

    @property
    def ledger_key(self) -> bytes:
        """The ledger's own data key."""
        generation, wrapped = self._own
        return ciphers.unwrap(self.master, wrapped, values.head(NOBODY, generation))

    def drop(self, user: int) -> None:
        """Forget a user's keys: they were destroyed."""
        self._newest.pop(user, None)
        self._names = {}
        for known in [key for key in self._keys if key[0] == user]:
            del self._keys[known]

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

    def seal(self, place: str, value: bytes, owner: int | None = None) -> bytes:
        """Return a value of a table's column as it is stored; the owner is the thread's where none is given."""
        start, key = self._sealing(place, owner)
        return start + ciphers.encrypt(key, value, values.bound(place, start))

    def open(self, place: str, raw: bytes, owner: int | None = None) -> bytes:
        """Return what `seal` was given.

        Raises:
            LedgerError: it was changed, is of another column, or is another person's.
        """
        key, start, rest = self._opening(place, raw, owner)
        return ciphers.decrypt(key, rest, values.bound(place, start))

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
        key, start, rest = self._opening(place, raw, owner)
        name = _unpacked(ciphers.decrypt_name(key, rest, values.bound(place, start)))
        if len(self._names) >= REMEMBERED:
            self._names = {}
        self._names[place, text] = values.parted(raw)[0], name
        return name

    def seal_text(self, place: str, text: str, owner: int | None = None) -> str:
        """`seal` for a text, to be stored as one."""
        return values.as_text(self.seal(place, _packed(text), owner))

    def open_text(self, place: str, text: str, owner: int | None = None) -> str:
        """`open` for a text."""
        return _unpacked(self.open(place, values.from_text(text), owner))

    def _sealing(self, place: str, owner: int | None) -> tuple[bytes, ciphers.Ciphers]:
        owner = self._owner if owner is None else owner
        if owner is None:
            raise LedgerError(f"nobody is named whose {place} is to be sealed: nothing was stored")
        if not self._known(owner):
            raise LedgerError(f"user {owner} has no key to seal {place} with: nothing was stored")
        generation = self._newest[owner]
        return values.head(owner, generation), self._keys[owner, generation]

    def _opening(self, place: str, raw: bytes, owner: int | None) -> tuple[ciphers.Ciphers, bytes, bytes]:
        expected = self._owner if owner is None else owner
        theirs, generation, start, rest = values.parted(raw)
        if expected is not None and theirs != expected:
            raise LedgerError(
                f"a value of {place} is user {theirs}'s, not user {expected}'s: it was moved; restore a copy"
            )
        if (theirs, generation) not in self._keys:
            self._known(theirs, anew=True)
        if (theirs, generation) not in self._keys:
            raise LedgerError(f"the key of a value of {place} is gone: what it sealed was erased")
        return self._keys[theirs, generation], start, rest

    def _known(self, user: int, anew: bool = False) -> bool:
        if (anew or user not in self._newest) and (found := self._load(user)) is not None:
            self.take(user, *found)
        return user in self._newest


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
