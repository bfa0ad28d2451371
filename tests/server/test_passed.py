"""What is passed on between a caller and an upstream, byte by byte: headers in both directions, and a stream that is cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from penchant.memory import InterestMemory
from penchant.server.chat.coming import broken, told_in_stream
from penchant.server.chat.proxied import Proxied
from penchant.server.chat.upstream import Answer

from tests.loopback import Loopback
from tests.server.stage import asked, bearer, key_of

PATH = "/v1/chat/completions"
BODY = {"model": "m", "messages": [{"role": "user", "content": "Hello there."}]}
WHOLE = b'{"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello."}}]}'
EVENT = b'data: {"id": "1", "choices": [{"index": 0, "delta": {"content": "Go "}, "finish_reason": null}]}'


@asynccontextmanager
async def saying(said: bytes, headers: bytes) -> AsyncIterator[Proxied]:
    """An upstream that answers with some bytes."""

    async def answer(read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        await read.readuntil(b"\r\n\r\n")
        write.write(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + said)
        await write.drain()
        write.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield Proxied(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", None)


@pytest.mark.parametrize("value", ["模型".encode(), "Café".encode("latin-1")], ids=["UTF-8", "Latin-1"])
@pytest.mark.parametrize("kind", [b"application/json", b"text/event-stream"])
async def test_an_upstreams_header_comes_back_as_it_is_whatever_its_bytes(
    memory: InterestMemory, value: bytes, kind: bytes
) -> None:
    said = WHOLE if kind == b"application/json" else EVENT + b"\n\ndata: [DONE]\n\n"
    headers = b"content-type: %s\r\ncontent-length: %d\r\nx-model: %s" % (kind, len(said), value)
    async with saying(said, headers=headers) as upstream, asked(memory, upstream) as client:
        for path in (PATH, "/v1/models"):
            send = client.post if path == PATH else client.get
            more = {"json": BODY} if path == PATH else {}
            answer = await send(path, headers=bearer(key_of(memory, "ada")), **more)  # type: ignore[arg-type]
            assert answer.status_code == 200
            assert dict(answer.headers.raw)[b"x-model"] == value
            assert answer.content == said


@pytest.mark.parametrize("cut", [b'data: {"id": "1", "choi', b"dat", EVENT], ids=["data", "field", "line"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
async def test_an_event_that_is_cut_is_dropped_and_the_error_is_the_next(cut: bytes, end: bytes) -> None:
    async def body() -> AsyncIterator[bytes]:
        for piece in (EVENT[:20], EVENT[20:] + 2 * end + cut[:2], cut[2:]):
            yield piece
        raise broken("broke off in the middle of its answer")

    said = b"".join([piece async for piece in told_in_stream(body())])
    first, last = [json.loads(line.removeprefix(b"data: ")) for line in said.splitlines() if line]
    assert first["choices"][0]["delta"]["content"] == "Go "
    assert last["error"]["code"] == "upstream_unreachable"


async def test_a_stream_that_ends_without_a_line_break_is_passed_to_its_end() -> None:
    async def body() -> AsyncIterator[bytes]:
        for piece in (EVENT, b"\n\ndata: [DO", b"NE]"):
            yield piece

    assert b"".join([piece async for piece in told_in_stream(body())]) == EVENT + b"\n\ndata: [DONE]"


async def test_a_callers_header_goes_on_as_it_is_and_what_tells_who_they_are_does_not(
    memory: InterestMemory, upstream: Loopback
) -> None:
    given: list[tuple[str, str | bytes]] = [
        ("X-Title", "Café 会"),
        ("X-Twice", "one"),
        ("X-Twice", "two"),
        ("X-Old", b"Caf\xe9"),
    ]
    hidden = ("CF-Connecting-IP", "True-Client-IP", "X-Client-IP", "X-Real-IP", "api-key")
    headers: list[tuple[str, str | bytes]] = [
        ("Authorization", f"Bearer {key_of(memory, 'ada')}"),
        *given,
        *((name, "9.9.9.9") for name in hidden),
    ]
    as_bytes = [(name.encode(), value if isinstance(value, bytes) else value.encode()) for name, value in headers]
    async with asked(memory, upstream) as client:
        await client.post(PATH, json=BODY, headers=as_bytes)
    sent = upstream.requests[-1].headers
    assert sent["x-title"].encode("latin-1").decode() == "Café 会"
    assert sent["x-twice"] == "one, two"
    assert sent["x-old"].encode("latin-1").decode() == "Café"
    assert not [name for name in hidden if name.lower() in sent]


async def test_a_stream_is_one_however_its_type_is_spelled() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b""

    assert Answer(200, {"content-type": "Text/Event-Stream; charset=utf-8"}, body()).is_stream
    assert not Answer(200, {"content-type": "application/json"}, body()).is_stream
