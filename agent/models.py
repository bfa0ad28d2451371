"""A model's name to a LangChain chat model, with what Penchant must know of it (`Profile`).

embedded                 the packaged small model, on this machine (embedded.py)
hf:<folder or id>        a Hugging Face model, in this process (local_models.py; the extra `attention`)
openai:<model>           OpenAI's
anthropic:<model>        Anthropic's (extra `anthropic`)
google:<model>           Google's (extra `google`)
ollama:<model>           a local Ollama's, by its own protocol (extra `ollama`), without that by OpenAI's
http://host/v1#<model>   any server that speaks OpenAI's protocol, with PENCHANT_API_KEY; without a name the first that it lists
<provider>:<model>       any that LangChain's `init_chat_model` takes, its package installed
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

from ..memory.embedding import openai_url
from ..memory.proxies import for_httpx, open_url
from . import providers
from .asking.failures import is_used_up, retry_after, status_of
from .asking.patience import Waits
from .bias import MOST_LIKED
from .choice import EMBEDDED, key_of, listed_by_ollama, ollama_url, packaged
from .errors import ModelError, ModelRefused, ModelUnreachable
from .kept.redaction import without_secrets
from .local.actuator import Actuator
from .local.local_models import is_local, open_local
from .privacy.quiet import quiet
from .prompting.block import Placement
from .prompting.placement import place_of
from .prompting.served_tokens import served_counter
from .prompting.tokens import Counter, count_tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OURS = (EMBEDDED, "http://", "https://", "openai:", "anthropic:", "google:", "ollama:")
"""What the names of models begin with whose clients are made here; others are of their packages' own."""

DEFAULT_WINDOW = 16_384
"""Tokens of context assumed of a model that does not say."""

REACH_SECONDS = 5.0
"""How long a server is waited for that is only asked whether it is there."""

BRIEFLY = "Answer in two or three short sentences."
"""Keeps the packaged model from rambling on; it helps more than any sampling setting."""

FEW = 2
"""Interests that the packaged model can follow at once: told two, it took one up in 16 of 16 answers; told three and a dislike, in 13."""

REPLY_SHARE = 4
"""One part in so many of a model's window is kept for its reply."""


_SPELT = re.compile(r"[0-9]|[^\x00-\x7f]")


def count_for_small_model(text: str) -> int:
    """Return at least as many tokens as a vocabulary of 49,152 needs: it spells digits and other scripts one by one.

    For the packaged one where its own server, which counts exactly, gives no answer. Against SmolLM2's own tokenizer on prose, code,
    numbers, hexadecimal and addresses; only long runs of blanks have more.
    """
    return round(1.2 * count_tokens(text)) + 2 * len(_SPELT.findall(text))


@dataclass(frozen=True)
class Profile:
    """What Penchant must know of a model: where interests go, how much it takes, how its tokens are counted.

    `system` is its system message where the person has set none; `only_english` that it writes nothing else well; `images` that it
    sees pictures, `audio` that it hears recordings, `tools` that it can call tools; `actuator` is how a bias reaches it.
    """

    name: str
    placement: Placement = Placement.FENCED
    window_tokens: int = DEFAULT_WINDOW
    count: Counter = count_tokens
    system: str = ""
    most_liked: int = MOST_LIKED
    only_english: bool = False
    images: bool = True
    audio: bool = False
    tools: bool = True
    actuator: Actuator = Actuator.PROMPT

    @property
    def max_prompt_tokens(self) -> int:
        """The most that a prompt may have, the reply's share kept free."""
        return self.window_tokens - self.window_tokens // REPLY_SHARE


@dataclass(frozen=True)
class Model:
    """A chat model, ready to be asked; `notice` says what it cannot do of what was asked for."""

    profile: Profile
    chat: BaseChatModel
    notice: str = ""


