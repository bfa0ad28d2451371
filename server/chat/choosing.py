"""A model's name to the upstream that it is: a server to go through where it speaks OpenAI's protocol, else a model to open."""

from __future__ import annotations

import os
from pathlib import Path

from ...agent.asking.patience import Waits
from ...agent.choice import key_of, ollama_url
from ...agent.errors import ModelRefused
from ...agent.models import open_model
from ...agent.privacy.destinations import of_url
from ...agent.privacy.pseudonymizing import AUTO, chosen, hiding
from ...memory.privacy.redactor import Redactor
from .hidden import Hidden
from .opened import Opened
from .proxied import Proxied
from .upstream import Upstream

OPENAI = "https://api.openai.com/v1"


def upstream_of(name: str, data: Path, pseudonymize: str = AUTO, waits: Waits = Waits()) -> Upstream:  # noqa: B008 - it is frozen
    """Return the upstream of a model's name (agent/models.py), which is sent placeholders where `pseudonymize` says so.

    `waits` is how long its server is waited for.

    Raises:
        ModelRefused: there is no such model, or no key for it.
        ModelUnreachable: its server does not answer.
    """
    if name.startswith(("http://", "https://")):
        return _hiding(name.partition("#")[0], key_of("penchant"), name, pseudonymize, waits)
    if name.startswith("openai:"):
        if not (key := key_of("openai")):
            raise ModelRefused(
                "OpenAI wants a key: set OPENAI_API_KEY, or store one with `keyring set penchant openai`"
            )
        return _hiding(os.environ.get("OPENAI_BASE_URL") or OPENAI, key, name, pseudonymize, waits)
    if name.startswith("ollama:"):
        return _hiding(f"{ollama_url()}/v1", "ollama", name, pseudonymize, waits)
    return Opened(hiding(open_model(name, data, waits=waits), pseudonymize), waits.patience(tries=2))


def _hiding(base_url: str, key: str | None, name: str, pseudonymize: str, waits: Waits) -> Upstream:
    upstream = Proxied(base_url, key, name, waits)
    kinds = chosen(pseudonymize, of_url(base_url).here)
    return Hidden(upstream, Redactor(kinds)) if kinds else upstream
