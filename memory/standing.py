"""Where one person's topics stand: held in memory beside the ledger, learned into, and read from.

A revision number in the ledger tells whether another process has changed something since; only what it changed is read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

import numpy as np
from sqlalchemy import Connection

from . import lasting
from . import weights as w
from .errors import LedgerMismatch
from .history.ballot import elect
from .history.decisions import decide_all
from .history.replay import all_stops, states
from .history.routes import History, Piece, joined, targets
from .records import Change, Interest, Ms, from_ms
from .store import statements
from .topics.assigning import Assignment, TopicRow, Topics

REBUILT_AT_ONCE = 2_000
"""Pieces of evidence whose states and votes are computed anew in some 50 ms."""


class Standing:
    """A user's topics and votes as of one revision of the ledger. Not safe to share between threads."""

    def __init__(self, user: int, law: w.Law, stamp: str) -> None:
        self.user = user
        self._stamp = stamp
        self.topics = Topics()
        self._law = law
        self.rebuilt = 0
        self._revision, self._votes, self._voted_at = -1, w.no_votes(law), w.NEVER
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
        elif voted_at == w.NEVER:
            self._votes = w.no_votes(self._law)  # the ledger does not know the law's prior

    def _modernize(self, connection: Connection) -> None:
        """Compute anew what a version with another ladder left. It is in the ledger from the next change on."""
        told = statements.history(connection, self.user, -w.NEVER)
        _replay(self.topics.rows, told, self._law)
        self._votes, self._voted_at = _elected(told, self._law)
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
        statements.stand_anew(connection, self.user, self._revision, self._votes.tobytes(), self._voted_at)
        for row in changed:
            self.topics.put(row)

    # Learning

    def take(
        self, connection: Connection, event: int, at: Ms, found: Sequence[Assignment], now: Ms
    ) -> tuple[Change, ...]:
        """Take the evidence of an event, given by its number and time; return what that changes as it stands `now`.

        Topics that are being forgotten learn nothing, muted ones only that they end; what a rejected one is only mentioned in
        is kept and does not count.
        """
        found = [taken for one in found if (taken := self._taken(one)) is not None]
        if not found:
            return ()
        origins = [self._row(connection, one) for one in found]
        rows, counted = self._counted(origins, found)
        before = self._strengths(rows, now)
        late = self._learn(connection, rows, counted, at, event)
        statements.add_evidence(connection, self._pieces(event, at, origins, found))
        self.store(connection, _each_once([*origins, *rows]))
        if late:
            self.rebuild(connection)
        rows = [self.topics[row.id] for row in rows]
        after = self._strengths(rows, now)
        changes = zip(rows, before, after, counted, strict=True)
        return tuple(
            Change(row.label, was, weight, one.phrase.text, one.mass, refused, dislike)
            for row, (was, refused), (weight, dislike), one in changes
        )

    def gather(
        self, connection: Connection, event: int, at: Ms, found: Sequence[Assignment], into: Gathered, votes: bool
    ) -> None:
        """Do the same, but leave it to `write` to store it; without `votes` the ladder votes when all is counted again."""
        found = [taken for one in found if (taken := self._taken(one)) is not None]
        origins = [self._row(connection, one, into) for one in found]
        rows, counted = self._counted(origins, found)
        if any(one.mass > 0 for one in counted):
            into.owed = into.owed or not votes or at < self._voted_at
        into.late = self._learn(connection, rows, counted, at, event, None if votes else into) or into.late
        into.pieces += self._pieces(event, at, origins, found)
        for row in (*origins, *rows):
            into.changed[row.id] = row
            if votes:  # the next vote is about the sums of all
                self.topics.put(row)

    def write(self, connection: Connection, gathered: Gathered) -> None:
        """Store what was gathered."""
        self.fold_all(gathered)
        new = {row.id for row in gathered.new}
        statements.add_topics(connection, self.user, gathered.new, self._revision + 1)
        for row in gathered.new:
            self.topics.put(row)
        statements.add_evidence(connection, gathered.pieces)
        if gathered.changed:
            self.store(connection, [row for row in gathered.changed.values() if row.id not in new])
        if gathered.owed or gathered.late:
            statements.stand(connection, self.user, {"owed": True})

    def _learn(
        self,
        connection: Connection,
        rows: Sequence[TopicRow],
        counted: Sequence[Assignment],
        at: Ms,
        event: int,
        into: Gathered | None = None,
    ) -> bool:
        """Let evidence move the topics it counts for; return whether it came so late that all must be computed anew.

        Without votes, `into` takes what is to be folded into the states.
        """
        late = self._needs_rebuild(connection, rows, counted, at)
        for row, one in zip(rows, counted, strict=True):
            if self._begin(row, one, at, event) and into is not None:
                into.folds.pop(row.id, None)
        if into is None:
            self._vote(rows, counted, at)
        for row, one in zip(rows, counted, strict=True):
            self._fold(row, one, at, event, into)
        return late

    def _taken(self, one: Assignment) -> Assignment | None:
        """Return what a topic takes of a piece of evidence."""
        if one.topic is None:
            return one
        row = self.topics.target(one.topic)
        if row.learns:
            return one
        return replace(one, mass=0.0) if one.ends and row.muted and row.forget_at is None else None

    def _counted(
        self, origins: Sequence[TopicRow], found: Sequence[Assignment]
    ) -> tuple[list[TopicRow], list[Assignment]]:
        """Return the topics that evidence counts for, and what it comes to for each: what falls on one topic is joined."""
        pieces: dict[int, list[Piece]] = {}
        for origin, one in zip(origins, found, strict=True):
            target = self.topics.target(origin.id)
            if not target.rejected or one.phrase.stance == "stated":
                piece = Piece(0, origin.id, "", one.mass, 0, one.phrase.stance == "stated", one.ends, one.most)
                pieces.setdefault(target.id, []).append(piece)
        given = {origin.id: one for origin, one in zip(origins, found, strict=True)}
        joint = {topic: whole for topic, some in pieces.items() if (whole := joined(some)).mass or whole.ends}
        counted = [replace(given[one.origin], mass=one.mass, ends=one.ends) for one in joint.values()]
        return [self.topics[topic] for topic in joint], counted

    def _needs_rebuild(
        self, connection: Connection, rows: Sequence[TopicRow], counted: Sequence[Assignment], at: Ms
    ) -> bool:
        """Return whether evidence comes late that changes what came after it: it ends a topic, or that one was rejected once."""
        if any(one.ends for one in counted):
            seen = max(row.last_seen for row in rows)
            return at < max(self._voted_at, seen, statements.last_control(connection, self.user))
        late = [row.id for row in rows if row.stopped_at is not None and row.stopped_at <= at < row.last_seen]
        return bool(late) and statements.rejected_once(connection, late)

    def _begin(self, row: TopicRow, one: Assignment, at: Ms, event: int) -> bool:
        """Take a rejected topic back, and void what words end; return whether they did."""
        if not row.counts(at, event):
            return False
        row.rejected = False
        if one.ends:
            row.decide("end", str(event - 1), at)
            self.topics.put(row)
        return one.ends

    def _row(self, connection: Connection, one: Assignment, into: Gathered | None = None) -> TopicRow:
        if one.topic is not None:
            return self.topics[one.topic]
        row = TopicRow(0, one.phrase.name, one.vector, w.Accumulators.empty())
        if into is None or into.next_topic is None:
            statements.add_topic(connection, self.user, row, self._revision + 1)
        else:
            row.id, into.next_topic = into.next_topic, into.next_topic + 1
            into.new.append(row)
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

    def _fold(self, row: TopicRow, one: Assignment, at: Ms, event: int, into: Gathered | None = None) -> None:
        if row.counts(at, event) and not one.mass:
            row.last_seen = _later(row.last_seen, at)
        elif row.counts(at, event):
            if into is None:
                row.state = w.fold(row.state, one.mass, at, self._law)
            else:
                into.folds.setdefault(row.id, []).append((one.mass, at))
            row.evidence += 1
            row.last_seen = _later(row.last_seen, at)
            row.tentative = row.tentative and row.evidence < 2 and one.phrase.stance == "mentioned"

    def fold_all(self, gathered: Gathered) -> None:
        """Fold what was gathered into the states of its topics."""
        if not gathered.folds:
            return
        rows, some = [self.topics[topic] for topic in gathered.folds], list(gathered.folds.values())
        masses, times = (np.array(column) for column in zip(*(one for each in some for one in each), strict=True))
        firsts = np.cumsum([0, *map(len, some[:-1])])
        at, logs = w.fold_groups(masses, times, firsts, self._law)
        before = np.array([row.state.logs for row in rows]), np.array([row.state.at for row in rows])
        logs, at = w.merge_all(*before, logs, at, self._law)
        for row, one, moment in zip(rows, logs, at.tolist(), strict=True):
            row.state = w.Accumulators(one, moment)
        gathered.folds.clear()

    def _pieces(
        self, event: int, at: Ms, origins: Sequence[TopicRow], found: Sequence[Assignment]
    ) -> list[dict[str, Any]]:
        """Return an event's evidence as it is stored."""
        return [
            {
                "topic": self.topics.target(origin.id).id,
                "event": event,
                "origin": origin.id,
                "phrase": one.phrase.text,
                "mass": one.mass,
                "stated": one.phrase.stance == "stated",
                "at": at,
                "ends": one.ends,
            }
            for origin, one in zip(origins, found, strict=True)
        ]

    def rebuild(self, connection: Connection) -> None:
        """Compute every state anew from the evidence."""
        self.drop()
        self.refresh(connection)
        self.recount(connection, self.topics.rows)
        statements.stand(connection, self.user, {"owed": False})

    def vote(self, connection: Connection) -> None:
        """Let the ladder vote on all evidence, where the states are right already."""
        self.recount(connection, ())
        statements.stand(connection, self.user, {"owed": False})

    def recount(self, connection: Connection, rows: Collection[TopicRow]) -> None:
        """Compute some topics' states anew from the evidence, and the votes of all."""
        told = statements.history(connection, self.user, -w.NEVER)
        _replay(rows, told, self._law)
        self._votes, self._voted_at = _elected(told, self._law)
        self._settle(connection, rows)

    def correct(self, connection: Connection, changed: Collection[int]) -> None:
        """Take in that the evidence of some topics has changed behind their states.

        All is computed anew while that takes no time. With a longer history only these topics are, for turns would wait for it, and the
        votes follow at the next rebuild.
        """
        self.drop()
        self.refresh(connection)
        if sum(row.evidence for row in self.topics.rows) <= REBUILT_AT_ONCE:
            self.rebuild(connection)
            return
        mine = [self.topics[topic] for topic in changed if topic in self.topics]
        _replay(mine, statements.history(connection, self.user, -w.NEVER, [row.id for row in mine]), self._law)
        self._settle(connection, mine)

    def _settle(self, connection: Connection, rows: Collection[TopicRow]) -> None:
        """Store what was computed anew."""
        self.store(connection, list(rows))
        self.rebuilt = self._revision
        statements.stand(connection, self.user, {"rebuilt": self.rebuilt})

    # Reading

    @property
    def revision(self) -> int:
        """The revision of the ledger that is held."""
        return self._revision

    @property
    def votes(self) -> w.Floats:
        """What the ladder's rungs have gained so far, shape (10,)."""
        return self._votes

    def figures(self, now: Ms) -> tuple[w.Floats, w.Floats, w.Floats]:
        """Return every topic's weight, share, and dislike in [0, 1), each of shape (n,)."""
        return _figures(self.topics, self._votes, now, self._law)

    def interests(self, now: Ms) -> list[Interest]:
        """Return all topics that are not being forgotten, heaviest first."""
        return _listed(self.topics, self.figures(now), self.returns(self.topics), self.topics.settled(now, self._law))

    def interest(self, row: TopicRow, now: Ms) -> Interest:
        """Return one topic."""
        place = self.topics.place(row.id)
        weight, share, dislike = self.figures(now)
        settled = self.topics.settled(now, self._law)[place]
        return to_interest(row, weight[place], share[place], dislike[place], self.returns(self.topics)[place], settled)

    def returns(self, topics: Topics) -> w.Floats:
        """Return the probability that each topic comes back when its kind does, shape (n,)."""
        return lasting.returns(topics.logs, topics.vectors, self._stamp.partition(" (")[0])

    def past(self, connection: Connection, until: Ms, now: Ms, law: w.Law | None = None) -> list[Interest]:
        """Return the topics that evidence and controls up to a moment make, as they stand at `now`: replayed from the ledger.

        What is being forgotten now is not among them. `law` has other constants than the memory's own.
        """
        law = law or self._law
        told = statements.history(connection, self.user, until)
        known = set(told.evidence.topic.tolist()) | {control.topic for control in told.controls}
        known |= targets(told.controls)  # what is left of like and dislike in one breath may be nothing
        rows = [copy(row) for row in self.topics.rows if row.id in known]
        _replay(rows, told, law)
        votes, _ = _elected(told, law)
        then = Topics()
        for row in rows:
            row.forget_at = self.topics[row.id].forget_at
            then.put(row)
        return _listed(then, _figures(then, votes, now, law), self.returns(then), then.settled(now, law))

    def _strengths(self, rows: Sequence[TopicRow], now: Ms) -> list[tuple[float, float]]:
        """Return the weight and the dislike of some topics."""
        some = self.topics
        if not any(row.prior for row in rows):  # what is lent depends on all topics, all else on these alone
            some = Topics()
            for row in rows:
                some.put(copy(row))
        values = some.values(now, self._law)
        weights, dislikes = some.weights(values, self._law, now), _dislikes(values, self._law)
        return [(float(weights[place]), float(dislikes[place])) for place in (some.place(row.id) for row in rows)]


