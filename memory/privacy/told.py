"""Passwords and codes as people tell them in passing: changed to, in brackets, beside the name of an account, as it came by SMS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .around import after, before, has_any
from .written import CODE, is_counted, is_mixed, is_year

_LATIN = (
    *(
        "passw",
        "passphrase",
        "passcode",
        "pwd",
        "kennwort",
        "mot de passe",
        "mdp",
        "contrase",
        "palavra-passe",
        "senha",
    ),
    *("wachtwoord", "haslo", "heslo", "jelszo", "sifre", "parola", "salasana", "adgangskode", "passord", "kata sandi"),
    *("lozinka", "geslo", "clave", "pasword", "pass word", "p/w", "my pass ", "wifi ", "wi-fi ", "psk"),
)
_MARKED = (
    *("hasło", "hasła", "jelszó", "şifre", "parolă", "lösenord", "mật khẩu", "пароль", "κωδικό", "contraseñ"),
    *("รหัสผ่าน", "كلمة المرور", "كلمة السر", "סיסמ", "şifrem"),
)
_CALLED = (
    r"(?:passwor[dt]|pasword|pass word|p/w|(?<=my )pass|wi-?fi (?:code|pass|login)|passwd|passphrase|passcode|pwd|kennwort|mot de passe|mdp"
    r"|contrase(?:ñ|n|ny)a|palavra-passe|senha|wachtwoord|has[łl]o|hasła|heslo|jelsz[óo]|[şs]ifre|parol[aă]|salasana|adgangskode|passord"
    r"|kata sandi|lozinka|geslo|clave|psk(?!\d)"
    r"|lösenord|mật khẩu|парол[ьяем]|κωδικό|รหัสผ่าน|كلمة المرور|كلمة السر|סיסמ)"
)
_TOOL = r"(?![ -]?(?:manag|keeper|vault|tool|app|generator|store|safe|hash|policy|length|hint|field|file|protect|less|verwalt))"
"""What has the word in its name and is no password."""

_FOR = r" (?:for|of|to|on|für|zum|zur|vom|pour|de|du|para|per|do|na|voor|от|для|к)(?: [\w'’-]{1,20}){1,3}?"
"""What a password is for."""

_VALUE = r"[\"'`“„«(]{0,2}(?P<value>(?=\S{0,79}[\d!@#$%^&*])[^\s\"'`“„«()]\S{3,79})"
"""A word with a digit or a sign in it: `_is_one` looks closer."""

_TOLD = re.compile(
    rf"(?<![A-Za-z0-9]){_CALLED}\w{{0,4}}{_TOOL}(?:"
    r"(?:(?: [\w'’-]{1,20}){0,4}? (?:is|are|was|were|be|to|been|ist|lautet|est|sont|es|son|é|è|e['’]|jest|je|är|er|on|это|là"
    r"|คือ|هي|היא|הוא|είναι)"
    r"|['’]s)(?: now| still| jetzt| maintenant| ahora| adesso| teraz)?:? "
    rf"|(?:(?<!clave)(?<!claves)(?<!parola){_FOR})?\s?(?:[:：=]|->|=>|→|–|—|\?|\s-)\s?|,? \(?it(?:['’]s| is| was) | ?(?=[(\[])|คือ ?| )"
    rf"{_VALUE}",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"(?<![A-Za-z0-9]){_CALLED}\w{{0,4}}{_TOOL}(?: [\w'’-]{{1,20}}){{0,3}}? (?:to|auf|in|en|a|por|para|na|на|på|til|naar) {_VALUE}",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"chang|cambi|änder|aender|modifi|\bmis\b|mud|alter|troc|zmieni|ustawi|смен|измен|постав|reset|\bset|gesetzt|impost|byt|ændre|wijzig|verander|updat|switch",
    re.IGNORECASE,
)
"""Who says what a password was changed to says that it was changed."""

_FURTHER = re.compile(rf"(?:,? (?:and|or|und|et|y|e|i|и) |, | / ){_VALUE}", re.IGNORECASE)
"""What goes on a list of them."""

_SAME = re.compile(
    rf"\b(?:same|one|only) {_CALLED}(?: [\w'’-]{{1,20}}){{0,4}}(?:,|:| -| –| —) {_VALUE}(?=\s*(?:$|\n))", re.IGNORECASE
)
"""One that is used in many places: "the same password everywhere, hunter22"."""
_NEW = re.compile(
    rf"(?<![A-Za-z0-9]){_CALLED}\w{{0,4}}{_TOOL}[^\n.!?]{{1,50}}? (?:new(?: one)?|neues?|nouveau|nuev[oa]|nuov[oa]|nov[oa])"
    rf"(?::| (?:is|ist|est|es|è|é)) {_VALUE}",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"\bpass(?:word|code)(?: [\w'’-]{1,20}){0,3}? to [\"'`“]?(?P<value>\d{4,12})(?=[\"'`”]?[.!]?\s*(?:$|\n)|[.,!]?\s(?:and|but|so)\b)",
    re.IGNORECASE,
)
_AS = re.compile(
    r"(?<!\S)(?P<value>\S{6,80})(?: as| als| comme| como| come| jako|,? -{0,2} ?that['’]s|,? which (?:is|was)|(?= \((?:my|the|our)))"
    r"(?: \(?(?:a|my|the|our|your|their|his|her|mein|mon|mi|mijn|moje))?(?: [\w-]{1,20}){0,2}? "
    rf"{_CALLED}(?![-\w]){_TOOL}",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:(?:log-?ins?|credentials?|creds|accounts?|user(?:name)? ?[/&+] ?pass(?:word)?|zugangsdaten|anmeldedaten|identifiants?"
    r"|accesso|acceso)"
    r"(?: (?:details|data|info|is|are|for [\w'’ -]{1,30}))?\s?[:=]?\s(?P<user>[\w.@+-]{2,64})(?: ?[/|] ?|:)"
    r"|log(?:ging|ged)? ?in (?:as|with) (?:user )?[\w.@+-]{2,64}(?: ?[/|] ?|:| and | with ))"
    r"[\"'`“]?(?P<value>\S{6,80})",
    re.IGNORECASE,
)
"""A name and a password beside each other: "login: ada / hunter22"."""

_ONE = r"(?:\d{4} \d{4}(?!\d)|[A-Za-z0-9]{3,12}(?:-[A-Za-z0-9]{3,12}){1,9}|\d{6,10}|[A-Za-z0-9]{8,16})(?![\w-])"
_RESTORING = re.compile(
    r"(?:\b(?:recovery|back-?up|rescue|emergency|scratch|restore|(?:2|two)[ -]?fa(?:ctor)?|mfa)"
    r"(?:[ -](?:2fa|mfa|login|account|verification|back-?up|recovery)){0,2}[ -]?(?:codes?|keys?)"
    r"|\bwiederherstellungs(?:codes?|schlüssel)|\bcodes? de (?:secours|récupération)|\bcódigos? de (?:recuperación|respaldo|recuperação)"
    r"|\bcodic[ei] di (?:recupero|backup)|恢复码|恢復碼|备用码|备用验证码|备份码|リカバリーコード|バックアップコード)"
    r"(?: (?:for|to|of|für|pour|para|per)(?: [\w'’-]{1,20}){1,4}?)?"
    r"(?: (?:is|are|was|were|ist|sind|lauten|lautet|est|sont|es|son|è|sono)|是|为|は)?"
    rf"\s{{0,2}}[:：=]?\s{{0,2}}[\"'`“]?(?P<value>(?:\d{{1,2}}[.)] ?)?{_ONE}"
    rf"(?:(?:,? (?:and|und|et|y|e|or) |[,;/、]\s?|\s{{1,2}})(?:\d{{1,2}}[.)] ?)?{_ONE}){{0,19}})",
    re.IGNORECASE,
)
"""Codes that open an account again, often several of them."""
_EACH = re.compile(_ONE)

_LOCK = r"(?:front |back |main )?(?:door|gate|alarm|safe|locker|garage|lock|padlock|suitcase|vault)"
_COMBINATION = re.compile(
    rf"\b(?:{_LOCK} (?:combination|combo|code|pin)|(?:combination|combo|code|pin) (?:for|to|of|on) (?:the|my|our|his|her|their)"
    rf" (?:\w{{1,20}} )?(?:{_LOCK}|card|phone|sim))"
    r"(?:(?: [\w'’]{1,12}){0,2}?(?: is| was| to)| ?[:=])(?: now)? "
    r"(?P<value>\d{4,8}|\d{1,2}(?:[- ]\d{1,2}){2,3})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
"""What opens a door or a safe."""
_PLACE = (
    r"(?:haus|wohnungs|garagen|keller)?t(?:ür|or)|eingang|garage|safe|tresor|alarmanlage|schließfach|immeuble|porte|portail|alarme|entrée"
    r"|coffre(?:-fort)?|digicode|puerta|portal|caja fuerte|alarma|portone|cassaforte|allarme"
)
_ITS = r"das|die|den|der|la|le|el|l['’]|mon|ma|mi|notre|unsere?[rn]?|meine?[rn]?"
_LOCK_ABROAD = re.compile(
    rf"\b(?:c[oó]d(?:e|igo|ice)|pin) (?:für|zum|zur|vom|de|del|della?|du|d['’])(?: ?(?:{_ITS}))? ?(?:{_PLACE})\b"
    r",? (?:ist|lautet|est|c['’]est|es|è|:)[: ]*(?P<value>(?=[A-Z]*\d)[A-Z0-9]{4,8})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
"""The same in German, French, Spanish and Italian."""
_PUK = re.compile(
    r"\bpuk\b(?:[- ]?code)?(?: (?:is|was|ist|est|es|è)|[:=])? ?(?P<value>\d{8}|\d{4} \d{4})(?![\w-])", re.IGNORECASE
)
_PIN_TO = re.compile(r"\bpin(?! code)(?: [\w'’]{1,12}){0,3}? to (?P<value>\d{4,8})(?![\w-]|[.,]\d)", re.IGNORECASE)

_SENT = r"(?P<value>(?:[A-Z]{1,3}-)?\d{4,8}|\d{3}[ -]\d{3})(?![\w-])"
_PURPOSE = r"(?:verification|confirmation|one[- ]time|security|log-?in|sign-?in|access|authentication|2fa|sms|activation|door|gate|alarm)"
_CODE_IS = re.compile(
    rf"(?<![\w.,/-]){_SENT} (?:is|was) (?:(?:your|my|our|the) (?:[A-Z][\w'’.-]+ ){{0,3}}(?i:{_PURPOSE}) (?:code|pin|password)"
    r"|(?:your|my|our|the) (?:(?!Zip|ZIP|Postal|Area|Error|Source|Morse)[A-Z][\w'’.-]+ ){0,3}(?:OTP|otp|passcode|one-time password)"
    r"|your (?:(?!Zip|ZIP|Postal|Area|Error|Source|Morse)[A-Z][\w'’.-]+ ){1,3}code)\b"
)
"""A code as it comes by SMS: "G-493021 is your Google verification code"."""
_CODE_FOR = re.compile(
    rf"\b(?i:use|enter|type)(?: the)?(?: code)? {_SENT} (?:as your [\w ]{{0,30}}?(?:code|otp|password)"
    r"|to (?:verify|confirm|sign in|log ?in|authenticate|activate|reset))\b"
)
_LETTERED = re.compile(
    rf"(?i:{_PURPOSE}|\byour \w{{1,20}}) code(?: is| was|:)? (?P<value>[A-Z]{{1,3}}-\d{{4,8}})(?![\w-])"
)
_DRAWN = re.compile(
    rf"(?i:{_PURPOSE}|guard|building|entry) code(?i: is| was|:| ?=) "
    r"(?P<value>(?=[0-9]*[A-Z])(?=(?:[A-Z]*\d){2})[A-Z0-9]{5,10})(?![\w-])"
)
"""One of capitals and digits: "my Steam Guard code is R4TX9"."""
_CODE_CHINESE = re.compile(
    r"(?<![\d.])(?P<value>\d{4,8})\s?(?:是|为)(?:您|你|我)的[^，。\d\n]{0,12}(?:验证码|动态码|校验码|密码)"
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where such passwords and codes are."""
    small = text.lower()
    if has_any(small, _LATIN) or (not text.isascii() and has_any(small, _MARKED)):
        for form in (_TOLD, _AS, _SAME):
            yield from _passwords(text, form)
        for form in (_MOVED, _NEW):
            yield from _passwords(text, form, moved=True)
        yield from (one.span("value") for one in _DIGITS.finditer(text) if _moves(one) and not is_year(one["value"]))
    if has_any(small, _LOGINS) and has_any(small, ("/", "|", ":", "log")):
        yield from _passwords(text, _BESIDE)
    if not any(map(str.isdigit, text)) and "-" not in text:
        return
    if has_any(small, _RESTORED):
        yield from _restoring(text)
    if has_any(small, _LOCKED):
        yield from _sent(text, _COMBINATION, _PIN_TO)
    if has_any(small, ("code", "otp", "one-time")):
        yield from _sent(text, _CODE_IS, _LETTERED, _DRAWN)
    if has_any(small, ("code", "código", "codice", "pin ")):
        yield from _sent(text, _LOCK_ABROAD)
    if "puk" in small:
        yield from _sent(text, _PUK)
    if has_any(small, ("use ", "enter ", "type ")):
        yield from _sent(text, _CODE_FOR)
    if "码" in text:
        yield from _sent(text, _CODE_CHINESE)


