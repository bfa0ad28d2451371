"""InterestStore: what memory holds, as a store of LangGraph's.

    graph = builder.compile(store=InterestStore(memory))
    store.put(namespace_of("ada", "events"), "e1", {"text": "I have started rock climbing."})
    store.search(namespace_of("ada", "topics"), query="What shall I do this weekend?")

Events can be added, for that is how memory learns; everything else is read alone. What a person decides about their topics (pin, mute,
forget) is theirs: no graph does it by a store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from langgraph.store.base import (
    BaseStore,
    GetOp,
    InvalidNamespaceError,
    Item,
    ListNamespacesOp,
    Op,
    PutOp,
    Result,
    SearchItem,
    SearchOp,
    validate_op_namespace,
)

from ...memory import InterestMemory, UserMemory
from .namespaces import EVENTS, KINDS, ROOT, TOPICS, label_of, matches, user_of
from .people import checked_memory
from .shelves import Shelf, events_of, topics_of


class InterestStore(BaseStore):
    """A store over the events and topics of a ledger: ("users", user, "events") and ("users", user, "topics").

    An event's key is its id, a topic's its number. A user's name stands in a namespace as `namespace_of` writes it: LangGraph allows no
    full stop there. A search with a query ranks by words and meaning (events) or by relevance (topics); without one the newest event and
    the heaviest topic come first. It needs a namespace that names the user, so that no search sees two people's data.

    Args:
        memory: the memory, or one person's: then nobody else's namespaces can be reached.

    Raises:
        InvalidNamespaceError: there is no such namespace, or it is another person's.
        ValueError: this is no memory; what is put is no event, the event is there already with other words, or what is changed
            is read-only.
    """

    __slots__ = ("_memory",)

    def __init__(self, memory: InterestMemory | UserMemory) -> None:
        checked_memory(memory)
        self._memory = memory

    def batch(self, ops: Iterable[Op]) -> list[Result]:
        """Do some operations and return their results; what is put is stored last, and of two puts of a key the last."""
        wanted = list(ops)
        for op in wanted:
            validate_op_namespace(op)
        results: list[Result] = [None if isinstance(op, PutOp) else self._read(op) for op in wanted]
        puts = {(op.namespace, op.key): op for op in wanted if isinstance(op, PutOp)}
        for op in puts.values():
            self._shelf(op.namespace).put(op.key, op.value)
        return results

    async def abatch(self, ops: Iterable[Op]) -> list[Result]:
        """Do the same without holding up the event loop."""
        return await asyncio.to_thread(self.batch, list(ops))

    def _read(self, op: GetOp | SearchOp | ListNamespacesOp) -> Result:
        if isinstance(op, GetOp):
            return self._get(op)
        if isinstance(op, SearchOp):
            return self._search(op)
        if isinstance(op, ListNamespacesOp):
            return self._namespaces(op)
        raise ValueError(f"a store does not know the operation {op!r}")

    def _get(self, op: GetOp) -> Item | None:
        if len(op.namespace) != 3 or not self._known(op.namespace):
            return None
        return self._shelf(op.namespace).get(op.key)

    def _search(self, op: SearchOp) -> list[SearchItem]:
        """Return a page of what is found; a namespace without a kind has both, events first."""
        if op.limit < 0 or op.offset < 0:
            raise ValueError(f"a search's limit and offset are not negative, got {op.limit} and {op.offset}")
        if len(op.namespace_prefix) < 2:
            raise InvalidNamespaceError(
                f'a search needs to know whose data it is in: ("{ROOT}", user), got {op.namespace_prefix}'
            )
        if not self._known(op.namespace_prefix):
            return []
        kinds = op.namespace_prefix[2:] or KINDS
        shelves = [self._shelf((*op.namespace_prefix[:2], kind)) for kind in kinds]
        found: list[SearchItem] = []
        for shelf in shelves:
            wanted = op.offset + op.limit - len(found)
            found += shelf.search(op.query, op.filter, wanted) if wanted > 0 else []
        return found[op.offset : op.offset + op.limit]

    def _namespaces(self, op: ListNamespacesOp) -> list[tuple[str, ...]]:
        there = [(ROOT, label_of(name), kind) for name in self._names() for kind in KINDS]
        fitting = {one[: op.max_depth] for one in there if matches(one, op.match_conditions or ())}
        return sorted(fitting)[op.offset : op.offset + op.limit]

    # Whose

    def _names(self) -> Sequence[str]:
        return [self._memory.name] if isinstance(self._memory, UserMemory) else self._memory.users()

    def _known(self, namespace: tuple[str, ...]) -> bool:
        """Return whether there is anything below a namespace; looking for someone does not make them known."""
        user = user_of(namespace)
        return user == self._memory.name if isinstance(self._memory, UserMemory) else self._memory.knows(user)

    def _shelf(self, namespace: tuple[str, ...]) -> Shelf[Any]:
        user = user_of(namespace)
        if len(namespace) != 3 or namespace[2] not in KINDS:
            raise InvalidNamespaceError(
                f'there is no namespace {namespace}: choose ("{ROOT}", user, "{EVENTS}") or ("{ROOT}", user, "{TOPICS}")'
            )
        if isinstance(self._memory, UserMemory) and user != self._memory.name:
            raise InvalidNamespaceError(f"the namespace {namespace} is another person's: this store is one's alone")
        person = self._memory if isinstance(self._memory, UserMemory) else self._memory.user(user)
        return events_of(person, namespace) if namespace[2] == EVENTS else topics_of(person, namespace)
