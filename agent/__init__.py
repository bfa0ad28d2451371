"""One turn of conversation: recall weighted interests, bend the prompt, stream the answer, remember.

    with InterestMemory("~/penchant-data") as memory, Agent("embedded", memory.user("ada")) as agent:
        print(agent.chat("Suggest something to do this weekend."))

`Agent.reply` streams the same as events.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .agent import Agent
    from .bias import Bias, Candidate, Level, bias_for
    from .block import Placement
    from .errors import ModelError, ModelRefused, ModelUnreachable
    from .events import (
        AgentEvent,
        Failed,
        Question,
        Recalled,
        Remembered,
        Retrying,
        Text,
        ToolCalled,
        ToolReturned,
        Unanswered,
    )
    from .models import Model, Profile
    from .patience import Patience
    from .prompt import Prompt, Segment
    from .sent import Sent, Weighed
    from .usage import Usage

__all__ = [
    "Agent",
    "AgentEvent",
    "Bias",
    "Candidate",
    "Failed",
    "Level",
    "Model",
    "ModelError",
    "ModelRefused",
    "ModelUnreachable",
    "Patience",
    "Placement",
    "Profile",
    "Prompt",
    "Question",
    "Recalled",
    "Remembered",
    "Retrying",
    "Segment",
    "Sent",
    "Text",
    "ToolCalled",
    "ToolReturned",
    "Unanswered",
    "Usage",
    "Weighed",
    "bias_for",
]

# Where each name lives: it is imported when first asked for, so that a program's start does not wait for SQL and vectors.
_HOMES = {
    "Agent": "agent",
    "AgentEvent": "events",
    "Bias": "bias",
    "Candidate": "bias",
    "Failed": "events",
    "Level": "bias",
    "Model": "models",
    "ModelError": "errors",
    "ModelRefused": "errors",
    "ModelUnreachable": "errors",
    "Patience": "patience",
    "Placement": "block",
    "Profile": "models",
    "Prompt": "prompt",
    "Question": "events",
    "Recalled": "events",
    "Remembered": "events",
    "Retrying": "events",
    "Segment": "prompt",
    "Sent": "sent",
    "Text": "events",
    "ToolCalled": "events",
    "ToolReturned": "events",
    "Unanswered": "events",
    "Usage": "usage",
    "Weighed": "sent",
    "bias_for": "bias",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
