"""Where a model is: on this machine, or at an address elsewhere. Told by the opened client itself, not by a list beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ...memory.proxies import is_here

_ADDRESSES = (
    "openai_api_base",
    "anthropic_api_url",
    "base_url",
    "endpoint",
    "azure_endpoint",
    "endpoint_url",
    "api_base",
    "inference_server_url",
)
"""What LangChain's models call the address of their server."""

UNKNOWN = "an address that the model's package knows"


@dataclass(frozen=True, slots=True)
class Destination:
    """A server: its host, whether that is this machine, whether it is spoken to without encryption; "" is this process itself.

    `url` is its whole address.
    """

    host: str
    here: bool
    readable: bool = False
    url: str = field(default="", repr=False, compare=False)


IN_PROCESS = Destination("", True)


def of_url(url: str) -> Destination:
    """Return where an address leads.

    >>> of_url("http://127.0.0.1:8000/v1"), of_url("https://api.example.com/v1").here
    (Destination(host='127.0.0.1', here=True, readable=True), False)
    """
    whole = url if "://" in url else f"http://{url}"
    parts = urlsplit(whole)
    host = parts.hostname or ""
    return Destination(host, is_here(host), parts.scheme == "http", whole)


def of_chat(chat: Any) -> Destination:
    """Return where a chat model of LangChain's sends what it is asked."""
    inner = getattr(chat, "inner", None)
    if inner is not None:
        return of_chat(inner)
    if type(chat).__module__.startswith("penchant."):
        return IN_PROCESS
    client = getattr(chat, "root_client", None) or getattr(chat, "_client", None) or getattr(chat, "client", None)
    for owner in (client, chat):
        for name in ("base_url", *_ADDRESSES):
            url = getattr(owner, name, None)
            if url and "://" in str(url):
                return of_url(str(url))
    return _google(chat) or Destination(UNKNOWN, False)


def _google(chat: Any) -> Destination | None:
    """Return where google-genai's client is pointed; it keeps that with its HTTP options."""
    client = getattr(getattr(chat, "client", None), "_api_client", None)
    url = getattr(getattr(client, "_http_options", None), "base_url", None)
    return of_url(url) if url else None
