"""The kinds of words that can be taken out of a text, each with its own switch."""

from __future__ import annotations

from enum import StrEnum

from ..errors import SettingsError


class Kind(StrEnum):
    """What a stretch of a text is. Where several fit, the one that stands first here is it."""

    KEY = "key"
    PASSWORD = "password"  # noqa: S105 - a kind's name
    CARD = "card"
    IBAN = "iban"
    EMAIL = "email"
    ID = "id"
    PASSPORT = "passport"
    IP = "ip"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"
    PRESIDIO = "presidio"

    @property
    def placeholder(self) -> str:
        """What stands in a stored text instead."""
        return f"[{TITLES[self]}]"


TITLES = {
    Kind.KEY: "key",
    Kind.PASSWORD: "password",
    Kind.CARD: "card number",
    Kind.IBAN: "bank account",
    Kind.EMAIL: "e-mail address",
    Kind.ID: "identity number",
    Kind.PASSPORT: "passport number",
    Kind.IP: "IP address",
    Kind.PHONE: "phone number",
    Kind.ADDRESS: "street address",
    Kind.NAME: "name",
    Kind.PRESIDIO: "name",
}

MEANINGS = {
    Kind.KEY: "API keys and tokens of known providers, private keys, web tokens, random strings that are called a key",
    Kind.PASSWORD: "passwords, PINs and one-time codes, said, set or in an address",
    Kind.CARD: "numbers of payment cards (Luhn) and their security codes",
    Kind.IBAN: "bank accounts (IBAN, its check digits)",
    Kind.EMAIL: "e-mail addresses",
    Kind.ID: "identity, tax and social security numbers of the US, the EU, the UK and China, by their check digits",
    Kind.PASSPORT: "passport numbers",
    Kind.IP: "IP addresses, but those that stand for this machine itself",
    Kind.PHONE: "phone numbers, international and as many countries write their own",
    Kind.ADDRESS: "street addresses: English, German, French, Spanish, Italian and Portuguese forms, Chinese ones",
    Kind.NAME: "names of people where somebody is introduced ('my name is …', 'my sister …', '我叫…')",
    Kind.PRESIDIO: "names of people wherever Presidio sees one; English; the extra `presidio`",
}

SECRETS = frozenset({Kind.KEY, Kind.PASSWORD, Kind.CARD})
"""What nobody wants to find again, and what is taken out before storage unless that is switched off."""

ALL = frozenset(Kind) - {Kind.PRESIDIO}

NAMES = frozenset({Kind.NAME, Kind.PRESIDIO})
"""Whoever is called by a name is called by a part of it, too."""

GROUPS = {"off": frozenset[Kind](), "secrets": SECRETS, "all": ALL}

_ALLOWED = f"choose among {', '.join([*GROUPS, *Kind])}, with commas between"


def kinds(chosen: str) -> frozenset[Kind]:
    """Return the kinds of a setting: names of kinds and groups between commas; one with a minus is left out again.

    >>> sorted(str(one) for one in kinds("secrets, email, -card"))
    ['email', 'key', 'password']

    Raises:
        SettingsError: one of them is neither a kind nor a group, or none is named: that is said with "off".
    """
    found: frozenset[Kind] = frozenset()
    names = [name for part in chosen.split(",") if (name := part.strip().lower())]
    if all(name.startswith("-") for name in names):
        raise SettingsError(f"no kind of personal words is named in {chosen!r}: {_ALLOWED}")
    for name in names:
        if name.startswith("-"):
            found -= _named(name[1:].strip())
        else:
            found |= _named(name)
    return found


def spelled(chosen: frozenset[Kind]) -> str:
    """Return kinds as `kinds` reads them, "off" for none.

    >>> spelled(SECRETS | {Kind.EMAIL})
    'key, password, card, email'
    """
    return ", ".join(kind for kind in Kind if kind in chosen) or "off"


def _named(name: str) -> frozenset[Kind]:
    if name in GROUPS:
        return GROUPS[name]
    if name in list(Kind):
        return frozenset({Kind(name)})
    raise SettingsError(f"there is no kind {name!r} of personal words: {_ALLOWED}")
