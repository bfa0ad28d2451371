"""Where one person's topics stand: held in memory beside the ledger, learned into, and read from.

A revision number in the ledger tells whether another process has changed something since; only what it changed is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row

from . import lasting, statements
from . import weights as w
from .errors import LedgerMismatch
from .records import Change, Interest, Ms, from_ms
from .replay import EvidenceRow, replay
from .topics import Assignment, TopicRow, Topics


class Standing:
    """A user's topics and votes as of one revision of the ledger. Not safe to share between threads."""

    def __init__(self, user: int, law: w.Law, stamp: str) -> None:
        self.user = user
        self._stamp = stamp
        self.topics = Topics()
        self._law = law
        self.rebuilt = 0
        self._revision, self._votes, self._voted_at = -1, w.no_votes(), w.NEVER
        self._outdated = False

    def refresh(self, connection: Connection) -> None:
        """Take in what has changed in the ledger.

        Raises:
            LedgerMismatch: another process has made its vectors anew with another embedding model.
        """
        revision, rebuilt, votes, voted_at = statements.standing(connection, self.user)
        if revision == self._revision:
            return
        if rebuilt > self._revision:
            self._check_stamp(connection)
            self.drop()
        self.rebuilt = rebuilt
        for row in statements.topics_since(connection, self.user, self._revision):
            self.topics.put(row)
        self._revision, self._votes, self._voted_at = revision, np.frombuffer(votes), voted_at
        if len(self._votes) != len(w.no_votes()):
            self._modernize(connection)

    def _modernize(self, connection: Connection) -> None:
        """Compute anew what a version with another ladder left. It is in the ledger from the next change on."""
        rows = statements.evidence_until(connection, self.user, -w.NEVER)
        controls = statements.controls_until(connection, self.user, -w.NEVER)
        self._votes, self._voted_at = _replay(self.topics.rows, rows, controls, self._law)
        for row in self.topics.rows:
            self.topics.put(row)
        self._outdated = True

    def _check_stamp(self, connection: Connection) -> None:
        made_by = statements.stamp(connection)
        if made_by != self._stamp:
            raise LedgerMismatch(
                f"the ledger's vectors were made anew by {made_by}, not by {self._stamp}: open it again"
            )

    def drop(self) -> None:
        """Forget what is held, so that the next refresh reads all of it."""
        self.topics, self._revision = Topics(), -1

    def store(self, connection: Connection, changed: Sequence[TopicRow]) -> None:
        """Write changed topics and the votes under a new revision."""
        if self._outdated:
            changed, self._outdated = [*changed, *(row for row in self.topics.rows if row not in changed)], False
        self._revision += 1
        statements.save_topics(connection, changed, self._revision)
        values = {"revision": self._revision, "votes": self._votes.tobytes(), "voted_at": self._voted_at}
        statements.stand(connection, self.user, values)
        for row in changed:
            self.topics.put(row)

    # Learning

    def take(self, connection: Connection, event: int, at: Ms, found: Sequence[Assignment]) -> tuple[Change, ...]:
        """Take the evidence of an event, given by its number and time; topics that are muted or being forgotten learn nothing."""
        found = [one for one in found if one.topic is None or self.topics[one.topic].learns]
        if not found:
            return ()
        rows = [self._row(connection, one) for one in found]
        before = self._weights(rows, at)
        self._vote(rows, found, at)
        for row, one in zip(rows, found, strict=True):
            self._fold(row, one, at, event)
        self._write(connection, event, at, rows, found)
        after = self._weights(rows, at)
        changes = zip(rows, before, after, found, strict=True)
        return tuple(Change(row.label, was, now, one.phrase.text, one.mass) for row, was, now, one in changes)

    def _row(self, connection: Connection, one: Assignment) -> TopicRow:
        if one.topic is not None:
            return self.topics[one.topic]
        row = TopicRow(0, one.phrase.text, one.vector, w.Accumulators.empty())
        statements.add_topic(connection, self.user, row, self._revision + 1)
        self.topics.put(row)
        return row

    def _vote(self, rows: Sequence[TopicRow], found: Sequence[Assignment], at: Ms) -> None:
        """Let the ladder's rungs vote; evidence that comes late votes at the next rebuild."""
        masses = np.array([max(0.0, one.mass) for one in found])
        if at >= self._voted_at and masses.any():
            states = [row.state for row in rows]
            logs, since = np.array([state.logs for state in states]), np.array([state.at for state in states])
            values = w.decayed(logs, since, at, self._law)
            standing = w.standing(self.topics.values(at, self._law))
            self._votes, self._voted_at = w.vote(self._votes, values, masses, self._law, standing), at

    def _fold(self, row: TopicRow, one: Assignment, at: Ms, event: int) -> None:
        if row.counts(at, event):
            row.state = w.fold(row.state, one.mass, at, self._law)
            row.evidence += 1
            row.last_seen = max(row.last_seen, at)
            row.tentative = row.tentative and row.evidence < 2 and one.phrase.stance == "mentioned"

    def _write(
        self, connection: Connection, event: int, at: Ms, rows: Sequence[TopicRow], found: Sequence[Assignment]
    ) -> None:
        pieces = [
            {
                "topic": row.id,
                "event": event,
                "origin": row.id,
                "phrase": one.phrase.text,
                "mass": one.mass,
                "stated": one.phrase.stance == "stated",
                "at": at,
            }
            for row, one in zip(rows, found, strict=True)
        ]
        statements.add_evidence(connection, pieces)
        self.store(connection, rows)

    def rebuild(self, connection: Connection) -> None:
        """Compute every state anew from the evidence."""
        self.drop()
        self.refresh(connection)
        rows = statements.evidence_until(connection, self.user, -w.NEVER)
        controls = statements.controls_until(connection, self.user, -w.NEVER)
        self._votes, self._voted_at = _replay(self.topics.rows, rows, controls, self._law)
        self.store(connection, self.topics.rows)
        self.rebuilt = self._revision
        statements.stand(connection, self.user, {"rebuilt": self.rebuilt})

    # Reading

    def figures(self, now: Ms) -> tuple[w.Floats, w.Floats, w.Floats]:
        """Return every topic's weight, share, and dislike in [0, 1), each of shape (n,)."""
        return _figures(self.topics, self._votes, now, self._law)

    def interests(self, now: Ms) -> list[Interest]:
        """Return all topics that are not being forgotten, heaviest first."""
        return _listed(self.topics, self.figures(now), self.returns(self.topics))

    def interest(self, row: TopicRow, now: Ms) -> Interest:
        """Return one topic."""
        place = self.topics.place(row.id)
        weight, share, dislike = self.figures(now)
        return to_interest(row, weight[place], share[place], dislike[place], self.returns(self.topics)[place])

    def returns(self, topics: Topics) -> w.Floats:
        """Return the probability that each topic comes back when its kind does, shape (n,)."""
        return lasting.returns(topics.logs, topics.vectors, self._stamp.partition(" (")[0])

    def past(self, connection: Connection, until: Ms, now: Ms, law: w.Law | None = None) -> list[Interest]:
        """Return the topics that evidence and controls up to a moment make, as they stand at `now`: replayed from the ledger.

        What is being forgotten now is not among them. `law` has other constants than the memory's own.
        """
        law = law or self._law
        evidence = statements.evidence_until(connection, self.user, until)
        controls = statements.controls_until(connection, self.user, until)
        known = {row.topic for row in evidence} | {control.topic for control in controls}
        rows = [_without_controls(row) for row in self.topics.rows if row.id in known]
        votes, _ = _replay(rows, evidence, controls, law)
        then = Topics()
        for row in rows:
            row.forget_at = self.topics[row.id].forget_at
            then.put(row)
        return _listed(then, _figures(then, votes, now, law), self.returns(then))

    def _weights(self, rows: Sequence[TopicRow], now: Ms) -> list[float]:
        weights = self.topics.weights(self.topics.values(now, self._law), self._law)
        return [float(weights[self.topics.place(row.id)]) for row in rows]


