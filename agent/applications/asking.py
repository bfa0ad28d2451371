"""A model asked once, outside a conversation: its whole reply, its failures in Penchant's terms."""

from __future__ import annotations

from collections.abc import Sequence

from ...memory.arguments import expect
from ..agent import Agent
from ..asking.patience import Patience
from ..asking.whole import whole
from ..errors import ModelUnreachable
from ..models import Model
from ..prompt import Message


def ask(model: Model, messages: Sequence[Message], patience: Patience) -> str:
    """Return the model's reply to messages; what fails and may pass is asked again, as patiently as in a conversation.

    Raises:
        ModelUnreachable: no answer, or an empty one; trying again may help.
        ModelRefused: the model will not answer this.
    """
    text = whole(model, messages, patience).strip()
    if not text:
        raise ModelUnreachable(f"the model {model.profile.name} gave an empty reply: try again")
    return text


def checked_agent(agent: object) -> None:
    """Check that something is an agent.

    Raises:
        ValueError: it is none.
    """
    expect(isinstance(agent, Agent), "agent", 'an Agent, such as Agent("embedded", memory.user("ada"))', agent)


def messages_for(model: Model, text: str) -> tuple[Message, ...]:
    """Return a message as it is sent, behind the model's own system message where it has one."""
    system: tuple[Message, ...] = (("system", model.profile.system),) if model.profile.system else ()
    return (*system, ("human", text))
