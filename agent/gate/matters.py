"""Matters that rule interests out: who asks what to cook is not served by a liking for chess.

A question of such a matter is told by its words, and an interest that has nothing to do with it by its vector:

    P(interest bears on the matter) = σ(w · vector + b)

The coefficients are fitted by `bench/matters.py`, one file an embedding model: `matters_<model>.json`; without one nothing is ruled out.
Most open questions have no such matter: a book, a present or a weekend may be about anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .fitted import fitted_for

SURELY_NOT: Final = 0.2
"""Under this probability an interest has nothing to do with a matter."""

_MEAL: Final = "(?:breakfast|brunch|lunch|dinner|supper)"

ASKED: Final = {
    "food": re.compile(
        r"\b(?:what|which|something|anything|things?|ideas?|suggest\w*|recommend\w*|craving|hungry)\b.*\b(?:cook|bake|eat|drink)\b"
        r"|\b(?:recipes?|dish|meals?|menus?|appetizers?|desserts?|snacks?|cocktails?|cuisine|takeout|take-?away|grocer(?:y|ies))\b"
        rf"|\b(?:for|quick|easy|light|cheap|healthy|simple|what'?s) (?:a |an |the |my |our )?{_MEAL}\b(?! (?:break|hour|table))"
        rf"|\b{_MEAL} (?:ideas?|options?|suggestions?|tonight|tomorrow)\b"
        r"|[吃喝](?:什么|啥|点|些|哪|顿|杯)|做(?:什么|啥|点|些|几道|道)?[菜饭]|菜[谱单]|食谱|夜宵|零食|甜点|外卖|[早午晚][饭餐](?![后前])"
    ),
    "music": re.compile(
        r"\b(?:music|songs?|albums?|playlists?|bands?|concerts?|listen to)\b|听(?:什么|啥|点|些|首)|音乐|歌[单曲手]?|专辑|演唱会"
    ),
}
"""How a question of a matter asks. What is not seen here is asked as before: of everything."""

_ELSEWHERE: Final = re.compile(
    r"\b(?:films?|movies?|series|watch|books?|novels?|read|games?|play(?!lists?)|wear|outfits?|gifts?|presents?|trips?|travel|vacation"
    r"|holidays?|weekend|itinerary|visit|part(?:y|ies)|dates?|birthdays?|podcasts?|audiobooks?|talk|conversation|activit(?:y|ies)"
    r"|hobb(?:y|ies)|things to do|poem|stor(?:y|ies)|write|compose|lyrics|about|app|where|places?|restaurants?|paint|draw|knit|build|sew"
    r"|learn|festivals?|day|fun)\b"
    r"|电影|剧|书|游戏|玩|穿|礼物|送|旅行|旅游|周末|假期|聚会|生日|播客|聊|爱好|[写学节药编]|哪[里儿家]|餐[厅馆]|饭[店馆]"
)
"""With one of these words a question may be of more: a party, a trip, a song about something, a restaurant, which may be loud."""


@dataclass(frozen=True, eq=False)
class Matters:
    """What tells whether an interest bears on a matter: by its name weights over vectors, and what is added."""

    weights: dict[str, tuple[npt.NDArray[np.float32], float]] = field(default_factory=dict)

    def chance(self, matter: str, vector: npt.NDArray[Any]) -> float:
        """Return the probability that an interest, by its unit vector, bears on a matter."""
        weights, bias = self.weights[matter]
        return 1 / (1 + math.exp(-float(weights @ vector) - bias))

    def rules_out(self, matter: str, vector: npt.NDArray[Any]) -> bool:
        """Return whether an interest surely has nothing to do with a matter; of none, and without weights, never."""
        return matter in self.weights and self.chance(matter, vector) < SURELY_NOT


def matter_of(query: str, follows: Sequence[str] = ()) -> str:
    """Return the matter that a query is of, or the message that it goes on with; "" where there is none or more than one.

    >>> matter_of("What should I cook tonight?"), matter_of("Songs for a dinner?"), matter_of("Cheaper ones?", ["Any recipes?"])
    ('food', '', 'food')
    """
    words = (follows[-1] if follows else query)[:1000].lower()
    found = [matter for matter, pattern in ASKED.items() if pattern.search(words)]
    return found[0] if len(found) == 1 and not _ELSEWHERE.search(words) else ""


@cache
def open_matters(embedder: str) -> Matters:
    """Return what was fitted for an embedding model, by its name; nothing where it has no file."""
    kept = fitted_for(embedder, "matters") or {}
    return Matters({name: (np.array(one["weights"], np.float32), float(one["bias"])) for name, one in kept.items()})
