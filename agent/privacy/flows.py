"""What leaves this machine under some settings, and to whom: told by the opened models, embedders and stores themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...memory.embedding import address
from ...memory.errors import PenchantError
from ...memory.places import place_of
from ...memory.privacy.kinds import spelled
from ...memory.proxies import environments, proxy_before
from ..background.readers import OFF, chosen
from ..choice import EMBEDDED, choose, ollama_url
from ..local.local_models import is_local
from ..models import OURS, open_model
from .destinations import IN_PROCESS, Destination, of_chat, of_url
from .pseudonymizing import chosen as hidden_kinds

if TYPE_CHECKING:
    from ..settings import Settings

PROMPT = (
    "each message with the files that come with it, the conversation so far, the interests that help with the answer, "
    "quotes of past turns that matter to it, and the system message"
)


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that goes to a model or a store.

    `setting` decides it, `name` is its value, `what` goes, to `host` ("" for this process). `here` is whether that is this machine,
    `through` a proxy's host where one stands between (before this machine too, where a package has a client of its own), `hidden` the
    kinds of words that placeholders stand for, `trouble` why nothing can be sent, `readable` whether it travels without encryption.
    """

    setting: str
    name: str
    what: str
    host: str
    here: bool
    through: str = ""
    hidden: str = "off"
    trouble: str = ""
    readable: bool = False

    @property
    def leaves(self) -> bool:
        """Whether anything leaves the machine for it."""
        return bool(not self.here or self.through) and not self.trouble

    @property
    def connected(self) -> str:
        """The host that is connected to: the proxy's, where one stands between."""
        return self.through or self.host


def flows(settings: Settings) -> tuple[Flow, ...]:
    """Return what goes where under some settings, also what stays on this machine."""
    return (*_models(settings), _embedder(settings), *_stores(settings), *_tracing())


def _models(settings: Settings) -> Iterator[Flow]:
    name = settings.model or choose()[0]
    if settings.model is None:
        yield _flow(
            "model",
            "none chosen",
            "a question whether Ollama runs there, and which models it has",
            lambda: of_url(ollama_url()),
        )
    yield _model(settings, "model", name, PROMPT)
    yield from _hub(name)
    if settings.gate_model not in OFF:
        asked = "your message, the one before it, and the names of interests that may help"
        yield _model(settings, "gate_model", chosen(settings.gate_model, settings), asked)
    for setting, what in (
        ("extractor", "your turns of chats, a few at a time, later"),
        ("image_model", "pictures that you attach, with a question about them"),
        ("audio_model", "recordings that you attach"),
    ):
        value: str = getattr(settings, setting)
        if value in OFF:
            continue
        if value.startswith("plugin:"):
            yield Flow(setting, value, f"{what}; what the plug-in does with them is not known here", "unknown", False)
        elif value.startswith("whisper:"):
            yield Flow(setting, value, what, "", True)
        else:
            yield _model(settings, setting, chosen(value, settings), what)


def _hub(name: str) -> Iterator[Flow]:
    """Yield where the files of a model of Hugging Face's come from, where they are not a folder's and the hub may be asked."""
    if (
        not name.startswith("hf:")
        or Path(name.removeprefix("hf:")).expanduser().exists()
        or find_spec("huggingface_hub") is None
    ):
        return
    from huggingface_hub.constants import ENDPOINT, HF_HUB_OFFLINE

    if not HF_HUB_OFFLINE:
        yield _flow(
            "model",
            name,
            "requests for the model's files, which stay here once they are",
            lambda: of_url(ENDPOINT),
            proxy=environments,
        )


def _model(settings: Settings, setting: str, name: str, what: str) -> Flow:
    proxy = proxy_before if name.startswith(OURS) else environments
    return _flow(setting, name, what, lambda: destination(name, settings), settings.pseudonymize, proxy)


def destination(name: str, settings: Settings) -> Destination:
    """Return where a model is, by opening its client; what runs on this machine is not started for that.

    Raises:
        ModelError: it cannot be opened.
    """
    if name == EMBEDDED or is_local(name, settings.bias):
        return IN_PROCESS
    if name.startswith(("http://", "https://")):
        return of_url(name)
    return of_chat(open_model(name, settings.data).chat)


def _embedder(settings: Settings) -> Flow:
    what = "each text that is stored or searched for, as it is stored, and its phrases"
    if settings.embedder == "chroma":
        what = "a request for the model's files, once"
    return _flow(
        "embedder",
        settings.embedder,
        what,
        lambda: of_url(found) if (found := address(settings.embedder)) else IN_PROCESS,
    )


def _stores(settings: Settings) -> Iterator[Flow]:
    place = place_of(settings.data)
    if isinstance(place.ledger, str):
        url = place.ledger
        what = "everything that is stored: turns, attachments, interests, vectors"
        yield _flow("data", "the ledger", what, lambda: of_url(url), proxy=lambda _: "")
    if place.index:
        what = "the vectors of turns, with numbers for whose and which they are"
        yield _flow("data", "the index", what, lambda: of_url(place.index), proxy=environments)


def _tracing() -> Iterator[Flow]:
    if os.environ.get("PENCHANT_TRACING") == "1":
        from langsmith.utils import get_api_url, tracing_is_enabled

        if not tracing_is_enabled():
            return

        what = "every prompt and answer, because PENCHANT_TRACING=1 allows LangSmith's tracing"
        yield _flow("PENCHANT_TRACING", "LangSmith", what, lambda: of_url(get_api_url(None)), proxy=environments)


def _flow(
    setting: str,
    name: str,
    what: str,
    find: Callable[[], Destination],
    pseudonymize: str = "off",
    proxy: Callable[[str], str] = proxy_before,
) -> Flow:
    try:
        found = find()
        before = proxy(found.url) if found.url else ""
        through = of_url(before).host if before else ""
    except (PenchantError, ValueError, ImportError) as error:
        return Flow(setting, name, what, "", False, trouble=" ".join(str(error).split()))
    hidden = spelled(hidden_kinds(pseudonymize, found.here))
    readable = found.readable and bool(not found.here or through)
    return Flow(setting, name, what, found.host, found.here, through, hidden, readable=readable)
