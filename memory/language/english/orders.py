"""What English speakers want left out of a dish or a plan: "hold the onions", "no nuts, dairy or eggs", "remove the prawns please"."""

from __future__ import annotations

from typing import Final

from .left import DONE, Left, family

_COURTESY: Final = (
    r"(?:please|pls|plz|thanks|thank you|thx|ta|cheers|for me|this time|i beg|, (?:thank|please|pls|i (?:'m|am|do n't"
    r"|ca n't|can ?not|hate)|allerg|any\b))"
)
_OPENS: Final = r"(?:^|[,;:(\u2013-] |\b(?:so|but|and|just|only|with|definitely|absolutely|obviously|needs?|want) )"

_DISHES: Final = r"(?:ideas|recipes?|dinners?|lunch(?:es)?|breakfast|snacks?|meals?|pizza|curry|soup|salad|cake)"

ORDERS: Final = family(
    "hold easy leave skip remove take pick minus lose omit drop scrap bin keep off",
    Left(r" off (?:please|pls|plz|thanks)\b", before=True),
    Left(
        r"\b(?:hold|go easy on|easy on|leave out|skip|minus|omit|(?:(?<=can you )|(?<=could you ))lose) (?:the )?(?=\S)",
        order=True,
    ),
    Left(r"\bleave (?:the )?(?=\S+ (?:\S+ )?(?:out|off)(?: ?$| (?:[,;)]|please|thanks|this time)))", order=True),
    Left(
        rf"\b(?:remove|take out|take off|pick out|drop|lose|scrap|bin) (?:the |all |any )*(?=\S+ (?:\S+ )?{_COURTESY})",
        order=True,
    ),
    Left(r"\b(?:take|pick|keep) (?:the |all |any )*(?=\S+ (?:\S+ )?(?:out|off) , (?:i |allerg|any\b))", order=True),
)
NONE: Final = family(
    "no none zero nothing any",
    Left(r"\bno (?:more )?(?=\S+ (?:\S+ )?for me\b(?! to\b))", DONE),
    Left(rf"\b{_DISHES} no (?=\S+ (?:\S+ )?(?:please|pls|plz)\b)", order=True),
    Left(rf"{_OPENS}(?:no|not any|none of the|nothing with|zero) (?=\S)", order=True),
)
NOT: Final = family(
    "not",
    Left(
        r"(?:^|[,;:(-] |\bbut )not (?:the )?(?=\S+ (?:\S+ )?(?:please|for me|[,;] (?:thank|thanks|please|i |ta|cheers)))",
        order=True,
    ),
)

SUGGESTIONS: Final = family(
    "sneak slip suggest suggesting"
    " give giving recommend recommending put putting add adding use using include including offer offering",
    Left(
        r"\b(?:do n't|dont|do not|please never|never) (?:try (?:to|and) )?(?:sneak|slip) (?:any |the |some )?"
        r"(?=\S+ (?:\S+ )?(?:in|into) (?:there|it|them|this|that|anything|everything)\b)",
    ),
    Left(
        r"(?:^|[,;:(] |\b(?:so|please|and|but|just) )(?:do n't|dont|do not) (?:be |go |keep )?(?:suggest|suggesting|giv(?:e|ing)"
        r"|recommend(?:ing)?|put(?:ting)?|add(?:ing)?|us(?:e|ing)|includ(?:e|ing)"
        r"|offer(?:ing)?) (?:me )?(?:any|anything|something|stuff|things?|recipes?)(?: (?:with|containing|that has|made with))? (?=\S)",
        always=True,
    ),
)
