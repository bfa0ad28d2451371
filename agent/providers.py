"""Chat models of the providers whose LangChain packages are extras: Anthropic, Google, Ollama's own protocol."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..memory.proxies import for_httpx
from .asking.hanging_up import remember
from .asking.patience import Waits
from .choice import key_of, ollama_url
from .errors import ModelRefused
from .privacy.destinations import of_chat

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PACKAGES = {"anthropic": "langchain_anthropic", "google": "langchain_google_genai", "ollama": "langchain_ollama"}
"""The package that speaks to a provider; the extra has the provider's name."""

KEYS = {"anthropic": ("ANTHROPIC_API_KEY",), "google": ("GOOGLE_API_KEY", "GEMINI_API_KEY")}


def is_installed(provider: str) -> bool:
    """Return whether a provider's package is here."""
    return find_spec(PACKAGES[provider]) is not None


def standing(provider: str) -> str:
    """Return in a few words whether a provider's models can be had, else what is missing."""
    if not is_installed(provider):
        return f"pip install 'penchant[{provider}]'"
    return "there is a key" if key(provider) else f"set {KEYS[provider][0]}, or `keyring set penchant {provider}`"


def key(provider: str) -> str | None:
    """Return a provider's key, under whichever of its names."""
    return next((os.environ[name] for name in KEYS[provider] if os.environ.get(name)), None) or key_of(provider)


def anthropic(model: str, waits: Waits) -> BaseChatModel:
    """Return a model of Anthropic's.

    Raises:
        ModelRefused: its package is missing, or no key is set.
    """
    secret = _key("anthropic", "Anthropic")
    from anthropic import (
        DEFAULT_CONNECTION_LIMITS,
        Anthropic,
        AsyncAnthropic,
        DefaultAsyncHttpxClient,
        DefaultHttpxClient,
        Timeout,
    )
    from langchain_anthropic import ChatAnthropic
    from pydantic import SecretStr

    limit = Timeout(waits.longest, connect=waits.connect)
    chat = ChatAnthropic(model_name=model, api_key=SecretStr(secret), timeout=waits.longest, max_retries=0, stop=None)
    # LangChain's own client is one for the whole process, and an idle connection of it ends with the event loop that made it.
    limits = type(DEFAULT_CONNECTION_LIMITS)(max_keepalive_connections=0)
    how = {"limits": limits, "timeout": limit, **for_httpx(of_chat(chat).url)}
    given = {**chat._client_params, "timeout": limit}
    chat.__dict__["_client"] = Anthropic(**given, http_client=DefaultHttpxClient(**how))
    chat.__dict__["_async_client"] = AsyncAnthropic(**given, http_client=DefaultAsyncHttpxClient(**how))
    return chat


def google(model: str, waits: Waits) -> BaseChatModel:
    """Return a model of Google's.

    Raises:
        ModelRefused: its package is missing, or no key is set.
    """
    secret = _key("google", "Google")
    import httpx
    from google.genai import Client
    from google.genai.types import HttpOptions
    from langchain_google_genai import ChatGoogleGenerativeAI
    from pydantic import SecretStr

    chat = ChatGoogleGenerativeAI(model=model, api_key=SecretStr(secret), timeout=waits.longest, max_retries=1)
    # A client of ours: its own takes aiohttp where that is installed, waits on its own and keeps connections of event loops that are gone.
    how: dict[str, Any] = {
        "limits": httpx.Limits(max_keepalive_connections=0),
        "timeout": httpx.Timeout(waits.longest, connect=waits.connect),
        "follow_redirects": True,
        **for_httpx(of_chat(chat).url),
    }
    http = httpx.AsyncClient(**how, event_hooks={"response": [remember]})
    chat.client = Client(
        api_key=secret, http_options=HttpOptions(httpx_client=httpx.Client(**how), httpx_async_client=http)
    )
    return chat


def ollama(model: str, waits: Waits) -> BaseChatModel:
    """Return a model that an Ollama serves, by its own protocol."""
    from httpx import Limits, Timeout
    from langchain_ollama import ChatOllama

    url = ollama_url()
    options = {"timeout": Timeout(waits.longest, connect=waits.connect), "limits": Limits(max_keepalive_connections=0)}
    return ChatOllama(model=model, base_url=url, client_kwargs=options | for_httpx(url))


def _key(provider: str, title: str) -> str:
    """Return a provider's key, its package being here."""
    if not is_installed(provider):
        raise ModelRefused(f"{title}'s models need a package: pip install 'penchant[{provider}]'")
    if not (found := key(provider)):
        raise ModelRefused(
            f"{title} wants a key: set {KEYS[provider][0]}, or store one with `keyring set penchant {provider}`. "
            "`--model embedded` works without"
        )
    return found
