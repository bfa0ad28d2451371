"""A LangChain agent with a tool and a memory for each of its users.

The model is OpenAI's, or whoever speaks its protocol at OPENAI_BASE_URL.
"""

from tempfile import TemporaryDirectory

from langchain.agents import create_agent
from langgraph.checkpoint.memory import InMemorySaver
from penchant.agent import InterestMiddleware
from penchant.memory import InterestMemory


def weather(town: str) -> str:
    """Tell the weather in a town."""
    return f"Sunny in {town}."


with TemporaryDirectory() as folder, InterestMemory(folder, index=False) as memory:
    agent = create_agent(
        "openai:gpt-4.1-mini", [weather], middleware=[InterestMiddleware(memory)], checkpointer=InMemorySaver()
    )
    for user, text in (
        ("ada", "I have started rock climbing, I go to the bouldering gym three times a week."),
        ("bob", "I collect jazz records."),
        ("ada", "Suggest something to do this weekend."),
    ):
        said = agent.invoke(
            {"messages": [("user", text)]}, {"configurable": {"thread_id": user}}, context={"user_id": user}
        )
        print(f"{user}: {text}\n     {said['messages'][-1].text}")
    for user in memory.users():
        print(user, memory.user(user).weights())
