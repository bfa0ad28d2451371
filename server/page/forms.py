"""Form fields, and whether they come from our own form."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from ..failures import ApiError

MAX_BYTES = 20_000
"""What a form of ours may send at most."""

TYPE = "application/x-www-form-urlencoded"


async def fields_of(request: Request) -> Mapping[str, str]:
    """Return the fields of a form that was sent from a page of this server.

    Raises:
        ApiError: it is no form, it is too long, or it comes from elsewhere.
    """
    if not _from_here(request):
        raise ApiError(403, "this form was sent from another site: nothing was done")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise ApiError(415, "this address takes what a form sends")
    body = await request.body()
    if len(body) > MAX_BYTES:
        raise ApiError(413, f"that is too long: a form may send {MAX_BYTES:,} bytes")
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict"))
    except ValueError as error:
        raise ApiError(400, "what the form sent cannot be read") from error


def _from_here(request: Request) -> bool:
    """Return whether a browser says that a page of this server sent the request; what is no browser says nothing.

    `Origin` is compared with `Host` only where the browser does not judge itself: a proxy may have changed `Host`.
    """
    site = request.headers.get("sec-fetch-site", "none")
    if site != "none":
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
