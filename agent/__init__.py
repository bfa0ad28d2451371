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
    from .applications.answering import Answer, answer
    from .applications.classifying import Classified, classify
    from .applications.reranking import Ranked, rerank
    from .applications.translating import Translation, translate
    from .asking.patience import Patience
    from .asking.usage import Usage
    from .bias import Bias, Candidate, Level, bias_for
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
    from .gate.policy import Personalize
    from .integrations.client import remembering
    from .integrations.namespaces import namespace_of
    from .integrations.retriever import PastTurns
    from .integrations.store import InterestStore
    from .kept.sent import Sent, Weighed
    from .middleware import InterestMiddleware
    from .models import Model, Profile
    from .prompt import Prompt, Segment
    from .prompting.block import Placement

__all__ = [
    "Agent",
    "AgentEvent",
    "Answer",
    "Bias",
    "Candidate",
    "Classified",
    "Failed",
    "InterestMiddleware",
    "InterestStore",
    "Level",
    "Model",
    "ModelError",
    "ModelRefused",
    "ModelUnreachable",
    "PastTurns",
    "Patience",
    "Personalize",
    "Placement",
    "Profile",
    "Prompt",
    "Question",
    "Ranked",
    "Recalled",
    "Remembered",
    "Retrying",
    "Segment",
    "Sent",
    "Text",
    "ToolCalled",
    "ToolReturned",
    "Translation",
    "Unanswered",
    "Usage",
    "Weighed",
    "answer",
    "bias_for",
    "classify",
    "namespace_of",
    "remembering",
    "rerank",
    "translate",
]

# Where each name lives: it is imported when first asked for, so that a program's start does not wait for SQL and vectors.
_HOMES = {
    "Agent": "agent",
    "AgentEvent": "events",
    "Answer": "applications.answering",
    "Bias": "bias",
    "Candidate": "bias",
    "Classified": "applications.classifying",
    "Failed": "events",
    "InterestMiddleware": "middleware",
    "InterestStore": "integrations.store",
    "Level": "bias",
    "Model": "models",
    "ModelError": "errors",
    "ModelRefused": "errors",
    "ModelUnreachable": "errors",
    "PastTurns": "integrations.retriever",
    "Patience": "asking.patience",
    "Placement": "prompting.block",
    "Profile": "models",
    "Prompt": "prompt",
    "Question": "events",
    "Ranked": "applications.reranking",
    "Recalled": "events",
    "Remembered": "events",
    "Retrying": "events",
    "Segment": "prompt",
    "Sent": "kept.sent",
    "Text": "events",
    "ToolCalled": "events",
    "ToolReturned": "events",
    "Translation": "applications.translating",
    "Unanswered": "events",
    "Usage": "asking.usage",
    "Weighed": "kept.sent",
    "answer": "applications.answering",
    "bias_for": "bias",
    "classify": "applications.classifying",
    "namespace_of": "integrations.namespaces",
    "remembering": "integrations.client",
    "rerank": "applications.reranking",
    "translate": "applications.translating",
    "Personalize": "gate.policy",
}


if not TYPE_CHECKING:  # else a checker of types would take any name for one that is there

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
