"""What a text quotes of someone else: "he told me, 'I love poker'" says nothing of the person who writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .worked_on import handed_over

_QUOTED: Final = re.compile(
    r'"[^"\n]{2,400}"|“[^“”\n]{2,400}”|„[^„“”"\n]{2,400}[“”"]|«[^«»\n]{2,400}»|「[^「」\n]{2,400}」|『[^『』\n]{2,400}』'
)
_MARKS: Final = frozenset('"“„«「『')
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I'[a-z]+|I’[a-z]+)\b|[我俺咱]")
_NAMED = r"(?:[A-Z][\w'’,]*|of|the|a|and|in|for|to|on)"
_TITLE: Final = re.compile(
    rf"{_NAMED}(?:\s{_NAMED}){{1,5}}"
    r"|(?![我俺咱]\w{0,2}(?:[爱愛恨怕想]|喜[欢歡]|[讨討][厌厭]))[^\W_A-Za-z，。！？\s]{2,6}"
)
_SAYS = r"(?:said|says|say|told|tells|asked|asks|replied|wrote|writes|goes|went|shouted|answered|whispered|thinks|texted|posted)"
_BEFORE: Final = re.compile(
    rf"(?P<who>\b\w+)\s+(?:(?:just|always|once|often|then)\s+)?{_SAYS}\b[^.!?\n\"“]{{0,30}}[,:]?\s*$"
    r"|(?P<han>[^，。！？；：:,\n”“「」『』\"]{0,16}?)(?:[说說]|道|[问問]|[写寫](?:道|了|[过過])?|喊|回答|表示|[讲講]|[话話])(?:[过過了])?[：:，,]?\s*$"
)
_BEHIND: Final = re.compile(
    rf"\s*,?\s*(?:(?P<who>\w+)(?:\s+\w+)?\s+{_SAYS}\b|{_SAYS}\s+(?P<late>\w+)|(?P<han>[^，。\n]{{0,4}}?)(?:说道?|问道?|写道)(?![起明]))"
)
_EUROPEAN: Final = re.compile(
    r"\b(?P<verb>dice|dicen|dijo|dijeron|decía|digo|dije|escribió|respondió|sagt|sagte|sagen|sage|meint|meinte|schreibt|schrieb"
    r"|fragt|dit|disent|disait|dis|répond|répète|écrit|écris)\b[^.!?\n«„“\"]{0,20}[,:]?\s*$",
    re.IGNORECASE,
)
"""Before what is quoted in Spanish, German and French."""
_EUROPEAN_BEHIND: Final = re.compile(
    r"\s*,?\s*(?P<verb>dice|dijo|decía|sagt|sagte|meint|meinte|dit|disait|c['’]est)\s+(?!ich\b|je\b|yo\b)\w",
    re.IGNORECASE,
)
_OWN_WORDS: Final = frozenset({"digo", "dije", "sage", "dis", "écris"})
_HAN_ME: Final = re.compile(
    r"(?:[昨今前那]天|[刚剛][才刚剛]?|以前|上次|[后後][来來]|其[实實]|所以|但是?|然[后後]|就|而且|因[为為])*(?P<me>[我俺咱])(?:[们們])?"
    r"(?:[常总總也都就还還曾老只想要]|[经經]常|[总總]是|一直|以前|[刚剛][才刚剛]?|[昨今]天|自己|心里|真的|[会會]|[说說]|在[^，。]{1,6}"
    r"|[跟对對和向给給][^，。]{1,8})*"
)
"""The speaker as who says something, with no more than how, to whom and where between: "我跟我妈(说)", not "我妈(说)"."""
_WORKED_ON: Final = re.compile(
    r"\b(?:translate|say|spell|pronounce|does|define|called|write|dit-on|dire|traduis|traduire|traduce|traducir|se dice|decir|significa"
    r"|sagt man|übersetze|übersetz|schreibt man)\s+$",
    re.IGNORECASE,
)
_HAN_WORKED_ON: Final = re.compile(
    r"(?:翻[译譯]|[译譯]|[润潤]色|修改|改[写寫]|改|校[对對]|造句|朗?[读讀]|念|解[释釋])(?:一下|成\w{1,3}|下|[这這那]|面的?|[个個]|句|段|[话話]|文字){0,5}[：:]?\s*$"
)
_HAN_ASKED: Final = re.compile(
    r"\s*(?:[这這那]?[句段个個]?[话話词詞]?)?(?:"
    r"(?:用|在|的)?(?:\w{1,4}[语語文话話]|[语語文])?(?:里|裡|中)?(?:怎[么麼]|如何|咋|[点點])(?:[说說]|[讲講]|[写寫]|念|[读讀]|翻[译譯]?|[译譯]|表[达達])"
    r"|(?:翻[译譯]?|[译譯]|改|[换換][写寫]?|改[写寫]|[说說]|[写寫])(?:成|[为為])\w{0,6}|翻[译譯]|[润潤]色|(?:是|係)(?:什[么麼]|啥|咩|乜)意思)"
)
"""Before or behind what is to be translated, mended or explained."""
_HAN_TASK: Final = re.compile(
    r"(?:把|[将將])(?P<made>[^，。！？\n“「『\"]{3,60}?)(?:翻[译譯]?|[译譯])(?:成|[为為])\w{1,3}"
    r"|(?P<asked>[^，。！？：:\n“”「」『』\"]{3,60}?)用\w{1,3}[语語文话話]?(?:怎[么麼]|如何|咋|[点點])(?:[说說讲講写寫念翻])"
)
"""The same without quotation marks: "把我喜欢游泳翻译成英语"."""
_TEXTS = (
    r"(?:recipe|lyrics|song|poem|quote|chorus|verse|review|letter|e-?mail|message|text|note|caption|tweet|post|comment|story|paragraph"
    r"|passage|excerpt)"
)
_ANNOUNCED: Final = re.compile(rf"\b{_TEXTS}\s?[:：]\s?$", re.IGNORECASE)
_OWN: Final = re.compile(rf"\b(?:my|our)\s+(?:[\w-]+\s+)?{_TEXTS}\s?[:：]\s?$", re.IGNORECASE)
"""Before a quotation: a text is quoted, the person's own ("my review:") or somebody else's ("my mother's recipe:")."""
_MY: Final = re.compile(r"\b(?:my|me|mine|our)\b", re.IGNORECASE)
_SUNG_BEFORE: Final = re.compile(r"\b(?:lyrics|song|chorus|verse|poem|quote)\s?[:：]\s?$", re.IGNORECASE)
_SUNG: Final = re.compile(
    r"\b(?:lyrics|song|chorus|verse|poem|quote)\s?[:：]\s?(?P<words>'(?!\s)[^\n]{2,400}?(?<!\s)(?<!\bn)'(?!\w)|‘[^‘\n]{2,400}’(?!\w))",
    re.IGNORECASE,
)
"""A song or a saying in single quotation marks, which elsewhere may be apostrophes."""
_SINGLE: Final = re.compile(
    r"(?<![\w'’])(?:'(?![\s\d])(?!(?:cause|cos|em|til|till|twas|tis|n|bout|round|nother)\b)(?=[^\n']{1,399})"
    r"[^\n]{2,400}?(?<=[\w.,!?…)])'(?![\w'])"
    r"|‘(?!\s)[^\n‘]{2,400}?(?<=[\w.,!?…)])’(?!\w))",
    re.IGNORECASE,
)
"""Words in single quotation marks: they count as such where somebody is named who says them, else they may be apostrophes."""
_LIKE: Final = re.compile(
    r"(?P<who>\b\w+)(?:['’](?:s|m|re)|\s+(?:is|was|were|am|are))\s+(?:just\s+|all\s+|always\s+)?like[,:]?\s*$"
)
_TRANSLATED: Final = re.compile(r"\btranslate\s+$", re.IGNORECASE)
_INTO: Final = re.compile(r"\s+(?:from\s+\w+\s+)?(?:in|into|to)\s+(?:\w+\s+(?:and|or|then)\s+)?\w+")
"""Behind what is to be translated: the language is a task, and "into" no liking."""
_ME: Final = frozenset({"i", "me", "we", "我", "俺", "咱"})
_ONE: Final = frozenset("'‘")
_REACH: Final = 60


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches in quotation marks that somebody else says, or that speak of an "I" without the person saying so.

    What is to be translated, corrected or summed up ("Translate: …") is one too. A title ("The National") is none, and neither
    is a text that stands in quotation marks as a whole.

    >>> text = 'He told me, "I can\\'t live without poker." I said "I love chess".'
    >>> [text[start:end] for start, end in quotations(text)]
    ['"I can\\'t live without poker."']
    """
    begins, _, ends = handed_over(text) or (len(text), 0, len(text))
    yield from _of_others(text, 0, begins)
    if begins < ends:
        yield begins, ends
    yield from _of_others(text, ends, len(text))


