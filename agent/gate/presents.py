"""Whether a message asks for a present for somebody else: their taste counts then, and not the person's own."""

from __future__ import annotations

import re

_PEOPLE = (
    r"(?:mother|mom|mum|dad|father|parents?|sister|brother|wife|husband|son|daughter|kids?|child|children|uncle|aunt|cousin|nephew|niece"
    r"|grand\w+|friend|partner|girlfriend|boyfriend|colleague|coworker|boss|neighbou?r|teacher|roommate|flatmate|housemate|manager|in-laws?|\w+-in-law|fianc[eé]e?|grandchild\w*|toddler|baby)"
)
_CHINESE = (
    r"(?:妈妈?|爸爸?|父亲|母亲|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶|外公|外婆|老公|老婆|丈夫|妻子|男朋友|女朋友|男友|女友|儿子|女儿|孩子|娃|朋友|闺蜜"
    r"|同事|同学|老师|老板|领导|室友|舍友)"
)
_LIKES = (
    r"(?:loves?|likes?|enjoys?|adores?|collects?|plays?|into"
    r"|(?:obsessed|crazy|mad|wild|keen|nuts) (?:with|about|on|for)|(?:a )?\w* ?fan of)"
)
_PRESENT = re.compile(r"\b(?:gifts?|presents?|(?:buy|get|give) (?:him|her|them|my|our|a)\b)|礼物|送(?!货|快递|餐|外卖)")
_TASTE = re.compile(
    rf"\b(?:he|she|they|who|my {_PEOPLE})(?:'s| is| are|'re)? (?:\w+ ){{0,2}}{_LIKES}\b"
    rf"|(?:[他她]们?|{_CHINESE})"
    r"(?:平时|最近|一直|都|就|很|特别|非常|超级?|最|挺|比较|也){0,3}(?:喜欢|热爱|爱[^人情]|迷上?|痴迷)"
)
_SOMEBODY = re.compile(
    rf"\b(?:for|him|her|them)\b|\b(?:my|our|a) (?:[\w-]+ ){{0,2}}{_PEOPLE}\b|[给送](?!我|自己)|[他她]"
)
_GIFT = re.compile(
    r"\b(?:gifts?|presents?)\b(?! (?:cards?|vouchers?|from)\b)"
    rf"|\b(?:buy|get|give|bring) (?:him|her|them|(?:my|our) (?:[\w-]+ )?{_PEOPLE})\b"
    rf"|礼物|送(?:给)?(?:[他她]|我?们?的?{_CHINESE})"
)
_PERSON = re.compile(
    rf"\b(?:for|buy|get|give|bring) (?:him|her|them|(?:(?:my|our|an?|the) (?:[\w-]+ ){{0,2}}?)?{_PEOPLE})\b"
    rf"|\b(?:my|our) (?:[\w-]+ ){{0,2}}?{_PEOPLE}(?:'s)? (?:\w+ )?(?:birthday|wedding|anniversary)\b"
    rf"|[给送为](?:[他她]|我?们?的?(?:[好老大小]|最好的)?{_CHINESE})|[他她]"
)
_EUROPEAN = re.compile(
    r"\b(?:(?:ver)?schenken?|geschenke?)\b.*\b(?:mein(?:e[rmn]?)?|ihm|ihr|ihnen|für)\b|\bregal(?:os?|ar\w*|o)\b.*\b(?:mis?|para|una?)\b"
    r"|\bregalar(?:le|les)\b|\b(?:cadeaux?|offrir)\b.*\b(?:mon|ma|mes|lui|leur|pour)\b"
)
"""German, Spanish and French."""
_OWN = re.compile(r"\bfor (?:me|myself)\b|\bfür mich\b|\bpara mí\b|\bpour moi\b|给我自?己?(?:买|送|选|挑)个?|送自己")


def is_for_somebody(text: str) -> bool:
    """Return whether a message asks for a present for somebody else.

    >>> is_for_somebody("A present for my dad?"), is_for_somebody("A present for me? I love fishing."), is_for_somebody("送妈妈什么好？")
    (True, False, True)
    """
    words = text[:1000].lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    told = _PRESENT.search(words) and _TASTE.search(words) and _SOMEBODY.search(words)
    named = _GIFT.search(words) and _PERSON.search(words)
    return bool(told or named or _EUROPEAN.search(words)) and not _OWN.search(words)
