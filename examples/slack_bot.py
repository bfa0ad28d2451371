"""A bot that speaks Slack's Events API: it checks Slack's signature, answers at once, and says in the thread what its agent says.

    SLACK_SIGNING_SECRET=… SLACK_BOT_TOKEN=xoxb-… python slack_bot.py 8000

Without a port it plays a conversation with a Slack of its own on this machine. The model is OpenAI's, or whoever speaks its protocol at
OPENAI_BASE_URL.
"""

import hashlib
import hmac
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import httpx
from penchant.agent import Agent
from penchant.memory import InterestMemory

MOST_SECONDS = 300


def signature(secret: str, moment: str, body: bytes) -> str:
    """Return how Slack signs a request."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()


def is_slacks(secret: str, headers: Any, body: bytes, now: float) -> bool:
    """Return whether a request is Slack's, and of the last five minutes: an old one may have been recorded by somebody."""
    moment, signed = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not moment.isdecimal() or abs(now - int(moment)) > MOST_SECONDS:
        return False
    return hmac.compare_digest(signature(secret, moment, body), signed)


class Bot:
    """Answers messages with an agent for each of a workspace's people, in a session for each of its threads."""

    def __init__(self, memory: InterestMemory, model: str, api: str, token: str) -> None:
        self.memory, self.model, self.api, self.token = memory, model, api, token
        self.seen: set[str] = set()
        self.workers = ThreadPoolExecutor(4)

    def hear(self, envelope: dict[str, Any]) -> dict[str, Any]:
        """Return what Slack is answered at once; what is said comes later."""
        if envelope["type"] == "url_verification":
            return {"challenge": envelope["challenge"]}
        event = envelope.get("event", {})
        said_by_someone = (
            event.get("type") in ("message", "app_mention") and "bot_id" not in event and "subtype" not in event
        )
        if (
            said_by_someone and event.get("text") and envelope["event_id"] not in self.seen
        ):  # Slack sends again what was not answered in 3 s
            self.seen.add(envelope["event_id"])
            self.workers.submit(self.answer, envelope["team_id"], event)
        return {}

    def answer(self, team: str, event: dict[str, Any]) -> None:
        """Answer a message in its thread."""
        thread = event.get("thread_ts", event["ts"])
        person = self.memory.user(f"{team}/{event['user']}")
        with Agent(self.model, person, session=f"{event['channel']}/{thread}") as agent:
            self.post("chat.postMessage", channel=event["channel"], thread_ts=thread, text=agent.chat(event["text"]))

    def post(self, method: str, **fields: str) -> None:
        """Call a method of Slack's Web API."""
        httpx.post(f"{self.api}/{method}", json=fields, headers={"Authorization": f"Bearer {self.token}"}, timeout=60)


def serve(port: int, answer: Any) -> ThreadingHTTPServer:
    """Serve POST requests in a thread; `answer` makes a status and an object of headers and a body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, said = answer(self.path, self.headers, self.rfile.read(int(self.headers.get("Content-Length", 0))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing: what people write belongs in no log."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def serve_bot(bot: Bot, secret: str, port: int) -> ThreadingHTTPServer:
    def answer(_path: str, headers: Any, body: bytes) -> tuple[int, dict[str, Any]]:
        return (200, bot.hear(json.loads(body))) if is_slacks(secret, headers, body, time.time()) else (401, {})

    return serve(port, answer)


def say(url: str, secret: str, envelope: dict[str, Any]) -> dict[str, Any]:
    """Do as Slack does: send a signed event, and return the answer."""
    body, moment = json.dumps(envelope).encode(), str(int(time.time()))
    headers = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature(secret, moment, body)}
    return httpx.post(url, content=body, headers=headers, timeout=60).raise_for_status().json()


def play() -> None:
    """Play a conversation of two people with the bot, on this machine."""
    posted: Queue[dict[str, str]] = Queue()

    def slack(_path: str, _headers: Any, body: bytes) -> tuple[int, dict[str, Any]]:
        posted.put(json.loads(body))
        return 200, {"ok": True}

    with TemporaryDirectory() as folder, InterestMemory(folder, index=False) as memory, serve(0, slack) as workspace:
        bot = Bot(memory, "openai:gpt-4.1-mini", f"http://127.0.0.1:{workspace.server_port}/api", "xoxb-example")
        with serve_bot(bot, "secret", 0) as server:
            url = f"http://127.0.0.1:{server.server_port}/slack/events"
            print(say(url, "secret", {"type": "url_verification", "challenge": "3eZbrw1a"}))
            lines = (
                ("U1", "I love rock climbing."),
                ("U2", "I collect jazz records."),
                ("U1", "What shall I do today?"),
            )
            for number, (user, text) in enumerate(lines):
                event = {
                    "type": "message",
                    "user": user,
                    "channel": "C1",
                    "text": text,
                    "ts": f"1700000000.{number:06}",
                }
                for _ in range(2):  # the second time as Slack does when it is impatient
                    say(
                        url,
                        "secret",
                        {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": event},
                    )
                print(f"{user}: {text}\n  {posted.get(timeout=600)['text']}")
            bot.workers.shutdown()
            server.shutdown()
        workspace.shutdown()
        for user in memory.users():
            print(user, memory.user(user).weights())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with InterestMemory("slack-data") as memory:
            bot = Bot(memory, "openai:gpt-4.1-mini", "https://slack.com/api", os.environ["SLACK_BOT_TOKEN"])
            serve_bot(bot, os.environ["SLACK_SIGNING_SECRET"], int(sys.argv[1]))
            input("serving; Enter ends it\n")
    else:
        play()
