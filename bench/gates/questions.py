"""What teaches how open a question is: our own lines in two languages, and CLINC150's requests by what their intent asks for."""

from __future__ import annotations

import json
from pathlib import Path

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


def own(development: bool) -> list[tuple[str, Openness]]:
    """Return our own lines: those to learn from, or those held out (every other line of the sets in tests/data)."""
    sets = ((Openness.CLOSED, "unrelated"), (Openness.OPEN, "open"))
    half = [
        (line, kind)
        for kind, name in sets
        for place, line in enumerate(lines(TESTS / f"{name}_questions.txt"))
        if (place % 2 == 0) is development
    ]
    return half + (_tables() if development else [])


def second() -> list[tuple[str, Openness]]:
    """Return the lines of the second sets, which teach nothing."""
    sets = ((Openness.CLOSED, "unrelated"), (Openness.OPEN, "open"))
    return [(line, kind) for kind, name in sets for line in lines(TESTS / f"second_{name}_questions.txt")]


def lines(path: Path) -> list[str]:
    """Return a file's lines without its headings."""
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def _tables() -> list[tuple[str, Openness]]:
    kept = json.loads((HERE / "questions.json").read_text("utf-8"))
    return [(line, Openness[kind]) for kind, some in kept.items() for line in some]


def requests(path: Path) -> list[tuple[str, Openness]]:
    """Return CLINC150's requests of the intents above."""
    kinds = {intent: kind for kind, names in INTENTS.items() for intent in names.split()}
    kept: dict[str, list[str]] = {}
    for text, intent in json.loads(path.read_text("utf-8"))["train"]:
        if intent in kinds and len(kept.setdefault(intent, [])) < MOST:
            kept[intent].append(text)
    return [(text, kinds[intent]) for intent, some in kept.items() for text in some]
