"""What kind of message one is, by its form and by its meaning: patterns say what is sure, a small model over its vector says the rest.

    P(closed, neutral, open) = softmax(W · x + b)      how open it is
    P(wide), P(food)         = σ(w · x + b)            whether all that a person cares about may serve it, whether it is of food
    P(tells)                 = σ(w · x + b)            whether it asks for nothing: how somebody spends an evening, what the model likes

with x the message's vector and what the patterns say. The coefficients are fitted by `bench/openness.py`, one file an embedding model:
`openness_<model>.json`. Without one the patterns stand alone (openness.py, leisure.py, matters.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ...memory.fitted import Floats, Logistic, fitted_for, logistic, softmax
from ...memory.recall.plain import plain
from ...memory.recall.told import Somebody, Told, ToldOf
from .leisure import is_of_free_time
from .matters import SURELY_NOT, is_of_more, matter_of, tells_a_host, touched
from .openness import Openness, is_sure, openness, works_on_text
from .serving import Serving, open_serving
from .wanted import BESIDE, is_on_a_subject, is_own_wish, may_eat, sort_wanted, surely_eats

Vector = npt.NDArray[Any]

KINDS: Final = (Openness.CLOSED, Openness.NEUTRAL, Openness.OPEN)

LIKELY: Final = 0.5
"""From this probability on, meaning decides what the patterns leave between open and closed; and a message is wide, or speaks of food."""

SURE: Final = 0.8
"""From this probability on, meaning decides against the patterns: a closed question in which words of an open one stand, a reply to be
written that tells a host what the person does not eat; and a message is of food alone."""


EATS: Final = 0.7
"""From this probability on what the person does not eat is looked for: on lines written blind one in ten of these is of no food."""

NOT_SURELY: Final = 0.05
"""From this probability on words of free time make an open message wide."""


ASKS_LEAVE: Final = 0.05
"""From this probability on "can I have …?" and "is … safe for me?" are of food: a slot, a refund and a website lie far below it."""

SELDOM: Final = 0.1
"""At the most so likely an interest of another sort serves a question that says what it wants: something to read."""

_WISHES: Final = re.compile(
    r"\b(?:bored|boring|stuck|fed up|run out of|nothing to"
    r"|(?:i|we) (?:\w+ ){0,3}(?:free (?:day|evening|time|weekend)|(?:day|week|weekend) off)|help|ideas?"
    r"|(?:what|where|which)\b.*\bwould (?:i|you)\b|(?:i|we) would (?:love|like|enjoy))\b"
    r"|\b(?:aburrid[oa]s?|harías|langweil\w*|würdest|ennuie?s?|ennuyé\w*|coincée?s?|ferais)\b|无聊|無聊|闲着|没事干"
)
"""Who says so asks for something, however much it sounds as if they only told it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of message one is: how open it is, whether it is wide, the one matter that it is of, and those that it speaks of.

    A wide one asks what to do with free time, or what to give the person: whatever they care about may serve it. `eats` says that it is
    likely enough of food for what they do not eat to bear on it, `whom` by which words whoever a present is for may be called,
    `back` that it asks for the person's own past, `follows` which earlier messages it goes on with, newest first; `served` how likely each
    sort of interests serves it (serving.py), if it is open and that is known.
    """

    openness: Openness
    wide: bool = False
    matter: str = ""
    touches: tuple[str, ...] = ()
    eats: bool = False
    whom: tuple[str, ...] = ()
    back: bool = False
    follows: tuple[str, ...] = ()
    served: tuple[float, ...] = field(default=(), compare=False)

    @property
    def told(self) -> tuple[ToldOf, ...]:
        """What the person may have told that bears on it whatever its words: what they do for pleasure, do not eat, or said of somebody."""
        if self.openness is Openness.CLOSED:
            return ()
        whom = (Somebody(self.whom),) if self.whom else ()
        return (Told.PASTIME,) * self.wide + (Told.REFUSES,) * self.eats + whom


@dataclass(frozen=True, eq=False)
class Fitted:
    """What was fitted for an embedding model: of how open a message is the logits of a softmax model, and three logistic ones."""

    kinds: Logistic
    wide: Logistic
    food: Logistic
    tells: Logistic


Judge = Callable[[str], Kind]


def by_form(text: str) -> Kind:
    """Return what kind of message one is, by its form alone.

    >>> by_form("What should I do this weekend?").wide, by_form("What should I cook?").touches
    (True, ('food',))
    """
    said = openness(text)
    open_, touches = said is Openness.OPEN, touched(text)
    if is_own_wish(text):
        return Kind(said, wide=open_)
    if surely_eats(text) and said is not Openness.CLOSED:
        return Kind(said, touches=tuple(dict.fromkeys([*touches, "food"])), eats=True)
    return Kind(said, open_ and is_of_free_time(text), matter_of(text), touches, open_ and "food" in touches)


def features(said: Kind, vector: Vector) -> Floats:
    """Return what the model weighs: a message's vector, and what the patterns say of it, shape (dimension + 5,)."""
    told = [*(said.openness is kind for kind in KINDS), said.wide, "food" in said.touches]
    return np.concatenate([vector, np.array(told, np.float64)])


