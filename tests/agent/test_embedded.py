from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import takewhile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from penchant.agent.embedded import NAME, SAMPLING, EmbeddedModel, serve
from penchant.agent.errors import ModelUnreachable
from penchant.agent.fetch import is_fetched, model_path
from platformdirs import user_data_path

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

MakeChat = Callable[..., "ChatOpenAI"]

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads a process's time from /proc")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")


@pytest.fixture(scope="session")
def packaged_model() -> Path:
    """The real model's file."""
    pytest.importorskip("xllamacpp", reason="needs the extra: pip install 'penchant[embedded]'")
    if own := os.environ.get("PENCHANT_TEST_MODEL"):
        return Path(own)
    data = user_data_path("penchant", appauthor=False)
    if not is_fetched(data):
        pytest.skip("the packaged model is not here: `penchant models fetch`, or PENCHANT_TEST_MODEL=<file>")
    return model_path(data)


@pytest.fixture(scope="module")
def model(packaged_model: Path) -> Iterator[EmbeddedModel]:
    with EmbeddedModel(packaged_model) as served:
        yield served


@pytest.fixture
async def chat_model(model: EmbeddedModel) -> AsyncIterator[MakeChat]:
    """Makes LangChain's client for the model. Its connections are of this test: LangChain's own outlive the loop."""
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient
    from pydantic import SecretStr

    async with DefaultAsyncHttpxClient() as connections:
        yield lambda **options: ChatOpenAI(
            model=NAME,
            base_url=model.base_url,
            api_key=SecretStr(model.api_key),
            http_async_client=connections,
            use_responses_api=False,
            stream_usage=True,
            max_retries=0,
            **{**SAMPLING, "timeout": 120, **options},
        )
    await asyncio.sleep(0)  # the loop lets go of what was closed


def post(model: EmbeddedModel, body: dict[str, Any], *, key: str | None = None) -> tuple[int, dict[str, Any]]:
    """Return the status and the body of a completion."""
    headers = {"Authorization": f"Bearer {key or model.api_key}", "Content-Type": "application/json"}
    request = Request(f"{model.base_url}/chat/completions", json.dumps(body).encode(), headers)
    try:
        with urlopen(request, timeout=240) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def worked(model: EmbeddedModel) -> float:
    """Return the processor time, in clock ticks, that the model's process has taken."""
    fields = Path(f"/proc/{model._child.pid}/stat").read_text().rpartition(")")[2].split()
    return float(fields[11]) + float(fields[12])


def asking(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], "max_tokens": 5, **more}


async def test_an_answer_streams_with_its_usage(chat_model: MakeChat) -> None:
    whole = None
    async for chunk in chat_model().astream("I am interested in rock climbing. Suggest something to do this weekend."):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    assert len(whole.text) > 20
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["output_tokens"] <= SAMPLING["max_tokens"]


@linux
async def test_generation_stops_when_the_client_leaves(model: EmbeddedModel, chat_model: MakeChat) -> None:
    before = worked(model)
    await chat_model(max_tokens=20, extra_body={"ignore_eos": True}).ainvoke("Write a very long story.")
    twenty = worked(model) - before
    stream = chat_model(max_tokens=4_000, extra_body={"ignore_eos": True}).astream("Write a very long story.")
    async for _ in stream:
        break
    await stream.aclose()  # type: ignore[attr-defined]
    before = worked(model)
    await chat_model(max_tokens=3).ainvoke("Say hello.")  # there is one slot: it is answered once the story is over
    assert worked(model) - before < 40 * twenty  # the whole story is two hundred of these


@linux
async def test_a_cancelled_task_frees_the_model_even_while_the_prompt_is_read(
    model: EmbeddedModel, chat_model: MakeChat
) -> None:
    before = worked(model)
    await chat_model(max_tokens=1).ainvoke("tall tree " * 100)
    some = worked(model) - before

    async def ask() -> None:
        async for _ in chat_model().astream("tree frog " * 3_000):
            pass

    task = asyncio.create_task(ask())
    while worked(model) < before + 1.2 * some:  # it is being read
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    before = worked(model)
    await chat_model(max_tokens=3).ainvoke("Say hello.")
    assert worked(model) - before < 8 * some  # to read the prompt to its end is more than thirty of these


def pings(model: EmbeddedModel, text: str) -> int:
    """Return how often the server says that it still reads a prompt before the first piece of its reply."""
    body = json.dumps(asking(text, max_tokens=1, stream=True)).encode()
    headers = {"Authorization": f"Bearer {model.api_key}", "Content-Type": "application/json"}
    with urlopen(Request(f"{model.base_url}/chat/completions", body, headers), timeout=120) as answer:
        lines = (line for line in answer if line.strip())
        return sum(1 for _ in takewhile(lambda line: line.startswith(b":"), lines))


async def test_a_long_prompt_is_not_read_in_silence(model: EmbeddedModel, chat_model: MakeChat) -> None:
    """So a client whose timeout is shorter than the reading waits on: it counts from the last byte."""
    for count in (100, 400, 1_600):  # a fast machine reads the short ones within the first second
        if pings(model, "apple pear " * count):
            break
    else:
        pytest.fail("no word while the longest prompt was read")
    assert [chunk async for chunk in chat_model(max_tokens=3).astream("plum cherry " * count)]


