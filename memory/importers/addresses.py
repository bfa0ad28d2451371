"""Addresses of pages: what is kept of them, and which pages are nobody's business."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from .found import INTERNAL, LOCAL, MAILBOX, NO_PAGE, OWN_FILES, SIGN_IN, Reason

_INTERNAL = {
    "about", "brave", "browser", "chrome", "chrome-extension", "chrome-native", "chrome-search", "chrome-untrusted",
    "devtools", "edge", "extension", "moz-extension", "opera", "place", "resource", "view-source", "vivaldi", "wyciwyg",
}  # fmt: skip
_LOCAL_ENDINGS = (".localhost", ".local", ".lan", ".internal", ".intranet", ".home", ".home.arpa", ".localdomain")

MAIL_HOSTS = {
    "mail.google.com", "inbox.google.com", "outlook.live.com", "outlook.office.com", "outlook.office365.com",
    "mail.yahoo.com", "mail.proton.me", "mail.aol.com", "mail.zoho.com", "app.fastmail.com", "mail.yandex.ru",
    "mail.yandex.com", "e.mail.ru", "mail.qq.com", "wx.mail.qq.com", "mail.163.com", "mail.126.com", "mail.sina.com.cn",
    "www.icloud.com/mail", "email.t-online.de", "app.hey.com", "3c.gmx.net", "3c.web.de", "app.mailbox.org",
    "office.mailbox.org", "app.tuta.com", "app.tutanota.com", "outlook.cloud.microsoft", "poczta.wp.pl", "poczta.onet.pl",
    "poczta.interia.pl", "exmail.qq.com",
}  # fmt: skip
_MAIL_HOST = re.compile(
    r"(.+\.)?(webmail|roundcube|owa)\.[^.]+\..+|(bap\.)?navigator[\w-]*\.(gmx|web|mail)\.[a-z.]+|"
    r"mail\.(google|gmx|yahoo|yandex|zoho|aol|proton|protonmail|tutanota|tuta|fastmail|orange|libero|virgilio|rambler|ukr|naver|daum|ionos"
    r"|rediff|mailbox|sina|163|126|139|sohu)\.[a-z.]+"
)
_MAIL_PATH = re.compile(
    r"(www\.)?(icloud\.com/mail|hey\.com/imbox|laposte\.net/accueil)(/|$)|"
    r"[^/]+/(owa|webmail|roundcube(mail)?|rcmail|squirrelmail|rainloop|snappymail|horde/imp|sogo/so|zimbra)(/|$)",
    re.IGNORECASE,
)
"""Mailboxes by host and path; any organization may have its own at such a place."""
_SIGN_IN_HOST = re.compile(r"(accounts?|login|signin|auth|sso|passport|oauth2?)\.")
_SIGN_IN_PATH = re.compile(
    r"/(oauth2?|saml2?)/|/(log[-_]?(in|on|out)|sign[-_]?(in|on|up|out)|oauth2?|auth|authorize|sso|saml2?|register|2fa|mfa|"
    r"(forgot|forgotten|reset|lost|change)[-_]?password|password[-_]?(reset|forgot|forgotten|change|recovery)|wp-login|"
    r"anmelden|einloggen|abmelden|registrieren|passwort[-_]?vergessen|connexion|deconnexion|se-connecter|mot-de-passe-oublie|"
    r"iniciar[-_]?sesion|cerrar[-_]?sesion|inloggen|accedi|logowanie|zaloguj)(\.[a-z]+)?/?$|"
    r"/passwords?/(reset|forgot|change|recover|edit|new)(/|\.|$)|/(reset|verify|activate)/(?=[\w-]*\d)\w{20,}/?$",
    re.IGNORECASE,
)
_ONCE_PATH = re.compile(r"/(reset|verify|activate|confirm|invite|magic|unlock)(\.[a-z]+)?/?$", re.IGNORECASE)
_ONCE_QUERY = re.compile(r"(?:^|&)\w{0,20}(?:token|code|key|ticket|hash|otp)=[^&]", re.IGNORECASE)
"""Pages that open once, by what was sent in a mail: `/reset?token=…`."""
_SECRET = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}|eyJ[\w.-]{20,}",
    re.IGNORECASE,
)


def split(url: str) -> SplitResult | None:
    """Return an address in its parts; None where it is none."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port, parts.hostname  # what cannot be read raises here
    except ValueError:
        return None
    return parts


def kept(parts: SplitResult) -> str:
    """Return what is kept of an address: no name, no password, no query, no fragment, no long keys in its path.

    >>> kept(urlsplit("https://ada:secret@example.org:8080/a?token=1#b"))
    'https://example.org:8080/a'
    >>> kept(urlsplit("https://docs.example.org/d/1A2b3C4d5E6f7G8h9I0jKlMn/edit"))
    'https://docs.example.org/d/…/edit'
    """
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    path = "/".join(_SECRET.sub("…", piece) for piece in parts.path.split("/"))
    return f"{parts.scheme.lower()}://{host}{'' if path == '/' else path}"


def private(parts: SplitResult) -> Reason | None:
    """Return why a page is not taken, whatever its title; None if it may be."""
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    if scheme in _INTERNAL:
        return INTERNAL
    if scheme == "file":
        return OWN_FILES
    if scheme not in ("http", "https") or not host:
        return NO_PAGE
    if is_local(host):
        return LOCAL
    if host in MAIL_HOSTS or _MAIL_HOST.fullmatch(host) or _MAIL_PATH.match(f"{host}{parts.path}"):
        return MAILBOX
    once = _ONCE_PATH.search(parts.path) and _ONCE_QUERY.search(parts.query)
    return SIGN_IN if once or _SIGN_IN_HOST.match(host) or _SIGN_IN_PATH.search(parts.path) else None


def barred(url: str) -> Reason | None:
    """Return why something at an address is not taken; None if it may be, as where the address is of no page: `spotify:track:1`."""
    parts = split(url) if url else None
    reason = private(parts) if parts is not None else None
    return None if reason is NO_PAGE else reason


def is_local(host: str) -> bool:
    """Return whether a host is this machine or one of the local network.

    >>> [is_local(host) for host in ("localhost", "192.168.0.1", "printer", "example.org")]
    [True, True, True, False]
    """
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return "." not in host.rstrip(".") or host.rstrip(".").endswith(_LOCAL_ENDINGS)
