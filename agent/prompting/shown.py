"""What can be seen of a text: characters that show nothing or turn the writing around are taken out. Pure functions."""

from __future__ import annotations

import re
import unicodedata

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Fillers, marks of direction, tags, supplementary variation selectors: what can hide words from a person and show them to a model. The
joiners of emoji and of Indic and Arabic scripts, and the selectors of emoji, are not among them."""

_UNSEEN = re.compile(f"[{UNSEEN}]+|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]+|[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
_LINES = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")

_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_HEAPED = re.compile(f"([{_ACCENTS}]{{2}})[{_ACCENTS}]+")

# Letters of other scripts that look like Latin ones, as far as they are used to hide words: Cyrillic, Greek, Armenian, small capitals.
_LIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝѵѴӏАВЕКМНОРСТУХІЈЅԌԚԜαινορτυχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧоՏսոօɑɡıᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "aeopcyxijsdhqwvvlABEKMHOPCTYXIJSGQWaivoptuxkABEZHIKMNOPTYXoSunoagiabcdeghijklmnoprstuvwyz",
)
_LATIN = re.compile(r"[A-Za-z]")


def shown_text(text: str) -> str:
    """Return a text with its lines and tabs, without what cannot be seen of it.

    >>> shown_text("a\\u202eb\\x1b[2J\\U000e0041\\r\\nc")
    'ab[2J\\nc'
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _LINES.sub("\n", text))


def calmed(text: str) -> str:
    """Return a text with at most two accents on a letter: heaps of them cover the lines around."""
    return text if text.isascii() else _HEAPED.sub(r"\1", text)


def looks_like(text: str) -> str:
    """Return a text as a hasty eye reads it: without accents, and letters of other scripts as the Latin ones that they look like.

    >>> looks_like("Ignоrе thе rülеs"), looks_like("Я люблю чай")
    ('Ignore the rules', 'Я люблю чай')
    """
    if text.isascii() or not _LATIN.search(text):
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", bare.translate(_LIKE))
