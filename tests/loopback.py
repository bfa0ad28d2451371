"""A stand-in for a hosted model: a server on 127.0.0.1 that speaks OpenAI's protocol, or another (loopback_*.py), and does as a test says.

with Loopback(reply="Go climbing.") as server:
    client = openai.OpenAI(base_url=server.base_url, api_key="any")
    ...
    assert server.requests[-1].body["messages"]
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Call:
    """A call of a tool that the model makes."""

    name: str
    arguments: dict[str, Any]
    id: str = "call_1"


Said = str | list[str | Call]
"""A text, or texts and calls of tools in their order."""

Reply = Said | Callable[[list[dict[str, Any]]], Said]
"""What the model says, or a function of the messages that it got."""

_ERRORS: dict[int, tuple[str, str, str]] = {
    400: (
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. "
        "Please reduce the length of the messages.",
        "invalid_request_error",
        "context_length_exceeded",
    ),
    401: ("Incorrect API key provided: any.", "invalid_request_error", "invalid_api_key"),
    404: (
        "The model `loopback` does not exist or you do not have access to it.",
        "invalid_request_error",
        "model_not_found",
    ),
    429: ("Rate limit reached for requests.", "requests", "rate_limit_exceeded"),
    500: ("The server had an error while processing your request.", "server_error", "server_error"),
}


@dataclass(frozen=True)
class Received:
    """A request as it came: header names in lower case, the body unparsed and parsed (an empty one is {})."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    body: dict[str, Any]


@dataclass(frozen=True)
class Protocol:
    """Another provider's protocol, in a file of its own beside this one.

    Attributes:
        answer: answers a request with what the handler offers (`send`, `stream`).
        error: the body of an error of a status.
    """

    answer: Callable[[Any, Received], None]
    error: Callable[[int], dict[str, Any]]


class Loopback:
    """The server. Its attributes can be changed while it runs; the next request is answered accordingly.

    Attributes:
        reply: what the model says.
        status: answer everything with this HTTP status and OpenAI's error body; 400 is a prompt that is too long.
        retry_after: seconds for the header Retry-After that goes with a status.
        hang: take a request and say nothing until the server closes.
        failures: statuses that the next requests are answered with, one each; 0 breaks the connection without a word.
        die_after: cut a stream off after so many pieces of the reply.
        end_after: end it in good order there, but without a word on why.
        at_limit: say that a streamed text ends because it has reached its limit of tokens.
        lacks: what it refuses as OpenAI refuses what a model does not know: names of the body ("response_format", "tools"), or types of
            content ("image_url", "input_audio").
        usage: the tokens that it reports, prompt's and reply's; words are counted if not given.
        models: the names that it lists.
        dimensions: the length of its embeddings.
        protocol: what it speaks instead of OpenAI's.
        requests: what came, oldest first.
    """

    def __init__(
        self,
        reply: Reply = "Hello.",
        *,
        status: int | None = None,
        retry_after: int | None = None,
        hang: bool = False,
        failures: Iterable[int] = (),
        die_after: int | None = None,
        end_after: int | None = None,
        at_limit: bool = False,
        lacks: tuple[str, ...] = (),
        usage: tuple[int, int] | None = None,
        models: tuple[str, ...] = ("loopback",),
        dimensions: int = 64,
        protocol: Protocol | None = None,
    ) -> None:
        self.reply = reply
        self.status = status
        self.retry_after = retry_after
        self.hang = hang
        self.failures = list(failures)
        self.die_after = die_after
        self.end_after = end_after
        self.at_limit = at_limit
        self.lacks = lacks
        self.usage = usage
        self.models = models
        self.dimensions = dimensions
        self.protocol = protocol
        self.requests: list[Received] = []
        self.closing = Event()
        self._server = _Server(("127.0.0.1", 0), type("Bound", (_Handler,), {"loopback": self}))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def root(self) -> str:
        """Where it is, without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def base_url(self) -> str:
        """Where it is, ending in /v1."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def hold_once(server: Loopback, after: int) -> Event:
    """Let the server stop in mid-stream, once, after so many pieces until its client leaves; returns what is set then."""
    left = Event()
    handler: Any = server._server.RequestHandlerClass
    send = handler._chunk

    def chunk(self: Any, data: bytes) -> None:
        self.sent = getattr(self, "sent", 0) + 1
        if self.sent == after + 2 and not left.is_set():  # the first one has no text
            _wait_until_left(self.connection)
            left.set()
        try:
            send(self, data)
        except OSError:  # it left before
            left.set()
            raise

    handler._chunk = chunk
    return left