def test_a_prompt_beyond_the_context_is_refused_with_its_size(packaged_model: Path) -> None:
    with EmbeddedModel(packaged_model, context_tokens=256) as small:
        status, body = post(small, asking("hello world " * 300))
        assert (status, body["error"]["type"]) == (400, "exceed_context_size_error")
        assert body["error"]["n_ctx"] == 256
        status, body = post(small, asking("Count upwards.", max_tokens=300, ignore_eos=True))
        assert (status, body["choices"][0]["finish_reason"]) == (200, "length")
        assert body["usage"]["total_tokens"] <= 256


def test_what_was_read_once_is_not_read_again(model: EmbeddedModel) -> None:
    long = "I have been rock climbing since March. " * 40
    post(model, asking(long))
    _, body = post(model, asking(long + "What next?"))
    assert body["usage"]["prompt_tokens_details"]["cached_tokens"] > 300


def test_only_who_has_the_key_is_served(model: EmbeddedModel) -> None:
    assert post(model, asking("Hello."), key="guessed")[0] == 401
    assert model.base_url.startswith("http://127.0.0.1:")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_key_is_in_no_process_list(model: EmbeddedModel) -> None:
    child = Path("/proc") / str(model._child.pid)
    assert model.api_key.encode() not in (child / "cmdline").read_bytes() + (child / "environ").read_bytes()


def test_the_same_file_is_served_once_and_again_after_its_server_has_died(packaged_model: Path) -> None:
    first = serve(packaged_model)
    assert serve(packaged_model.parent / "." / packaged_model.name) is first
    first._child.kill()
    first._child.wait()
    second = serve(packaged_model)
    assert second is not first
    assert post(second, asking("Hello."))[0] == 200
    second.close()
    second.close()
    assert not second.alive


def test_a_file_that_is_missing_or_no_model_is_told(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    (tmp_path / "letter.gguf").write_text("Dear model,")
    with pytest.raises(ModelUnreachable, match="penchant models fetch` again"):
        EmbeddedModel(tmp_path / "letter.gguf")
    with pytest.raises(ModelUnreachable, match="no model file"):
        EmbeddedModel(tmp_path / "nothing.gguf")


def test_without_xllamacpp_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelUnreachable, match=r"pip install 'penchant\[embedded\]'"):
        EmbeddedModel(tmp_path / "model.gguf")


PROGRAM = """
import json, sys, threading
from pathlib import Path
from urllib.request import Request, urlopen
from penchant.agent.embedded import serve

model = serve(Path(sys.argv[1]))

def stream(pieces):
    body = {"messages": [{"role": "user", "content": "Tell a story."}], "max_tokens": 4000, "stream": True, "ignore_eos": True}
    headers = {"Authorization": "Bearer " + model.api_key, "Content-Type": "application/json"}
    answer = urlopen(Request(model.base_url + "/chat/completions", json.dumps(body).encode(), headers))
    for _ in range(pieces):
        answer.readline()
    return answer

threading.excepthook = lambda _: None  # of a thread whose connection ends
print(model._child.pid, flush=True)
"""

ENDS = {
    "without closing": "",
    "in the midst of a reply": "answer = stream(5)",
    "while another thread reads a reply": "stream(5); threading.Thread(target=stream, args=(9999,), daemon=True).start()",
    "by an exception": "answer = stream(5); raise RuntimeError('planned')",
    "after closing in the midst of a reply": "answer = stream(5); model.close()",
}


def run(program: str, file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM + program, str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def is_gone(pid: int) -> bool:
    """Return whether a process has ended, or ends within a minute."""
    deadline = perf_counter() + 60
    while perf_counter() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if sys.platform == "linux" and "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return True  # ended, and nobody has asked for its status yet
    return False


@posix
@pytest.mark.parametrize("end", ENDS)
def test_a_program_ends_at_once_and_quietly(packaged_model: Path, end: str) -> None:
    with run(ENDS[end], packaged_model) as program:
        out, errors = program.communicate(timeout=240)
    assert program.returncode == (1 if "exception" in end else 0)
    assert errors.count("\n") == 0 or "planned" in errors
    assert is_gone(int(out))


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_server_goes_when_its_program_is_stopped_by_a_signal(packaged_model: Path, number: signal.Signals) -> None:
    with run("print('ready', flush=True); stream(99999)", packaged_model) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        program.stdout.readline()
        program.send_signal(number)
        program.communicate(timeout=240)
    assert program.returncode == -number
    assert is_gone(pid)


@posix
def test_a_fork_that_ends_leaves_the_server_to_its_owner(packaged_model: Path) -> None:
    fork = "import os, warnings\nwarnings.simplefilter('ignore')\nif os.fork() == 0: sys.exit(0)\nos.wait()\nassert model.alive\nstream(5)"
    with run(fork, packaged_model) as program:
        _, errors = program.communicate(timeout=240)
    assert (program.returncode, errors) == (0, "")
