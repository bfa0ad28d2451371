"""A model's name to the upstream that it is: a server to go through where it speaks OpenAI's protocol, else a model to open."""

from __future__ import annotations

import os
from pathlib import Path

from ...agent.choice import key_of, ollama_url
from ...agent.errors import ModelRefused
from ...agent.models import open_model
from .opened import Opened
from .proxied import Proxied
from .upstream import Upstream

OPENAI = "https://api.openai.com/v1"


def upstream_of(name: str, data: Path) -> Upstream:
    """Return the upstream of a model's name (agent/models.py).

    Raises:
        ModelRefused: there is no such model, or no key for it.
        ModelUnreachable: its server does not answer.
    """
    if name.startswith(("http://", "https://")):
        return Proxied(name.partition("#")[0], key_of("penchant"), name)
    if name.startswith("openai:"):
        if not (key := key_of("openai")):
            raise ModelRefused(
                "OpenAI wants a key: set OPENAI_API_KEY, or store one with `keyring set penchant openai`"
            )
        return Proxied(os.environ.get("OPENAI_BASE_URL") or OPENAI, key, name)
    if name.startswith("ollama:"):
        return Proxied(f"{ollama_url()}/v1", "ollama", name)
    return Opened(open_model(name, data))
