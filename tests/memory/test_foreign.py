"""What is in another language and states nothing gives nothing, and English with foreign names or quotations is English."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract
from penchant.memory.language.foreign import is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué puedo cocinar este domingo?",
        "Mi hija quiere un perro pero yo soy alérgica",
        "Kannst du mir ein Buch empfehlen?",
        "Wir wollen im Sommer nach Norwegen zum Wandern",
        "C'est parfait. Merci beaucoup !",
        "Quel film me conseilles-tu pour ce soir ?",
        "Non mi piace la pizza con l'ananas.",
        "Non odio la pizza.",
        "Eu não gosto de café, prefiro chá.",
        "Não como carne.",
        "Ik hou van voetbal en ik eet geen vlees.",
        "Jag gillar inte kaffe.",
        "Nie lubię kawy.",
        "Kahveyi çok seviyorum.",
        "Saya tidak suka kopi.",
        "Tôi không thích cà phê.",
        "Tu connais un bon restaurant ?",
        "Nem eszem húst",
        "Rakastan jazzia",
        "Miluji jazz",
        "Merci! Super. À demain!",
        "Hola! Perfecto. Tengo una reunión mañana.",
        "No me disgusta el jazz.",
    ],
)
def test_nothing_is_taken_from_another_language(text: str) -> None:
    assert extract(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love La La Land.", "La La Land"),
        ("I loved Amélie.", "Amélie"),
        ("I watched El Camino.", "El Camino"),
        ("I love Como agua para chocolate.", "Como"),
        ("I'm reading Cien años de soledad in English.", "Cien"),
        ("My favourite film is Das Leben der Anderen.", "Das Leben"),
        ("I love dulce de leche.", "dulce"),
        ("i love crème brûlée and pain au chocolat", "crème brûlée"),
        ("dulce de leche and café au lait", "dulce"),
        ("los angeles and las vegas", "los angeles"),
        ('My grandma always said "no hay mal que por bien no venga", but I prefer jazz.', "jazz"),
        ("Hola! I love flamenco.", "flamenco"),
        ("I like the song Je t'aime.", "Je t'aime"),
        ("So do I, I was so into chess", "chess"),
    ],
)
def test_english_with_foreign_names_is_read(text: str, expected: str) -> None:
    found = [one.text for one in extract(text)]
    assert any(expected in one for one in found), found


@pytest.mark.parametrize(
    "text",
    [
        "me too",
        "so am I",
        "weather in los angeles",
        "la la land",
        "El Camino",
        "de la soul",
        "an au pair",
        "no",
        "",
        "42",
        "crème brûlée",
        "lactose intolerant",
        "legumes",
        "font size",
        "cree language",
    ],
)
def test_names_and_small_answers_are_no_foreign_language(text: str) -> None:
    assert not is_foreign(text)
