"""The semantic index on a Chroma server or in Chroma Cloud, by URL: every process searches it, one at a time fills it.

A collection holds the vectors of one user, or, if the URL says so, of a shard of the users; docs/scaling.md has both measured. What it
does not hold yet is searched in the ledger, so a search never waits for it. Where the server does not answer, the ledger is searched
alone, and every few seconds it is tried again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from uuid import uuid4

import numpy as np

from .embedding import Vectors
from .errors import PenchantError, SettingsError
from .index import Entry, Feed, State
from .pace import Pace

ANSWER_SECONDS: Final = 10
"""How long the server may take to answer."""

RETRY_SECONDS: Final = 2
"""How often one that did not answer is tried, and how often a process looks whether nobody fills the index."""

SHARDS: Final = 0
"""Collections that the users share, unless the URL says otherwise when the index is first made; 0 for one a user."""

SETTLE_SECONDS: Final = 10
"""How long `settle` waits unless it is told: it is called after every erasure."""

CLOUD: Final = "api.trychroma.com"

CLOUD_KEY: Final = "CHROMA_API_KEY"

TENANT: Final = "default_tenant"
DATABASE: Final = "default_database"
"""Chroma's own, where the URL names none."""

Held = Callable[[], bool]
"""Tells whether this process is still the one that fills the index."""


class ServerFeed(Feed, Protocol):
    """What a shared index needs to know beside what it follows."""

    def ledger(self) -> str:
        """Return the ledger's own name: several may share a Chroma database."""
        ...

    def owners(self, seqs: Sequence[int]) -> dict[int, int]:
        """Return the users of entries, also of erased ones."""
        ...

    def newest(self) -> int:
        """Return the highest number of an entry."""
        ...

    def lag(self, until: int) -> int:
        """Return how many entries up to a number are still to be indexed or dropped."""
        ...

    def duty(self) -> AbstractContextManager[Held | None]:
        """Hold the right to fill the index; None while another process has it."""
        ...


