"""Matters that rule interests out: who asks what to cook is not served by a liking for chess.

A question of such a matter is told by its words, and an interest that has nothing to do with it by its vector. Where a question speaks of
a matter among others, what bears on it goes first: of all that somebody avoids, the shellfish before the opera where they want to eat.

    P(interest bears on the matter) = σ(w · vector + b)

The coefficients are fitted by `bench/matters.py`, one file an embedding model: `matters_<model>.json`; without one nothing is ruled out.
Most open questions have no such matter: a book, a present or a weekend may be about anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ...memory.fitted import Logistic, fitted_for
from ...memory.recall.plain import plain
from ...memory.records import First

SURELY_NOT: Final = 0.2
"""Under this probability a message does not speak of a matter, whatever its words."""

UNRELATED: Final = 0.25
"""Under this probability an interest has nothing to do with a matter."""

BEARS, SURELY = 0.5, 0.8
"""From these probabilities on it bears on a matter, and does so surely."""

_MEAL: Final = "(?:breakfast|brunch|lunch|dinner|supper)"

_DISH: Final = (
    r"(?:salads?|soups?|curr(?:y|ies)|paella|ribs|sandwich(?:es)?|pies?(?! charts?)|(?<!piece of )cakes?|cookies|brownies|muffins|stews?"
    r"|pizzas?|pasta|lasagn[ae]|risotto|burgers?|tacos?|noodles|dumplings|casserole|stir[- ]?fry|omelettes?|pancakes?|waffles?|smoothies?"
    r"|sushi|ramen|pho|pad thai|tapas|canapés|buffet|potluck|roast (?:beef|lamb|chicken|pork|dinner)|hummus|falafel|kebabs?|burritos?"
    r"|quiche|gratin|chowder|bouillabaisse)"
)
_CUISINE: Final = (
    r"(?:thai|japanese|italian|chinese|indian|mexican|korean|vietnamese|greek|turkish|lebanese|ethiopian|punjabi|moroccan|peruvian|persian)"
    r" (?:place|restaurant|food|takeaway|takeout|kitchen|buffet|lunch|dinner)"
)

ASKED: Final = {
    "food": re.compile(
        r"\b(?:what|which|something|anything|things?|ideas?|suggest\w*|recommend\w*|craving|hungry)\b.*\b(?:cook|bake|eat|drink)\b"
        r"|\b(?:recipes?|dish|meals?|menus?|appetizers?|desserts?|snacks?|cocktails?|cuisine|takeout|take-?away|grocer(?:y|ies))\b"
        rf"|\b(?:for|quick|easy|light|cheap|healthy|simple|what'?s) (?:a |an |the |my |our )?{_MEAL}\b(?! (?:break|hour|table))"
        rf"|\b{_MEAL} (?:ideas?|options?|suggestions?|tonight|tomorrow)\b"
        r"|\b(?:what|which|anything|something)\b[^.?!]{0,40}\b(?:i|we|one)\b[^.?!]{0,20}\border\b(?! of)"
        rf"|\b{_DISH}\b.*\bgo(?:es)? in(?:to)?\b"
        r"|\b(?:was|qué|que|quoi)\b.*\b(?:koch|ess|back|trink|cocin|com[eoí]|cen[aoe]|beb|cuisin|mang|boi)\w*"
        r"|\b(?:rezept\w*|recetas?|recettes?|(?:abend|mittag)essen|postres?|nachtisch)\b"
        r"|[吃喝](?:什么|啥|点|些|哪|顿|杯)|做(?:什么|啥|点|些|几道|道)?[菜饭]|菜[谱单]|食谱|夜宵|零食|甜点|外卖|[早午晚][饭餐](?![后前])"
    ),
    "music": re.compile(
        r"\b(?:music|songs?|albums?|playlists?|bands?|concerts?|listen to|musik|lieder|música|musica|canci(?:ón|ones)|musique|chansons?)\b"
        r"|听(?:什么|啥|点|些|首)|音乐|歌[单曲手]?|专辑|演唱会"
    ),
}
"""How a question of a matter asks. What is not seen here is asked as before: of everything."""

_ELSEWHERE: Final = re.compile(
    r"\b(?:films?|movies?|series|watch|books?|novels?|read|games?|play(?!lists?)|wear|outfits?|gifts?|presents?|trips?|travel|vacation"
    r"|holidays?|itinerary|visit|podcasts?|audiobooks?|talk|conversation|activit(?:y|ies)|hobb(?:y|ies)|things to do|poem|stor(?:y|ies)"
    r"|compose|lyrics|app|paint|draw|knit|build|sew|learn|festivals?|filme?|bücher|buch|spiele?|reisen?|urlaub|películas?|libros?|viajes?"
    r"|vacaciones|livres?|voyages?|vacances)\b"
    r"|电影|剧|书|游戏|玩|穿|礼物|送|旅行|旅游|假期|播客|聊|爱好|[写学节药编]"
)
_OCCASION: Final = re.compile(
    r"\b(?:weekend|part(?:y|ies)|dates?|birthdays?|day|fun|write|about|wochenende|fin de semana|week-end)\b|周末|聚会|生日"
)
_PLACE: Final = re.compile(r"\b(?:where|places?|restaurants?)\b|哪[里儿家]|餐[厅馆]|饭[店馆]|店")
_ORDER: Final = re.compile(
    r"\b(?:order(?:ing)?|get there|have there|pick|ask for|pid[oea]|pedir|bestell\w*|commander?|commande|prends?)\b"
    r"|点[菜单]|点(?:些|个)?什么"
)
"""With a word of the first a question may be of more: a trip, a song about something; with one of a place too, which may be loud, unless it
is what to order there. With one of an occasion, where only words tell what it is of."""


_TOUCHED: Final = {
    "food": re.compile(
        r"\b(?:eat|eating|ate|eats|dine|dining|diners?|foods?|foodie|dish|dishes|cuisines?|restaurants?|meals?|menus?|snacks?|cook|cooking|bake"
        r"|baking|recipes?|breakfast|brunch|lunch|dinner|supper|drinks?|cafes?|cafés?|bistros?|pubs?|bars?(?! charts?)|wine|picnic"
        rf"|barbecue|bbq|grocer(?:y|ies)|{_DISH}|{_CUISINE}|order(?:ing)? (?:there|in|out|for)"
        r"|what (?:can|could|should|do|shall) (?:i|we)\b.{0,15} order"
        r"|essen|kochen?|gerichte?|comer|comida|cocin\w+|cenar?|restaurantes?|manger|cuisine[rz]?|repas|plats?|dîner"
        r"|ensalada|sopa|tortilla|salat|suppe|kuchen|salade|soupe|gâteau|tarte|gratin)\b|[吃喝饭餐菜汤锅]|饼(?!图)|点心|蛋糕|食[物品]|酒吧"
    ),
    "music": ASKED["music"],
}
"""What speaks of a matter among others: a trip and its restaurants. Nothing is ruled out there, but what bears on it comes first."""


_PLATE: Final = re.compile(
    r"\b(?:eat|eats|drink|diets?|dietary|allerg\w*|intoleran\w*|dislikes?|avoid|requirements|vegan|vegetarian|restrictions|"
    r"(?:do|can|could|may|must|will|wo)(?:n't| not|not)? (?:have|take|touch)|preferences?"
    r"|isst|esse|essen|vertrag\w*|mag|meide|como|comes|comer|alergi\w*|mange[rsz]?|régime|évite\w*)\b"
    r"|忌口|过敏|[不能]吃|吃什么|吃啥|不喝|口味"
)
"""Words of what one eats or drinks, and not of what was."""

_COELIAC: Final = r"c(?:o?e|œ)lia(?:cs?|que)(?: disease)?|zöliakie|cel[ií]ac[oa]s?|乳糜泻?"
_DIABETIC: Final = r"(?:type (?:1|2|one|two) )?diabet(?:ic|es)"
_DRY: Final = r"sober|teetotal(?:l?er)?"
_WITHOUT: Final = {
    without: re.compile(names, re.IGNORECASE)
    for without, names in {"gluten": _COELIAC, "sugar": _DIABETIC, "alcohol": _DRY}.items()
}
"""What diets are without whose names do not say it."""

_DIET: Final = re.compile(
    r"(?:strict(?:ly)? )?(?:vegans?|vegetarians?|pescatarians?|flexitarians?|kosher|halal|keto|paleo"
    rf"|{_COELIAC}|{_DIABETIC}|{_DRY}"
    r"|(?:gluten|dairy|lactose|nut|sugar|meat|egg|soy)[- ]free|(?:low|no)[- ](?:carb|fodmap|salt|sodium|sugar|gi)|plant[- ]based"
    r"|vegan[oae]s?|vegetarian[oae]s?|végane?s?|végétarienn?e?s?|veganer(?:in)?|vegetarier(?:in)?|vegetarisch|koscher|casher)(?: diet)?"
    r"|(?:吃|是)?(?:素食?者?|清真|斋)|[无不]麸质|不吃[肉荤]",
    re.IGNORECASE,
)
"""A diet, by an interest's name: it is kept to until the person says otherwise, however long ago they said so."""