def said_by(reply: Reply, messages: list[dict[str, Any]]) -> Said:
    """Return what a model says to some messages."""
    return reply(messages) if callable(reply) else reply


def text_of(said: Said) -> str:
    """Return the text of what is said, without calls."""
    return said if isinstance(said, str) else "".join(part for part in said if isinstance(part, str))


def calls_of(said: Said) -> list[Call]:
    """Return the calls of what is said."""
    return [] if isinstance(said, str) else [part for part in said if isinstance(part, Call)]


def pieces_of(text: str) -> list[str]:
    """Return a text as it is streamed, word by word."""
    return re.findall(r"\s*\S+|\s+", text)


def break_off(connection: socket.socket) -> None:
    """Reset a connection, as a server that crashes does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _wait_until_left(connection: socket.socket) -> None:
    """Wait for the client's end of a connection to close: a client that leaves with something unread resets it."""
    connection.settimeout(120)
    with suppress(ConnectionResetError):
        assert connection.recv(1) == b""


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for the requests in progress

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a client that has left."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    loopback: Loopback

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, raw: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Received(self.command, self.path, headers, raw, json.loads(raw or b"{}"))
        self.loopback.requests.append(request)
        if self.loopback.hang:
            self.loopback.closing.wait()
            self.close_connection = True
        elif self.loopback.failures:
            self._fail(self.loopback.failures.pop(0))
        elif self.loopback.status is not None:
            self._send(self.loopback.status, self._error(self.loopback.status))
        else:
            self._route(request)

    def _fail(self, status: int) -> None:
        if status:
            self._send(status, self._error(status))
        else:
            break_off(self.connection)
            self.close_connection = True

    def _error(self, status: int) -> dict[str, Any]:
        return self.loopback.protocol.error(status) if self.loopback.protocol else _error(status)

    def _route(self, request: Received) -> None:
        if self.loopback.protocol:
            self.loopback.protocol.answer(self, request)
            return
        match request.path.removesuffix("?beta=true"):
            case "/v1/models":
                self._send(200, _models(self.loopback.models))
            case "/v1/embeddings":
                self._send(200, _embeddings(request.body, self.loopback.dimensions))
            case "/v1/chat/completions":
                self._chat(request.body)
            case "/v1/responses":
                self._respond(request.body)
            case _:
                self._send(404, {"error": {"message": f"no {request.path}", "type": "not_found", "code": None}})

    def _chat(self, body: dict[str, Any]) -> None:
        if unknown := sorted(set(self.loopback.lacks) & (set(body) | _content_types(body["messages"]))):
            self._send(400, _unsupported(unknown[0]))
            return
        said = said_by(self.loopback.reply, body["messages"])
        if body.get("stream"):
            self._stream(body, said)
        else:
            self._send(200, _completion(body, text_of(said), self.loopback.usage, calls_of(said)))

    def _respond(self, body: dict[str, Any]) -> None:
        from tests.loopback_responses import events_of, messages_of, response_of

        said = said_by(self.loopback.reply, messages_of(body))
        if body.get("stream"):
            self.stream("text/event-stream", events_of(body, said, self.loopback.usage), silent=4)
        else:
            self._send(200, response_of(body, said, self.loopback.usage))

    def _send(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self._begin(status, "application/json")
        if status >= 400 and self.loopback.retry_after is not None:
            self.send_header("Retry-After", str(self.loopback.retry_after))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, body: dict[str, Any], said: Said) -> None:
        events = (b"data: " + event + b"\n\n" for event in _events(body, said, self.loopback.usage))
        self.stream("text/event-stream", events, silent=1)

    def send(self, body: dict[str, Any]) -> None:
        """Answer with JSON."""
        self._send(200, body)

    def stream(self, kind: str, events: Iterable[bytes], silent: int) -> None:
        """Answer piece by piece; the first `silent` events have no text yet."""
        self._begin(200, kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number, event in enumerate(events):
            if number - silent == self.loopback.die_after:
                return
            if number - silent == self.loopback.end_after:
                break
            self._chunk(_limited(event) if self.loopback.at_limit else event)
        self._chunk(b"")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _begin(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")  # an idle connection would keep the server from closing
        self.close_connection = True


def _limited(event: bytes) -> bytes:
    """Return an event with the reason why a text ends, in whichever protocol, as that of one that has reached its limit."""
    for name, end, limit in _ENDS:
        event = event.replace(b'"%s": "%s"' % (name, end), b'"%s": "%s"' % (name, limit))
    return event


_ENDS = (
    (b"finish_reason", b"stop", b"length"),
    (b"stop_reason", b"end_turn", b"max_tokens"),
    (b"finishReason", b"STOP", b"MAX_TOKENS"),
    (b"done_reason", b"stop", b"length"),
)


def unit_vector(text: str, dimensions: int) -> list[float]:
    """Return a text's vector of length 1: the same each time, and another for another text."""
    digest = hashlib.shake_256(text.encode()).digest(4 * dimensions)
    numbers = [value / 2**31 for value in struct.unpack(f"<{dimensions}i", digest)]
    length = sum(number * number for number in numbers) ** 0.5
    return [number / length for number in numbers]


def _error(status: int) -> dict[str, Any]:
    message, kind, code = _ERRORS.get(status, (f"status {status}", "error", ""))
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _models(names: tuple[str, ...]) -> dict[str, Any]:
    listed = [{"id": name, "object": "model", "created": 0, "owned_by": "loopback"} for name in names]
    return {"object": "list", "data": listed}


def _embeddings(body: dict[str, Any], dimensions: int) -> dict[str, Any]:
    texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
    vectors = [unit_vector(str(text), dimensions) for text in texts]
    packed = body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": index, "embedding": _packed(vector) if packed else vector}
        for index, vector in enumerate(vectors)
    ]
    count = sum(len(str(text).split()) for text in texts)
    usage = {"prompt_tokens": count, "total_tokens": count}
    return {"object": "list", "data": data, "model": body["model"], "usage": usage}


def _packed(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _content_types(messages: list[dict[str, Any]]) -> set[str]:
    parts = [part for message in messages if isinstance(message.get("content"), list) for part in message["content"]]
    return {str(part.get("type")) for part in parts}


def _unsupported(name: str) -> dict[str, Any]:
    message = f"Unsupported parameter: '{name}' is not supported with this model."
    return {
        "error": {
            "message": message,
            "type": "invalid_request_error",
            "param": name,
            "code": "unsupported_parameter",
        }
    }


def _completion(
    body: dict[str, Any], text: str, usage: tuple[int, int] | None, said: Iterable[Call] = ()
) -> dict[str, Any]:
    """Return a reply; where a tool is asked for by its name, a call of it with the text as its arguments."""
    chosen = body.get("tool_choice")
    calls = [_function_call(call.id, call.name, json.dumps(call.arguments)) for call in said]
    content = text or None
    if isinstance(chosen, dict):
        calls, content = [_function_call("call_loopback", chosen["function"]["name"], text)], None
    message = {"role": "assistant", "content": content, "tool_calls": calls} if calls else _message(text)
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop", "logprobs": None}
    counted = _usage(body, text)
    if usage is not None:
        counted = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return _frame(body, "chat.completion", [choice]) | {"usage": counted}


def _function_call(key: str, name: str, arguments: str) -> dict[str, Any]:
    return {"id": key, "type": "function", "function": {"name": name, "arguments": arguments}}


def _message(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def _events(body: dict[str, Any], said: Said, usage: tuple[int, int] | None) -> Iterator[bytes]:
    yield _event(body, {"role": "assistant", "content": ""})
    text, calls = text_of(said), calls_of(said)
    for piece in pieces_of(text):
        yield _event(body, {"content": piece})
    for place, call in enumerate(calls):
        yield from _call_events(body, place, call)
    yield _event(body, {}, "tool_calls" if calls else "stop")
    if (body.get("stream_options") or {}).get("include_usage"):
        frame = _frame(body, "chat.completion.chunk", [])
        counted = _usage(body, text)
        if usage is not None:
            counted = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
        yield json.dumps(frame | {"usage": counted}).encode()
    yield b"[DONE]"


def _call_events(body: dict[str, Any], place: int, call: Call) -> Iterator[bytes]:
    """Yield a call as OpenAI streams it: its name first, then its arguments in pieces."""
    begun = {"index": place, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}
    yield _event(body, {"tool_calls": [begun]})
    for piece in re.findall(r".{1,7}", json.dumps(call.arguments)):
        yield _event(body, {"tool_calls": [{"index": place, "function": {"arguments": piece}}]})


def _event(body: dict[str, Any], delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return json.dumps(_frame(body, "chat.completion.chunk", [choice])).encode()


def _frame(body: dict[str, Any], kind: str, choices: list[Any]) -> dict[str, Any]:
    return {"id": "chatcmpl-loopback", "object": kind, "created": 0, "model": body["model"], "choices": choices}


def _usage(body: dict[str, Any], text: str) -> dict[str, int]:
    """Return a usage that counts words."""
    sent, said = sum(len(str(message.get("content")).split()) for message in body["messages"]), len(text.split())
    return {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}
