"""Forgetting with a receipt: what is chosen is erased in one transaction, everything beside it rewritten, and all our files searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from ..access import Access
from ..control.erasing import Erasure, scrubbed
from ..control.leaving import Leaving
from ..index import State
from ..records import from_ms, to_ms
from ..sealing.drafts import Cover
from ..store import event_statements, forgetting_statements, statements
from ..topics.assigning import TopicRow
from . import tombstones
from .chosen import Chosen
from .drafts import clear_drafts
from .elsewhere import Elsewhere, elsewhere
from .events import erase_events
from .matching import Matcher
from .owed import INDEX, owe, owed
from .purging import Purged
from .receipt import Receipt
from .scanning import Scan, own_places, scan
from .tombstones import Tombstone
from .traces import Traces, gathered, traces_of

ENDS = -(2**62), 2**62
"""An open beginning and an open end of a period."""

SHORTLY_SECONDS = 5.0
"""How long what goes by its age waits for the index: an opening must not take minutes, and the index follows by itself."""


@dataclass(frozen=True, eq=False)
class _Gone:
    """What an erasure took: how many turns, the rows by table, and what is to be looked for."""

    turns: int
    rows: Mapping[str, int]
    traces: Traces


class Forgetting:
    """The part of a `UserMemory` that forgets with a receipt; each method is described there."""

    def __init__(self, access: Access, erasure: Erasure, leaving: Leaving) -> None:
        self._access, self._erasure, self._leaving = access, erasure, leaving
        self._memory = access.memory

    def would_forget(self, chosen: Chosen) -> int:
        """Return how many turns would go."""
        with self._access.reading() as connection:
            return len(self._numbers(connection, chosen))

    def forget(self, chosen: Chosen, timeout_seconds: float | None) -> Receipt:
        """Forget what is chosen."""
        gone = self._erased(chosen)
        self._access.drop_given()
        return self._proved(chosen.kind, gone, self._memory.erased(timeout_seconds))

    def forget_numbers(self, numbers: Sequence[int]) -> int:
        """Erase events without tombstones and without a search; return how many there were."""
        if not numbers:
            return 0
        with self._access.writing() as connection:
            erase_events(connection, self._access, numbers, scrubbed)
            owe(connection)
            self._access.standing.rebuild(connection)
        self._access.drop_given()
        self._memory.erased(SHORTLY_SECONDS)
        return len(numbers)

    def search(self, texts: Sequence[str]) -> Scan:
        """Search our own files for texts."""
        traces = gathered(texts, vectors=[one.tobytes() for one in self._memory.vectorizer(list(texts))])
        return scan(self._places(), Matcher(traces, narrow=self._memory.narrow), _kinds(traces))

    def forgotten(self) -> list[Tombstone]:
        """Return what is kept away."""
        with self._access.reading() as connection:
            return tombstones.listed(connection, self._access.number)

    def unforget(self, number: int) -> Tombstone:
        """Let what one forgetting keeps away come back."""
        with self._access.writing() as connection:
            return tombstones.unbury(connection, self._access.number, number)

    # Erasing

    def _erased(self, chosen: Chosen) -> _Gone:
        user = self._access.number
        with self._access.writing() as connection:
            numbers, before = self._numbers(connection, chosen), forgetting_statements.counts(connection, user)
            told = sorted({*numbers, *event_statements.read_in(connection, numbers)})
            topics = {row.id: row for row in self._access.standing.topics.rows}
            labels = {number: (row.names, row.vector.tobytes()) for number, row in topics.items()}
            phrases = {number: statements.phrases_of(connection, number) for number in self._going(chosen)}
            traces = traces_of(connection, user, told)
            self._erase(connection, chosen, numbers)
            after = forgetting_statements.counts(connection, user)
            left = {row.id: row for row in self._access.standing.topics.rows}
            gone = {number: labels[number] for number in labels if number not in left}
            renamed = {
                number: labels[number] for number, row in left.items() if labels.get(number, ((), b""))[0] != row.names
            }
        names = [name for some, _ in (*gone.values(), *renamed.values()) for name in some]
        names += [phrase for number in phrases if number in gone for phrase in phrases[number]]
        vectors = [vector for _, vector in gone.values()]
        return _Gone(len(numbers), {name: before[name] - after[name] for name in before}, _with(traces, names, vectors))

    def _going(self, chosen: Chosen) -> list[int]:
        """Return the topics whose every phrase is to be looked for."""
        if chosen.topic is None:
            return []
        row = self._erasure.meant(chosen.topic)
        return [one.id for one in self._access.standing.topics.members(row.id)]

    def _numbers(self, connection: Connection, chosen: Chosen) -> list[int]:
        """Return the events that are meant.

        Raises:
            ValueError: there is no such topic, turn or session.
        """
        if not isinstance(chosen, Chosen):
            raise ValueError(f'what to forget is a Chosen, such as Chosen(topic="tea"), got {chosen!r:.60}')
        user = self._access.number
        if chosen.topic is not None:
            return sorted(self._erasure.turns(connection, self._topic(chosen.topic)))
        if chosen.turn is not None:
            return _some(
                forgetting_statements.turn_numbers(connection, user, chosen.turn), f"turn number {chosen.turn}"
            )
        if chosen.session is not None:
            session = self._memory.redact(chosen.session)  # as it is stored
            found = forgetting_statements.session_numbers(connection, user, session)
            return _some(found, f"session {chosen.session!r} with anything in it")
        if chosen.everything:
            return forgetting_statements.all_numbers(connection, user)
        since = ENDS[0] if chosen.since is None else to_ms(chosen.since)
        until = ENDS[1] if chosen.until is None else to_ms(chosen.until)
        return forgetting_statements.period_numbers(connection, user, since, until)

    def _topic(self, topic: str | int) -> TopicRow:
        return self._erasure.meant(topic)

    def _erase(self, connection: Connection, chosen: Chosen, numbers: Sequence[int]) -> None:
        if chosen.topic is not None:
            self._erasure.erase(connection, self._topic(chosen.topic))
        elif chosen.everything:
            self._leaving.clear(connection)
        else:
            rows = forgetting_statements.rows_of(connection, numbers)
            tombstones.bury(connection, self._access.number, chosen.kind, self._access.now(), rows)
            erase_events(connection, self._access, numbers, scrubbed)
            owe(connection)
        self._access.standing.rebuild(connection)

    # Proving

    def _proved(self, kind: str, gone: _Gone, purged: Purged) -> Receipt:
        vault = self._memory.ledger.vault
        with self._memory.ledger.read() as connection:
            readable = self._in_a_file() and vault is None
            same = elsewhere(connection, gone.traces) if readable else Elsewhere(frozenset(), {})
            index_owed = bool(owed(connection, INDEX))
        matcher, kinds = Matcher(gone.traces, same.traces, self._memory.narrow), _kinds(gone.traces)
        cleared = clear_drafts(self._memory.folder, matcher, None if vault is None else Cover(vault))
        found = scan(self._places(), matcher, kinds)
        rewritten, later, notes = self._index_told(index_owed)
        return Receipt(
            kind, from_ms(self._access.now()), gone.turns, dict(gone.rows) | ({"drafts": cleared} if cleared else {}),
            (*purged.rewritten, *rewritten), (*purged.later, *later), gone.traces.count - len(same.traces),
            len(same.traces), same.rows, gone.traces.too_short, found, (*notes, *self._server_notes()),
        )  # fmt: skip

    def _in_a_file(self) -> bool:
        return self._memory.ledger.url.get_backend_name() == "sqlite"

    def _places(self) -> list[Path]:
        return own_places(self._memory.folder)

    def _index_told(self, still: bool) -> tuple[list[str], list[str], list[str]]:
        """Return what was done with the index, what is owed of it, and what is to be known."""
        place = self._memory.place
        if self._memory.ledger.vault is not None:  # it is in memory
            return [], [], []
        if place.index:
            note = "The Chroma server was told to delete the vectors; what its own files keep of them is its own: docs/forgetting.md."
            return ["the entries of the index on its server"], [], [note]
        if place.folder is None or not (place.folder / "index").exists():
            return [], [], []
        if not still:
            return ["the index's folder"], [], []
        state = self._memory.index_state
        why = (
            f"{state.value}" if state in (State.ELSEWHERE, State.FAILED) else "no program that keeps it has come to it"
        )
        return [], [f"the index's folder ({why}; whoever opens it next does it)"], []

    def _server_notes(self) -> list[str]:
        if self._in_a_file():
            return []
        return [
            "PostgreSQL has freed the rows; their bytes stay in its pages until new rows come there, and in its log and your backups of it "
            "until these are recycled: docs/forgetting.md."
        ]


def _some(found: list[int], what: str) -> list[int]:
    if not found:
        raise ValueError(f"there is no {what}: nothing was forgotten")
    return found


def _with(traces: Traces, names: Sequence[str], vectors: Sequence[bytes]) -> Traces:
    """Return traces with names and vectors besides."""
    more = gathered((), names, vectors)
    known = {one.tobytes() for one in traces.vectors}
    added = tuple(one for one in more.vectors if one.tobytes() not in known)
    every = tuple(dict.fromkeys((*traces.names, *more.names)))
    return Traces(traces.pieces, every, (*traces.vectors, *added), traces.blocks, traces.too_short + more.too_short)


def _kinds(traces: Traces) -> Callable[[int], str]:
    ends = [
        (len(traces.pieces), "words"),
        (len(traces.names), "name"),
        (len(traces.vectors), "vector"),
        (len(traces.blocks), "file"),
    ]

    def kind_of(number: int) -> str:
        for size, name in ends:
            if number < size:
                return name
            number -= size
        raise IndexError(number)

    return kind_of
