"""IP addresses, of either version: what a version number or a time is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

from .around import before

_FOUR = re.compile(r"\d(?<![\w.\-].)\d{0,2}\.(?:\d{1,3}\.){2}\d{1,3}(?![\w\-]|\.\d)", re.ASCII)
_SIX = re.compile(
    r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])", re.IGNORECASE | re.ASCII
)
_VERSION = re.compile(r"(?:\bv|version|release|build|firmware|driver|section|chapter|§|版本|版)\W{0,3}$", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where IP addresses are, but loopback, netmasks and those that stand for none."""
    for match in _FOUR.finditer(text):
        if _is_someones(match[0]) and not _VERSION.search(before(text, match.start())):
            yield match.span()
    if "::" in text or text.count(":") >= 7:
        for match in _SIX.finditer(text):
            groups = [group for group in match[0].split(":") if group]
            known = len(groups) >= 3 or (groups and len(groups[0]) >= 3 and any(map(str.isdigit, match[0])))
            if known and _is_someones(match[0]):
                yield match.span()


def _is_someones(written: str) -> bool:
    try:
        address = ip_address(written)
    except ValueError:
        return False
    return not (
        address.is_loopback or address.is_unspecified or address.is_multicast or written.startswith(("255.", "0."))
    )