@dataclass(slots=True)
class Gathered:
    """What many events teach, to be stored at once.

    `folds` are masses and times by topic, to be folded into the states. `owed` when some events have not voted, `late` when all must be
    computed anew. Topics that they open are numbered from `next_topic` on; where that is None, the ledger numbers each.
    """

    next_topic: int | None
    new: list[TopicRow] = field(default_factory=list)
    pieces: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, TopicRow] = field(default_factory=dict)
    folds: dict[int, list[tuple[float, Ms]]] = field(default_factory=dict)
    owed: bool = False
    late: bool = False


def _later(seen: Ms, at: Ms) -> Ms:
    """Return when a topic was seen last, where 0 is never; what is older than 1970 lies below."""
    return max(seen, at) if seen else at


def _each_once(rows: Sequence[TopicRow]) -> list[TopicRow]:
    return list({row.id: row for row in rows}.values())


def _figures(topics: Topics, votes: w.Floats, now: Ms, law: w.Law) -> tuple[w.Floats, w.Floats, w.Floats]:
    values = topics.values(now, law)
    return topics.weights(values, law, now), w.shares(values, votes, law), _dislikes(values, law)


def _dislikes(values: w.Floats, law: w.Law) -> w.Floats:
    dislikes: w.Floats = values[:, w.N] / (law.tolerance + values[:, w.N])
    return dislikes


