"""From interests and a query to a bias: what the answer may lean on and what it should avoid. Pure functions.

    s_i = w_i · max(rel_i, o) · fatigue_i

with the weight w, the relevance to the query, the query's openness o, and how tired the topic is of being brought up unasked
(kept/lately.py). Where a query is neither open nor closed, a topic also enters by the gate's probability (gate/gate.py). A language model
may be asked as well (gate/asking.py): its no leaves everything out, its yes is taken for certain. An open query takes in only what an
answer may build on (gate/serving.py). Topics whose score lies under `GATE` are left out; the others are picked for score and diversity
(MMR, Carbonell and Goldstein 1998) up to a fixed number, those first that the query is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from ..memory import Interest, Relevant
from ..memory.recall.mattering import asks_for_the_past
from .bursts import BEHIND, MOST, is_burst, is_settled
from .gate.asking import Opinion
from .gate.exchanges import Exchange, inherited
from .gate.gate import Gate
from .gate.kind import Judge, Kind, by_form
from .gate.matters import BEARS, SURELY, is_diet, is_without
from .gate.openness import Openness
from .gate.policy import Personalize
from .gate.presents import is_for_oneself, is_for_somebody, receiver
from .gate.serving import SERVES, SPARED, SURELY_SERVES
from .kept.lately import NOTHING, Lately

GATE = 0.06
"""A topic's least score. Under it stands what was said once and months ago."""

THRESHOLD = GATE / Openness.OPEN.value
"""The least weight with which an interest enters an open question unasked: there o alone decides, so that w · o reaches the gate."""

LEAST_RELEVANCE = 0.3
"""A query that is not open-ended takes in a topic from this relevance on."""

SURE_RELEVANCE = 0.6
"""One that asks for the past, from this on: Wales looks like Ghent (.4), and what was said of Ghent answers it."""

MOST_LIKED, MOST_DISLIKED = 5, 3

MOST_KEPT = 8
"""So many diets and things that the person cannot have are named where a query speaks of food, tastes or not."""

WIDER = 1.6
"""A wide message may be served by anything: so many times as many are named for it as for another."""

WIDE_GATE = GATE / 4
"""The least score there, and of what surely serves an open query: what is left of an interest after months may still be what to do with a
week off, or what to plant."""

DIET = 0.5
"""What a diet weighs at least where a query speaks of food: it is kept to until the person says otherwise."""

TRADE = 0.7
"""λ of MMR: score against likeness to what is picked already."""


class Level(IntEnum):
    """How strong an interest is in words. Models tell three levels apart, numbers hardly."""

    SOME = 1
    CLEAR = 2
    STRONG = 3


LEVELS = ((0.55, Level.STRONG), (0.25, Level.CLEAR), (0.0, Level.SOME))
"""A weight from the number on is of the level."""

SLACK = 0.04
"""A level that a block has named stays until the weight is so far over the border: the block's text does not flicker."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that was weighed for a query: `score` is s_i, and `reason` says why it is in or out.

    `before` is the level at which the last block named it, if it did lately; `fatigue` the factor in the score; `most` the strongest level
    that it may have. One that `binds` is a diet, or what somebody avoids, where the query speaks of that matter.
    """

    interest: Interest
    relevance: float
    score: float
    reason: str
    before: Level | None = None
    fatigue: float = 1.0
    most: Level | None = None
    binds: bool = False

    @property
    def level(self) -> Level:
        """The interest's strength in words, `most` at the most."""
        if self.binds:
            return Level.STRONG
        return self._own if self.most is None else min(self._own, self.most)

    @property
    def unasked(self) -> bool:
        """Whether the query is not about it, and nothing else demands it: what was said of the matter goes before it."""
        return self.relevance < LEAST_RELEVANCE and not self.interest.pinned and not self.binds

    @property
    def _own(self) -> Level:
        weight = self.interest.weight
        if self.before is not None and level_of(weight - SLACK) <= self.before <= level_of(weight + SLACK):
            return self.before
        return level_of(weight)


def level_of(weight: float) -> Level:
    """Return the level of a weight.

    >>> level_of(0.3)
    <Level.CLEAR: 2>
    """
    return next((level for least, level in LEVELS if weight >= least), Level.SOME)


