"""What memory adds to a turn: interests that may matter and past turns, as a block; and the record of it that is kept with the turn.

What is weighed and how is the agent's own (agent/recall.py), but the conversation is the caller's: memory reads what was said before from
the messages that came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ...agent.bias import Bias
from ...agent.gate.gate import open_gate
from ...agent.gate.kind import judge
from ...agent.gate.policy import Personalize
from ...agent.kept.lately import NOTHING, TURNS, Lately
from ...agent.kept.sent import lately, record, to_json
from ...agent.models import Profile
from ...agent.prompt import build
from ...agent.prompting.quotes import Quote
from ...agent.recall import considered, seen_for
from ...memory import EmbeddingError, Learning, UserMemory
from ...memory.cleaning import clean
from .turn import Turn

NO_LIMIT = 10**9
"""Tokens: whether a prompt is too long is for the model to say."""


@dataclass(frozen=True, slots=True)
class Added:
    """The block, "" for none; the record of what was weighed; and whether memory could do its part.

    `came` is when the turn itself came where it was stored before, by another process, under the id that it would have had then, also if
    it was forgotten since. `mark` is the person's (`UserMemory.mark`), by which it is known whether this still holds.
    """

    block: str = ""
    sent: str | None = None
    failed: bool = False
    came: datetime | None = None
    mark: int = 0


def added_to(
    turn: Turn,
    person: UserMemory,
    session: str,
    profile: Profile,
    chosen: Personalize,
    learning: Learning,
    at: datetime,
    earlier: str,
) -> Added:
    """Return what memory adds to a turn; nothing where its embedding model fails, for the chat goes on.

    `earlier` is an id under which the turn may be stored already.
    """
    text = clean(turn.said)
    try:
        person.vector(text)  # embedded before the transaction, so that nobody waits for that in it
        came, mark, (bias, quotes, recent) = person.at_once(
            lambda: (person.came(earlier), person.mark(), _looked(text, turn, person, session, profile, chosen))
        )
    except EmbeddingError:
        return Added(failed=True, came=person.came(earlier), mark=person.mark())
    prompt = build(
        text,
        (),
        bias,
        placement=profile.placement,
        max_tokens=NO_LIMIT,
        count=profile.count,
        quotes=quotes,
    )
    return Added(prompt.block, to_json(record(prompt, bias, profile, learning, at, recent)), came=came, mark=mark)


def _looked(
    text: str, turn: Turn, person: UserMemory, session: str, profile: Profile, chosen: Personalize
) -> tuple[Bias, tuple[Quote, ...], Lately]:
    """Return what may bias the answer, what may be quoted, and what was shown lately."""
    past = person.turns(session, 2 * TURNS + 2) if turn.exchanges else ()  # another conversation may have begun alike
    numbers = [one.number for one in past if one.role == "user"]
    recent = lately(person, numbers, {}) if numbers else NOTHING
    gate, judged = open_gate(person.embedder), judge(person.embedder, person.vector)
    quoted = chosen is not Personalize.OFF
    seen = seen_for(text, person, turn.exchanges, without=numbers, quoted=quoted, gate=gate, judge=judged)
    bias, quotes = considered(text, seen, profile.most_liked, lately=recent, policy=chosen, gate=gate)
    return bias, quotes, recent
