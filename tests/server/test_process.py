"""`penchant serve` as a process of its own: what it logs, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from penchant.memory import Event, InterestMemory
from penchant.server.logs import JsonLines
from penchant.tui.cli import main

from tests.loopback import Loopback
from tests.server.stage import asked, bearer, chat, key_of, pause, plain_environment

PLANTED = ("rock climbing", "zaphod", "Zaphod", "of course", "secretword")


@dataclass
class Server:
    """A process, where it listens, and the lines that it has written so far."""

    process: subprocess.Popen[str]
    address: str
    lines: list[str]

    def end(self, sign: int) -> int:
        """Send a signal and return the process's status."""
        self.process.send_signal(sign)
        return self.rest()

    def read_until(self, said: str) -> None:
        """Read the lines up to one that says something."""
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line)
            if said in line:
                return
        pytest.fail(f"it did not say {said!r}: {self.lines}")

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = {int(one): Path(f"/proc/{one}/cmdline").read_bytes() for one in children}
        return [one for one, line in lines.items() if b"spawn_main" in line]

    def rest(self) -> int:
        assert self.process.stderr
        self.lines += list(self.process.stderr)
        return self.process.wait(120)


@contextmanager
def running(folder: Path, upstream: Loopback, *more: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "penchant.tui.cli", "serve", "--port", "0", "--data", str(folder)]
    command += ["--model", upstream.base_url, "--per-minute", "0", *more]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=plain_environment()) as process:
        try:
            assert process.stderr
            lines = []
            for line in process.stderr:
                lines.append(line)
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    break
            else:
                pytest.fail(f"it did not start: {lines}")
            yield Server(process, found[0], lines)
        finally:
            process.kill()


def turns(folder: Path, name: str) -> tuple[list[Event], dict[str, float]]:
    with InterestMemory(folder, index=False) as memory:
        person = memory.user(name)
        found = [turn for session in person.sessions() for turn in person.turns(session.id, 100)]
        return found, person.weights()


