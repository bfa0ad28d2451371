"""Clients that others have written, unchanged, against `penchant serve` on a real socket."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openai
import pytest
from penchant.memory import InterestMemory

from tests.loopback import Call, Loopback
from tests.server.stage import key_of, served

LIKES = "I love rock climbing."
OPEN = "Suggest something to do this weekend."
TOOLS: list[Any] = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]


def said(words: str) -> list[Any]:
    return [{"role": "user", "content": words}]


def test_the_openai_client_talks_streams_and_lists_models(memory: InterestMemory, upstream: Loopback) -> None:
    with (
        served(memory, upstream) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key=key_of(memory, "ada")) as client,
    ):
        answer = client.chat.completions.create(model="loopback", messages=said(LIKES))
        assert answer.choices[0].message.content == "Go climbing, of course."
        assert answer.usage is not None
        streamed = client.chat.completions.create(
            model="loopback", messages=said(OPEN), stream=True, stream_options={"include_usage": True}
        )
        chunks = list(streamed)
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert text == "Go climbing, of course."
        assert chunks[-1].usage is not None
        assert [model.id for model in client.models.list()] == ["loopback"]
    assert "rock climbing" in upstream.requests[-2].raw.decode()


async def test_the_async_openai_client_calls_tools(memory: InterestMemory, upstream: Loopback) -> None:
    upstream.reply = [Call("weather", {"city": "Bern"})]
    with served(memory, upstream) as address:
        async with (
            openai.AsyncOpenAI(base_url=f"{address}/v1", api_key=key_of(memory, "ada")) as client,
            client.chat.completions.stream(model="loopback", messages=said(LIKES), tools=TOOLS) as stream,
        ):
            final = await stream.get_final_completion()
    calls = final.choices[0].message.tool_calls
    assert calls is not None
    assert (calls[0].function.name, calls[0].function.arguments) == ("weather", '{"city": "Bern"}')


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, openai.BadRequestError),
        (401, openai.AuthenticationError),
        (404, openai.NotFoundError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
    ],
)
def test_the_openai_client_knows_the_models_errors(
    memory: InterestMemory, upstream: Loopback, status: int, kind: type[openai.APIStatusError]
) -> None:
    upstream.status = status
    with (
        served(memory, upstream) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key=key_of(memory, "ada"), max_retries=0) as client,
        pytest.raises(kind) as failed,
    ):
        client.chat.completions.create(model="loopback", messages=said(LIKES), stream=status == 429)
    assert failed.value.body is not None


def test_the_openai_client_knows_the_servers_own_errors(memory: InterestMemory, upstream: Loopback) -> None:
    with served(memory, upstream) as address:
        options = {"base_url": f"{address}/v1", "max_retries": 0}
        with openai.OpenAI(api_key="sk-wrong", **options) as client:  # type: ignore[arg-type]
            with pytest.raises(openai.AuthenticationError) as failed:
                client.models.list()
            assert failed.value.code == "invalid_api_key"
        with openai.OpenAI(api_key=key_of(memory, "ada", scopes=["read"]), **options) as client:  # type: ignore[arg-type]
            with pytest.raises(openai.PermissionDeniedError) as refused:
                client.chat.completions.create(model="loopback", messages=said(LIKES))
            assert refused.value.code == "missing_scope"
            with pytest.raises(openai.NotFoundError, match=r"/openapi\.json names"):
                client.responses.create(model="loopback", input=LIKES)


def test_an_app_names_its_users_with_the_openai_client(memory: InterestMemory, upstream: Loopback) -> None:
    with (
        served(memory, upstream) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key=key_of(memory, app="shop")) as client,
    ):
        client.chat.completions.create(model="loopback", messages=said(LIKES), user="张伟")
        client.chat.completions.create(model="loopback", messages=said(OPEN), user="李伟")
        assert "rock climbing" not in upstream.requests[-1].raw.decode()
        client.chat.completions.create(model="loopback", messages=said(OPEN), user="张伟")
        assert "rock climbing" in upstream.requests[-1].raw.decode()


YAML = """
- model_id: penchant
  model_name: loopback
  api_base: "{address}/v1"
  api_key_name: penchant
"""


def test_the_terminal_client_llm_talks_through_the_server(
    memory: InterestMemory, upstream: Loopback, tmp_path: Path
) -> None:
    memory.user("ada").observe(LIKES, kind="statement")
    with served(memory, upstream) as address:
        folder = tmp_path / "llm"
        folder.mkdir()
        (folder / "extra-openai-models.yaml").write_text(YAML.format(address=address), "utf-8")

        def llm(*words: str, key: str) -> subprocess.CompletedProcess[str]:
            environment = {**os.environ, "LLM_USER_PATH": str(folder), "LLM_LOAD_PLUGINS": ""}
            command = [sys.executable, "-m", "llm", "--model", "penchant", "--key", key, *words]
            return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

        streamed = llm(OPEN, key=key_of(memory, "ada"))
        assert streamed.stdout == "Go climbing, of course.\n", streamed.stderr
        assert upstream.requests[-1].body["stream"] is True
        assert "rock climbing" in upstream.requests[-1].raw.decode()
        refused = llm("Hi", "--no-stream", key="pen_wrong")
        assert refused.returncode == 1
        assert "no valid API key" in refused.stderr
