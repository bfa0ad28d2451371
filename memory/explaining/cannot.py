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

_WORDS: Final = re.compile(
    r"allerg|anaphyla|\bepi-?pen|intoleran|\bc(?:o?e|œ)lia|autoimmun|\bdiabet|\bhba1c|\bpregnan|\bbreast-?feed"
    r"|\b(?:can't|can ?not|cant|mustn't|must not|not allowed(?: to)?) (?:even )?(?:eat|have|drink|digest|tolerate|touch|take)\b"
    r"|\bmakes? (?:me|my \w+) (?:\w+ )?(?:sick|ill|swell|itch|wheeze|vomit|puke|throw up|come out)|\bbrings? me (?:up|out) in"
    r"|\b(?:throat|lips|tongue|face|hives|rash|asthma|migraines?|seizures?|reflux|gout|ibs|kidneys?|liver|warfarin|blood pressure)\b"
    r"|\b(?:doctor|doc|gp|dietitian|nutritionist|cardiologist|gastroenterologist|nurse)\b"
    r"|\b(?:halal|haram|kosher|ramadan|lent|fasting|faith|religio\w+|jain|muslim|jewish|hindu|adventist|mormon)\b"
    r"|alergi|intoleran|embarazad|celíac|me (?:hincha|sienta mal|cae mal)|médico|medico"
    r"|unverträg|vertrag(?:e|en)?\b|schwanger|\barzt|ärztin|zöliak"
    r"|enceinte|médecin|je ne (?:peux|supporte) pas manger|interdit"
    r"|过敏|過敏|不耐受|乳糜|忌口|医生|醫生|医嘱|糖尿|痛风|痛風|高血压|怀孕|懷孕|哺乳|清真|斋|齋|祖訓|祖训|不能[吃喝碰]|吃了就|喝了就",
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
    start = max(0, text.find(phrase))
    before = _ENDS.split(text[max(0, start - NEAR) : start])[-1]
    behind = _ENDS.split(text[start : start + len(phrase) + NEAR])[0]
    return bool(_WORDS.search(f"{before}{behind}".replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))
