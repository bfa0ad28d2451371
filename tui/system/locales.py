"""Which characters the C library takes: readline reads by it, and Python itself does not."""

from __future__ import annotations

import codecs
import os
from locale import CODESET, LC_CTYPE, Error, nl_langinfo, setlocale  # not on Windows, as readline is not

UTF_8 = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8")
"""Locales that take every character, by their names on one system or another."""


def takes_what_is_typed() -> bool:
    """Return whether more than ASCII can be typed where the C library reads.

    A locale that is not installed, or `C`, would lose it without a word: one of UTF-8 is then taken in its place, for this process
    and those that it starts.
    """
    return _takes_more_than_ascii("") or any(_chosen(name) for name in UTF_8)


def _takes_more_than_ascii(name: str) -> bool:
    try:
        setlocale(LC_CTYPE, name)
        return codecs.lookup(nl_langinfo(CODESET)).name != "ascii"
    except (Error, LookupError):
        return False


def _chosen(name: str) -> bool:
    if not _takes_more_than_ascii(name):
        return False
    os.environ["LC_ALL" if os.environ.get("LC_ALL") else "LC_CTYPE"] = name  # readline asks again
    return True