@dataclass(frozen=True, slots=True)
class Bias:
    """What an answer may lean on, strongest first, and what it should avoid; `left_out` says what was weighed and why not taken.

    `chance` is the gate's probability that anything of the person's makes the answer better; None where no gate was asked. `follows` are
    the earlier messages that the query goes on with, newest first; `opinion` is a language model's, where one was asked. `wide` tells that
    whatever the person cares about may serve the query.
    """

    openness: Openness
    liked: tuple[Candidate, ...] = ()
    disliked: tuple[Candidate, ...] = ()
    left_out: tuple[Candidate, ...] = ()
    chance: float | None = None
    follows: tuple[str, ...] = ()
    opinion: Opinion | None = None
    wide: bool = False

    def __bool__(self) -> bool:
        return bool(self.liked or self.disliked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of a query when its topics are weighed."""

    kind: Kind
    policy: Personalize
    lately: Lately
    gate: Gate | None

    def least(self, serves: float | None) -> float:
        """Return the least score with which a topic enters that serves the query so likely."""
        surely = serves is not None and serves >= SURELY_SERVES
        return WIDE_GATE if self.kind.wide or surely else GATE

    def most(self, count: int) -> int:
        """Return how many are named, where it is so many for a message that is not wide."""
        return round(count * WIDER) if self.kind.wide else count

    def helps(self, chance: float) -> bool:
        """Return whether the gate thinks a topic worth its place: of what somebody else is given, or was, it knows nothing."""
        return self.gate is not None and not (self.kind.whom or self.kind.back) and chance >= self.gate.worth

    def is_about(self, relevance: float) -> bool:
        """Return whether the query is about a topic of that relevance."""
        return relevance >= (SURE_RELEVANCE if self.kind.back else LEAST_RELEVANCE)

    def rules_out(self, one: Relevant) -> bool:
        """Return whether a topic has nothing to do with the query's matter."""
        return self.gate is not None and self.gate.matters.rules_out(self.kind.matter, one.vector)

    def served_by(self, found: Sequence[Relevant]) -> list[float | None]:
        """Return how likely topics serve the query; None where it is not open, or nothing is known of it."""
        if not (found and self.kind.served and self.gate and self.gate.serving):
            return [None] * len(found)
        return list(self.gate.serving.chances(self.kind.served, np.stack([one.vector for one in found])))

    def spares(self, serves: float | None, liked: bool, strength: float) -> bool:
        """Return whether an open query is not served by a topic; a wide one is by all that is held clearly, whatever its sort."""
        if serves is None or (self.kind.wide and liked and level_of(strength) > Level.SOME):
            return False
        return serves < (SERVES if liked and not self.kind.wide else SPARED)

    def bears(self, one: Relevant) -> bool:
        """Return whether a topic bears on a matter that the query speaks of."""
        return self.gate is not None and bool(self.gate.matters.bears_on(self.kind.touches, one.vector))

    def binds(self, one: Relevant) -> bool:
        """Return whether a topic is kept to where the query speaks of its matter.

        A diet is, and what the person avoids if it surely bears on the matter, or likely where they cannot have it.
        """
        if one.interest.weight >= one.interest.negative:
            kept = one.interest.weight > 0 and not one.interest.stopped
            return kept and "food" in self.kind.touches and is_diet(one.interest.label)
        least = BEARS if one.forbidden else SURELY
        return self.gate is not None and bool(self.gate.matters.bears_on(self.kind.touches, one.vector, least))


def bias_for(
    query: str,
    found: Sequence[Relevant],
    most_liked: int = MOST_LIKED,
    *,
    exchanges: Sequence[Exchange] = (),
    lately: Lately = NOTHING,
    policy: Personalize = Personalize.GATE,
    gate: Gate | None = None,
    kind: Kind | None = None,
    ask: Callable[[str, Sequence[Exchange], Sequence[Relevant]], Opinion | None] | None = None,
) -> Bias:
    """Return the bias of a query under the interests that memory found for it; `most_liked` of them at the most.

    Args:
        query: the person's message.
        found: the interests.
        most_liked: how many the model follows at once.
        exchanges: what was said before it in the session, oldest first.
        lately: what the session's last blocks named.
        policy: the person's choice.
        gate: says how likely a topic makes the answer better; without one a topic enters by its relevance alone.
        kind: what kind of message it is (`kind_of`), by default what its form says.
        ask: asks a language model whether any of them helps; where it gives no word, the gate decides.
    """
    kind = kind or kind_of(query, exchanges)
    if policy is Personalize.ALWAYS:
        kind = replace(kind, openness=Openness.OPEN, matter="", served=())
    if policy is Personalize.OFF or kind.openness is Openness.CLOSED:
        why = "switched off" if policy is Personalize.OFF else "closed question"
        return _nothing(kind, found, why)
    opinion = ask(query, exchanges, found) if ask and policy is Personalize.GATE else None
    chance, each = gate(query, exchanges, found) if gate else (None, (0.0,) * len(found))
    if opinion and opinion.helps is not None:
        if not opinion.helps:
            return _nothing(kind, found, "the model asked said no", opinion)
        chance, each = 1.0, tuple(min(1.0, one / (chance or 1.0)) for one in each)
    asked = _Asked(kind, policy, lately, gate)
    weighed = [_weigh(*one, asked) for one in zip(found, each, asked.served_by(found), strict=True)]
    liked, disliked = (_rested([one for one in weighed if one.enters and one.liked is side]) for side in (True, False))
    left_out = [one.candidate() for one in weighed if one not in liked and one not in disliked]
    liked, bursts = _settled_first(liked)
    left_out += [one.candidate("a burst") for one in bursts]
    picked, cut = _pick(liked, asked.most(most_liked), most_liked)
    avoided, spared = _pick(disliked, asked.most(MOST_DISLIKED), MOST_DISLIKED)
    return Bias(kind.openness, picked, avoided, (*cut, *spared, *left_out), chance, kind.follows, opinion, kind.wide)


def kind_of(query: str, exchanges: Sequence[Exchange] = (), judge: Judge = by_form) -> Kind:
    """Return what kind of message a query is for what the person cares about, after what was said before it.

    A present for somebody else, and a question on the past, is not open to their interests; what was said then answers the latter.
    """
    kind = inherited(query, exchanges, judge)
    back, first = asks_for_the_past(query), kind.follows[-1] if kind.follows else query
    if kind.openness is not Openness.CLOSED and not back and is_for_somebody(first) and not is_for_oneself(query):
        kind = replace(kind, openness=Openness.NEUTRAL, wide=False, whom=receiver(first))
    elif kind.openness is Openness.OPEN and back:
        kind = replace(kind, openness=Openness.NEUTRAL, wide=False)
    return replace(kind, eats=False, back=True) if back else kind


def _nothing(kind: Kind, found: Sequence[Relevant], why: str, opinion: Opinion | None = None) -> Bias:
    """Return a bias that leaves everything out."""
    out = tuple(Candidate(one.interest, one.relevance, 0.0, why) for one in found)
    chance = None if opinion is None else 0.0
    return Bias(kind.openness, left_out=out, chance=chance, follows=kind.follows, opinion=opinion)


@dataclass(frozen=True, eq=False)
class _Weighed:
    """A topic and what it comes to: `fresh` is its score before fatigue, `enters` whether that reaches `least`, the gate."""

    found: Relevant
    liked: bool
    relevance: float
    fresh: float
    fatigue: float
    reason: str
    enters: bool
    least: float
    before: Level | None
    bears: bool = False
    binds: bool = False
    most: Level | None = None

    @property
    def kept(self) -> bool:
        """Whether it is kept to, like it or not: a diet, or what the person cannot have."""
        return self.found.forbidden or is_diet(self.found.interest.label)

    @property
    def bound(self) -> bool:
        """Whether it is kept to, and the query speaks of its matter."""
        return self.binds and self.kept

    @property
    def score(self) -> float:
        """s_i."""
        return self.fresh * self.fatigue

    @property
    def about(self) -> bool:
        """Whether the query is about it."""
        return self.relevance >= LEAST_RELEVANCE

    @property
    def named(self) -> bool:
        """Whether it was only named, and on few days: "depot", twice."""
        interest = self.found.interest
        few = interest.stated is False and interest.evidence > 1 and not is_settled(interest)
        return self.liked and few and not interest.pinned

    def candidate(self, reason: str = "") -> Candidate:
        """Return it with why it is in or out."""
        tired = self.enters and self.score < self.least and not reason
        why = reason or ("brought up just now" if tired else self.reason)
        interest = self.found.interest
        return Candidate(interest, self.relevance, self.score, why, self.before, self.fatigue, self.most, self.binds)


def _weigh(one: Relevant, chance: float, serves: float | None, asked: _Asked) -> _Weighed:
    """Return what a topic comes to for a query, and why it may be out; `serves` is how likely it serves an open one."""
    interest = one.interest
    relevance = max(one.relevance, one.around or 0.0) if asked.kind.follows else one.relevance
    level = asked.lately.level(interest.topic)
    before = None if level is None else Level[level.upper()]
    out = "muted" if interest.muted else "only mentioned once" if interest.tentative and not interest.pinned else ""
    kept = interest.weight >= interest.negative
    liked = kept and not is_without(interest.label)  # a coeliac avoids gluten
    if not out and not kept and is_diet(interest.label):
        out = "a diet that is not kept to"
    about, binds = asked.is_about(relevance), not out and asked.binds(one)
    least = DIET if binds and (kept or one.forbidden) else 0.0
    strength = max(interest.weight if kept else interest.negative, least)
    if not (out or about or binds or interest.pinned) and (
        asked.rules_out(one) or asked.spares(serves, liked, strength)
    ):
        out = "of another matter"
    bears = 1.0 if binds else relevance if about else chance if asked.helps(chance) else 0.0
    fresh = 0.0 if out else strength * max(bears, asked.kind.openness.value)
    rested = about or binds or not liked or asked.policy is Personalize.ALWAYS
    fatigue = 1.0 if rested else asked.lately.fatigue(interest.topic, interest.last_seen)
    open_ = asked.kind.openness is Openness.OPEN
    reach = asked.least(serves)
    enters = fresh >= reach
    if enters:
        reason = "open question" if open_ else "what this is about" if about else "may bear on this"
    else:
        reason = out or ("too weak" if bears or open_ else "not what this is about")
    first = enters and (binds or asked.bears(one))
    return _Weighed(one, liked, relevance, fresh, fatigue, reason, enters, reach, before, first, enters and binds)


def _rested(entering: list[_Weighed]) -> list[_Weighed]:
    """Return those that are not too tired; where all are, the one that is least: an open question is not left without any."""
    return [one for one in entering if one.score >= one.least] or sorted(entering, key=lambda one: -one.score)[:1]


def _settled_first(liked: list[_Weighed]) -> tuple[list[_Weighed], list[_Weighed]]:
    """Return what enters with bursts behind what is settled, and those that are left out; as it is where nothing is settled (bursts.py)."""
    settled = [one.score for one in liked if is_settled(one.found.interest)]
    bursts = sorted((one for one in liked if is_burst(one.found.interest)), key=lambda one: -one.score)
    if not settled or not bursts:
        return liked, []
    most = BEHIND * max(settled)
    calmed = [replace(one, fresh=min(one.fresh, most), most=Level.CLEAR) for one in bursts[:MOST]]
    return [one for one in liked if one not in bursts] + calmed, bursts[MOST:]


def _pick(scored: list[_Weighed], most: int, usual: int) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Return at most so many candidates by maximal marginal relevance, strongest first, and the rest.

    What is kept to goes first, `MOST_KEPT` of it even where fewer others are. What the query is about, and what bears on a matter that it
    speaks of, is picked before what its openness alone lets in. Ties go to what is likely to come next. Where `most` are more than `usual`,
    what was only named comes behind all else, and only into the usual places.
    """
    left = sorted(scored, key=lambda one: (-one.score, -one.found.interest.share, one.found.interest.topic))
    taken, wide = list[_Weighed](), most > usual
    most = max(most, min(MOST_KEPT, sum(one.bound for one in left)))
    while len(taken) < most:
        bound = [one for one in left if one.bound]
        forbidden = [] if any(one.kept for one in taken) else [one for one in left if one.kept and not one.liked]
        first = bound or [one for one in left if one.about or one.bears] or forbidden
        told = [one for one in left if not (wide and one.named)]
        among = first or told or (left if len(taken) < usual else [])
        if not among:
            break
        best = max(among, key=lambda one: _gain(one, taken))
        left.remove(best)
        taken.append(best)
    inside = sorted(taken, key=lambda one: (not one.bound, -one.score, one.found.interest.topic))
    return tuple(one.candidate(one.reason) for one in inside), tuple(one.candidate("enough others") for one in left)


def _gain(one: _Weighed, taken: Sequence[_Weighed]) -> float:
    return TRADE * one.score - (1 - TRADE) * _likeness(one, taken)


def _likeness(one: _Weighed, taken: Sequence[_Weighed]) -> float:
    return max((float(one.found.vector @ other.found.vector) for other in taken), default=0.0)