def _replay(rows: Collection[TopicRow], told: History, law: w.Law) -> None:
    """Set the rows' states to what evidence and controls make them."""
    by_id = {row.id: row for row in sorted(rows, key=attrgetter("id"))}
    decide_all(by_id, told)
    evidence = told.evidence.of_topics(by_id)
    folded = states(evidence, all_stops(evidence, statements.stops(told.controls)), law)
    place = np.searchsorted(np.fromiter(by_id, np.int64), evidence.topic)
    void = [(w.NEVER if row.stopped_at is None else row.stopped_at, row.stopped_after) for row in by_id.values()]
    at, event = np.array(void, np.int64).reshape(-1, 2)[place].T
    counted = (evidence.mass != 0) & evidence.after(at, event)
    pieces = np.bincount(place[counted], minlength=len(by_id)).tolist()
    stated = np.bincount(place[counted & evidence.stated], minlength=len(by_id)).tolist()
    last = np.full(len(by_id), w.NEVER)
    np.maximum.at(last, place, evidence.at)
    for row, count, theirs, seen in zip(by_id.values(), pieces, stated, last.tolist(), strict=True):
        row.state = folded.get(row.id, w.Accumulators.empty())
        row.evidence, row.last_seen = count, 0 if seen == w.NEVER else seen
        row.tentative = row.tentative and count < 2 and not theirs and not row.prior


def _elected(told: History, law: w.Law) -> tuple[w.Floats, Ms]:
    """Return the votes that a history gives, and the time of the last one."""
    return elect(told.evidence, all_stops(told.evidence, statements.stops(told.controls)), law)


def to_interest(
    row: TopicRow,
    weight: float,
    share: float,
    dislike: float,
    returns: float | None = None,
    settled: float | None = None,
    sittings: float | None = None,
    stated: bool | None = None,
) -> Interest:
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
        lent=row.prior > 0 and not row.evidence,
        returns=None if returns is None else float(returns),
        settled=None if settled is None else float(settled),
        sittings=None if sittings is None else float(sittings),
        stated=None if stated is None else bool(stated),
    )


def _listed(topics: Topics, figures: tuple[w.Floats, w.Floats, w.Floats], *asked: w.Floats) -> list[Interest]:
    columns = zip(topics.rows, *figures, *asked, strict=True)
    found = [to_interest(row, *numbers) for row, *numbers in columns if not row.hidden]
    return sorted(found, key=lambda interest: (-interest.weight, -interest.share, -interest.negative, interest.topic))
