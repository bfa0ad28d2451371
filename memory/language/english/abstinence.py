"""How long English speakers have been without something: "14 months off the drink", "haven't flown since 2001", "day 40 no milk tea"."""

from __future__ import annotations

from typing import Final

from .left import ANYTHING, DONE, Left, family

_MANY: Final = (
    r"(?:[0-9]{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|several|a few|many)"
)
LONG: Final = (
    r"(?:(?:[1-9][0-9]|[0-9]{3,4}|twenty|thirty|forty|fifty|hundred) days|(?:an?|one) (?:year|decade)"
    rf"|{_MANY} (?:\S+ )?(?:weeks|wks|months|mths|years|yrs))"
)
_WITHOUT: Final = r"(?:without|no|off|of no|with no|clean of|clean from|free of|sober from|clear of)"
_BEFORE: Final = r"(?:(?:the|any|my|a|an|single|drop of|touching|eating|drinking) )*"
_SINCE: Final = (
    r"(?:since\b|(?:in|for) (?:over |about |nearly |almost )?(?:\S+ )?(?:months?|mths?|years?|yrs?|decades?)\b"
    r"|(?:in|for) [0-9]{2,4} days\b|ever again)"
)
_HAVE_NOT: Final = (
    r"(?:(?:\bhave|'ve) (?:n't|not)|\bhavent)(?!.*\b(?:kill for|crav\w+|miss|fancy|dying for|recommend)\b)"
)

_FROM_NOW_ON: Final = (
    r"(?:from|starting|beginning|effective|as of) (?:today|tonight|tomorrow|now|next (?:week|month|year)|this (?:week|month|day|year)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|the (?:1st|first)|new year)(?: on| onwards?| forward| and on)?"
)

ABSTINENCE: Final = family(
    "from starting beginning effective free day days week weeks wks month months mths year years yrs decade decades since",
    Left(
        rf"^(?:today |it 's |on )?(?:day|week|month|year) (?:[0-9]{{1,4}}) (?:and )?{_WITHOUT} {_BEFORE}(?=\S)",
        DONE,
        ends=True,
    ),
    Left(
        rf"^(?:(?:ok|okay|so|right|and|well|,) )*{_FROM_NOW_ON} (?:, )?(?:i (?:eat|drink|have|do|want) )?(?:no|zero|no more) (?=\S)",
        DONE,
        ends=True,
    ),
    Left(rf"\b(?:{LONG}|been|gone) (?=\S+ free\b)", DONE, ends=True, always=True),
    Left(rf"\b{LONG} {_WITHOUT} {_BEFORE}(?=\S)", DONE, ends=True, always=True),
    Left(
        rf"\b(?:off|without) {_BEFORE}(?=(?:\S+ ){{1,2}}?(?:(?:for )?(?:over |about |nearly )?{LONG}|since\b))",
        DONE,
        ends=True,
    ),
)
NEVER: Final = family(
    "never",
    Left(
        r"\bi (?:'ve|have) never (?:ever |once )?(?:eaten|touched|drunk|tasted|smoked) (?:a |any |a bite of |a drop of )?"
        r"(?=\S+ in my (?:whole |entire )?life\b(?!.*\b(?:want|try|trying|excited|wait|curious|love to|first time|like)\b))",
        ("abstained",),
        always=True,
    ),
)
NOT_SINCE: Final = family(
    "have 've havent",
    Left(
        rf"{_HAVE_NOT} (?:eaten|touched|drunk|drank|had|smoked|been on|been in|set foot in|set foot on|picked up|worn|played"
        rf"|bought) {_BEFORE}(?=(?:\S+ ){{1,5}}?{_SINCE})",
        ("abstained", "travel"),
        ends=True,
    ),
    Left(rf"{_HAVE_NOT} (?:eaten|touched|drunk|drank) {_BEFORE}(?=(?:\S+ ){{1,5}}?{_SINCE})", DONE, ends=True),
    Left(rf"{_HAVE_NOT} (?=\S+ (?:at all )?{_SINCE})", ("abstained", "travel"), ends=True, always=True),
)
THE_LAST: Final = family(
    "last since",
    Left(
        r"\b(?:since i|last time i) (?:(?:last|had|smoked|touched|drank|ate|even) )*(?:(?:a|an|any) )?(?=\S)",
        ("abstained",),
        ends=True,
        always=True,
    ),
    Left(r"\b(?:since|after) (?:i )?(?:my )?last (?=\S)", ("abstained", "travel"), ends=True),
    Left(
        r"^(?:my )?last (?=\S+ was (?:in |on |over |back |new |[0-9]))",
        ("abstained", "travel"),
        ends=True,
        always=True,
    ),
)

ENDED: Final = family(
    "stopped stop end ended paid foot another last through done finished killed",
    Left(
        r"(?<!to )(?<!will )(?<!would )(?<!might )\b(?:ended|put paid to|put an end to|put a stop to|killed off"
        r"|(?:was|spell?ed|meant) the end of"
        r"|(?:has|have|had|'ve) (?:ended|finished)) (?:my|our) (?=\S)",
        DONE,
        ends=True,
        always=True,
    ),
    Left(r"\b(?:done|through|finished) with (?:the )?(?=\S)", ("exertion",), ends=True),
    Left(r"\bthat 's the end of (?:the |my )?(?=\S+ (?:\S+ )?for me\b(?! to\b))", ANYTHING, ends=True),
    Left(
        r"(?:wo n't|will not|'ll not|'ll never|never|not) (?:ever )?(?:be )?(?:set|setting) foot (?:on|in|inside) (?=\S)",
        ("abstained", "travel", *DONE),
        ends=True,
    ),
    Left(
        r"(?:n't|not|never) (?:\S+ ){1,2}?another (?=(?:\S+ ){1,4}?(?:as long as i live|again|ever|in my life)\b)",
        ("abstained", "travel", *DONE),
        ends=True,
    ),
    Left(
        r"\bthat (?:was|is|'s) (?:definitely )?my last (?=\S+(?: \S+)? ?(?:$|[,;]))",
        ("abstained", "travel", *DONE),
        ends=True,
    ),
    Left(r"\b(?:i|i 've|i have|we|we have|we 've) (?:now )?stopped with (?=\S)", DONE, ends=True, always=True),
    Left(r"\bi (?:already )?stop(?:ped)? (?=(?:\S+ ){1,3}?already\b)", DONE, ends=True, always=True),
    Left(r"\bthe end of (?=\S+ (?:\S+ )?for me\b(?! to\b))", DONE),
)