def _of_others(text: str, first: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield the quotations between two places that are not the person's own words."""
    for start, end in _quoted(text, first, limit):
        if not (text[:start].strip() or text[end:].strip()):
            continue
        before, inner = text[max(0, start - _REACH) : start], text[start + 1 : end - 1]
        if text[start] in _ONE and not _SUNG_BEFORE.search(before) and not _is_quoted(text, start, end):
            continue
        if worked_on := _worked_on(text, before, end):
            yield start, worked_on
            continue
        speaker = _speaker(text, start, end)
        if speaker is None and (not _speaks(before, inner) or _TITLE.fullmatch(inner)):
            continue
        if speaker is None or speaker not in _ME:
            yield start, end
    if "我" in text:
        yield from (match.span() for match in _HAN_TASK.finditer(text, first, limit) if "我" in match[0])


def _worked_on(text: str, before: str, end: int) -> int | None:
    """Return where a quotation that is to be translated, mended or explained ends with its task, None where it is not to be."""
    if _WORKED_ON.search(before):
        into = _INTO.match(text, end) if _TRANSLATED.search(before) else None
    elif into := _HAN_ASKED.match(text, end):
        pass
    elif not _HAN_WORKED_ON.search(before):
        return None
    return into.end() if into else end


def _quoted(text: str, begin: int, limit: int) -> list[tuple[int, int]]:
    """Return the stretches in quotation marks between two places, in order, none overlapping."""
    found = [match.span() for match in _QUOTED.finditer(text, begin, limit)] if _MARKS.intersection(text) else []
    sung = [match.span("words") for match in _SUNG.finditer(text, begin, limit)]
    single = [match.span() for match in _SINGLE.finditer(text, begin, limit)] if _ONE.intersection(text) else []
    for start, end in [*sung, *single]:
        if not any(first < end and start < last for first, last in found):
            found.append((start, end))
    return sorted(found)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether single marks enclose words that somebody is named for, or that are to be translated, and are no apostrophes."""
    several = " " in text[start:end]
    if _WORKED_ON.search(text[max(0, start - _REACH) : start]):
        return several and _FIRST_PERSON.search(text, start, end) is not None
    return several and _speaker(text, start, end) is not None


def _speaks(before: str, inner: str) -> bool:
    """Tell whether a quotation speaks of an "I": by "my" too where somebody else's text is announced before it."""
    announced = _ANNOUNCED.search(before) and not _OWN.search(before)
    return bool(_FIRST_PERSON.search(inner) or (announced and _MY.search(inner)))


def _speaker(text: str, start: int, end: int) -> str | None:
    """Return who says what stands from `start` to `end`, in lower case, None where nobody is named."""
    before = text[max(0, start - _REACH) : start]
    if european := _EUROPEAN.search(before) or _EUROPEAN_BEHIND.match(text, end, end + _REACH):
        return "me" if european["verb"].lower() in _OWN_WORDS else european["verb"].lower()
    found = _BEFORE.search(before) or _LIKE.search(before) or _BEHIND.match(text, end, end + _REACH)
    if found is None:
        return None
    named = found.groupdict()
    if found := _HAN_ME.fullmatch(named.get("han") or ""):
        return found["me"]
    return (named["who"] or named.get("late") or "").lower()