def test_a_server_that_is_told_to_stop_finishes_what_it_answers_and_loses_nothing(
    tmp_path: Path, upstream: Loopback
) -> None:
    upstream.reply = "Go climbing, of course, and take a friend with you."
    with InterestMemory(tmp_path, index=False) as memory:
        token = key_of(memory, app="shop")
    reached, go_on = pause(upstream, after=3)
    body = chat("I love rock climbing.", user="zaphod", stream=True)
    with running(tmp_path, upstream) as server, httpx.Client(timeout=120) as client:
        wrong = client.get(f"{server.address}/v1/secretword", headers=bearer(token))
        assert wrong.status_code == 404
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        upgrade["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
        wrong = client.get(f"{server.address}/secretword?q=zaphod", headers=upgrade)
        assert wrong.status_code == 404
        with client.stream("POST", f"{server.address}/v1/chat/completions", json=body, headers=bearer(token)) as answer:
            pieces = answer.iter_bytes()
            text = next(pieces)
            assert reached.wait(60)
            server.process.send_signal(signal.SIGTERM)
            seen: list[str] = []
            assert server.process.stderr
            for line in server.process.stderr:
                seen.append(line)
                if "Shutting down" in line or "Waiting for connections" in line:
                    break
            server.lines += seen
            go_on.set()
            text += b"".join(pieces)
        assert server.rest() == 0
    assert text.rstrip().endswith(b"data: [DONE]")
    kept, weights = turns(tmp_path, "app:shop/zaphod")
    assert [(turn.role, turn.text, turn.complete) for turn in kept] == [
        ("user", "I love rock climbing.", True),
        ("assistant", upstream.reply, True),
    ]
    assert "rock climbing" in weights
    logged = [json.loads(line) for line in server.lines]
    assert {one["route"] for one in logged if one["said"] == "request"} == {"other", "/v1/chat/completions"}
    assert all(one["ms"] >= 0 and one["key"] for one in logged if one.get("route") == "/v1/chat/completions")
    assert [word for word in (*PLANTED, token, "shop") for line in server.lines if word in line] == []


def test_a_turn_that_was_answered_is_there_after_a_kill(tmp_path: Path, upstream: Loopback) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        token = key_of(memory, "ada")
    with running(tmp_path, upstream) as server, httpx.Client(timeout=120) as client:
        said = [f"I love {what}." for what in ("rock climbing", "beekeeping", "chess")]
        for one in said:
            client.post(
                f"{server.address}/v1/chat/completions", json=chat(one), headers=bearer(token)
            ).raise_for_status()
        server.end(signal.SIGKILL)
    kept, weights = turns(tmp_path, "ada")
    assert sorted(turn.text for turn in kept if turn.role == "user") == sorted(said)
    assert set(weights) == {"rock climbing", "beekeeping", "chess"}


@pytest.mark.parametrize(("option", "whose"), [("--at-once", {"user": "ada"}), ("--app-at-once", {"app": "shop"})])
def test_the_command_says_how_many_chats_of_a_key_are_answered_at_once(
    option: str, whose: dict[str, str], tmp_path: Path, upstream: Loopback
) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        key = bearer(key_of(memory, **whose))
    reached, go_on = pause(upstream, after=0)
    path, body = "/v1/chat/completions", chat("Hello", user="ada", stream=True)
    with (
        running(tmp_path, upstream, option, "1") as server,
        httpx.Client(base_url=server.address, timeout=120, headers=key) as client,
        client.stream("POST", path, json=body) as first,
    ):
        assert reached.wait(60)
        second = client.post(path, json=body)
        assert (second.status_code, second.json()["error"]["code"]) == (429, "too_many_at_once")
        go_on.set()
        assert b"[DONE]" in first.read()


def test_an_exception_is_logged_by_its_place_and_not_by_its_words(
    memory: InterestMemory, upstream: Loopback, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("about rock climbing")

    async def ask() -> httpx.Response:
        async with asked(memory, upstream) as client:
            head = bearer(key_of(memory, "ada"))
            monkeypatch.setattr(memory.user("ada"), "interests", fail)
            return await client.get("/v1/interests", headers=head)

    caplog.set_level("INFO")
    answer = asyncio.run(ask())
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    lines = [JsonLines().format(record) for record in caplog.records]
    told = [json.loads(line) for line in lines if "RuntimeError" in line]
    assert told[0]["error"] == "RuntimeError"
    assert any("test_process.py" in place for place in told[0]["raised"])
    assert not [line for line in [*lines, answer.text] if "climbing" in line]


def test_keys_are_made_listed_and_revoked_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def penchant(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["penchant", "keys", *words, "--data", str(tmp_path)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code, ended.value.code
        return capsys.readouterr().out

    made = json.loads(penchant("create", "--user", "张伟", "--scope", "read", "--name", "phone", "--json"))
    listed = json.loads(penchant("list", "--json"))
    assert listed == [{name: value for name, value in made.items() if name != "key"}]
    assert (listed[0]["user"], listed[0]["scopes"]) == ("张伟", ["read"])
    assert made["id"] in penchant("list")
    assert penchant("revoke", made["id"]) == f"{made['id']}: revoked\n"
    assert json.loads(penchant("list", "--json")) == []
    with pytest.raises(AssertionError, match="--app"):
        penchant("create", "--user", "app:shop/x")


def test_several_workers_answer_on_one_address_as_one_and_all_end(tmp_path: Path, upstream: Loopback) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        token = key_of(memory, "ada", scopes=["chat", "admin"])
    said = [f"I love {what}." for what in ("rock climbing", "beekeeping", "chess", "sailing")]
    with running(tmp_path, upstream, "--workers", "2") as server:
        for one in said:  # a connection each: any worker may get it
            answer = httpx.post(
                f"{server.address}/v1/chat/completions", json=chat(one), headers=bearer(token), timeout=120
            )
            answer.raise_for_status()
        figures = httpx.get(f"{server.address}/metrics", headers=bearer(token), timeout=120).text
        assert re.search(r"^penchant_turns_observed_total 4.0$", figures, re.MULTILINE)
        reached, go_on = pause(upstream, after=1)
        body = chat("I love rowing.", stream=True)
        ask: Any = {"json": body, "headers": bearer(token), "timeout": 120}
        with httpx.stream("POST", f"{server.address}/v1/chat/completions", **ask) as answer:
            assert reached.wait(60)
            server.process.send_signal(signal.SIGTERM)
            server.read_until("Waiting for")
            server.read_until("Finished server process")  # the other worker
            with pytest.raises(httpx.ConnectError):  # none of them holds the address any more
                httpx.get(f"{server.address}/health", timeout=5)
            go_on.set()
            assert answer.read().rstrip().endswith(b"data: [DONE]")
        assert server.rest() == 0
    kept, weights = turns(tmp_path, "ada")
    said.append("I love rowing.")
    assert sorted(turn.text for turn in kept if turn.role == "user") == sorted(said)
    assert set(weights) == {"rock climbing", "beekeeping", "chess", "sailing", "rowing"}


def test_a_worker_that_cannot_be_replaced_is_tried_again_and_the_others_answer(
    tmp_path: Path, upstream: Loopback
) -> None:
    with InterestMemory(tmp_path, index=False) as memory:
        token = key_of(memory, "ada")
    with running(tmp_path, upstream, "--workers", "2") as server:
        hindered = tmp_path / "stores.toml"
        hindered.write_text("no TOML")
        os.kill(server.workers()[0], signal.SIGKILL)
        server.read_until("could not be replaced")
        ask: Any = {"json": chat("I love chess."), "headers": bearer(token), "timeout": 120}
        httpx.post(f"{server.address}/v1/chat/completions", **ask).raise_for_status()
        hindered.unlink()
        server.read_until("a worker was replaced")
        assert len(server.workers()) == 2
        assert server.end(signal.SIGTERM) == 0
