"""Which proxy of the environment stands before an address; before this machine none does, for what stays here must not leave to come back.

The clients that are made here are given the answer, whichever library they are of: the libraries read NO_PROXY each in its own way, and
what is told of a client (agent/privacy/flows.py) must be what it does.
"""

from __future__ import annotations

import os
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}


def is_here(host: str) -> bool:
    """Return whether a host is this machine."""
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def proxy_before(url: str) -> str:
    """Return the address of the proxy that a client of ours goes through to an address, "" where it goes there itself.

    Raises:
        ValueError: it is no address.
    """
    return "" if is_here(_parts(url).hostname or "") else environments(url)


def environments(url: str) -> str:
    """Return the proxy that the environment has for an address, this machine's too, as OpenAI's client reads it; "" for none.

    Raises:
        ValueError: it is no address.
    """
    from urllib.request import getproxies

    found, parts = getproxies(), _parts(url)
    proxy = found.get(parts.scheme) or found.get("all", "")
    if not proxy or any(_excepts(entry.strip().lower(), parts) for entry in found.get("no", "").split(",")):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def for_httpx(url: str) -> dict[str, Any]:
    """Return what a client of httpx's for an address is made with."""
    if proxy := proxy_before(url):
        return {"proxy": proxy}
    return {"trust_env": False} | _certificates()


def open_url(url: str, seconds: float) -> Any:
    """Return the answer of an address, by urllib.

    Raises:
        OSError: there is none.
        ValueError: it is no address.
    """
    from urllib.request import ProxyHandler, build_opener

    proxy = proxy_before(url)
    return build_opener(ProxyHandler({_parts(url).scheme: proxy} if proxy else {})).open(url, timeout=seconds)


def _parts(url: str) -> SplitResult:
    return urlsplit(url if "://" in url else f"http://{url}")


def _excepts(entry: str, parts: SplitResult) -> bool:
    """Return whether an entry of NO_PROXY means an address: `*`, a name and those below it, or a network; some with a scheme or a port.

    >>> [_excepts(entry, _parts("https://api.example.org/v1")) for entry in ("example.org", ".org", "https://example.org", "*.org:80")]
    [True, True, False, False]
    """
    scheme, _, rest = entry.rpartition("://")
    host = parts.hostname or ""
    if not entry or scheme not in ("", "all", parts.scheme):
        return False
    try:
        return ip_address(host) in ip_network(rest.replace("[", "").replace("]", ""), strict=False)
    except ValueError:  # names
        pass
    try:
        wanted = urlsplit(f"//{rest}")
        port, name = wanted.port, wanted.hostname or ""
    except ValueError:
        return False
    if port is not None and port != (parts.port or _PORTS.get(parts.scheme)):
        return False
    if name in ("", "*"):
        return True
    below = name.removeprefix("*")
    if below.startswith("."):
        return host.endswith(below)
    return host == below or (not scheme and host.endswith(f".{below}"))


def _certificates() -> dict[str, Any]:
    """Return the environment's own certificates for a client that does not look there."""
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if not file and not folder:
        return {}
    import ssl

    return {"verify": ssl.create_default_context(cafile=file, capath=None if file else folder)}
