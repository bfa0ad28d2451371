"""Whose memory a key opens.

A key is either a person's, and opens that memory alone, or an app's, and may name users below the app's own namespace. In the ledger an
app's user is called `app:<namespace>/<their id>`: a namespace has no slash and no person's key may be made for a name that begins with
`app:`, so no two of (person), (app, user) are ever one name. Ids are taken as they are: no case is folded, nothing is normalised.
"""

from __future__ import annotations

import re

MAX_NAME = 1000
"""Characters of a user's id."""

_NAMESPACE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_APPS = "app:"


def checked_name(name: str) -> str:
    """Return a user's id as it is.

    Raises:
        ValueError: it is empty, too long, or has characters that no database holds.
    """
    if not name or len(name) > MAX_NAME:
        raise ValueError(f"a user's id has 1 to {MAX_NAME} characters, got {len(name)}")
    if "\x00" in name or any("\ud800" <= character <= "\udfff" for character in name):
        raise ValueError("a user's id has a character that cannot be stored: NUL or half of a surrogate pair")
    return name


def checked_person(name: str) -> str:
    """Return the name of a person whose key is made.

    Raises:
        ValueError: it is no name, or one of an app's users.
    """
    if name.startswith(_APPS):
        raise ValueError(f"names that begin with {_APPS!r} are those of apps' users: make a key with --app instead")
    return checked_name(name)


def checked_namespace(app: str) -> str:
    """Return an app's namespace.

    Raises:
        ValueError: it is none.
    """
    if not _NAMESPACE.fullmatch(app):
        raise ValueError(f"an app's name has up to 40 of a-z, 0-9 and '-', and begins with no '-', got {app!r}")
    return app


def name_in(app: str, user: str) -> str:
    """Return what an app's user is called in the ledger.

    >>> name_in("shop", "a@b.com")
    'app:shop/a@b.com'
    """
    return f"{_APPS}{checked_namespace(app)}/{checked_name(user)}"
