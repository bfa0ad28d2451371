"""Passwords, PINs and one-time codes: set in code, said in a sentence, or in an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from . import credentials, told
from .around import before, every, places
from .written import CODE, is_counted, is_mixed, is_year

_IN_ADDRESS = re.compile(r"://[^/@\s:\"'<>]{0,64}:([^/@\s\"'<>]{1,128})@")

_ABROAD = ("kennwort", "mot de passe", "contrase", "senha", "wachtwoord")  # "Passwort" begins as "password" does

_WORDS = ("passw", "passphrase", "passcode", "pwd", "secret", "token", "key", "signature", "credential", *_ABROAD)

_OTHERS = r"passwort|kennwort|mot de passe|contraseña|senha|wachtwoord"

_MORE = re.compile(r"[^\s\"'`;&<>，。；、]{1,4096}")
"""What a value goes on with that is longer than most."""

_SET = re.compile(
    r"(?:(?P<token>secret(?:[ _-]?(?:access[ _-]?)?key)?|token|key|signature|credential)|password"
    rf"|passwd|passphrase|passcode|pwd|(?P<abroad>{_OTHERS}))s?"
    r"[\"'`]?\s{0,3}(?P<sign>=>|=|:|：)(?![=:])\s{0,3}(?P<value>"
    r"\"[^\"\n]{3,4096}\"|'[^'\n]{3,4096}'|`[^`\n]{3,4096}`|[^\s\"'`;&<>，。；、]{4,200})",
    re.IGNORECASE,
)
_KEYS = re.compile(
    r"(?:api|access|secret|private|auth|master|account|encryption|signing|license|wi-?fi)[ _-]?$", re.IGNORECASE
)
"""What a key is called that is one."""

_SAYABLE = ("passw", "passphrase", "passcode", "pwd", "key", "pin", "code", "otp", *_ABROAD)

_SAID = re.compile(
    rf"(?:(?P<key>key)|(?P<pin>pin(?: code)?|code|otp)|password|passphrase|passcode|pwd|{_OTHERS})"
    r"(?: (?:for|to|of|on|at)(?: (?!(?:is|was|to)\b)[\w'-]+){1,5})?(?:(?:['’]s| (?:is|was|to|=|ist|lautet|est|es|é))(?: now"
    r"| still)?|,)? ?:? ?(?P<value>"
    r"\d{3}[ -]\d{3}(?![\w-])|"
    r"\"[^\"\n]{3,80}\"|'[^'\n]{3,80}'|“[^”\n]{3,80}”|`[^`\n]{3,80}`|[^\s\"'`“，。；]{4,80})",
    re.IGNORECASE,
)
_CODES = re.compile(
    r"(?:verification|confirmation|one[- ]time|security|login|access|door|gate|alarm|unlock|garage|2fa|pin) $",
    re.IGNORECASE,
)
"""What a code is called that is one."""

_CHINESE = re.compile(
    r"(?:密码|密碼|口令|通行码|パスワード|暗証番号|비밀번호|암호|пароль|(?P<pin>PIN码|验证码|动态码|开门码|门禁码))(?:现在|我?设的)?"
    r"(?P<verb>\s?(?:是|为|為|：|:|=|改成了?|改为|改為|设成了?|设为|設為|就是|は|는|은){1,2})?\s{0,2}[\"“「'‘]?(?P<value>[!-~]{4,64})",
    re.IGNORECASE,
)
"""Passwords in languages that set no blank between a word and what it is."""

_UNSPACED = (
    *("密码", "密碼", "口令", "通行码", "验证码", "动态码", "开门码", "门禁码", "PIN码", "pin码"),
    *("パスワード", "暗証番号", "비밀번호", "암호", "пароль", "Пароль"),
)
_COUNTED = ("年", "位", "个", "次", "条", "种", "天", "字", "元", "月", "年", "글", "桁", "자")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where passwords are, without what says that they are ones."""
    if "://" in text:
        yield from (match.span(1) for match in _IN_ADDRESS.finditer(text))
    yield from _spans(text, (_SET.match(text, place) for place in places(text, _WORDS)), _is_set)
    yield from _spans(text, (_SAID.match(text, place) for place in places(text, _SAYABLE)), _is_said)
    if not text.isascii():
        yield from _spans(
            text, (_CHINESE.match(text, place) for word in _UNSPACED for place in every(text, word)), _is_chinese
        )
    yield from credentials.find(text)
    yield from told.find(text)


def _spans(
    text: str, matches: Iterable[re.Match[str] | None], is_one: Callable[[re.Match[str], str, str], bool]
) -> Iterator[tuple[int, int]]:
    for match in filter(None, matches):
        start, end = _bare(text, *match.span("value"))
        if is_one(match, text[start:end], text[end : end + 24]):
            if end - start >= _LONG and (more := _MORE.match(text, end)):
                end = max(end, _bare(text, start, more.end())[1])
            if match.groupdict().get("sign") == "=" and (more := _PHRASE.match(text, start)):
                end = max(end, more.end("value"))
            yield start, end


_PHRASE = re.compile(r"(?P<value>[a-z]{2,20}(?: [a-z]{2,20}){2,7})[.!]?[ \t]*(?:\r?\n|\Z)")
"""Plain words to the end of a line: where the first is a password the others are of it."""


