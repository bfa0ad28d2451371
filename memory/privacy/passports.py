"""Passport numbers: six to nine letters and digits where a word says that they are one, and the two lines for machines (ICAO 9303)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .around import mentions

_SAID = re.compile(
    r"passport(?:['’]s)?(?: ?(?:number|num|no\.?|nr\.?|id|#))?\s{0,2}\(?(?:is|was|="
    r"|[:：#,])?\s{0,2}(?:number |no\.? ?)?[\"'“]?(?P<one>[A-Z]{0,3} ?\d[A-Z0-9]{4,8})(?![\w-])"
    r"|(?:护照|通行证)(?:号码|号|编号)?(?:是|为|[:：])?\s{0,2}(?P<two>[A-Z]{0,2}\d{6,9})(?![A-Z0-9])",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"(?<!\w)(?:reisepass|passeport|pasaporte|passaporto|passaporte|paspoort|paszport\w{0,2}|паспорт\w{0,2}|パスポート|旅券|여권)"
    r"(?:番号|번호|[ -]?(?:nummer|nr\.?|no\.?|n[°º]|n[uú]mero|numero|numer|номер|№)){0,2}(?: (?:is|ist|lautet|est|es|è|é|jest|to)|は|는)?"
    r"\s?[:：#]?\s?"
    r"(?P<one>[A-Z]{0,3} ?\d[A-Z0-9]{4,8}|\d{2} ?\d{2} \d{6}|\d{2}[A-Z]{2}\d{5})(?![\w-])",
    re.IGNORECASE,
)
"""The word in German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Japanese and Korean."""
_SECOND_LINE = re.compile(r"(?<![A-Z0-9<])[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[0-9<]\d(?![A-Z0-9<])")
"""The second of the lines for machines, by itself: number, country, birth, sex, end, each with its check digit."""
_LINES = re.compile(r"(?<![A-Z0-9<])P[A-Z<][A-Z<]{3}[A-Z<]{39}(?:\s{1,2}[A-Z0-9<]{44})?(?![A-Z0-9<])")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where passport numbers are."""
    if not mentions(text, _WORDS):
        return
    for match in (*_SAID.finditer(text), *_ABROAD.finditer(text)):
        number = match.lastgroup or "one"
        if sum(map(str.isdigit, match[number])) >= 5:
            yield match.span(number)
    yield from (match.span() for form in (_LINES, _SECOND_LINE) for match in form.finditer(text))


_WORDS = (
    "passport", "护照", "通行证", "reisepass", "passeport", "pasaporte", "passaport", "paspoort", "paszport", "паспорт", "パスポート",
    "旅券", "여권", "<",
)  # fmt: skip
