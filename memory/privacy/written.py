"""How a password is written, and what else is written alike."""

from __future__ import annotations

import re

CODE = re.compile(
    r"[$<{\[(*…]|%[({sd]|\w+(?:\.\w+)*[(\[]|os\.|process\.|self\.|env\.|settings\.|https?://|\.\.\.|x{4}|X{4}"
)
"""Code that reads a value from elsewhere, and what stands for one."""

_ALGORITHM = re.compile(
    r"(?:sha|md|aes|rsa|des|base|argon|wpa|pbkdf|oauth|utf)[-_]?\d|1password|2fa|v\d", re.IGNORECASE
)
_PRODUCT = re.compile(
    r"(?:windows|iphone|ipad|ios|ipados|macos|android|galaxy|office|microsoft|outlook|python|ubuntu|debian|keepass|level|chapter|room|version"
    r"|playstation|xbox|covid)[-_]?\d[\w.-]{0,5}",
    re.IGNORECASE,
)
"""What has a number in its name: "Windows11", "office365"."""
_FILE = re.compile(r"\.(?:py|js|ts|txt|md|json|ya?ml|html?|pdf|docx?|png|jpe?g)\b|::|\w/\w", re.IGNORECASE)

_COUNTED = re.compile(
    r"\d+(?:-[a-z]+)+|\d+(?:st|nd|rd|th|s|x|k|gb|mb|kb|bit|px|min|hrs?|years?|chars?|letters|digits)|\d{1,2}[:.]\d\d\w*",
    re.IGNORECASE,
)


def is_counted(value: str) -> bool:
    """Return whether a word counts something.

    >>> [is_counted(word) for word in ("8-character", "1990s", "16chars", "10:30am", "4821", "2night-owl")]
    [True, True, True, True, False, False]
    """
    return _COUNTED.fullmatch(value) is not None


_YEAR = re.compile(r"(?:19|20)\d\d")


def is_year(value: str) -> bool:
    """Return whether a value is a year of these two centuries."""
    return _YEAR.fullmatch(value) is not None


def is_mixed(value: str) -> bool:
    """Return whether a value has letters and digits as passwords have them, and is no algorithm, file or place.

    >>> is_mixed("hunter2"), is_mixed("hunter"), is_mixed("SHA-256"), is_mixed("https://a1.org")
    (True, False, False, False)
    """
    if len(value) < 6 or CODE.match(value) or _ALGORITHM.match(value) or _FILE.search(value) or "://" in value:
        return False
    if _PRODUCT.fullmatch(value):
        return False
    return any(map(str.isalpha, value)) and any(map(str.isdigit, value))