def judge(embedder: str, vector: Callable[[str], Vector | None]) -> Judge:
    """Return what tells the kind of a message.

    Args:
        embedder: the embedding model's name.
        vector: returns a text's vector by it, None where there is none.
    """
    model, serving = open_kinds(embedder), open_serving(embedder)
    if model is None:
        return by_form

    def told(text: str) -> Kind:
        said, found = by_form(text), vector(text)
        if found is None:
            return said
        kind = decide(text, said, features(said, found), model)
        if serving is None or kind.openness is not Openness.OPEN:
            return kind
        return replace(kind, served=_served(text, serving, serving.asked(found)))

    return told


def _served(text: str, serving: Serving, asked: tuple[float, ...]) -> tuple[float, ...]:
    """Return how likely each sort serves a question: where its words say what is wanted, other sorts surely do not."""
    wanted = sort_wanted(text)
    if not wanted:
        return asked

    def chance(sort: str, known: float) -> float:
        return max(known, LIKELY) if sort == wanted else known if sort in BESIDE[wanted] else min(known, SELDOM)

    return tuple(chance(*one) for one in zip(serving.sorts, asked, strict=True))


def decide(text: str, said: Kind, x: Floats, model: Fitted) -> Kind:
    """Return the kind of a message under the model's probabilities, by its form and by what the model weighs."""
    food, free = float(model.food(x)), said.wide
    if is_own_wish(text) and not is_sure(text):
        return said
    said = replace(said, wide=False)
    others = tuple(one for one in said.touches if one != "food")
    if food >= LIKELY or food < SURELY_NOT:
        said = replace(said, touches=(*others, *(("food",) * (food >= LIKELY))))
    asks_for_leave = surely_eats(text) or (may_eat(text) and food >= ASKS_LEAVE)
    if asks_for_leave and not is_sure(text):
        touches = tuple(dict.fromkeys([*said.touches, "food"]))
        return replace(said, openness=Openness.NEUTRAL, touches=touches, eats=True, matter="")
    said = replace(said, eats=food >= EATS)
    if food >= SURE and not (others or said.matter or is_of_more(text)):
        said = replace(said, matter="food")
    if is_sure(text):
        opened = food >= SURE and works_on_text(text) and tells_a_host(text)
        return replace(said, openness=Openness.NEUTRAL if opened else Openness.CLOSED)
    if is_on_a_subject(text):
        return replace(said, openness=Openness.NEUTRAL)
    decided = _decided(said.openness, model.kinds.logits(x))
    chance = float(model.wide(x))
    if model.tells(x) >= SURE and not _WISHES.search(plain(text)):
        return replace(said, openness=Openness.CLOSED if decided is Openness.CLOSED else Openness.NEUTRAL)
    wide = chance >= LIKELY and food < SURE
    if wide or (decided is Openness.OPEN and free and chance >= NOT_SURELY):
        return replace(said, openness=Openness.OPEN, wide=True, matter="")
    return replace(said, openness=decided)


def _decided(said: Openness, logits: Floats) -> Openness:
    """Return how open a message is that is neither surely closed nor wide, after what the patterns say."""
    closed, _, open_ = softmax(logits)
    if said is Openness.OPEN:
        return Openness.CLOSED if closed >= SURE else said
    if max(closed, open_) < LIKELY:
        return said
    return Openness.CLOSED if closed > open_ else Openness.OPEN


@cache
def open_kinds(embedder: str) -> Fitted | None:
    """Return the model of an embedding model, None where it has no file."""
    kept = fitted_for(__package__, "openness", embedder)
    if kept is None:
        return None
    return Fitted(*(logistic(kept[name]) for name in ("kinds", "wide", "food", "tells")))