_LONG = 199
"""From here on a value may have been cut by what `_SET` takes of it."""


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without its quotes, or without the signs that end a sentence."""
    if text[start] in "\"'`“" and end - start > 2:
        return start + 1, end - 1
    while end > start and text[end - 1] in ".,;:!?)]}”」’":
        end -= 1
    return start, end


def _is_set(match: re.Match[str], value: str, rest: str) -> bool:
    """Return whether a value is written after a sign, and not a word of prose or a piece of code that reads it from elsewhere."""
    if len(value) < 4 or CODE.match(value) or value.casefold() in _PROSE:
        return False
    if match["token"]:
        if match["token"].lower() == "key" and not _KEYS.search(before(match.string, match.start())):
            return False
        return len(value) >= 8 and any(map(str.isdigit, value)) and not value.isdigit()
    if match["abroad"]:
        return _is_odd(value)
    if match["value"][0] in "\"'`" or match["sign"] == "=" or _is_odd(value):
        return _is_odd(value) or (value.isalnum() and " " not in value)
    return _ENDS.match(rest) is not None


def _is_said(match: re.Match[str], value: str, rest: str) -> bool:
    said = match[0][: match.start("value") - match.start()].rstrip("\"'`“ ")
    if match["key"] and not before(match.string, match.start(), 6).lower().endswith(("wifi ", "wi-fi ")):
        return False
    if match["pin"]:
        if not (_is_code(match) or _is_yours(match, value, rest)) or _is_postal(match, value):
            return False
        return bool(re.fullmatch(r"\d{4,8}|\d{3}[ -]\d{3}", value)) and not is_year(value)
    if len(value) < 4 or CODE.match(value) or value.casefold() in _PROSE or is_counted(value):
        return False
    if not said.lower().endswith(_VERBS):
        plain = value.translate(_SIGNS)
        least = 6 if plain == value else 8
        return len(value) >= least and plain.isalnum() and not plain.isalpha() and not plain.isdigit()
    return (
        _is_odd(value)
        or match["value"][0] in "\"'`“"
        or (_ENDS.match(rest) is not None and said.lower().endswith("is"))
    )


def _is_code(match: re.Match[str]) -> bool:
    """Return whether digits after such a word are one to keep to oneself: a PIN by itself, a code if it is called so."""
    if match["pin"].lower() == "code":
        return bool(_CODES.search(before(match.string, match.start())))
    return not before(match.string, match.start(), 1).isalnum()


def _is_yours(match: re.Match[str], value: str, rest: str) -> bool:
    """Return whether six digits are a code that was sent to somebody: "Your code: 482-193", "Your Example code is 482193."."""
    yours = match["pin"].lower() == "code" and _YOURS.search(before(match.string, match.start()))
    return bool(yours and re.fullmatch(r"\d{3}[ -]?\d{3}", value) and _ENDED.match(rest))


def _is_postal(match: re.Match[str], value: str) -> bool:
    """Return whether it is India's code of a place, which is called a PIN code, too: "the postal PIN code is 560001"."""
    called = f"{before(match.string, match.start(), 4)}{match['pin']}".lower()
    indian = called.endswith("pin code") and re.fullmatch(r"[1-9]\d{5}", value)
    return bool(indian and _OF_A_PLACE.search(before(match.string, match.start())))


_ENDED = re.compile(r"[.!。]?\s*(?:$|\n)|[.!。]\s|,? (?:and|but|please)\b")
_YOURS = re.compile(
    r"\b[Yy]our (?:(?:[A-Z][\w'’-]+|login|log-in|sign-in|security|verification|confirmation|access|authentication|one-time|2fa|sms) ){0,2}$"
)
_OF_A_PLACE = re.compile(
    r"\b(?:postal|post office)\b[^\n.]{0,20}$",
    re.IGNORECASE,
)


def _is_chinese(match: re.Match[str], value: str, rest: str) -> bool:
    if not match["verb"] and not _stands_out(value, rest):
        return False
    return (
        len(value) >= 4
        and not value.casefold().startswith(("http", "null", "none"))
        and (not match["pin"] or value.isalnum())
    )


def _stands_out(value: str, rest: str) -> bool:
    """Return whether what merely stands behind the word looks like one: "密码 hunter2", not "密码8位", "密码SHA256"."""
    if value.isdigit():
        return not rest.startswith(_COUNTED) and not is_year(value)
    return is_mixed(value)


def _is_odd(value: str) -> bool:
    """Return whether no word is written so: with a digit or a sign inside, or with capitals among small letters."""
    inside = value[:-1]
    return any(not sign.isalpha() and sign not in "-'’ /" for sign in value) or (
        any(map(str.isupper, inside[1:])) and not value.isupper()
    )


_SIGNS = dict.fromkeys(map(ord, "!@#$%^&*+-"))
_VERBS = (" is", " was", " to", "=", ":", " now", " still", ",", " ist", " lautet", " est", " es", " é")
_ENDS = re.compile(r"[.!。！]?\s*(?:$|\n|,? (?:and|but|please|so|for|can|could|if|you)\b)")

_PROSE = frozenset(
    """required optional incorrect wrong weak strong invalid expired correct empty missing none null true false changed reset forgotten safe
    secure secret hidden protected encrypted hashed stored string text password username here there that this what when where which with
    without about always never also only just really quite very easy hard same different long short simple complex good great better best
    important needed unset undefined disabled enabled private public not the your their mine yours and but something anything nothing
    everything another still already ready getpass input prompt hint change login email manager managers field str int bool bytes
    too being going getting compromised leaked stolen lost gone okay fine working accepted rejected denied saved shared unique random
    compulsory mandatory visible confidential sensitive boring funny silly annoying terrible""".split()  # noqa: SIM905 - two hundred quotes would hide the words
)
