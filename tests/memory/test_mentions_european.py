"""What German, Spanish and French speakers only name is mentioned, with the restraint of English: tentative once, held when named again."""

from __future__ import annotations

import pytest
from penchant.memory import InterestMemory
from penchant.memory.extraction import extract


def mentioned(text: str) -> list[str]:
    return [one.text for one in extract(text) if one.stance == "mentioned"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("War gestern im Habichtswald, Korb voll Maronen", ["Habichtswald", "Korb", "Maronen"]),
        ("Kann man die alten Weichen der Spur N noch schalten?", ["Weichen", "Spur N"]),
        ("Jetzt an die Elbe zu meinem Dampfer", ["Elbe", "Dampfer"]),
        ("qué tierra lleva una biznaga?", ["biznaga"]),
        ("ayer en la arena, qué noche", ["arena"]),
        ("On est sortis du gouffre dimanche à 23h", ["gouffre"]),
        ("une scottish ou une mazurka pour commencer ?", ["scottish", "mazurka"]),
    ],
)
def test_what_is_named_is_mentioned(text: str, names: list[str]) -> None:
    assert mentioned(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Kannst du die Mail an den Kunden kürzer machen?",
        "Mein Kopf tut weh und die Heizung ist kaputt",
        "Am Montag um acht muss ich zum Bahnhof",
        "Mein Bruder fährt jetzt eine Jolle",
        "Danke, der Philosoph kommt morgen um drei",
        "kann man die alten weichen noch schalten?",
        "puedes corregir el correo a la directora?",
        "me duele la cabeza desde el lunes",
        "la compré ayer y los llevo mañana",
        "mi hermano tiene una biznaga",
        "j'ai mal à la tête depuis lundi",
        "tu peux corriger le texte pour demain ?",
        "je la vends et je les jette",
        "ma soeur sort du gouffre",
        "Non mi piace la pizza con l'ananas.",
    ],
)
def test_tools_of_a_task_the_body_times_and_what_others_have_are_not(text: str) -> None:
    assert mentioned(text) == []


def test_what_was_named_twice_is_held(memory: InterestMemory) -> None:
    user = memory.user("holger")
    user.observe("War gestern im Wald, der Korb voll Maronen", session="one")
    once = [one.label for one in user.interests() if not one.tentative]
    user.observe("Wie lange halten die Maronen im Glas?", session="two")
    assert "Maronen" not in once
    assert "Maronen" in [one.label for one in user.interests() if not one.tentative]
