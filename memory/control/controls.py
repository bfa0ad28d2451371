"""What a person decides about a topic: stored with its moment, done at once, and done again by every replay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from numbers import Real
from typing import Any, cast

from sqlalchemy import Connection, Row

from ..access import MAX_LABEL, Access
from ..cleaning import clean, one_line, without_unseen
from ..history.routes import in_force, moving
from ..records import Control, Interest, from_ms
from ..store import event_statements, statements
from ..topics.assigning import TopicRow
from ..topics.names import name_key
from ..topics.splitting import Said, apart, best_phrase, chosen, said_of
from ..weights import Accumulators

BOOST = (0.25, 4.0)
"""The least and the most that a person can multiply a topic's strength by."""


class Controls:
    """The part of a `UserMemory` that concerns controls; each method is described there."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def decide(self, topic: str | int, action: str, value: str = "") -> Interest:
        """Store and do what the person decided about a topic."""
        with self._access.writing() as connection:
            return self._decided(connection, self._access.find(topic), action, value)

    def boost(self, topic: str | int, factor: float) -> Interest:
        """Multiply a topic's strength."""
        (least, most), given = BOOST, cast(object, factor)
        if isinstance(given, bool) or not isinstance(given, Real) or not least <= float(given) <= most:
            raise ValueError(f"a boost lies between {least} and {most}, got {given!r:.60}")
        return self.decide(topic, "boost", repr(float(factor)))

    def stop(self, topic: str | int) -> Interest:
        """Void a topic's evidence so far."""
        with self._access.writing() as connection:
            last = event_statements.last_event(connection, self._access.number)
            return self._decided(connection, self._access.find(topic), "stop", str(last))

    def rename(self, topic: str | int, label: str) -> Interest:
        """Give a topic another label."""
        label = one_line(without_unseen(label))
        if not label:
            raise ValueError("a label cannot be empty")
        label = self._access.memory.redact(clean(label))
        if len(label) > MAX_LABEL:
            raise ValueError(f"a label has at most {MAX_LABEL} characters, this one {len(label)}")
        self._access.memory.vectorizer.warm()
        with self._access.writing() as connection:
            row = self._access.find(topic)
            self._check_free(label, row)
            return self._called(connection, row, "rename", label)

    def relabel(self, topic: str | int) -> Interest:
        """Call a topic by the best of the phrases that it was learned from."""
        self._access.memory.vectorizer.warm()
        with self._access.writing() as connection:
            row = self._access.find(topic)
            controls = statements.controls_until(connection, self._access.number, self._access.now())
            if any(control.topic == row.id and control.action == "rename" for control in controls):
                raise ValueError(f"{row.label!r} is the name that you gave this topic: rename it to change that")
            best = best_phrase(said_of(connection, row, self._access.memory.vectorizer))
            if best is None or best.casefold() == row.label.casefold() or self._taken(best, row):
                return self._access.standing.interest(row, self._access.now())
            return self._called(connection, row, "relabel", best)

    def confirm(self, topic: str | int) -> Interest:
        """Say that a topic is the person's own, one that they rejected too."""
        with self._access.writing() as connection:
            row = self._access.find_rejected(topic) or self._access.find(topic)
            return self._decided(connection, row, "confirm", "")

    def reject(self, topic: str | int) -> Interest:
        """Say that a tentative topic is no interest of the person's."""
        with self._access.writing() as connection:
            row = self._access.find(topic)
            if not row.tentative or row.stopped_at is not None:
                raise ValueError(
                    f"{row.label!r} is not tentative: `stop` voids what it has gathered, `forget` erases it"
                )
            last = event_statements.last_event(connection, self._access.number)
            return self._decided(connection, row, "reject", str(last))

    def merge(self, topic: str | int, into: str | int) -> Interest:
        """Make a topic part of another."""
        with self._access.writing() as connection:
            gone, kept = self._access.find(topic), self._access.find(into)
            if gone.id == kept.id:
                raise ValueError(f"a topic cannot be merged into itself: both names mean {kept.label!r}")
            self._add(connection, gone, "merge", str(kept.id))
            return self._moved(connection, kept.id)

    def split(self, topic: str | int, phrases: Sequence[str] | None) -> Interest:
        """Make two topics of one; return the new one."""
        vectorizer = self._access.memory.vectorizer
        vectorizer.warm()
        with self._access.writing() as connection:
            row = self._access.find(topic)
            said = said_of(connection, row, vectorizer)
            leaving = apart(row, said, vectorizer.calibration.apart) if phrases is None else chosen(row, said, phrases)
            new = self._founded(connection, row, leaving)
            value = {"from": row.id, "pieces": sorted(place for one in leaving for place in one.places)}
            self._add(connection, new, "split", json.dumps(value), {"aliases": row.aliases})
            gone = {name_key(one.phrase) for one in leaving}
            row.aliases = tuple(alias for alias in row.aliases if name_key(alias) not in gone)
            statements.rename_topic(connection, row)
            return self._moved(connection, new.id)

    def undo(self) -> Control:
        """Take back the last control that was not taken back yet."""
        self._access.memory.vectorizer.warm()
        with self._access.writing() as connection:
            decided = statements.controls_of(connection, self._access.number)
            rows = [row for row in in_force(decided) if row.action != "prior"]  # that is lent, not decided
            final = statements.final(connection, self._access.number)
            if not rows or rows[-1].seq <= final:
                raise ValueError(
                    "the last thing that you did was to erase a topic, and an erasure cannot be undone"
                    if final
                    else "there is nothing to undo: you have decided nothing that still stands"
                )
            last = rows[-1]
            self._bring_back(connection, last)
            self._add(connection, self._access.numbered(last.topic), "undo", str(last.seq))
            self._recount(connection, last.topic)
            return self._control(last, undone=True)

    def controls(self) -> list[Control]:
        """Return all that the person decided, oldest first."""
        with self._access.reading() as connection:
            rows = [row for row in statements.controls_of(connection, self._access.number) if row.action != "prior"]
            standing = {row.seq for row in in_force(rows)}
            undoing = ("undo", "keep")
            return [self._control(row, row.seq not in standing and row.action not in undoing) for row in rows]

    def forget_soon(self, topic: str | int, after: timedelta) -> Interest:
        """Hide a topic, to be erased later."""
        if after < timedelta(0):
            raise ValueError(f"a topic can be forgotten from now on, not {-after} ago")
        due = self._access.now() + after // timedelta(milliseconds=1)
        return self.decide(topic, "forget", str(due))

    def keep(self, topic: int) -> Interest:
        """Take `forget_soon` back."""
        with self._access.writing() as connection:
            row = self._access.numbered(topic)
            if row.forget_at is None:
                raise ValueError(
                    f"topic number {topic}, {row.label!r}, is not being forgotten: there is nothing to take back"
                )
            return self._decided(connection, row, "keep", "")

    def _decided(self, connection: Connection, row: TopicRow, action: str, value: str) -> Interest:
        if not self._stands(connection, row, action, value):
            self._add(connection, row, action, value)
            row.decide(action, value, self._access.now())
            self._access.standing.store(connection, [row])
        return self._access.standing.interest(row, self._access.now())

    def _stands(self, connection: Connection, row: TopicRow, action: str, value: str) -> bool:
        """Return whether it is so already: another control would be one that `undo` seems not to undo."""
        match action:
            case "pin":
                return row.pinned == (value == "1")
            case "mute":
                return row.muted == (value == "1")
            case "boost":
                return row.boost == float(value)
            case "confirm" if not (row.tentative or row.rejected):
                return not row.prior or self._is_confirmed(connection, row)
        return False

    def _is_confirmed(self, connection: Connection, row: TopicRow) -> bool:
        """Return whether the person has confirmed a topic and not voided it since: all that stays of one when what is lent goes."""
        decided = in_force(statements.controls_of(connection, self._access.number))
        voiding = ("confirm", "reject", "stop")
        return [one.action for one in decided if one.topic == row.id and one.action in voiding][-1:] == ["confirm"]

    def _add(
        self, connection: Connection, row: TopicRow, action: str, value: str, before: dict[str, Any] | None = None
    ) -> None:
        now = self._access.now()
        statements.add_control(connection, self._access.number, row.id, action, value, now, before)

    def _moved(self, connection: Connection, topic: int) -> Interest:
        """Let evidence count where it belongs now, and return a topic as it stands then."""
        self._recount(connection, topic)
        return self._access.standing.interest(self._access.numbered(topic), self._access.now())

    def _recount(self, connection: Connection, topic: int) -> None:
        """Let evidence count where it belongs now, for a topic and all that evidence was ever moved between."""
        near = moving(statements.controls_of(connection, self._access.number)) | {topic}
        statements.reroute(connection, self._access.number)
        standing = self._access.standing
        standing.recount(connection, [row for row in standing.topics.rows if row.id in near])

    def _called(self, connection: Connection, row: TopicRow, action: str, label: str) -> Interest:
        """Give a topic a label; the old one goes on naming it."""
        before = {"label": row.label, "aliases": row.aliases}
        names = {name.casefold(): name for name in (*row.aliases, row.label)}
        names.pop(label.casefold(), None)
        self._name(connection, row, label, tuple(names.values()))
        self._add(connection, row, action, label, before)
        self._access.standing.store(connection, [row])
        return self._access.standing.interest(row, self._access.now())

    def _name(self, connection: Connection, row: TopicRow, label: str, aliases: Sequence[str]) -> None:
        row.label, row.vector, row.aliases = label, self._access.memory.vectorizer([label])[0], tuple(aliases)
        statements.rename_topic(connection, row)

    def _founded(self, connection: Connection, row: TopicRow, leaving: Sequence[Said]) -> TopicRow:
        """Open the topic that leaves another, called by its best phrase and by the others that name nothing else."""
        label = best_phrase(leaving)
        assert label is not None  # noqa: S101 - for the type checker: something leaves
        own = {name_key(name) for one in self._access.standing.topics.members(row.id) for name in one.names}
        names = {name_key(one.phrase): one.phrase for one in leaving}
        taken = self._access.standing.topics.names().keys() - own
        aliases = tuple(name for key, name in names.items() if key != name_key(label) and key not in taken)
        vector = self._access.memory.vectorizer([label])[0]
        new = TopicRow(0, label, vector, Accumulators.empty(), aliases=aliases)
        statements.add_topic(connection, self._access.number, new, self._access.standing.revision + 1)
        self._access.standing.topics.put(new)
        return new

    def _bring_back(self, connection: Connection, control: Row[Any]) -> None:
        """Let names be what they were before a control."""
        before = json.loads(control.before) if control.before else {}
        if "label" in before:
            self._name(connection, self._access.numbered(control.topic), before["label"], before["aliases"])
        elif "aliases" in before:
            source = self._access.numbered(json.loads(control.value)["from"])
            source.aliases = tuple(before["aliases"])
            statements.rename_topic(connection, source)

    def _control(self, row: Row[Any], undone: bool) -> Control:
        label = self._access.numbered(row.topic).label
        value = str(json.loads(row.value)["from"]) if row.action == "split" else row.value
        return Control(row.seq, row.topic, label, row.action, value, from_ms(row.at), undone)

    def _check_free(self, label: str, row: TopicRow) -> None:
        if (name := self._taken(label, row)) is not None:
            raise ValueError(f"another topic is called {name!r} already")

    def _taken(self, label: str, row: TopicRow) -> str | None:
        """Return the name by which another topic is called so, if one is."""
        mine = {one.id for one in self._access.standing.topics.members(row.id)}
        others = (other for other in self._access.standing.topics.rows if other.id not in mine)
        return next((name for other in others for name in other.names if name.casefold() == label.casefold()), None)
