"""Numbers of payment cards: thirteen to nineteen digits of a known issuer whose last one checks (ISO/IEC 7812), and security codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import digit

from .around import before

_SPACE = r" \u00a0\u2000-\u200a\u202f\u3000"
_DASH = r"\-\u2010-\u2015\u2212\uff0d"
_START, _STOP = r"(?<![A-Za-z0-9_.+].)", r"(?![A-Za-z0-9_]|\d|[.,]\d)"

_DIGITS = re.compile(rf"\d{_START}(?:[{_SPACE}{_DASH}]{{0,2}}\d){{12,18}}{_STOP}")
"""Digits of any script, apart as people write them."""

_GROUPS = re.compile(
    rf"\d{_START}\d{{3}}(?P<by>[{_SPACE}]?[./_|*\u00b7\u2022\u30fb\uff0e\uff0f][{_SPACE}]?)"
    rf"(?:\d{{4}}(?P=by)\d{{4}}(?P=by)\d{{4}}(?:(?P=by)\d{{1,3}})?|\d{{6}}(?P=by)\d{{4,5}}){_STOP}"
)
"""The groups that are printed on a card, with one other mark between all of them."""

_ISSUERS = re.compile(
    r"4\d{12}(?:\d{3}){0,2}"  # Visa
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|3(?:0[0-5]|[689]\d)\d{11}"  # Diners Club
    r"|62\d{14,17}"  # UnionPay
    r"|(?:50|5[6-9]|6[0379])\d{12,17}"  # Maestro
)

_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|card security code|安全码)\s*(?:is|是|为|[:：=])?\s*(\d{3,4})(?!\d)", re.IGNORECASE
)

_OTHERS = re.compile(
    r"(?:\b(?:order|invoice|tracking|ticket|reference|ref|serial|isbn|imei|barcode|shipment|parcel)\b|订单|单号|编号|序列号|快递)"
    r"(?:(?!card|visa|master|amex|maestro|discover|diners|jcb|unionpay|卡)[^\d\n]){0,24}$",
    re.IGNORECASE,
)
"""What other numbers are called; "pay my order with card" names a card all the same."""


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where cards' numbers and security codes are."""
    for match in (*_DIGITS.finditer(text), *_GROUPS.finditer(text)):
        digits = "".join(str(digit(one)) for one in match[0] if one.isdecimal())
        if is_card(digits) and not _OTHERS.search(before(text, match.start())):
            yield match.span()
    if "cv" in (small := text.lower()) or "security code" in small or "安全码" in text:
        yield from (match.span(1) for match in _CODE.finditer(text))


def is_card(digits: str) -> bool:
    """Return whether digits are a card's number, as far as that can be told.

    >>> is_card("4111111111111111"), is_card("4111111111111112")
    (True, False)
    """
    return bool(_ISSUERS.fullmatch(digits)) and len(set(digits)) > 1 and luhn(digits)


def luhn(digits: str) -> bool:
    """Return whether the last digit checks the others, by H. P. Luhn's sum (US patent 2,950,048)."""
    figures = [int(digit) for digit in reversed(digits)]
    return sum(figures[::2] + [sum(divmod(2 * figure, 10)) for figure in figures[1::2]]) % 10 == 0
