"""One turn of conversation: recall weighted interests, bend the prompt, stream the answer, remember.

from penchant.agent import Agent
from penchant.memory import InterestMemory

with InterestMemory("~/penchant-data") as memory:
    agent = Agent("embedded", memory.user("ada"))
    print(agent.chat("Suggest something to do this weekend."))
"""

from __future__ import annotations

from .agent import Agent
from .bias import Bias, Candidate, Level, bias
from .errors import ModelError, ModelRefused, ModelUnreachable
from .events import AgentEvent, Failed, Recalled, Remembered, Text
from .models import Model, Profile
from .prompt import Placement, Prompt

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
    "Placement",
    "Profile",
    "Prompt",
    "Recalled",
    "Remembered",
    "Text",
    "bias",
]
