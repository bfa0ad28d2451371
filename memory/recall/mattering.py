"""Whether a past turn matters to a query: a small logistic model over plain signs, so that recall can keep quiet.

    p = σ( bias + Σ weight · sign )

The coefficients (mattering.json) are fitted by `python bench/recall.py DATA --fit` on simulated users of MemoryBank, questions on
their past against requests that have nothing to do with it, and on requests for advice and what people had told of their tastes
(tests/data/tastes.jsonl, bench/tastes.py). `wanted` was chosen: without it such a turn must be as sure as a closed question's quotes.
A cosine enters as the relevance that it means for the embedding model (calibration.py), so that the coefficients hold for other
models too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Final

import numpy as np

from ..fitted import Logistic
from .plain import plain
from .telling import seeks_advice

LEAST: Final = 0.5
"""A turn is recalled from this probability on."""

ASKED_FOR: Final = 0.1
"""So is the likeliest turn where somebody asks for their own past: if any answers that it is this one, though they share few words."""

SOME_WORD: Final = 0.5
"""What is said by the words that such a turn shares with the question, at the least (`Signs.said`)."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a turn matters: each between 0 and 1 but for `said`.

    `relevance` is that of the turn's vector to the query's. `coverage` is the part of what the query's terms say that the turn has, `said`
    how much that is (ln(1 + nats)). `back` is 1 for a query that speaks of the past, `dated` for a turn of the period that it names.
    `taste` is, for a query that asks for advice and a turn that tells of a taste, the root of that turn's own relevance: the two share
    hardly a word, and what they are about is seldom named in both. `nearest` is 1 for the one of these tastes that is the most relevant.
    `wanted` is 1 for a turn that only says what was wanted then, unless the query speaks of the past or of a period.
    """

    relevance: float
    coverage: float
    said: float
    back: float
    dated: float
    taste: float = 0.0
    nearest: float = 0.0
    wanted: float = 0.0


_values = attrgetter(*Signs.__slots__)


def bearing(found: Signs) -> float:
    """Return how likely a turn of these signs matters."""
    return float(model()(_values(found)))


@cache
def model() -> Logistic:
    """Return the packaged model of the signs."""
    kept = json.loads(files(__package__).joinpath("mattering.json").read_text("utf-8"))
    return Logistic(np.array([kept[name] for name in Signs.__slots__]), kept["bias"])


_BACK: Final = re.compile(
    r"\b(?:remember|recall|remind me|last time|previously|earlier|the other day|yesterday|ago)\b"
    r"|\b(?:i|you|we) (?:have |had |once |also |just |already |previously )*"
    r"(?:said|told|mentioned|talked|discussed|spoke|chatted|shared|recommended|suggested|asked|wrote|sent|promised|agreed|decided)\b"
    r"|\b(?:did|have|had|was|were) (?:i|you|we)\b|\bwhat(?:'s| is| was) (?:my|our)\b|\bwas (?:it|that|his|her|their|my|the)\b"
    r"|记得|[说提聊讲问分享推荐告诉](?:到|了|给你|给我)?过|上次|之前|曾经|那次|前几天|昨天|刚才"
)

_PAST: Final = (
    r"(?:\w+(?<!ne)ed|saw|went|read|met|had|did|got|bought|made|found|ate|drank|gave|took|wrote|heard|chose|left"
    r"|thought|felt|fell|lost|won|sang|ran"
    r"|drove|flew|came|brought|forgot|knew|slept|began|kept|paid|sent|sold|spent|wore|told|said|caught|rode|swam)"
)
_ASKS_BACK: Final = re.compile(
    r"\b(?:did|had|was|were) (?:i|you|we)\b|\bhave (?:i|we)\b"
    r"|\bwhat(?:'?s| is| was) (?:the name of )?(?:my|our) (?!next|new|best|ideal|perfect)"
    rf"|\b(?:what|which|who|whose|where|when|how)\b(?![^.?!]*\b(?:would|if|never|missed)\b)"
    rf"[^.?!]*\b(?:was|were)\b[^.?!]*\b(?:i|we) (?:\w+ ){{0,2}}?{_PAST}\b"
    r"|\b(?:did|has|had) (?:the|my|our|he|she|they) (?:[\w'-]+ ){1,4}?(?:me\b|(?<!for )us\b)"
    r"|^\W*(?:and |so )?(?:what|who|which|when|where|how)(?:'?s| is| are| was| were| did)\b"
    r"(?![^.?]*\b(?:you|your|going)\b)[^.?]*\bagain\W*$|来着"
)
"""A question on one's own past: "what pills did the doctor put me on?", "which film was it that we saw?", "what was
it called again?", 叫什么来着."""

_OF_QUESTIONS: Final = re.compile(r"\bask(?:ed|ing)?\b|\bquestions?\b|问")


def refers_back(query: str) -> bool:
    """Tell whether a query speaks of what was said or done before, by its form.

    >>> refers_back("Which novel did I tell you about?"), refers_back("你还记得吗？"), refers_back("Suggest a novel.")
    (True, True, False)
    """
    return bool(_BACK.search(plain(query))) or asks_back(query)


def asks_back(query: str) -> bool:
    """Tell whether a query asks for something of one's own past, and not only speaks of it.

    >>> asks_back("What did the vet tell me?"), asks_back("I cooked rice yesterday, what now?"), asks_back("我的猫叫什么来着？")
    (True, False, True)
    """
    return bool(_ASKS_BACK.search(plain(query)))


def asks_for_the_past(query: str) -> bool:
    """Tell whether a query asks what was, and for nothing new beside it: the past answers it.

    >>> asks_for_the_past("Which film did we see?"), asks_for_the_past("What did we eat, and what should I cook?")
    (True, False)
    """
    return asks_back(query) and not seeks_advice(query)


_NAMING: Final = re.compile(r"\b(?:called|named?|again)\b|叫|名字|来着")


def looked_for(query: str) -> str:
    """Return the words of a query that a turn may answer it by: of a question on the past without those that only ask for a name.

    >>> looked_for("What was my falcon called?"), looked_for("A name for my falcon?")
    ('What was my falcon  ?', 'A name for my falcon?')
    """
    return _NAMING.sub(" ", query) if asks_back(query) else query


def wants_no_questions(query: str) -> bool:
    """Tell whether a query speaks of the past, and not of what was asked then: former questions on the past answer nothing there.

    >>> wants_no_questions("Which film did we see?"), wants_no_questions("What did I ask you yesterday?")
    (True, False)
    """
    return refers_back(query) and not _OF_QUESTIONS.search(plain(query))
