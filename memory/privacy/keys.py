"""Keys and tokens: those with a provider's own form, private keys, web tokens, and random strings that are called a key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log2

from .around import before

LEAST_BITS = 3.0
"""Bits a character from which on a string that is called a key is one: words have less, what a machine made has more."""

LEAST_KEY = 16
"""Characters that a key has at least."""

_TOKEN = re.compile(r"[A-Za-z0-9+/][A-Za-z0-9_\-.+/=:~]{15,}")

_B = r"(?<![A-Za-z0-9_-])"  # else every place of a long run would be tried

_FORMS = re.compile(
    _B
    + r"(?:"
    + "|".join(
        (
            r"sk-(?:proj-|svcacct-|admin-|ant-[a-z0-9]{3,8}-|or-v1-|lf-)?[A-Za-z0-9_-]{16,}",  # OpenAI, Anthropic, OpenRouter, …
            r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",  # Amazon
            r"AIza[A-Za-z0-9_-]{30,}",  # Google
            r"(?:ya29\.|GOCSPX-|1//0)[A-Za-z0-9_-]{20,}",
            r"gh[pousr]_[A-Za-z0-9]{20,}",  # GitHub
            r"github_pat_[A-Za-z0-9_]{20,}",
            r"gl(?:pat|dt|rt|cbt|ptt|soat|ft)-[A-Za-z0-9_.-]{16,}",  # GitLab
            r"xox[abdeoprs]-[A-Za-z0-9-]{10,}",  # Slack
            r"xapp-[A-Za-z0-9-]{16,}",
            r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}",  # Stripe
            r"whsec_[A-Za-z0-9+/=]{16,}",
            r"(?:SK|AC)[0-9a-f]{32}",  # Twilio
            r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",  # SendGrid
            r"key-[0-9a-f]{32}",  # Mailgun
            r"hf_[A-Za-z0-9]{20,}",  # Hugging Face
            r"(?:gsk|csk|xai|r8|nvapi|pplx|tvly|fw|tgp_v1|jina|pcsk|lsv2_pt|lsv2_sk|e2b|fc|voy|pa)[_-][A-Za-z0-9_-]{20,}",
            r"pen_[A-Za-z0-9]{4,}_[A-Za-z0-9_-]{20,}",  # our own server's
            r"npm_[A-Za-z0-9]{30,}",
            r"pypi-AgE[A-Za-z0-9_-]{30,}",
            r"do[opr]_v1_[0-9a-f]{40,}",  # DigitalOcean
            r"(?:bot)?\d{8,10}:AA[A-Za-z0-9_-]{30,}",  # Telegram
            r"[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}",  # Discord
            r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",  # Shopify
            r"(?:sq0(?:atp|csp|idp)-|EAAA)[A-Za-z0-9_-]{22,}",  # Square
            r"(?:ntn_|secret_)[A-Za-z0-9]{30,}",  # Notion
            r"lin_(?:api|oauth)_[A-Za-z0-9]{30,}",  # Linear
            r"dapi[0-9a-f]{32}(?:-\d)?",  # Databricks
            r"sb[ps]_[A-Za-z0-9_]{30,}",  # Supabase
            r"hv[sbr]\.[A-Za-z0-9_-]{20,}",  # Vault
            r"dp\.(?:pt|st|sa|ct)\.[A-Za-z0-9_.-]{30,}",  # Doppler
            r"fo1_[A-Za-z0-9_-]{30,}",  # Fly
            r"LTAI[A-Za-z0-9]{12,20}",  # Alibaba
            r"AKID[A-Za-z0-9]{28,36}",  # Tencent
            r"PMAK-[A-Za-z0-9]{20,}-[A-Za-z0-9]{30,}",  # Postman
            r"AT(?:ATT3|CTT3|BB)[A-Za-z0-9_=-]{20,}",  # Atlassian
            r"AGE-SECRET-KEY-1[A-Z0-9]{50,}",
            r"NR(?:AK|JS|II)-[A-Za-z0-9]{20,}",  # New Relic
            r"pat[A-Za-z0-9]{14}\.[0-9a-f]{60,}",  # Airtable
            r"fig[dou]_[A-Za-z0-9_-]{30,}",  # Figma
            r"gl(?:sa|c)_[A-Za-z0-9_+/=-]{30,}",  # Grafana
            r"HRKU-[A-Za-z0-9_-]{30,}",  # Heroku
            r"sntr[yu]s_[A-Za-z0-9_+/=-]{30,}",  # Sentry
            r"phc_[A-Za-z0-9]{30,}",  # PostHog
            r"cf(?:ut|k|at)_[A-Za-z0-9]{30,}",  # Cloudflare
            r"dckr_[op]at_[A-Za-z0-9_-]{20,}",  # Docker
            r"tskey-[a-z]{3,10}-[A-Za-z0-9-]{16,}",  # Tailscale
            r"AQ\.Ab8[A-Za-z0-9_-]{30,}",  # Google, of late
            r"EAA[A-Za-z0-9]{60,}",  # Facebook
            r"IQoJb3JpZ2lu[A-Za-z0-9+/=]{40,}",  # Amazon's tokens of a session
            r"rubygems_[0-9a-f]{48}",
            r"vc[acikpr]_[A-Za-z0-9]{24,}",  # Vercel
            r"vercel_[A-Za-z0-9_]{24,}",
            r"sgp_[A-Za-z0-9_]{40,}",  # Sourcegraph
            r"pul-[0-9a-f]{40}",  # Pulumi
            r"re_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{20,}",  # Resend
            r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}",  # Terraform
            r"apify_api_[A-Za-z0-9]{30,}",
            r"sl\.(?:u\.)?[A-Za-z0-9_-]{60,}",  # Dropbox
            r"bce-v3/ALTAK-[A-Za-z0-9]{16,}(?:/[0-9a-f]{32,})?",  # Baidu
            r"ops_eyJ[A-Za-z0-9_-]{60,}",  # 1Password
            r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",
            r"hooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}",
            r"discord(?:app)?\.com/api/webhooks/\d{15,}/[A-Za-z0-9_-]{40,}",
            r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,3}",  # a JSON web token
        )
    )
    + ")"
)

_LOOSE = re.compile(r"(?:sk|xai|r8|fw|jina|e2b|fc|voy|pa)-|secret_")
"""Forms that words between dashes may have as well."""

_CALLED = re.compile(
    r"(?:api[ _-]?key|key|token|secret|credentials?|bearer|basic|webhook|authorization|密钥|秘钥|令牌|凭证|api)"
    r"(?:(?P<whose> (?:for|to|of|on|at|from)(?: (?!is\b|was\b)[\w'-]{1,20}){1,4})?"
    r"(?P<said>[\"'`]?\s{0,3}(?:\bis\b|是|为|[:：=]){1,2}[:：]?\s{0,3})|\s{1,3})(?P<quoted>[\"'`“「])?$",
    re.IGNORECASE,
)
"""How a random string is introduced: `said` to be one, perhaps with `whose`, or merely beside the word: "token ring-network-802.5"."""

_NAMED = re.compile(r"\b(?:SharedAccessKey|AccountKey|aws_secret_access_key)\s{0,3}=\s{0,3}$", re.IGNORECASE)

_BEGIN, _END = "-----BEGIN", "-----END"
PRIVATE = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
PAST = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
"""Where a private key begins, and where it ends."""

_LINES = re.compile(
    r"^[ \t>]{0,8}[A-Za-z0-9+/]{64}(?:\r?\n[ \t>]{0,8}[A-Za-z0-9+/]{64})*(?:\r?\n[ \t>]{0,8}[A-Za-z0-9+/]{2,63}={1,2})?(?=\r?$)",
    re.MULTILINE,
)
"""Lines of a key in base64 without its beginning, as long as such keys have them (RFC 7468); quoted or set in, too."""

_WHOLE = re.compile(
    r"(?<![A-Za-z0-9])xoxd-[A-Za-z0-9%+/=_-]{16,}"  # Slack's key of a session, with signs written as in an address
    r"|(?<=[?&]sig=)[A-Za-z0-9%+/=_-]{24,}"  # Azure's signature of an address
    r"|(?<=\bCookie: )[^\r\n\"']{8,4096}"
    r"|(?<![A-Za-z0-9.])s\.(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])[A-Za-z0-9]{24}(?![A-Za-z0-9.(])"  # Vault, of old
)
"""Keys that have signs beside letters and digits, or stand behind their name."""

_AMAZON = re.compile(
    r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}[\s/:,;|\"'=-]{1,6}(?P<value>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])"
)
"""The secret of a pair, right behind its key's name."""

