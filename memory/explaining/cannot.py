"""What a person cannot have, by the words that taught it: an allergy, an illness, a faith. What they only do not like can wait for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from ..store import event_statements

NEAR: Final = 160
"""Characters to either side of a phrase that are read, as far as its sentence goes."""

_ENDS: Final = re.compile(r"[.!?;\n](?=\s|$)|[。！？；]")

_GOES_ON: Final = re.compile(r"\s*(?:and|also|or|nor|plus|same|y|o|und|auch|et|aussi|还有|也)\b", re.IGNORECASE)

_WORDS: Final = re.compile(
    r"(?<!not )(?<!n't )\ballerg|anaphyla|\bepi-?pen|intol[eé]ran|\bc(?:o?e|œ)lia|autoimmun|\bdiabet|\bhba1c|\bpregnan|\bbreast-?feed"
    r"|\b(?:can't|can ?not|cant|can no longer|mustn't|must not|not able to|unable to|not allowed(?: to)?) (?:even )?"
    r"(?:eat|have|drink|digest|tolerate|do|handle)\b"
    r"|\b(?:make|get|got|feel)s? (?:me |my \w+ )?(?:\w+ )?(?:sick|ill|swell|itchy?|wheeze|vomit|puke|throw up|come out|bloated)\b"
    r"|\b(?:give|bring)s? (?:me|my \w+) (?:\w+ )?(?:cramps?|hives|migraines?|headaches?|heartburn|reflux|up|out)\b"
    r"|\bupsets? (?:me|my)\b|\bdis?agrees? with me\b|\bdo(?:es)?n't agree with (?:me|my)\b|\breact(?:s|ed)? (?:badly|to)\b|\bkill me\b"
    r"|\bmedical\b|\b(?:my|the|an?) (?:\w+ )?(?:throat|lips|tongue|face|rash|asthma|migraines?|reflux|gout|ibs|kidneys?|liver)\b"
    r"|\bblood pressure\b"
    r"|\b(?:hives|seizures?|warfarin|statins)\b|\b(?:doctor(?! who)|doc|gp|dietitian|nutritionist|cardiologist|gastroenterologist|nurse)\b"
    r"|\b(?:halal|haram|kosher|ramadan|(?-i:Lent)|fasting|faith|religio\w+|jain|muslim|jewish|hindu|adventist|mormon)\b"
    r"|al[eé]rgi|embarazad|cel[ií]ac|musulm|me (?:hinchan?|sientan? mal|caen? mal)|m[eé]dic[oa]|no puedo (?:comer|tomar|beber)"
    r"|unverträg|vertrag(?:e|en)?\b|schwanger|\barzt|ärztin|zöliak|(?:darf|kann) kein"
    r"|enceinte|médecin|je ne (?:peux|supporte) pas (?:manger|boire)|interdit"
    r"|过敏|過敏|不耐受|乳糜|忌口|医生|醫生|医嘱|糖尿|痛风|痛風|高血压|怀孕|懷孕|哺乳|清真|回族|斋|齋|祖訓|祖训|不能[吃喝碰]|吃了就|喝了就",
    re.IGNORECASE,
)


def cannot_have(connection: Connection, topics: Sequence[int]) -> set[int]:
    """Return those of some topics that a person said no to in words of what they cannot have."""
    if not topics:
        return set()
    told = event_statements.refusals_of(connection, topics)
    return {topic for topic, phrase, text in told if is_forbidden(phrase, text)}


def is_forbidden(phrase: str, text: str) -> bool:
    """Return whether the sentence of a phrase says that it cannot be had.

    >>> text = "I'm allergic to nuts. I hate olives."
    >>> is_forbidden("nuts", text), is_forbidden("olives", text)
    (True, False)
    """
    places = [found.start() for found in re.finditer(re.escape(phrase), text)] or [0]
    return any(_WORDS.search(_sentence(text, start, start + len(phrase))) for start in places)


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around a place of a text, with the ones before it that it only goes on with: "Also shellfish."."""
    before = text[max(0, start - NEAR) : start].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    behind = text[end : end + NEAR].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    said = _ENDS.split(before)
    own = f"{said.pop()} {_ENDS.split(behind)[0]}"
    while said and _GOES_ON.match(own):
        own = f"{said.pop()} {own.lstrip()}"
    return own
