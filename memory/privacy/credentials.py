"""Passwords that no sentence tells: in commands, in markup, on the line after the word, before the word, as a short `pass`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .around import mentions
from .written import is_mixed

_COMMANDS = re.compile(
    r"(?:\bcurl\b[^\n]{0,200}? (?:-u|--user)[ =]?[\"']?[^\s:\"']{1,64}:"
    r"|\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]{0,120}? -p[\"']?|\bsshpass -p ?[\"']?"
    r"|\bdocker login\b[^\n]{0,120}? (?:-p(?!assw)[ =]?|--password[ =])[\"']?"
    r"|\bnet user \S{1,64} |\b(?i:identified (?:with \S{1,40} )?by) [\"']"
    r"|(?<!\S)--?pass(?:word|wd|phrase)?[ =][\"']?)(?P<value>[^\s\"'$<{(-][^\s\"']{2,127})"
)
_MARKUP = re.compile(
    r"<(?P<name>password|passwd|passphrase|pwd|pass|secret|token|api_?key)>(?P<value>[^<\s]{4,4096})</(?P=name)>",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?<!\S)(?P<value>\S{6,80}) (?:is|was|as) (?:my|the|our|his|her|their) (?:[\w-]+ ){0,2}?(?:password|passcode|passphrase|pwd)\b"
    r"(?! (?:manager|keeper|vault|tool|app|generator|store|safe)s?\b)",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:\bpassword|\bpasswort|\bpasscode|密码|密碼)[ \t]{0,4}[:：*_#]{0,3}[ \t]{0,4}\r?\n(?:[=~-]{3,80}\r?\n)?(?:\r?\n)?"
    r"[ \t]{0,8}(?P<value>\S{6,80})[ \t]{0,4}(?:\r?\n|\Z)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:\bcredentials|\blog-?in(?: (?:data|details|info))?|\bzugangsdaten|\bidentifiants|账号密码|登录信息)"
    r"[ \t]{0,4}[:：][ \t]{0,4}\r?\n"
    r"(?:[^\n]{0,80}\n){0,2}?[ \t]{0,8}(?P<value>(?=\S*[^\sA-Za-z0-9])\S{6,80})[ \t]{0,4}(?:\r?\n|\Z)",
    re.IGNORECASE,
)
"""A password alone on one of the lines below such a word: one with a sign in it, as names and numbers have none."""
_SEED = re.compile(
    r"(?:\b(?:seed|recovery|backup) (?:phrase|words)|\bmnemonic(?: phrase)?|助记词|助記詞)(?: (?:is|are)|是|为)?"
    r"[ \t]{0,4}[:：]?\s{0,4}[\"'`“]?"
    r"(?!(?:\S+\s){0,22}(?:and|the|for)\b)"
    r"(?P<value>(?:(?:\d{1,2}[.)] ?)?[a-z]{3,8}[ ,\n]{1,2}){11,23}(?:\d{1,2}[.)] ?)?[a-z]{3,8})\b"
)
"""The words that a wallet is restored by: twelve or twenty-four in a row, of three to eight letters, none of them "and" (BIP 39)."""
_SHORT = re.compile(
    r"(?:(?<=_)|(?<![A-Za-z0-9_-]))(?P<word>pass|pw)[\"'`]?\s{0,2}(?P<sign>=>|[=:：])(?![=:])\s{0,2}"
    r"(?P<value>\"[^\"\n]{4,200}\"|'[^'\n]{4,200}'|[^\s\"'`;&<>，。；、]{6,200})",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:\b(?:user(?:name)?|login|account)\b|账号|帐号|用户名)[^\n]{1,60}?\bpass (?P<value>\S{6,80})", re.IGNORECASE
)
_UNDER = re.compile(
    r"\b(?:user(?:name)?|log-?in|e-?mail|account|benutzer(?:name)?|账号|用户名)[ \t]?[:=：][ \t]?\S{2,80}[ \t]*\r?\n[ \t]{0,8}"
    r"(?:pass(?:word|wort)?|pwd?|密码)[ \t]?[:=：][ \t]?(?P<value>[^\s\"'$<{(*\[-]\S{3,79})[ \t]*(?=\r?\n|\Z)",
    re.IGNORECASE,
)
"""Right below a user's name, any word is one."""
_JOINED = re.compile(
    r"\b(?:credentials|creds|login data|logindaten|zugangsdaten|anmeldedaten|identifiants|credenciales|credenziali)"
    r"(?: (?:are|is|sind|sont|son|sono))?[:=]? [\"'`]?(?!https?:|localhost:|\d{1,2}:\d\d)[\w.@+-]{2,64}:"
    r"(?P<value>[^\s:/\"'`$<{(*\[-][^\s:\"'`]{3,79})",
    re.IGNORECASE,
)
"""Joined to a user's name behind such a word, any word is one: "credentials ada:kirsche"."""
_SAID = re.compile(r"\bpw (?:is|was) [\"'`]?(?P<value>[^\s\"'`]{6,80})", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:chang(?:e|ed|ing)|reset|updat(?:e|ed|ing)|switch(?:ed)?) (?:[\w'-]{1,20} ){0,4}?"
    r"(?:password|passcode|passphrase|pwd|pw)\b(?: (?:for|of|on|at)(?: [\w'-]{1,20}){1,4}?)? from [\"'`]?(?P<old>\S{4,80}) to [\"'`]?"
    r"(?P<value>\S{4,80})",
    re.IGNORECASE,
)
"""Both are ones: nobody knows where the old one is used still."""
_ROW = re.compile(r"[^\n]*")
_IN_ADDRESS = re.compile(r"://(?P<value>[A-Za-z0-9_-]{20,255})@[\w.-]+/")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where such passwords are."""
    if "://" in text:
        yield from (one.span("value") for one in _IN_ADDRESS.finditer(text) if is_mixed(one["value"]))
    if "<" in text:
        yield from (one.span("value") for one in _MARKUP.finditer(text))
    if "\n" in text:
        yield from _mixed(text, _BELOW)
        yield from _mixed(text, _LISTED)
        if mentions(text, ("pass", "pw", "密码")):
            yield from _plain(text, _UNDER)
    if mentions(text, ("phrase", "words", "mnemonic", "助记词")):
        yield from (one.span("value") for one in _SEED.finditer(text))
    if mentions(text, _COLUMNS) and any(sign in text for sign in _PARTED):
        yield from _in_tables(text)
    if ":" in text and mentions(text, _NAMED):
        yield from _plain(text, _JOINED)
    if not mentions(text, _TRIGGERS):
        return
    yield from _plain(text, _COMMANDS)
    for form in (_BEFORE, _ACCOUNT, _SAID, _CHANGED):
        yield from _mixed(text, form)
    yield from _mixed(text, _CHANGED, "old")
    yield from (_without_end(one) for one in _SHORT.finditer(text) if _is_short(one) and is_mixed(_value(one)))


_TRIGGERS = ("pass", "pw", "curl", "mysql", "mariadb", "docker login", "identified ", "net user ")
_NAMED = ("cred", "login data", "logindaten", "zugangsdaten", "anmeldedaten", "identifiants")


def _plain(text: str, form: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield where passwords are that may be any word."""
    return (one.span("value") for one in form.finditer(text) if not _stands_for(one["value"]))


def _in_tables(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands in the column of passwords of a table, its cells parted by | or commas or tabs."""
    column, sign = -1, ""
    for row in _ROW.finditer(text):
        cells = _cells(row[0], sign or next((one for one in _PARTED if one in row[0]), ""))
        names = [cell.strip(" *_`").casefold() for cell, _ in cells]
        if (at := next((place for place, name in enumerate(names) if name in _COLUMNS), -1)) >= 0 and len(cells) > 1:
            column, sign = at, next(one for one in _PARTED if one in row[0])
        elif sign and sign in row[0] and column < len(cells):
            cell, start = cells[column]
            value = cell.strip()
            if len(value) >= 4 and " " not in value and not set(value) <= set("-:=*"):
                place = row.start() + start + cell.index(value)
                yield place, place + len(value)
        elif row[0].strip():
            column, sign = -1, ""


def _cells(row: str, sign: str) -> list[tuple[str, int]]:
    """Return the cells of a row, each with its place in it."""
    places = [-1, *(place for place, one in enumerate(row) if one == sign)]
    return [(row[start + 1 : end], start + 1) for start, end in zip(places, [*places[1:], len(row)], strict=True)]


_COLUMNS = ("password", "passwd", "pwd", "passphrase", "passwort", "密码")
"""What such a column is called."""
_PARTED = "|\t,;"


def _mixed(text: str, form: re.Pattern[str], name: str = "value") -> Iterator[tuple[int, int]]:
    places = (_without_end(one, name) for one in form.finditer(text))
    return ((start, end) for start, end in places if is_mixed(text[start:end]))


def _stands_for(value: str) -> bool:
    """Return whether a word stands where a password is to be put: `PASSWORD`, `password`."""
    return value.isalpha() and (value.isupper() or value.casefold() in _STANDING)


_STANDING = frozenset(
    ("pass", "password", "passwd", "passwort", "secret", "none", "null", "true", "false", "required", "optional")
)


def _is_short(match: re.Match[str]) -> bool:
    """Return whether `pass` means a password here: "PASS: …" is what tests say."""
    set_in_code = match["sign"] != ":" or match.string[match.start() - 1 : match.start()] in ("_", '"', "'")
    return set_in_code or not match["word"].isupper()


def _value(match: re.Match[str]) -> str:
    return match.string[slice(*_without_end(match))]


def _without_end(match: re.Match[str], name: str = "value") -> tuple[int, int]:
    """Return where a value is, without its quotes and what ends a sentence."""
    start, end = match.span(name)
    while end > start and match.string[end - 1] in ".,;:)]}\"'":
        end -= 1
    while start < end and match.string[start] in "\"'([":
        start += 1
    return start, end
