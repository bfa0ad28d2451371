"""Whether a message asks for a present for somebody whose taste it tells: that taste counts then, and not the person's own."""

from __future__ import annotations

import re

_PEOPLE = (
    r"(?:mother|mom|mum|dad|father|parents?|sister|brother|wife|husband|son|daughter|kids?|child|children|uncle|aunt|cousin|nephew|niece"
    r"|grand\w+|friend|partner|girlfriend|boyfriend|colleague|coworker|boss|neighbou?r|teacher|roommate|flatmate)"
)
_LIKES = (
    r"(?:loves?|likes?|enjoys?|adores?|collects?|plays?|into"
    r"|(?:obsessed|crazy|mad|wild|keen|nuts) (?:with|about|on|for)|(?:a )?\w* ?fan of)"
)
_PRESENT = re.compile(r"\b(?:gifts?|presents?|(?:buy|get|give) (?:him|her|them|my|our|a)\b)|礼物|送(?!货|快递|餐|外卖)")
_TASTE = re.compile(
    rf"\b(?:he|she|they|who|my {_PEOPLE})(?:'s| is| are|'re)? (?:\w+ ){{0,2}}{_LIKES}\b"
    r"|(?:[他她]们?|妈妈?|爸爸?|父亲|母亲|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶|外公|外婆|老公|老婆|丈夫|妻子|男朋友|女朋友|儿子|女儿|孩子|娃|朋友|闺蜜|同事|老师)"
    r"(?:平时|最近|一直|都|就|很|特别|非常|超级?|最|挺|比较|也){0,3}(?:喜欢|热爱|爱[^人情]|迷上?|痴迷)"
)
_SOMEBODY = re.compile(
    rf"\b(?:for|him|her|them)\b|\b(?:my|our|a) (?:[\w-]+ ){{0,2}}{_PEOPLE}\b|[给送](?!我|自己)|[他她]"
)
_OWN = re.compile(r"\bfor (?:me|myself)\b|给我自?己?(?:买|送|选|挑)个?|送自己")


def is_for_their_taste(text: str) -> bool:
    """Return whether a message asks for a present for somebody else and says what they like.

    >>> is_for_their_taste("A present for my dad? He loves fishing."), is_for_their_taste("A present for me? I love fishing.")
    (True, False)
    """
    words = text[:1000].lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    told = _PRESENT.search(words) and _TASTE.search(words) and _SOMEBODY.search(words)
    return bool(told) and not _OWN.search(words)
