"""What is done to a memory until it is killed: operations drawn by a seed, each told before it begins and after it has returned."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from penchant.memory import Chosen, Interaction, InterestMemory, UserMemory
from penchant.memory.store.reindex import reindex
from sqlalchemy import text

from bench.killing.checking import WHO, check, key_of, living, standing

OFTEN = {
    "turn": 12, "control": 5, "import": 1, "forget": 2, "rebuild": 1, "reindex": 0.4, "backup": 0.4, "index": 0.5,
}  # fmt: skip
"""How often each kind of operation is drawn; "index" waits until the index is up to date, in rounds that have one."""

MOST_LIVING = 150
"""With more events than that it forgets a session or a source whenever it forgets."""

IMPORTED = 24
"""Events of one import."""

START = datetime(2026, 1, 1, tzinfo=UTC)

THINGS = [
    f"{one} {other}"
    for one in ("rock", "sea", "street", "night", "folk")
    for other in ("climbing", "swimming", "photography", "music", "dancing", "painting", "cooking", "running")
]

SAID = ("I love {}.", "I play with {} every week.", "I can't stand {}.", "How do I begin with {}?", "我喜欢 {}。")

Tell = Callable[[dict[str, Any]], None]
Opener = Callable[..., InterestMemory]


class Round:
    """One process's work on a folder.

    Args:
        open_memory: opens the memory: `InterestMemory`, or one that needs no model.
        folder: the data folder.
        number: of the round, which seeds what is drawn and sets the clock.
        target: the kind of operation that it is to be killed in; it comes within the first few.
        indexed: whether the memory has an index.
        tell: takes a record before and after each operation; what it took is safe.
    """

    def __init__(
        self, open_memory: Opener, folder: Path, number: int, target: str, indexed: bool, tell: Tell, seed: int
    ) -> None:
        self.chance = random.Random(f"{seed} {number}")
        self.target, self.indexed, self.tell = target, indexed, tell
        self.folder, self._open, self._number, self._told = folder, open_memory, number, 0
        self._minutes = 0
        self.memory = self._opened()

    @property
    def person(self) -> UserMemory:
        """The person's handle."""
        return self.memory.user(WHO)

    def run(self, operations: int) -> None:
        """Tell what the last round has left, do so many operations, the target among the first few, and close."""
        self.tell({"checked": self.checked()})
        before = self.chance.randint(0, 3)
        for turn in range(operations):
            kind = self.target if turn == before else self._drawn()
            self.do(kind)
        self.memory.close()

    def do(self, kind: str) -> None:
        """Do one operation of a kind."""
        getattr(self, f"_{kind}")()

    def checked(self) -> dict[str, Any]:
        """Return what is there, at a moment that stands still."""
        clock, now = self.memory.clock, self._clock()
        self.memory.clock = lambda: now
        try:
            return check(self.memory, self.folder, now, self.indexed, anew=self._number % 5 == 0)
        finally:
            self.memory.clock = clock

    def _drawn(self) -> str:
        kinds = [kind for kind in OFTEN if kind != "index" or self.indexed]
        return self.chance.choices(kinds, [OFTEN[kind] for kind in kinds])[0]

    def _opened(self) -> InterestMemory:
        return self._open(self.folder, clock=self._clock, index=self.indexed)

    def _clock(self) -> datetime:
        self._minutes += 1
        return START + timedelta(hours=3 * self._number, seconds=self._minutes)

    def _words(self) -> str:
        self._told += 1
        said = self.chance.choice(SAID).format(self.chance.choice(THINGS))
        return f"{said} `k{self._number:04}{self._told:03}x`"

    # The operations

    def _turn(self) -> None:
        words, role = self._words(), self.chance.choice(("user", "user", "assistant"))
        key, session = key_of(words), f"s{self._number}-{self.chance.randint(0, 2)}"
        self.tell({"begin": "turn", "events": {key: words}})
        self.person.observe(words, id=key, role=role, session=session, learn=self.chance.random() < 0.9)
        self.tell({"done": "turn", "events": {key: words}})

    def _import(self) -> None:
        words = [self._words() for _ in range(IMPORTED)]
        events, source = {key_of(one): one for one in words}, f"file {self._number}-{self._told}"
        at = self._clock() - timedelta(minutes=len(events))
        done = [
            Interaction(key, ("chat", "search")[place % 2], one, at=at + timedelta(seconds=place), session=source)
            for place, (key, one) in enumerate(events.items())
        ]
        self.tell({"begin": "import", "events": events})
        taken = self.person.observe_all(done, source=source, format="test")
        self.tell({"done": "import", "events": events, "new": taken.new})

    def _control(self) -> None:
        there = self.person.interests()
        if len(there) < 2:
            return self._turn()
        one, other = self.chance.sample(there, 2)
        action = self.chance.choice(("pin", "mute", "boost", "stop", "rename", "confirm", "merge", "undo"))
        self.tell({"begin": "control", "topics": [one.topic, other.topic], "action": action})
        try:
            self._decide(action, one.topic, other.topic)
        except ValueError:  # nothing to undo, say
            action = "refused"
        last = self.person.controls()[-1].number if self.person.controls() else 0
        self.tell({"done": "control", "action": action, "standing": standing(self.person), "last": last})
        return None

    def _decide(self, action: str, one: int, other: int) -> None:
        person, on = self.person, self.chance.random() < 0.6
        if action in ("pin", "mute"):
            getattr(person, action)(one, on)
        elif action == "boost":
            person.boost(one, self.chance.choice((0.5, 1.0, 2.0)))
        elif action == "rename":
            person.rename(one, f"thing {self._number} {self._minutes}")
        elif action == "merge":
            person.merge(one, other)
        elif action == "undo":
            person.undo()
        else:
            getattr(person, action)(one)

    def _forget(self) -> None:
        chosen = self._to_forget()
        if chosen is None:
            return self._import()
        before = living(self.memory.ledger)
        source = self.person.sources()[0].name if chosen == "source" else ""
        count = self._left_of(source) if source else self.person.would_forget(chosen)
        self.tell({"begin": "forget", "count": count, "of": "source" if source else chosen.kind})
        if source:
            self.person.forget_source(source)
        else:
            self.person.forget_chosen(chosen)
        gone = sorted(set(before) - set(living(self.memory.ledger)))
        self.tell({"done": "forget", "gone": gone, "count": count, "of": "source" if source else chosen.kind})
        return None

    def _left_of(self, source: str) -> int:
        asked = text(
            "select count(*) from events join sources on sources.id = source where name = :name and text != ''"
        )
        with self.memory.ledger.read() as connection:
            return int(connection.execute(asked, {"name": source}).scalar_one())

    def _to_forget(self) -> Any:
        """Return what is forgotten: a turn, a topic, a session or "source"; the larger ones where much is stored."""
        sessions = [one.id for one in self.person.sessions()]
        topics = [one.topic for one in self.person.interests()]
        numbers = [one.number for one in self.person.latest(100)]
        few: list[Any] = [Chosen(turn=self.chance.choice(numbers))] if numbers else []
        few += [Chosen(topic=self.chance.choice(topics))] if topics else []
        large: list[Any] = [Chosen(session=self.chance.choice(sessions))] if sessions else []
        large += ["source"] if self.person.sources() else []
        crowded = len(living(self.memory.ledger)) > MOST_LIVING
        either = large if crowded and large else few + large
        return self.chance.choice(either) if either else None

    def _rebuild(self) -> None:
        self.tell({"begin": "rebuild"})
        self.person.rebuild()
        self.tell({"done": "rebuild"})

    def _reindex(self) -> None:
        """All vectors anew, with the model that they have: as `penchant reindex` does it, alone with the folder."""
        embedder = self.memory.vectorizer._embedder
        self.memory.close()
        self.tell({"begin": "reindex"})
        count = reindex(self.folder, embedder, lambda _done, _all: None)
        self.tell({"done": "reindex", "count": count})
        self.memory = self._opened()

    def _backup(self) -> None:
        self.tell({"begin": "backup"})
        path = self.memory.back_up()
        self.tell({"done": "backup", "path": str(path)})

    def _index(self) -> None:
        self.tell({"begin": "index"})
        state = self.memory.settle(120)
        self.tell({"done": "index", "state": state.name})
