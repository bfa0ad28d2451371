"""The tools of an agent: the app's own, and Penchant's where they are wanted. Imported only where there are any."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.tools import BaseTool, tool

from ...memory import Event, Learning, UserMemory
from ..asking.patience import Patience
from ..asking.stream import Account
from ..models import Model
from .own_tools import own_tools
from .tool_turn import Confirm, Happening, Turn, no_tools, tool_turn

Tool = BaseTool | Callable[..., Any] | dict[str, Any]
"""A LangChain tool, a function with type hints and a docstring, or a provider's own tool as it describes it."""

OWN = ("search_past_turns", "list_interests", "note_preference")
"""The names of Penchant's own tools."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What an agent's model may call.

    Raises:
        ModelRefused: the model is known to call no tools.
        ValueError: two tools have one name, or a function cannot be one.
    """

    model: Model
    memory: UserMemory
    tools: Sequence[Tool]
    own: bool
    confirm: Confirm | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "tools", [_as_tool(one) for one in self.tools])
        names = [_name(one) for one in self.tools] + (list(OWN) if self.own else [])
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(
                f"two tools are called {twice[0]!r}: rename one; own_tools=False leaves Penchant's own out"
            )
        if names and not self.model.profile.tools:
            raise no_tools(self.model.profile.name)

    def answer(
        self, messages: Sequence[Any], asked: Event, learning: Learning, patience: Patience, account: Account
    ) -> AsyncGenerator[Happening, None]:
        """Return what happens while the model answers a turn with tools."""

        def tools(turn: Turn) -> list[Any]:
            ours = own_tools(self.memory, learning, turn.ask, asked.number) if self.own else []
            return [*self.tools, *ours]

        return tool_turn(self.model, messages, tools, patience, account, self.confirm)


def _as_tool(one: Tool) -> BaseTool | dict[str, Any]:
    return one if isinstance(one, BaseTool | dict) else tool(one)


def _name(one: Any) -> str:
    return str(one.get("name") or one.get("type")) if isinstance(one, dict) else str(one.name)
