"""What teaches what kind of message one is: our own lines, lines written blind, and CLINC150's requests by what their intent asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from penchant.agent.gate.matters import touched
from penchant.agent.gate.openness import Openness

HERE = Path(__file__).parent
TESTS = HERE.parent.parent / "tests" / "data"

OWN = 3
"""A line of our own counts as so many of CLINC's."""

MOST = 25
"""Requests of an intent that are taken."""

INTENTS = {
    Openness.OPEN: "restaurant_suggestion meal_suggestion travel_suggestion tell_joke fun_fact",
    Openness.CLOSED: (
        "calculator definition spelling measurement_conversion time date timezone distance weather exchange_rate translate greeting goodbye"
        " thank_you are_you_a_bot what_is_your_name how_old_are_you flip_coin roll_dice yes no maybe repeat who_made_you vaccines balance"
        " bill_due pin_change taxes w2 insurance tire_pressure mpg oil_change_how jump_start international_visa meaning_of_life routing"
        " interest_rate credit_score apr min_payment plug_type"
    ),
    Openness.NEUTRAL: (
        "recipe ingredients_list ingredient_substitution cook_time food_last calories nutrition_info restaurant_reviews"
        " book_hotel book_flight play_music update_playlist what_song shopping_list order schedule_meeting"
    ),
}


FOOD = "restaurant_suggestion meal_suggestion"
PERHAPS_FOOD = (
    "recipe ingredients_list ingredient_substitution cook_time food_last calories nutrition_info restaurant_reviews"
    " shopping_list order"
)
"""Intents that are of food whatever the words, and those that may be."""


@dataclass(frozen=True)
class Asked:
    """A message with its kind; `wide` and `food` are None where nobody has told. `ours` counts `OWN` times.

    One that `tells` asks for nothing of the person's own: how somebody spends their evenings, what the model's favourite film is.
    """

    text: str
    kind: Openness
    wide: bool | None = None
    food: bool | None = None
    ours: bool = True
    tells: bool = False


def own(development: bool) -> list[Asked]:
    """Return our own lines: those to learn from, or those held out (every other line of the sets in tests/data)."""
    sets = ((Openness.CLOSED, "unrelated"), (Openness.OPEN, "open"))
    half = [
        _of_nothing(line, kind)
        for kind, name in sets
        for place, line in enumerate(lines(TESTS / f"{name}_questions.txt"))
        if (place % 2 == 0) is development
    ]
    return half + (_tables() if development else [])


def second() -> list[Asked]:
    """Return the lines of the second sets, which teach nothing."""
    sets = ((Openness.CLOSED, "unrelated"), (Openness.OPEN, "open"))
    return [Asked(line, kind) for kind, name in sets for line in lines(TESTS / f"second_{name}_questions.txt")]


def asked() -> list[Asked]:
    """Return the lines to learn from that have all their labels, nearly all written blind."""
    return _labelled(HERE / "asked.jsonl")


def telling() -> list[Asked]:
    """Return lines that ask for nothing of the person's own, and lines like them that do: these teach the difference alone."""
    found = map(json.loads, (HERE / "telling.jsonl").read_text("utf-8").splitlines())
    kinds = {True: Openness.NEUTRAL, False: Openness.OPEN}
    return [Asked(one["text"], kinds[one["tells"]], tells=one["tells"]) for one in found]


def blind() -> dict[str, list[Asked]]:
    """Return the sets that were written blind to measure on."""
    return {f"blind {name}": _labelled(TESTS / f"asked_{name}.jsonl") for name in ("first", "second")}


def lines(path: Path) -> list[str]:
    """Return a file's lines without its headings."""
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def requests(path: Path) -> list[Asked]:
    """Return CLINC150's requests of the intents above."""
    kinds = {intent: kind for kind, names in INTENTS.items() for intent in names.split()}
    kept: dict[str, list[str]] = {}
    for text, intent in json.loads(path.read_text("utf-8"))["train"]:
        if intent in kinds and len(kept.setdefault(intent, [])) < MOST:
            kept[intent].append(text)
    of_food = dict.fromkeys(FOOD.split(), True) | dict.fromkeys(PERHAPS_FOOD.split())
    found = [(intent, _of_nothing(text, kinds[intent], ours=False)) for intent, some in kept.items() for text in some]
    return [replace(one, food=of_food.get(intent, one.food)) for intent, one in found]


def _tables() -> list[Asked]:
    kept = json.loads((HERE / "questions.json").read_text("utf-8"))
    return [_of_nothing(line, Openness[kind]) for kind, some in kept.items() for line in some]


def _labelled(path: Path) -> list[Asked]:
    found = map(json.loads, path.read_text("utf-8").splitlines())
    return [Asked(one["text"], Openness[one["kind"].upper()], one["wide"], one["food"]) for one in found]


def _of_nothing(text: str, kind: Openness, *, ours: bool = True) -> Asked:
    """Return a line of which only the kind is told: what is not open is not wide, and what has no word of food is not of food."""
    return Asked(text, kind, None if kind is Openness.OPEN else False, None if touched(text) else False, ours)
