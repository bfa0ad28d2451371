"""The Node.js example, with the official npm client, against `penchant serve` on a real socket."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from penchant.memory import InterestMemory

from tests.loopback import Call, Loopback, Said
from tests.server.stage import key_of, served

EXAMPLE = Path(__file__).parents[2] / "examples" / "node"

NODE, NPM = shutil.which("node"), shutil.which("npm")


def answers(messages: list[dict[str, Any]]) -> Said:
    """What the model says: it calls the tool where it is asked for the weather, and repeats what the tool said."""
    last = messages[-1]
    if last["role"] == "tool":
        return f"It says: {last['content']}"
    return [Call("weather", {"town": "Bern"})] if "weather" in last["content"] else "Go climbing, of course."


@pytest.fixture(scope="module")
def installed() -> None:
    """The example's packages, once for all processes and runs."""
    with FileLock(EXAMPLE / ".installing"):
        if not (EXAMPLE / "node_modules" / "openai").exists():
            command = [str(NPM), "install", "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline"]
            subprocess.run(command, cwd=EXAMPLE, check=True, timeout=300, capture_output=True)


@pytest.mark.skipif(not (NODE and NPM), reason="no Node.js on this machine: the example is not run")
@pytest.mark.usefixtures("installed")
def test_the_npm_client_talks_streams_calls_tools_and_knows_errors(memory: InterestMemory, upstream: Loopback) -> None:
    upstream.reply = answers
    with served(memory, upstream) as address:
        environment = {**os.environ, "PENCHANT_URL": f"{address}/v1", "PENCHANT_KEY": key_of(memory, "ada")}
        command = [str(NODE), "chat.mjs"]
        done = subprocess.run(
            command, cwd=EXAMPLE, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
    assert done.returncode == 0, done.stderr
    assert [line.split(" ")[0] for line in done.stdout.splitlines()][:5] == [
        "answered:",
        "streamed:",
        "called:",
        "told:",
        "refused:",
    ]
    assert "streamed: Go climbing, of course." in done.stdout
    assert "called: weather(Bern)" in done.stdout
    assert "told: It says: Sunny in Bern." in done.stdout
    assert "refused: AuthenticationError 401 invalid_api_key" in done.stdout
    weight = memory.user("ada").weights()["rock climbing"]
    assert f"learned: rock climbing {weight:.2f}" in done.stdout
    streamed = next(one for one in upstream.requests if one.body.get("stream"))
    assert "rock climbing" in streamed.raw.decode()
