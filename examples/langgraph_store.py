"""A graph of LangGraph's whose nodes find what memory holds in their store. No language model is needed."""

from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from langgraph.graph import START, MessagesState, StateGraph
from langgraph.runtime import Runtime
from penchant.agent import InterestStore, namespace_of
from penchant.memory import InterestMemory


@dataclass
class Context:
    user_id: str


def listen(state: MessagesState, runtime: Runtime[Context]) -> None:
    """Keep what the person says: it is an event, and memory learns from it."""
    message = state["messages"][-1]
    runtime.store.put(namespace_of(runtime.context.user_id, "events"), message.id, {"text": message.text})


def answer(state: MessagesState, runtime: Runtime[Context]) -> dict[str, Any]:
    """Answer with what the person cares about and with what they said of it before."""
    user, asked = runtime.context.user_id, state["messages"][-1]
    topics = runtime.store.search(namespace_of(user, "topics"), filter={"weight": {"$gte": 0.2}}, limit=2)
    turns = runtime.store.search(namespace_of(user, "events"), query=asked.text, limit=2)
    before = next((one.value["text"] for one in turns if one.key != asked.id), "nothing yet")
    liked = " and ".join(one.value["label"] for one in topics)
    return {"messages": [("ai", f"You care about {liked}. Nearest to this you said: {before}")]}


with TemporaryDirectory() as folder, InterestMemory(folder, index=False) as memory:
    graph = StateGraph(MessagesState, context_schema=Context)
    graph.add_sequence([listen, answer])
    graph.add_edge(START, "listen")
    app = graph.compile(store=InterestStore(memory))
    for text in ("I love rock climbing.", "I adore pottery.", "Where can I climb indoors?"):
        said = app.invoke({"messages": [("user", text)]}, context=Context("ada"))
        print(f"{text}\n  {said['messages'][-1].text}")
