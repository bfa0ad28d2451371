"""The gate: how likely it is that what a person cares about makes an answer better. Two small logistic models over plain features.

    P(some) = σ(a · form, best relevance, second best)          does the answer need anything of the person's
    P(i)    = σ(b · the same, relevance to message and exchange, words in common, how far behind the most relevant one)

The coefficients are fitted by `bench/gate.py` and lie beside this file, one file an embedding model: `gate_<model>.json`. A model without
one gets `gate_any.json`. That it carries over rests on the features: relevances are calibrated for each model (memory/calibration.py), as
cosines are not, and the rest is of the words alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from ...memory import Relevant
from ...memory.fitted import Logistic, fitted_for
from ...memory.records import First
from .exchanges import Exchange
from .form import FEATURES, form
from .matters import Matters, open_matters, touched
from .serving import Serving, open_serving

FALLBACK = "any"

PAIR = ("message", "exchange", "words", "behind")
"""What is known of a message and one topic: logits of two relevances, the share of the label's words in the message, and how far the
first of the logits lies below that of the person's most relevant topic."""

TURN = (*FEATURES, "best", "second")
"""What is known of a message and all topics."""

REPLY_CHARACTERS = 400
"""Of the reply before, so much is embedded with the message before it: more of it drowns that (bench/gate.py)."""

MOST_LOGIT = 6.0
"""Relevances are cut here: past it nothing was seen in training."""


@dataclass(frozen=True)
class Gate:
    """The two models, and the probability from which on a topic is worth its place.

    `turn` takes what `turn_features` gives, `pair` that and a row of `pair_features`; `matters` tells what a question's matter rules out,
    `serving` what may serve an open one.

    `worth` is half of the F1 that the probabilities themselves promise: from there on, taking a topic in raises the expected F1
    (Lipton, Elkan and Naryanaswamy 2014). It follows from the model and was not tuned. The best factor on it of 30 that were searched, .81,
    is within chance of it on people held out: micro F1 +.036, p .18 (`penchant eval sweep gate`, docs/results/sweeps.md).
    """

    name: str
    turn: Logistic
    pair: Logistic
    worth: float
    matters: Matters = field(default_factory=Matters)
    serving: Serving | None = None

    def first(self, touches: Sequence[str], exchanges: Sequence[Exchange]) -> First | None:
        """Return what tells memory which interests go first: those that bear on a matter that a message speaks of, or the one before it."""
        return self.matters.first(touches or (touched(exchanges[-1].message) if exchanges else ()))

    def __call__(
        self, text: str, exchanges: Sequence[Exchange], found: Sequence[Relevant]
    ) -> tuple[float, tuple[float, ...]]:
        """Return P(some), and P(i) for each interest that memory found."""
        pairs = pair_features(text, found)
        whole = turn_features(text, exchanges, pairs)
        each = self.pair(np.array([(*whole, *one) for one in pairs])).tolist() if pairs else []
        return float(self.turn(whole)), tuple(each)


def before(exchanges: Sequence[Exchange]) -> str:
    """Return what was said before, as memory embeds it; empty at a session's beginning."""
    return f"{exchanges[-1].message} {exchanges[-1].reply[:REPLY_CHARACTERS]}".strip() if exchanges else ""


def pair_features(text: str, found: Sequence[Relevant]) -> list[tuple[float, ...]]:
    """Return the features of a message and each topic, in the order of `PAIR`."""
    words, message = stems(text), [_logit(one.relevance) for one in found]
    around = [_logit(one.relevance if one.around is None else one.around) for one in found]
    shared = [_share(stems(one.interest.label), words) for one in found]
    return [(near, far, share, near - max(message)) for near, far, share in zip(message, around, shared, strict=True)]


def turn_features(text: str, exchanges: Sequence[Exchange], pairs: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """Return the features of a message, in the order of `TURN`."""
    best, second, *_ = sorted((max(one[:2]) for one in pairs), reverse=True)[:2] + [-MOST_LOGIT] * 2
    return (*form(text, exchanges), best / MOST_LOGIT, second / MOST_LOGIT)


def open_gate(embedder: str) -> Gate:
    """Return the gate of an embedding model, by its name; the fallback where it has no file."""
    gate = _read(embedder) or _read(FALLBACK) or _missing()
    return replace(gate, matters=open_matters(embedder), serving=open_serving(embedder))


@cache
def _read(name: str) -> Gate | None:
    kept = fitted_for(__package__, "gate", name)
    if kept is None:
        return None
    return Gate(name, _model(kept["turn"], TURN), _model(kept["pair"], (*TURN, *PAIR)), float(kept["worth"]))


def _model(kept: dict[str, float], features: Sequence[str]) -> Logistic:
    return Logistic(np.array([kept[name] for name in features]), kept["bias"])


def _missing() -> Gate:
    raise FileNotFoundError(f"gate_{FALLBACK}.json is not beside {__name__}: the installation is damaged")


def _logit(relevance: float) -> float:
    inside = min(max(relevance, 1e-6), 1 - 1e-6)
    return max(-MOST_LOGIT, min(MOST_LOGIT, math.log(inside / (1 - inside))))


# Words

_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]{3,}|[\u4e00-\u9fff]+")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the and for with are was were been have has had not but you your our his her its they them their this that these those who what"
        " which how when where why can could would should will does did don from about into out than then there some any very much like"
        " want need get just also too",
    )
)


def stems(text: str) -> frozenset[str]:
    """Return a text's words without their endings; of Chinese, pairs of characters.

    >>> sorted(stems("Climbing walls in Berlin"))
    ['berlin', 'climb', 'wall']
    """
    found: set[str] = set()
    for word in _WORD.findall(text[:4000].lower()):
        if "\u4e00" <= word[0] <= "\u9fff":
            found |= {word[i : i + 2] for i in range(len(word) - 1)} or {word}
        elif word not in _COMMON:
            found.add(_stem(word))
    return frozenset(found)


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "es", "ed", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _share(label: frozenset[str], text: frozenset[str]) -> float:
    return len(label & text) / len(label) if label else 0.0