def open_model(name: str, data: Path, actuator: Actuator = Actuator.PROMPT, waits: Waits = Waits()) -> Model:  # noqa: B008 - it is frozen
    """Return the model of a name.

    Args:
        name: see above.
        data: the folder where the packaged model lies.
        actuator: how a bias is to reach it.
        waits: how long its server is waited for; for a conversation `Patience` decides before its client does.

    Raises:
        ModelRefused: no such model, its package is missing, no key is set, or the actuator does not work with it.
        ModelUnreachable: its server does not answer.
    """
    quiet()
    load_httpx()
    try:
        if is_local(name, actuator):
            return open_local(name, data, actuator)
        if name == EMBEDDED:
            return _embedded(data)
        if name.startswith(("http://", "https://")):
            return _by_url(name, waits)
        if name.startswith("ollama:"):
            return _ollama(name, waits)
        if name.startswith("openai:"):
            return wrap(_openai(name.removeprefix("openai:"), api_key=key_of("openai"), waits=waits), name)
        if name.startswith(("anthropic:", "google:")):
            provider, _, model = name.partition(":")
            return wrap(getattr(providers, provider)(model, waits), name)
        return _by_provider(name, waits)
    except ModelError:
        raise
    except Exception as error:
        raise explain(error, name) from error


def reach(name: str) -> None:
    """Ask a model's server whether it is there, where its name says an address or Ollama; of others nothing is asked.

    Raises:
        ModelUnreachable: it does not answer.
        ModelRefused: Ollama has no such model, or what is there is no Ollama.
    """
    try:
        if name.startswith("ollama:"):
            if {(model := name.removeprefix("ollama:")), f"{model}:latest"}.isdisjoint(listed_by_ollama(REACH_SECONDS)):
                raise ModelRefused(f"Ollama does not have the model {model}", _refusal(404, name))
        elif name.startswith(("http://", "https://")):
            open_url(f"{name.partition('#')[0].rstrip('/')}/models", REACH_SECONDS).close()
    except HTTPError as error:
        error.close()  # whatever it says, it is there
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise explain(error, name) from error


def wrap(chat: BaseChatModel, name: str = "") -> Model:
    """Return a LangChain chat model of your own as one that an agent takes."""
    known = getattr(chat, "profile", None) or {}
    window = known.get("max_input_tokens") or DEFAULT_WINDOW
    images = known.get("image_inputs") is not False  # where nothing is known of it, the server says no
    audio = known.get("audio_inputs", not known) is True
    tools = known.get("tool_calling") is not False
    named, place = name or _own_name(chat), place_of(name).placement
    return Model(Profile(named, place, window_tokens=int(window), images=images, audio=audio, tools=tools), chat)


def explain(error: Exception, name: str, begun: bool = False) -> ModelError:
    """Return a model's failure in Penchant's terms; whether trying again may help is told by LangChain or the HTTP status.

    One whose answer had `begun` broke off.
    """
    status = status_of(error)
    retryable = getattr(error, "is_retryable", None)
    if retryable is None:
        retryable = status is None or status in (408, 409, 425, 429) or status >= 500
    name, said = without_secrets(name), without_secrets(" ".join(str(error).split())[:300]) or type(error).__name__
    passes = retryable and not (status == 429 and is_used_up(error))
    verb = "broke off" if begun else "did not answer" if passes else "refused"
    failed = f"the model {name} {verb} ({said})"
    if passes:
        return ModelUnreachable(failed, _advice("" if begun else name, retry_after(error, datetime.now(UTC))))
    return ModelRefused(failed, _refusal(status, name))


def _advice(name: str, wait: float | None = None) -> str:
    if wait is not None and wait >= 1:
        return f"It asks to be left alone for {wait:.0f} s: try again then, or choose another model with --model"
    if name.startswith("ollama:"):
        return "Is Ollama running? `ollama serve` starts it"
    if name.startswith("http://"):
        return "Is the server running at that address?"
    return "Try again, or choose another model with --model"


def _refusal(status: int | None, name: str) -> str:
    if status in (401, 403):
        return "Check the key: `penchant models` says where it is looked for"
    if status == 429:
        return "The account's quota or credit is used up: see the provider's billing page, or choose another model with --model"
    if status == 404 and name.startswith("ollama:"):
        return f"`ollama pull {name.removeprefix('ollama:')}` gets it"
    if status == 404:
        return "Check the model's name: `penchant models` lists how models are named"
    return "Change the message, or choose another model with --model"


def load_httpx() -> None:
    """Import httpx to its end. The index's thread imports it too, and openai's client fails where it finds it half imported."""
    import httpx  # noqa: F401


