"""Phone numbers, checked by the numbering plans of their countries (phonenumbers, Google's libphonenumber).

A number that begins with its country's code is one where it is valid. Without that it must be written as phone numbers are (three groups
in North America, a zero in front in much of Europe, a Chinese mobile), or a word must say so: then any of the countries below may be its.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .around import after, before
from .needs import needed

_library: Any = needed("phonenumbers", "privacy")

REGIONS = (
    *(
        "US",
        "GB",
        "DE",
        "FR",
        "ES",
        "IT",
        "NL",
        "PL",
        "CN",
        "IN",
        "AU",
        "BR",
        "JP",
        "KR",
        "HK",
        "TW",
        "SG",
        "MX",
        "RU",
        "UA",
    ),
    *(
        "BE",
        "AT",
        "CH",
        "SE",
        "NO",
        "DK",
        "FI",
        "IE",
        "PT",
        "CZ",
        "GR",
        "HU",
        "RO",
        "TR",
        "IL",
        "ZA",
        "NG",
        "KE",
        "EG",
        "SA",
    ),
    *("AE", "PK", "BD", "ID", "MY", "PH", "TH", "VN", "NZ", "AR", "CL", "CO", "PE"),
)
"""Countries whose own way to write numbers is known where a word says that one follows."""

_TRUNK = ("GB", "DE", "FR", "IT", "NL", "BE", "AT", "CH", "SE", "IE", "AU", "CN", "JP", "KR", "IN", "PL", "TW")
"""Those where a number within the country begins with a zero."""

_FORM = re.compile(
    r"(?:(?<![\w.+:/@#$€£¥=-])|(?<=(?i:tel|one|ile|ell|fax)[:=])|(?<=[话机码真][:=]))(?:\+|00(?=[1-9]))?(?:\(\+?\d{1,5}\)"
    r"|\d)(?:[ \-./\u00a0]{0,2}(?:\(\d{1,5}\)|\d)){5,16}(?![\w%°]|[-.,:]\d)",
    re.ASCII,
)

_WORDS = re.compile(
    r"(?:phone|telephone|\btel|mobile|\bcell|call(?:ing)?|\bring|\btext(?: me)?|whats ?app|signal"
    r"|viber|\bfax|\bsms|reach (?:me|him|her|us)"
    r"|contact|hotline|landline|number(?: is|:)|dial|handy|telefon|nummer|portable|teléfono|móvil|telefono|cellulare"
    r"|电话|手机|号码|联系|致电|拨打|座机|传真|热线|微信|打给|打我|短信)[^\n]{0,28}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s?[(,]?\s?(?:\(?(?:cell|mobile|home|office|fax|whatsapp|手机|座机)\b|is my (?:\w+ )?(?:number"
    r"|phone|cell)|是我的(?:电话|手机))",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:order|invoice|tracking|ticket|reference|\bref|serial|isbn|issn|imei|barcode|part|model"
    r"|account|case|flight|version|id|no\.|#|episode"
    r"|订单|单号|编号|序列号|快递|账号|帐号|型号|号车|qq)[^\n\d]{0,14}$",
    re.IGNORECASE,
)
_CALLED = re.compile(r"phone|\btel|mobile|\bcell|\bcall|whatsapp|电话|手机", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:population|inhabitants|人口|\bssn\b|social security"
    r"|\b(?:lucky|favou?rite|winning|lottery|magic|prime|random) number)[^\n\d]{0,14}$",
    re.IGNORECASE,
)
"""What says of a number that it is another, though it is written as phone numbers are, or the word "number" is before it."""
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)")
_NORTH_AMERICA = re.compile(r"(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}")
_CHINESE_MOBILE = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}")
_TRUNKED = re.compile(r"\(?0[1-9]\d{0,4}\)?(?:[ \-./]{1,2}\d{1,8}){1,5}|0[1-9]\d{8,9}")
_YEARS = re.compile(r"(?:19|20)\d\d[ -](?:19|20)\d\d")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where phone numbers are."""
    for match in _FORM.finditer(text):
        if _is_phone(match[0], before(text, match.start()), after(text, match.end())):
            yield match.span()


def _is_phone(written: str, ahead: str, behind: str) -> bool:
    digits = re.sub(r"\D", "", written)
    if not 7 <= len(digits) <= 15 or _DATE.search(written) or _YEARS.fullmatch(written) or len(set(digits)) < 3:
        return False
    if written.startswith(("+", "(+", "00")):
        return _valid("+" + digits.removeprefix("00"), None)
    if _COUNTED.search(ahead) and not _CALLED.search(ahead[-14:]):
        return False
    said = bool(_WORDS.search(ahead) or _AFTER.match(behind))
    if _OTHERS.search(ahead) and not _WORDS.search(ahead[-12:]):
        return False
    if said:
        return any(_valid(written, region) for region in REGIONS)
    if _CHINESE_MOBILE.fullmatch(written) or (digits.startswith("86") and _CHINESE_MOBILE.fullmatch(digits[2:])):
        return True
    if _NORTH_AMERICA.fullmatch(written):
        return _valid(written, "US")
    return bool(_TRUNKED.fullmatch(written)) and len(digits) >= 9 and any(_valid(written, region) for region in _TRUNK)


def _valid(written: str, region: str | None) -> bool:
    try:
        return bool(_library.is_valid_number(_library.parse(written, region)))
    except _library.NumberParseException:
        return False