class ServerIndex:
    """Chroma behind a URL, from `start` to `close`. The same calls as `index.NeighbourIndex`.

    Args:
        url: `http://HOST:PORT`, or `https://api.trychroma.com` for Chroma Cloud, whose key is taken from `CHROMA_API_KEY`; with
            `?tenant=…&database=…`, and `&shards=…` where the index is made. `https://:TOKEN@HOST` sends a token.
        feed: the ledger's side.
        notice: called with a `State` whenever it changes, from any thread.

    Raises:
        SettingsError: the URL is none.
    """

    shared = True
    """What others have stored may not be in it yet."""

    def __init__(self, url: str, feed: ServerFeed, notice: Callable[[State], None] = lambda _state: None) -> None:
        self.address = Address(url)
        self.state = State.CLOSED
        self.cause = ""
        self.pace = Pace()
        self._feed, self._notice = feed, notice
        feed.rest = lambda: self.pace.rest(self._moved, self._pressed)
        self._client: Any = None
        self._handles: dict[str, Any] = {}
        self._shards = self.address.shards
        self._mark = ""
        self._moved = threading.Condition()  # guards the three below
        self._asked = self._hurried = self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Connect and follow the ledger, in the background. Calling it again, or after `close`, does nothing."""
        with self._moved:
            if self._thread is None and not self._stopping:
                self._thread = threading.Thread(target=self._run, name="penchant-index", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        """Say that the ledger has grown."""
        with self._moved:
            self._asked = True
            self._moved.notify_all()

    def settle(self, timeout_seconds: float | None = None) -> bool:
        """Wait until all that is in the ledger now is indexed, by whichever process; return whether it is.

        Without a timeout for `SETTLE_SECONDS`: a long transaction anywhere on PostgreSQL holds the index back (store/horizon.py).
        """
        end = time.monotonic() + (SETTLE_SECONDS if timeout_seconds is None else timeout_seconds)
        newest = self._feed.newest()
        while not self._stopping and self._thread is not None:
            if self.state is State.FAILED:
                return False
            if self.state is State.READY and not self._feed.lag(newest):
                return True
            with self._moved:
                self._hurried = True
                self.wake()
                self._moved.wait(0.05)
            if time.monotonic() > end:
                break
        return False

    def search(
        self,
        vector: Vectors,
        user: int | None,
        count: int,
        behind: bool = True,  # noqa: ARG002 - the same call as the embedded index's
    ) -> list[tuple[int, float]] | None:
        """Return (event number, cosine similarity) of a user's nearest entries, best first; None where the server does not answer."""
        if self.state is not State.READY or user is None or count < 1:
            return None
        try:
            return self._found(vector, user, count)
        except Exception as error:  # noqa: BLE001 - chromadb passes on whatever its client raises; the ledger can answer
            self._failed(error)
            self.wake()
            return None

    def close(self) -> None:
        """Stop following the ledger and disconnect."""
        with self._moved:
            self._stopping = True
            self._moved.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._client, self._handles = None, {}
        self._set(State.CLOSED)

    @property
    def trouble(self) -> str:
        """What keeps it from working, with what to do."""
        return f"{self.cause}; check the Chroma server at {self.address}: it is tried again every {RETRY_SECONDS} s"

    def _found(self, vector: Vectors, user: int, count: int) -> list[tuple[int, float]]:
        from chromadb.errors import NotFoundError

        name = self._name(user)
        for _ in range(2):  # a collection that was made anew since has another number
            try:
                handle = self._handles.get(name) or self._client.get_collection(name, embedding_function=None)
                found = handle.query(
                    query_embeddings=[vector],
                    n_results=count,
                    where={"user": user} if self._shards else None,  # a filter costs more, the more there is
                    include=["distances"],
                )
            except NotFoundError:
                self._handles.pop(name, None)
                continue
            self._handles[name] = handle
            return [(int(key), 1.0 - far) for key, far in zip(found["ids"][0], found["distances"][0], strict=True)]
        return []

    # The thread

    def _run(self) -> None:
        self._set(State.OPENING)
        while not self._stopping:
            try:
                self._connect()
                with self._feed.duty() as held:
                    if held is None:
                        self._set(State.READY)
                        self._wait(RETRY_SECONDS)
                    else:
                        self._follow(held)
            except Exception as error:  # noqa: BLE001 - the person is told, and the ledger goes on without
                self._failed(error)
                self._wait(RETRY_SECONDS, gather=False)

    def _follow(self, held: Held) -> None:
        """Make the index equal to the ledger, again and again, while this process may."""
        while not self._stopping and held():
            with self._moved:
                self._asked = self._hurried = False
            self._own()
            self._catch_up(held)
            self._erase()
            self._set(State.READY)
            self._wait(RETRY_SECONDS)

    def _wait(self, seconds: float, gather: bool = True) -> None:
        """Wait for more to come, and a moment for what comes with it."""
        with self._moved:
            self._moved.notify_all()
            self._moved.wait_for(lambda: self._stopping or (gather and self._asked), seconds)
            if gather and self._asked:
                self.pace.gather(self._moved, self._pressed)

    def _pressed(self) -> bool:
        return self._stopping or self._hurried

    # Chroma

    def _connect(self) -> None:
        if self._client is None:
            client = open_client(self.address)
            client.heartbeat()
            self._client = client
            self._prefix = f"p-{self._feed.ledger()}-{hashlib.sha256(self._feed.stamp.encode()).hexdigest()[:12]}"
        self._client.heartbeat()
        with contextlib.suppress(ValueError):  # nobody has made it yet
            self._shards = int(self._root().metadata["shards"])

    def _root(self) -> Any:
        """Return the collection that says of what the others are made.

        Raises:
            ValueError: there is none.
        """
        from chromadb.errors import NotFoundError

        try:
            return self._client.get_collection(f"{self._prefix}-root", embedding_function=None)
        except NotFoundError:
            raise ValueError("there is no index yet") from None

    def _own(self) -> None:
        """Take over the collections that this ledger filled, else make empty ones."""
        filled, _ = self._feed.progress()
        with contextlib.suppress(ValueError):
            self._mark = str(self._root().metadata["mark"])
            if self._mark == filled:
                return
        self._set(State.REBUILDING if filled else State.OPENING)
        for name in list(self._names()):
            self._client.delete_collection(name)
        self._handles.clear()
        self._mark, self._shards = uuid4().hex, self.address.shards
        self._client.create_collection(
            f"{self._prefix}-root", metadata={"mark": self._mark, "shards": self._shards}, embedding_function=None
        )
        self._feed.record(self._mark, 0)

    def _names(self) -> Iterator[str]:
        """Yield the collections of this ledger, those for other embedding models too."""
        own, place = self._prefix.rpartition("-")[0], 0
        found: list[str] = []
        while some := self._client.list_collections(limit=500, offset=place):
            found += [one.name for one in some if one.name.startswith(own)]
            place += len(some)
        yield from found

    def _name(self, user: int) -> str:
        return f"{self._prefix}-{user % self._shards:05}" if self._shards else f"{self._prefix}-u{user}"

    def _catch_up(self, held: Held) -> None:
        known, seq = self._feed.progress()
        if known != self._mark:
            seq = 0
        while not self._stopping and (batch := self._feed.after(seq)) and held():
            for name, some in self._by_shard(batch).items():
                self._collection(name).upsert(
                    ids=[str(entry.seq) for entry in some],
                    embeddings=np.stack([entry.vector for entry in some]),
                    metadatas=[{"user": entry.user} for entry in some],
                )
            seq = batch[-1].seq
            self._feed.record(self._mark, seq)

    def _by_shard(self, batch: Sequence[Entry]) -> dict[str, list[Entry]]:
        shards: dict[str, list[Entry]] = {}
        for entry in batch:
            shards.setdefault(self._name(entry.user), []).append(entry)
        return shards

    def _collection(self, name: str) -> Any:
        if name not in self._handles:
            self._handles[name] = self._client.get_or_create_collection(
                name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
        return self._handles[name]

    def _erase(self) -> None:
        while seqs := self._feed.erased()[:1000]:
            owners, shards = self._feed.owners(seqs), dict[str, list[str]]()
            for seq in seqs:
                if seq in owners:
                    shards.setdefault(self._name(owners[seq]), []).append(str(seq))
            for name, ids in shards.items():
                self._collection(name).delete(ids=ids)
            self._feed.dropped(seqs)
        if token := self._feed.owed():  # the server's own files are its own (docs/forgetting.md)
            self._feed.paid(token)

    # The state

    def _set(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            with contextlib.suppress(Exception):  # a listener that fails must not end the indexing
                self._notice(state)

    def _failed(self, error: BaseException) -> None:
        self.cause = f"{type(error).__name__}: {error}"
        if not isinstance(error, PenchantError):  # else the ledger's: Chroma itself is well
            self._handles = {}
        self._set(State.FAILED)


class Address:
    """Where a Chroma server is, as a URL says it; written out without its token.

    Raises:
        SettingsError: it is no such URL.
    """

    def __init__(self, url: str) -> None:
        parts, port = _split(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        shards = asked.get("shards", str(SHARDS))
        if parts.scheme not in ("http", "https") or not parts.hostname or not shards.isdigit():
            raise _no_address(url)
        if parts.path.strip("/"):
            raise SettingsError(f"the index {_shown(url)!r}: a Chroma server is asked at its root, leave out the path")
        self.secure = parts.scheme == "https"
        self.host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.port = port or (443 if self.secure else 8000)
        self.tenant, self.database, self.shards = asked.get("tenant"), asked.get("database"), int(shards)
        self.token = unquote(parts.password or "")

    def __str__(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.host}:{self.port}"


def _split(url: str) -> tuple[SplitResult, int | None]:
    """Return the parts of a URL, and its port.

    Raises:
        SettingsError: it is none.
    """
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise _no_address(url, "; a port is a number up to 65535") from None  # its cause quotes the URL


def _no_address(url: str, more: str = "") -> SettingsError:
    return SettingsError(
        f"the index {_shown(url)!r} is no URL of a Chroma server, such as http://127.0.0.1:8000?database=penchant{more}"
    )


def _shown(url: str) -> str:
    """Return a URL without what stands before an @: a token, or a part of one."""
    before, _, rest = url.rpartition("@")
    return f"{before.partition('//')[0]}//…@{rest}" if before else url


def open_client(address: Address) -> Any:
    """Return a client of a server, with a limit to how long it waits; its tenant and database are made where they are missing."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # chromadb imports onnxruntime, which writes telemetry files
    import chromadb
    from chromadb.config import Settings

    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]  # pydantic's own argument
    if address.host == CLOUD:
        client: Any = chromadb.CloudClient(
            tenant=address.tenant, database=address.database, settings=settings,
            api_key=os.environ.get(CLOUD_KEY),  # it looks there itself, and then sends the word None
        )  # fmt: skip
    else:
        where: dict[str, Any] = {"host": address.host, "port": address.port, "ssl": address.secure}
        headers = {"Authorization": f"Bearer {address.token}"} if address.token else {}
        _make_database(address, where, headers)
        client = chromadb.HttpClient(
            **where, headers=headers, settings=settings, tenant=address.tenant or TENANT,
            database=address.database or DATABASE,
        )  # fmt: skip
    client._server._session.timeout = ANSWER_SECONDS  # it would wait for ever
    return client


def _make_database(address: Address, where: dict[str, Any], headers: dict[str, str]) -> None:
    """Make a tenant and a database that are named and missing."""
    if not (address.tenant or address.database):
        return
    import chromadb
    from chromadb.config import Settings

    settings = Settings(  # type: ignore[call-arg]  # pydantic's own argument
        _env_file=None, anonymized_telemetry=False, chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=where["host"], chroma_server_http_port=where["port"], chroma_server_ssl_enabled=where["ssl"],
        chroma_server_headers=headers,
    )  # fmt: skip
    admin: Any = chromadb.AdminClient(settings)
    tenant, database = address.tenant or TENANT, address.database or DATABASE
    steps: tuple[tuple[Callable[[], Any], Callable[[], Any]], ...] = (
        (lambda: admin.get_tenant(tenant), lambda: admin.create_tenant(tenant)),
        (lambda: admin.get_database(database, tenant), lambda: admin.create_database(database, tenant)),
    )
    for look, make in steps:
        try:
            look()
        except chromadb.errors.ChromaError:
            with contextlib.suppress(chromadb.errors.UniqueConstraintError):  # another process was first
                make()
