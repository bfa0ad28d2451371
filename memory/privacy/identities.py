"""Identity, tax and social security numbers, by their forms and check digits (python-stdnum has them).

A number whose form many other numbers have is one only where a word says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .around import REACH, after, before
from .needs import stdnum


@dataclass(frozen=True)
class _Number:
    """A country's number: its form, what checks it, and the words without which it is none (None where its form is its own)."""

    form: re.Pattern[str]
    is_valid: Callable[[str], bool]
    words: re.Pattern[str] | None = None


def _number(form: str, module: str, words: str | None = None) -> _Number:
    said = None if words is None else re.compile(words, re.IGNORECASE)
    return _Number(
        re.compile(rf"(?<![\w.+\-/])(?:{form})(?![\w\-/]|\.\d)", re.IGNORECASE | re.ASCII),
        stdnum(module).is_valid,
        said,
    )


def _is_taiwanese(number: str) -> bool:
    """Tell whether a Taiwanese identity number's last digit checks the others.

    >>> _is_taiwanese("A123456789"), _is_taiwanese("A123456788")
    (True, False)
    """
    place = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0]) + 10
    digits = [place // 10, place % 10, *map(int, number[1:])]
    return (
        sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0
    )


def _is_of_hong_kong(number: str) -> bool:
    """Tell whether the sign in brackets checks the others of a Hong Kong identity card.

    >>> _is_of_hong_kong("A123456(3)"), _is_of_hong_kong("A123456(4)")
    (True, False)
    """
    signs = number.replace("(", "").replace(")", "").rjust(9)
    values = [36 if sign == " " else int(sign, 36) for sign in signs]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


_NUMBERS = (
    _number(r"\d{3}-\d{2}-\d{4}", "us.ssn"),
    _Number(
        re.compile(r"(?<![\w.+\-/])\d{3}-\d{2}-\d{4}(?![\w\-/]|\.\d)", re.ASCII),
        lambda _number: True,  # one that is called so is meant as one, if it was ever given out or not
        re.compile(r"\bssn\b|social security", re.IGNORECASE),
    ),
    _number(r"\d{9}|\d{3} \d{2} \d{4}", "us.ssn", r"\bssn\b|social security|\bmy social\b|社会安全号|社安号"),
    _number(r"9\d{2}-[5-9]\d-\d{4}", "us.itin"),
    _number(r"9\d{8}|9\d{2} \d{2} \d{4}", "us.itin", r"\bitin\b|taxpayer id"),
    _number(r"\d{17}[\dX]|\d{6} \d{8} \d{3}[\dX]", "cn.ric"),
    _number(r"\d{11}|\d{2} \d{3} \d{3} \d{3}", "de.idnr", r"steuer|\bid-?nr|tax (?:id|number)|\btin\b|税号"),
    _number(r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", "fr.nir"),
    _number(r"\d{8}[- ]?[A-Z]", "es.dni"),
    _number(r"[XYZ][- ]?\d{7}[- ]?[A-Z]", "es.nie"),
    _number(
        r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]", "it.codicefiscale"
    ),
    _number(
        r"\d{8,9}|\d{4}\.\d{2}\.\d{3}|\d{3} \d{3} \d{3}",
        "nl.bsn",
        r"\bbsn\b|burgerservice|sofi-?nummer|citizen service",
    ),
    _number(r"\d{11}", "pl.pesel", r"pesel"),
    _number(r"\d{3} ?\d{3} ?\d{4}", "gb.nhs", r"\bnhs\b"),
    _number(
        r"\d{2}\.?\d{2}\.?\d{2}-?\d{3}[.-]?\d{2}",
        "be.nn",
        r"rijksregister|registre national|national (?:register )?number|\bnn\b",
    ),
    _number(r"\d{7}[A-W][AH]?", "ie.pps", r"\bpps|personal public service"),
    _number(r"\d{6}[-+A-F]\d{3}[0-9A-Y]", "fi.hetu"),
    _number(r"(?:\d{2})?\d{6}[-+]\d{4}", "se.personnummer"),
    _number(r"\d{6}-?\d{4}", "dk.cpr", r"\bcpr\b"),
    _number(r"\d{3} ?\d{3} ?\d{3}", "pt.nif", r"\bnif\b|contribuinte"),
    _number(r"[1-8]\d{12}", "ro.cnp", r"\bcnp\b|cod numeric"),
    _number(r"\d{6}/\d{3,4}", "cz.rc", r"rodn|birth number"),
    _number(r"\d{4} ?\d{6}", "at.vnr", r"sozialversicherung|\bsvnr|versicherungsnummer"),
    _number(r"\d{10}", "bg.egn", r"\begn\b|\bегн\b"),
    _number(r"\d{11}", "hr.oib", r"\boib\b"),
    _number(r"\d{11}", "gr.amka", r"\bamka\b|αμκα"),
    _number(r"\d{11}", "ee.ik", r"isikukood"),
    _number(r"\d{11}", "lt.asmens", r"asmens kodas"),
    _number(r"\d{13}", "si.emso", r"\bem[sš]o\b|\bjmbg\b"),
    _number(r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", "ch.ssn", r"\bahv\b|\bavs\b|sozialversicherung"),
    _Number(re.compile(r"(?<![\w-])[A-Z][12]\d{8}(?![\w-])", re.ASCII), _is_taiwanese),
    _Number(re.compile(r"(?<![\w-])[A-Z]{1,2}\d{6}\([\dA]\)", re.ASCII), _is_of_hong_kong),
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where such numbers are."""
    if not _SOME.search(text):
        return
    for number in _NUMBERS:
        for match in number.form.finditer(text):
            if _is_said(number, text, *match.span()) and number.is_valid(match[0].upper().replace(" ", "")):
                yield match.span()
    for match in _NINO.finditer(text):
        if match[0][:2].upper() not in _NO_NINO:
            yield match.span()


_SOME = re.compile(r"(?:\d[ ./+-]?){5}\d|[A-Za-z]\d\d[A-Za-z]\d{3}", re.ASCII)
"""What every one of them has; most texts do not."""

_NINO = re.compile(
    r"(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])",
    re.ASCII,
)
"""The United Kingdom's national insurance number; it has no check digit."""

_NO_NINO = frozenset({"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})


def _is_said(number: _Number, text: str, start: int, end: int) -> bool:
    if number.words is None:
        return True
    return bool(number.words.search(before(text, start)) or number.words.search(after(text, end, REACH // 2)))