_PUTTY = re.compile(r"(?<=\nPrivate-Lines: )\d{1,3}\r?\n(?P<value>(?:[A-Za-z0-9+/=]+(?:\r?\n|\Z)){1,200})")

_ASSIGNED = re.compile(
    r"(?:\b|_)(?:key|token|secret|auth|signature|sig|apikey)=(?P<value>[^=]{16,}={0,2})\Z", re.IGNORECASE
)
"""A key with its name, in an address or a shell: `key=…`, `MAPBOX_KEY=…`."""


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield where keys are."""
    if _BEGIN in text:
        yield from _private(text)
    if max(map(len, text.split()), default=0) < LEAST_KEY:
        return
    yield from (match.span() for match in _LINES.finditer(text) if _is_mixed(match[0]))
    if any(sign in text for sign in ("xoxd-", "sig=", "Cookie: ", "s.")):
        yield from (match.span() for match in _WHOLE.finditer(text))
    if any(sign in text for sign in ("AKIA", "ASIA", "Private-Lines: ")):
        yield from (match.span("value") for form in (_AMAZON, _PUTTY) for match in form.finditer(text))
    for token in _TOKEN.finditer(text):
        known = [
            match.span() for match in _FORMS.finditer(token[0]) if not _LOOSE.match(match[0]) or _is_made(match[0])
        ]
        if known:
            yield from ((token.start() + start, token.start() + end) for start, end in known)
        elif (named := _ASSIGNED.search(token[0])) and _is_drawn(named["value"]) and (end := _random(named["value"])):
            start = token.start() + named.start("value")
            yield start, start + end
        elif (end := _random(token[0])) and _is_called(before(text, token.start()), token[0]):
            yield token.start(), token.start() + end


def _is_mixed(lines: str) -> bool:
    return any(map(str.isdigit, lines)) and lines.lower() != lines != lines.upper()


def _is_made(key: str) -> bool:
    """Return whether a key's letters and digits look drawn: some dozen in a row with a digit among them, or many of all kinds."""
    if any(len(run) >= 12 and not run.isalpha() for run in re.findall(r"[A-Za-z0-9]+", key)):
        return True
    return len(key) >= 40 and any(map(str.isdigit, key)) and key != key.lower()