@dataclass(frozen=True, eq=False)
class Matters:
    """What tells whether an interest bears on a matter: by its name a model over unit vectors."""

    models: dict[str, Logistic] = field(default_factory=dict)

    def rules_out(self, matter: str, vector: npt.NDArray[Any]) -> bool:
        """Return whether an interest surely has nothing to do with a matter; of none, and without a model, never."""
        return matter in self.models and bool(self.models[matter](vector) < UNRELATED)

    def bears_on(
        self, matters: Sequence[str], vectors: npt.NDArray[Any], least: float = BEARS
    ) -> npt.NDArray[np.bool_]:
        """Return whether interests bear on one of some matters, shape (...) for (..., dimension); without a model on none."""
        known = [self.models[one](vectors) >= least for one in matters if one in self.models]
        return np.any(known, axis=0) if known else np.zeros(vectors.shape[:-1], np.bool_)

    def first(self, matters: Sequence[str]) -> First | None:
        """Return what tells memory which interests go before all others for a query that speaks of some matters."""
        return partial(self._first, matters) if matters else None

    def _first(self, matters: Sequence[str], names: Sequence[str], vectors: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return for each interest 2 for a diet where a matter is food, 1 where it bears on a matter, else 0."""
        kept = np.array([is_diet(name) for name in names]) if "food" in matters else False
        return np.where(kept, 2, self.bears_on(matters, vectors))


def matter_of(query: str) -> str:
    """Return the matter that a query is of, by its words; "" where there is none or more than one.

    >>> matter_of("What should I cook tonight?"), matter_of("Songs for a dinner?")
    ('food', '')
    """
    words = plain(query)
    found = [matter for matter, pattern in ASKED.items() if pattern.search(words)]
    return found[0] if len(found) == 1 and not is_of_more(query) and not _OCCASION.search(words) else ""


def is_of_more(query: str) -> bool:
    """Return whether a query may be of more than one matter: a trip, a song about something, a restaurant, which may be loud.

    >>> is_of_more("Where should we eat?"), is_of_more("What should I order at the Thai place?")
    (True, False)
    """
    words = plain(query)
    return bool(_ELSEWHERE.search(words) or (_PLACE.search(words) and not _ORDER.search(words)))


def tells_a_host(query: str) -> bool:
    """Return whether a text that is wanted may tell somebody what the person eats: a reply to a host, a form.

    >>> tells_a_host("She asks what I can't eat, write two lines."), tells_a_host("Draft an email to the caterers.")
    (True, False)
    """
    return bool(_PLATE.search(plain(query)))


def is_diet(name: str) -> bool:
    """Return whether an interest of a name is a diet.

    >>> is_diet("vegetarian"), is_diet("vegetarian cooking")
    (True, False)
    """
    return bool(_DIET.fullmatch(name))


def is_without(name: str) -> str:
    """Return what a diet is without where its name does not say so, "" for any other interest.

    >>> is_without("coeliac"), is_without("vegan")
    ('gluten', '')
    """
    return next((without for without, names in _WITHOUT.items() if names.fullmatch(name)), "")


def touched(query: str) -> tuple[str, ...]:
    """Return the matters that a query speaks of, by its words.

    >>> touched("Where should we eat in New Orleans?"), touched("What should I do there?")
    (('food',), ())
    """
    words = plain(query)
    return tuple(matter for matter, pattern in _TOUCHED.items() if pattern.search(words))


@cache
def open_matters(embedder: str) -> Matters:
    """Return what was fitted for an embedding model, by its name; nothing where it has no file."""
    kept = fitted_for(__package__, "matters", embedder) or {}
    return Matters({name: Logistic(np.array(one["weights"], np.float32), one["bias"]) for name, one in kept.items()})