def _figures(topics: Topics, votes: w.Floats, now: Ms, law: w.Law) -> tuple[w.Floats, w.Floats, w.Floats]:
    values = topics.values(now, law)
    dislike = values[:, w.N] / (law.tolerance + values[:, w.N])
    return topics.weights(values, law), w.shares(values, votes, law), dislike


def _replay(
    rows: Sequence[TopicRow], evidence: Sequence[EvidenceRow], controls: Sequence[Row[Any]], law: w.Law
) -> tuple[w.Floats, Ms]:
    """Set the rows' states to what evidence and controls make them; return the votes and the time of the last one."""
    by_id = {row.id: row for row in rows}
    for control in controls:
        if control.topic in by_id and control.action != "rename":
            by_id[control.topic].decide(control.action, control.value, control.at)
    replayed = replay(evidence, statements.stops(controls), law)
    counted = [one for one in evidence if by_id[one.topic].counts(one.at, one.event)]
    events = Counter(one.topic for one in counted)
    theirs = {one.topic for one in counted if one.stated} | _confirmed(controls)
    last: dict[int, Ms] = {}
    for one in evidence:
        last[one.topic] = max(one.at, last.get(one.topic, one.at))
    for row in rows:
        row.state = replayed.states.get(row.id, w.Accumulators.empty())
        row.evidence, row.last_seen = events[row.id], last.get(row.id, 0)
        row.tentative = row.evidence < 2 and row.id not in theirs
    return replayed.votes, replayed.voted_at


def _confirmed(controls: Sequence[Row[Any]]) -> set[int]:
    """Return the topics that the person has said are theirs, and not stopped since."""
    last = {control.topic: control.action for control in controls if control.action in ("confirm", "stop")}
    return {topic for topic, action in last.items() if action == "confirm"}


def to_interest(row: TopicRow, weight: float, share: float, dislike: float, returns: float | None = None) -> Interest:
    """Return a topic as a person sees it."""
    return Interest(
        topic=row.id,
        label=row.label,
        weight=float(weight),
        share=float(share),
        negative=float(dislike),
        evidence=row.evidence,
        last_seen=from_ms(row.last_seen) if row.last_seen else None,
        boost=row.boost,
        pinned=row.pinned,
        muted=row.muted,
        stopped=row.stopped_at is not None and row.evidence == 0,
        tentative=row.tentative,
        returns=None if returns is None else float(returns),
    )


def _listed(topics: Topics, figures: tuple[w.Floats, w.Floats, w.Floats], returns: w.Floats) -> list[Interest]:
    columns = zip(topics.rows, *figures, returns, strict=True)
    found = [to_interest(row, *numbers) for row, *numbers in columns if not row.hidden]
    return sorted(found, key=lambda interest: (-interest.weight, -interest.share, -interest.negative, interest.topic))


def _without_controls(row: TopicRow) -> TopicRow:
    plain = copy(row)
    plain.boost, plain.pinned, plain.muted = 1.0, False, False
    plain.stopped_at, plain.stopped_after = None, 0
    return plain
