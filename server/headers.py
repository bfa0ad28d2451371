"""What headers say. They are bytes, which Starlette takes for Latin-1 and people mean as UTF-8."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers

from .failures import ApiError


def text_of(request: Request, header: str) -> str | None:
    """Return what a header says; None if it is not there.

    Raises:
        ApiError: 400: it is no UTF-8.
    """
    said = request.headers.get(header)
    try:
        return None if said is None else _read(said)
    except UnicodeDecodeError:
        raise ApiError(400, f"{header} must be UTF-8", param=header) from None


def headers_of(headers: Headers) -> dict[str, str]:
    """Return all headers by their names, to be passed on: of one that stands twice both values, and what is no UTF-8 as it came."""
    found: dict[str, str] = {}
    for name, value in headers.items():
        try:
            read = _read(value)
        except UnicodeDecodeError:
            read = value
        found[name] = f"{found[name]}, {read}" if name in found else read
    return found


def _read(value: str) -> str:
    return value.encode("latin-1").decode()
