"""InterestMiddleware: interest memory for LangChain's `create_agent`.

    agent = create_agent("openai:gpt-4.1-mini", middleware=[InterestMiddleware(memory)])
    agent.invoke({"messages": [("user", "What shall I do this weekend?")]}, context={"user_id": "ada"})

What memory knows goes into the request to the model alone, never into the agent's state. What the person says is kept and learned from,
once however often the model is called for it; tool results and the model's words teach nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.runtime import Runtime

from ..memory import InterestMemory, Learning, UserMemory
from ..memory.arguments import expect
from ..memory.records import Role
from .gate.policy import Personalize
from .integrations.people import checked_memory, checked_same, person_of
from .integrations.turn import Begun, Said, answered, begin, digest, finish, habits, session_of
from .models import load_httpx, wrap
from .privacy.pseudonymizing import chosen, hiding
from .prompting.block import Placement

FIELD: Final = "user_id"
"""The field of the runtime context that names the person."""

NAMED: Final = (
    'call the agent with context={"user_id": …}, or give InterestMiddleware user=, a name or a function of the context'
)

User = str | Callable[[Any], str] | None


class InterestMiddleware(AgentMiddleware[AgentState[Any], Any, Any]):
    """Lets an agent of LangChain's lean on what a person cares about, and learn it from what they say.

    Args:
        memory: the memory, or one person's.
        user: who is speaking: a name, or a function of the runtime context; by default its field or key `user_id`. Of one person's
            memory that person or nobody.
        placement: how the block is worded and where it stands: FENCED and SPOKEN in the person's message, SYSTEM and DEVELOPER at the end
            of the system message.
        personalize: whether interests may enter answers: off, gate (where they help) or always.
        learning: what turns may teach; incognito memory takes no part.
        pseudonymize: the kinds of words that the model is sent placeholders for (privacy/pseudonymizing.py): off, auto, or kinds.

    A thread is a session. Without a checkpointer the session is told by the conversation's first words.

    Raises:
        ValueError: there is no such policy, or an argument is not what it must be; and in a run: nobody says whose memory it is,
            or one person's memory is to take another's words.
        LedgerError: in a run: the turn could not be stored; the model is not asked. A reply that cannot be stored is given all the same,
            with a warning of the logger `penchant.agent`.
    """

    def __init__(
        self,
        memory: InterestMemory | UserMemory,
        *,
        user: User = None,
        placement: Placement = Placement.FENCED,
        personalize: Personalize | str = Personalize.GATE,
        learning: Learning | str = Learning.ON,
        pseudonymize: str = "off",
    ) -> None:
        super().__init__()
        checked_memory(memory)
        expect(isinstance(user, str | None) or callable(user), "user", "a name or a function of the context", user)
        checked_same(memory, user if isinstance(user, str) else None)
        self._pseudonymize = pseudonymize
        chosen(pseudonymize, here=True)
        self._memory = memory
        self._user = user
        load_httpx()
        self._habits = habits(placement, personalize, learning)

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Call the model with what memory adds to the request."""
        return handler(self._hiding(self._leaning(request)))

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        """Do the same without holding up the event loop."""
        return await handler(self._hiding(await asyncio.to_thread(self._leaning, request)))

    def _hiding(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        """Return the request to a model that is sent placeholders, if that was asked for."""
        if self._pseudonymize == "off":
            return request
        return request.override(model=hiding(wrap(request.model), self._pseudonymize).chat)

    def after_agent(self, state: AgentState[Any], runtime: Runtime[Any]) -> None:
        """Keep the reply, and learn from the person's words; the state stays as it is. What cannot be kept is logged."""
        said = _said(state["messages"], runtime, "")
        if said is not None:
            with answered():
                self._keep(said, state["messages"], runtime)

    def _keep(self, said: Said, messages: Sequence[AnyMessage], runtime: Runtime[Any]) -> None:
        kept = said.id if self._habits.learning is not Learning.INCOGNITO else ""
        person = self._person(runtime)
        if kept:
            read = (one.text for one in messages if isinstance(one, HumanMessage | ToolMessage))
            person.overhear(said.session, read)
        finish(person, Begun("", kept, said.session), _reply(messages))

    async def aafter_agent(self, state: AgentState[Any], runtime: Runtime[Any]) -> None:
        """Do the same without holding up the event loop."""
        await asyncio.to_thread(self.after_agent, state, runtime)

    def _leaning(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        """Return the request with the block of the turn that is answered; the same one where there is none."""
        said = _said(request.state["messages"], request.runtime, _model_name(request.model))
        if said is None:
            return request
        block = begin(self._person(request.runtime), said, self._habits).block
        if not block:
            return request
        if self._habits.placement in (Placement.SYSTEM, Placement.DEVELOPER):
            return request.override(system_message=_with_block(request.system_message, block))
        return request.override(messages=_before_the_last(request.messages, block))

    def _person(self, runtime: Runtime[Any]) -> UserMemory:
        context = runtime.context
        named = self._user if isinstance(self._user, str) else (self._user or _named)(context)
        checked_same(self._memory, named)
        return person_of(self._memory, named, NAMED)


def _named(context: Any) -> Any:
    return context.get(FIELD) if isinstance(context, Mapping) else getattr(context, FIELD, None)


# What the person said


def _said(messages: Sequence[AnyMessage], runtime: Runtime[Any], model: str) -> Said | None:
    """Return the turn that is answered; None where the person has said nothing in words."""
    place = _last_human(messages)
    if place is None or not messages[place].text.strip():
        return None
    before = [(role, text) for one in messages[:place] if (role := _role(one)) and (text := one.text)]
    text = messages[place].text
    thread = runtime.execution_info.thread_id if runtime.execution_info else None
    session = thread or session_of([*before, ("user", text)])
    return Said(text, session, f"langchain-{digest(session, messages[place].id or '', text)}", before, model)


def _last_human(messages: Sequence[AnyMessage]) -> int | None:
    places = (place for place in reversed(range(len(messages))) if _role(messages[place]) == "user")
    return next(places, None)


def _role(message: AnyMessage) -> Role | None:
    """Return who says a message: nobody, where a tool or a framework made it, such as a summary of what went before."""
    if message.additional_kwargs.get("lc_source"):
        return None
    if isinstance(message, HumanMessage):
        return "user"
    return "assistant" if isinstance(message, AIMessage) else None


def _reply(messages: Sequence[AnyMessage]) -> str:
    """Return what the model said since the person's last words, around its calls of tools."""
    place = _last_human(messages)
    said = [] if place is None else messages[place + 1 :]
    return "\n\n".join(text for one in said if isinstance(one, AIMessage) and (text := one.text.strip()))


def _model_name(model: Any) -> str:
    return str(getattr(model, "model_name", "") or getattr(model, "model", ""))


# The request


def _with_block(message: SystemMessage | None, block: str) -> SystemMessage:
    if message is None:
        return SystemMessage(block.rstrip("\n"))
    return message.model_copy(update={"content": _joined(message.content, f"\n\n{block.rstrip()}", after=True)})


def _before_the_last(messages: Sequence[AnyMessage], block: str) -> list[AnyMessage]:
    """Return the messages with a copy of the person's last one that begins with the block."""
    place = _last_human(messages)
    if place is None:
        return list(messages)
    message = messages[place]
    leaning = message.model_copy(update={"content": _joined(message.content, block)})
    return [*messages[:place], leaning, *messages[place + 1 :]]


def _joined(content: Any, block: str, after: bool = False) -> Any:
    """Return a message's content, a text or a list of parts, with the block before or after it."""
    if isinstance(content, str):
        return content + block if after else block + content
    part = {"type": "text", "text": block}
    return [*content, part] if after else [part, *content]