def _openai(
    model: str,
    *,
    api_key: str | None,
    base_url: str | None = None,
    waits: Waits = Waits(),  # noqa: B008 - it is frozen
    **options: Any,
) -> BaseChatModel:
    from langchain_openai import ChatOpenAI
    from openai import DEFAULT_CONNECTION_LIMITS, DefaultAsyncHttpxClient, DefaultHttpxClient, Timeout
    from pydantic import SecretStr

    if not api_key:
        raise ModelRefused(
            "OpenAI wants a key: set OPENAI_API_KEY, or store one with `keyring set penchant openai`. "
            "`--model embedded` works without"
        )
    # LangChain's own client is one for the whole process, and an idle connection of it ends with the event loop that made it.
    limits = type(DEFAULT_CONNECTION_LIMITS)(max_keepalive_connections=0)
    how = {"limits": limits, **for_httpx(base_url or openai_url())}
    return ChatOpenAI(
        model=model,
        base_url=base_url,
        api_key=SecretStr(api_key),
        timeout=Timeout(waits.longest, connect=waits.connect),
        stream_chunk_timeout=None,  # how long silence may last is for Patience to say
        max_retries=0,  # asking/stream.py asks again, and says so
        stream_usage=True,  # off by itself as soon as there is a base_url
        use_responses_api=False,  # a model's name alone could route to an address that only OpenAI has
        http_socket_options=(),  # else it warns that with a client of ours it looks for no proxy
        http_client=DefaultHttpxClient(**how),
        http_async_client=DefaultAsyncHttpxClient(**how),
        **options,
    )


def _embedded(data: Path) -> Model:
    from .embedded import CONTEXT_TOKENS, SAMPLING, serve

    server = serve(packaged(data))
    chat = _openai(EMBEDDED, api_key=server.api_key, base_url=server.base_url, **SAMPLING)
    profile = Profile(
        EMBEDDED,
        place_of(EMBEDDED).placement,
        CONTEXT_TOKENS,
        served_counter(server.base_url, server.api_key, count_for_small_model),
        system=BRIEFLY,
        most_liked=FEW,
        only_english=True,
        images=False,
        tools=False,
    )
    return Model(profile, chat)


def _by_url(name: str, waits: Waits) -> Model:
    url, _, model = name.partition("#")
    # Not OpenAI's key: it is for OpenAI alone. The client refuses to start without one, local servers ignore it.
    key = key_of("penchant") or "none"
    return wrap(_openai(model or _first_listed(url, key), api_key=key, base_url=url, waits=waits), name)


def _first_listed(url: str, key: str) -> str:
    from openai import DefaultHttpxClient, OpenAI

    http = DefaultHttpxClient(**for_httpx(url))
    with OpenAI(base_url=url, api_key=key, timeout=10, max_retries=0, http_client=http) as client:
        listed = [model.id for model in client.models.list()]
    if not listed:
        raise ModelRefused(f"the server at {url} lists no model: name one as {url}#<model>")
    return listed[0]


def _ollama(name: str, waits: Waits) -> Model:
    model = name.removeprefix("ollama:")
    if providers.is_installed("ollama"):
        return wrap(providers.ollama(model, waits), name)
    return wrap(_openai(model, api_key="ollama", base_url=f"{ollama_url()}/v1", waits=waits), name)


def _by_provider(name: str, waits: Waits) -> Model:
    from langchain.chat_models import init_chat_model

    try:
        return wrap(init_chat_model(name, timeout=waits.longest), name)
    except ImportError as error:
        raise ModelRefused(f"the model {name} needs a package: {error}") from error
    except Exception as error:  # nothing was asked yet: whatever is wrong lies in the name or in the person's keys
        said = str(error)
        why = (
            "" if "model_provider" in said else f": {without_secrets(said)}"
        )  # else a list of all that LangChain knows
        raise ModelRefused(
            f"no model can be opened as {name!r}{why}. `penchant models` lists how models are named"
        ) from error


def _own_name(chat: BaseChatModel) -> str:
    named: Callable[[str], Any] = lambda field: getattr(chat, field, None)  # noqa: E731
    return str(named("model_name") or named("model") or type(chat).__name__)
