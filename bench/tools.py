"""What tools cost before the first word: importing `create_agent` once, and leading a turn through it each time.

    python bench/tools.py

The model is the loopback server of the tests, which answers at once, so what is measured is our own part. Each kind of turn is timed in
turns, one after another, and compared by the median.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from penchant.agent import Agent, Text
from penchant.agent.models import open_model
from penchant.memory import InterestMemory

from tests.loopback import Loopback

ROUNDS = 40


async def first_word_seconds(agent: Agent) -> float:
    """Return how long a turn takes until its first word."""
    began = time.perf_counter()
    async with aclosing(agent.reply("What shall I do today?")) as events:
        async for event in events:
            if isinstance(event, Text):
                return time.perf_counter() - began
    raise RuntimeError("no word came")


def import_seconds(module: str) -> float:
    """Return the CPU seconds that importing a module takes in a process of its own, LangChain's OpenAI client being there."""
    script = (
        "import langchain_openai, penchant.agent.agent, time; began = time.process_time(); "
        f"import {module}; print(time.process_time() - began)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print the figures."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    print(
        f"import of create_agent, once: {median(import_seconds('penchant.agent.tools.toolbox') for _ in range(3)):.2f} s of CPU"
    )
    with (
        TemporaryDirectory() as folder,
        Loopback("Go climbing, of course.") as server,
        InterestMemory(folder, index=False) as memory,
    ):
        model = open_model(f"{server.base_url}#m", Path(folder))
        kinds = {"directly": None, "with tools": []}
        agents = {name: Agent(model, memory.user("ada"), tools=tools) for name, tools in kinds.items()}
        times: dict[str, list[float]] = {name: [] for name in kinds}

        async def all_rounds() -> None:
            for _ in range(ROUNDS):
                for name, agent in agents.items():
                    times[name].append(await first_word_seconds(agent))

        asyncio.run(all_rounds())
    direct, tools = (median(times[name][2:]) for name in kinds)
    print(
        f"first word, directly: {direct * 1000:.0f} ms; with tools: {tools * 1000:.0f} ms ({(tools - direct) * 1000:+.0f} ms)"
    )


if __name__ == "__main__":
    main()