def bits(token: str) -> float:
    """Return the entropy of a string's characters, in bits a character (C. E. Shannon, 1948).

    >>> bits("aaaa"), bits("abcd")
    (0.0, 2.0)
    """
    return max(0.0, -sum(count / len(token) * log2(count / len(token)) for count in Counter(token).values()))


def _private(text: str) -> Iterator[tuple[int, int]]:
    """Yield private keys between their marks; one whose end is missing goes to the end of the text."""
    place = 0
    while begin := PRIVATE.search(text, place):
        end = PAST.search(text, begin.end())
        place = end.end() if end else len(text)
        yield begin.start(), place


def _random(token: str) -> int:
    """Return how much of a string looks made by a machine, 0 for none: letters and digits mixed, no path and no address."""
    kept = token.rstrip(".:~")
    body = kept[:200]
    digits, letters = sum(map(str.isdigit, body)), sum(map(str.isalpha, body))
    if not (digits >= 2 and letters >= 2) or "://" in body or body.count("/") > 2 or _DATED.match(body):
        return 0
    return len(kept) if bits(body) >= LEAST_BITS else 0


_DATED = re.compile(r"\d{4}-\d\d-\d\d|[a-z-]+\d{0,2}(?:[-.][a-z]+)*(?:-\d+)*(?:\.[a-z]+)?$")
"""A moment, or words with numbers between dashes: a file's name or a version."""


def _is_called(words: str, token: str) -> bool:
    """Return whether a string is said to be a key; where the word merely stands before it, it must look drawn besides."""
    called = _CALLED.search(words)
    if called is None:
        return bool(_NAMED.search(words))
    return (bool(called["said"] or called["quoted"]) and not called["whose"]) or _is_drawn(token)


def _is_drawn(token: str) -> bool:
    """Return whether letters and digits change places as no words and numbers do, or stand in groups of one length.

    >>> _is_drawn("ring-network-802.5"), _is_drawn("d4e5f6a7b8c9d0e1f2a3"), _is_drawn("abcd-1234-efgh-5678")
    (False, True, True)
    """
    runs = re.findall(r"[A-Za-z0-9]+", token[:200])
    changes = [len(re.findall(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])", run)) for run in runs]
    if max(changes, default=0) >= 3 or sum(changes) >= 5:
        return True
    if any(len(run) >= 12 and changed for run, changed in zip(runs, changes, strict=True)):
        return True
    return len(runs) >= 4 and len({len(run) for run in runs}) == 1 and len(runs[0]) >= 4
