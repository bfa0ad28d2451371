"""What a model is told before a question: the turns that a system would put in, as the product writes quotes, within a budget of tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import TYPE_CHECKING

from ...agent.prompting.emphasis import KEY, Emphasis
from ...agent.prompting.fences import using
from ...agent.prompting.quotes import MAX_QUOTE, Quote, placed, quotable
from ..systems.penchant import MARK, Penchant
from ..systems.system import Context, Piece, Query, System

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from ...agent.models import Profile


def messages_of(
    system: System, query: Query, context: Context, times: Mapping[str, datetime], budget: int, profile: Profile
) -> list[BaseMessage]:
    """Return the messages that a model gets for a question with what a system puts before it.

    Args:
        system: Penchant as the agent writes its prompt itself, block and quotes; for all others turns are quoted.
        query: the question.
        context: what the system gave for it.
        times: when each turn was said.
        budget: the most tokens before the question. The product has at most four quotes, for small models two: so it is for all.
        profile: of the model.
    """
    from langchain_core.messages import convert_to_messages

    if isinstance(system, Penchant) and system.asked == "agent":
        return convert_to_messages(system.written(query, profile))
    return quoting(query.text, context.taken, times, budget, profile)


def quoting(
    question: str, pieces: Sequence[Piece], times: Mapping[str, datetime], budget: int, profile: Profile
) -> list[BaseMessage]:
    """Return the messages of a question after quotes of some turns, with the marks that steer attention to these."""
    from langchain_core.messages import HumanMessage, SystemMessage

    quotes = [_quote(number, one, times) for number, one in enumerate(pieces) if one.id in times]
    with using(MARK):
        written = placed([one for one in quotes if one.text], profile.placement, question, budget, profile.count)
    emphases, block = list[Emphasis](), ""
    for text, quote in written:
        if quote is not None:
            emphases.append(Emphasis(len(block), len(block) + len(text), quote.bearing))
        block += text
    head: list[BaseMessage] = [SystemMessage(profile.system)] if profile.system else []
    marks = {KEY: {"block": [0, len(block)], "emphases": [list(astuple(one)) for one in emphases]}}
    return [*head, HumanMessage(block + question, additional_kwargs=marks if block else {})]


def _quote(number: int, one: Piece, times: Mapping[str, datetime]) -> Quote:
    text, bears = quotable(one.text, 0, MAX_QUOTE), min(max(one.score, 0.0), 1.0)
    return Quote(number, "user", times[one.id], text, 0, len(text), bears, one.score)
