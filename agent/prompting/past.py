"""What of the past is quoted for a message, and what the block then leaves out. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...memory import Recollection
from ...memory.recall.mattering import refers_back
from ...memory.recall.telling import of_own, seeks_advice, tells_taste
from ...memory.topics.find import naming
from ..bias import Bias, Candidate
from ..gate.openness import Openness
from ..gate.policy import Personalize
from .quotes import ENOUGH, SURE, Quote, quotes_of

SURE_OF_TASTE = 0.95
"""How likely a taste must matter to a closed question that asks what to do: most of these are on the body or the law."""

SURELY_PLACED = 1
"""Quotes, best first, that have room in any prompt: further ones may not, and must not cost an interest its place."""

INSTEAD = "what was said of it is quoted"
"""Why an interest is out."""


def past_of(text: str, found: Sequence[Recollection], openness: Openness, sure: float = SURE) -> tuple[Quote, ...]:
    """Return what may be quoted of past turns, best first.

    A closed question that is not on the past gets only what matters by `sure`, of tastes by `SURE_OF_TASTE` (that they avoid nuts says
    nothing on their broken toe); one on something of the person's own gets whatever else they told.
    """
    if openness is not Openness.CLOSED or refers_back(text):
        return quotes_of(found, text)
    own, advice = of_own(text), seeks_advice(text)

    def least(one: Recollection) -> float:
        return max(sure, SURE_OF_TASTE) if advice and tells_taste(one.event.text) else 0.0 if own else sure

    return quotes_of([one for one in found if one.bearing >= least(one)], text)


def beside(bias: Bias, text: str, quotes: Sequence[Quote], policy: Personalize = Personalize.GATE) -> Bias:
    """Return a bias as it stands beside quotes: where these tell a taste that bears on a request for advice, interests are left out that
    the openness of the request alone lets in, and those that a quote names. What was said bears on the matter, and says it better.

    What else the request is about stays, a diet or a dislike that binds it even if a quote names it, and what the person pinned; all of
    it where they are always wanted, or where the request is wide, as of what to do with free time: no quote is on the matter of that.
    """
    if policy is Personalize.ALWAYS or not seeks_advice(text) or not any(map(_tells, quotes)) or bias.wide:
        return bias
    said = " ".join(one.text for one in quotes[:SURELY_PLACED])
    named = [*bias.liked, *bias.disliked]
    out = [one for one in named if one.unasked or (_names(said, one) and not (one.interest.pinned or one.binds))]
    liked, disliked = (tuple(one for one in some if one not in out) for some in (bias.liked, bias.disliked))
    left_out = (*(replace(one, reason=INSTEAD) for one in out), *bias.left_out)
    return replace(bias, liked=liked, disliked=disliked, left_out=left_out)


def _tells(one: Quote) -> bool:
    return one.role == "user" and one.bearing >= ENOUGH and tells_taste(one.text)


def _names(said: str, one: Candidate) -> bool:
    return bool(naming(one.interest.label).search(said))