_LOGINS = (
    "login",
    "log-in",
    "log in",
    "logged in",
    "logging in",
    "credential",
    "creds",
    "account",
    "user",
    "daten",
    "identifiant",
    "acces",
)
_RESTORED = (
    *(
        "recovery",
        "backup",
        "back-up",
        "rescue",
        "emergency",
        "scratch",
        "restore",
        "2fa",
        "2-fa",
        "2 fa",
        "mfa",
        "factor",
    ),
    *(
        "wiederherstellung",
        "secours",
        "récupération",
        "recuper",
        "respaldo",
        "恢复码",
        "恢復碼",
        "备用",
        "备份码",
        "コード",
    ),
)
_LOCKED = ("combination", "combo", "pin ", "pin:", "code for", "code to", "code of", "code on", "code is", "code was")


def _passwords(text: str, form: re.Pattern[str], *, moved: bool = False) -> Iterator[tuple[int, int]]:
    for match in form.finditer(text):
        start, end = _bare(text, *match.span("value"))
        if _is_one(text[start:end]) and (not moved or _moves(match)):
            yield start, end
            yield from _others(text, end)


def _others(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield the further ones of a list: "my passwords are …, … and …"."""
    while match := _FURTHER.match(text, end):
        start, end = _bare(text, *match.span("value"))
        if not _is_one(text[start:end]):
            return
        yield start, end


def _restoring(text: str) -> Iterator[tuple[int, int]]:
    for match in _RESTORING.finditer(text):
        for one in _EACH.finditer(text, *match.span("value")):
            if not _restores(one[0]):
                break
            yield one.span()


def _sent(text: str, *forms: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for form in forms:
        yield from (match.span("value") for match in form.finditer(text) if not is_year(match["value"]))


def _moves(match: re.Match[str]) -> bool:
    """Return whether something is said to be changed, before or after."""
    around = (
        before(match.string, match.start()),
        match[0][: match.start("value") - match.start()],
        after(match.string, match.end(), 24),
    )
    return any(map(_MOVING.search, around))


def _is_one(value: str) -> bool:
    """Return whether a word is written as passwords are: with letters and digits, or with a sign inside.

    >>> [_is_one(word) for word in ("hunter22", "p@ssword", "longer", "8-character", "ada@example.org", "2024")]
    [True, True, False, False, False, False]
    """
    if is_counted(value):
        return False
    if any(sign in "!@#$%^&*" for sign in value[1:-1]) and not re.search(r"@[\w-]+\.\w", value):
        return len(value) >= 6 and any(map(str.isalpha, value)) and not CODE.match(value) and "://" not in value
    return is_mixed(value)


def _restores(code: str) -> bool:
    """Return whether a word is such a code: with a digit, or in capitals and groups of one length.

    >>> [_restores(word) for word in ("8f3k-29dk", "ABCD-EFGH-IJKL", "somewhere", "READ-ONLYS", "1234 5678")]
    [True, True, False, False, True]
    """
    groups = code.split("-")
    if any(map(str.isdigit, code)):
        return not is_counted(code) and not is_year(groups[0])
    return code.isupper() and len(groups) > 1 and len({len(group) for group in groups}) == 1


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without what ends a sentence, closes a bracket or a quote."""
    while end > start and text[end - 1] in ".,;:!?)]}\"'`”“»」’":
        end -= 1
    return start, end
