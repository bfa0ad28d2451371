"""Lists below a line that says how what they name is felt, and headings of what is refused."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract
from penchant.memory.reading.listed import as_sentences

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm allergic to:\n- nuts\n- shellfish", {"nuts": -1, "shellfish": -1}),
        ("I'm into:\n* bouldering\n* film photography\n\nWrite a bio.", {"bouldering": 1, "film photography": 1}),
        ("I love:\n\n1) jazz.\n2) sourdough;\n\nWhat now?", {"jazz": 1, "sourdough": 1}),
        ("Things my sister loves:\n- opera\n- wine", {}),
        ("I have to do:\n- laundry\n- taxes", {}),
        ("I love:\n- jazz: the old one\n- opera", {}),
        ("我喜欢：\n- 爬山\n- 摄影", {"爬山": 1, "摄影": 1}),
        ("我对这些过敏：\n- 花生\n- 虾", {"花生": -1, "虾": -1}),
        ("Me gusta:\n- la vela", {"vela": 1}),
        ("love: tea. hate: coffee.", {"tea": 1, "coffee": -1}),
        ("Least favourite: Oasis", {"Oasis": -1}),
        ("My love: dinner is at eight", {}),
        ("My mum's a picky one. Love: tea", {}),
        ("Hate: mushrooms, olives", {"mushrooms": -1, "olives": -1}),
    ],
)
def test_a_list_is_felt_as_its_head_says(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
    assert all(text[one.start : one.end] == one.text for one in extract(text))


def test_all_keeps_its_place() -> None:
    text = "Hi.\nI hate:\n  - opera\n  - golf\n\nBye.\n"
    assert len(as_sentences(text)) == len(text)
    assert as_sentences(text).endswith("\n\nBye.\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My allergies: nuts, shellfish", {"nuts": -1, "shellfish": -1}),
        ("Allergies: nuts and dairy.", {"nuts": -1, "dairy": -1}),
        ("Dislikes: mushrooms, olives.", {"mushrooms": -1, "olives": -1}),
        ("Allergies: none", {}),
        ("My allergies are killing me today", {}),
        ("My sister hates opera. Allergies: nuts", {}),
    ],
)
def test_a_heading_refuses_what_stands_behind_its_colon(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soy alérgica a: nueces, mariscos", {"nueces": -1, "mariscos": -1}),
        ("Ich bin allergisch gegen: Nüsse, Milch", {"Nüsse": -1, "Milch": -1}),
        ("J'adore : le jazz et la voile", {"jazz": 1, "voile": 1}),
        ("Me dijo: odio el jazz", {}),
        ("Mi hermana odia: el jazz", {}),
        ("soy alérgico a los cacahuetes, tenlo en cuenta por favor", {"cacahuetes": -1}),
        ("me encantan el jazz, la vela, el cine", {"jazz": 1, "vela": 1, "cine": 1}),
        ("no me gusta el jazz, saludos", {"jazz": -1}),
        ("no me gusta el cine, tío", {"cine": -1}),
    ],
)
def test_a_list_without_an_and_in_spanish_german_french(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I hate my daily commute.", {"commute": -1}),
        ("I hate my brother's jazz", {}),
        ("I hate my boss playing country music", {}),
        ("I love my garden", {"garden": 1}),
    ],
)
def test_what_is_ones_own_is_felt_and_what_is_anothers_is_not(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fav movies: dune, arrival, whiplash", {"dune": 1, "arrival": 1, "whiplash": 1}),
        ("hobbies: chess, knitting and sailing", {"chess": 1, "knitting": 1, "sailing": 1}),
        ("Hi there! My main hobbies: chess, knitting", {"chess": 1, "knitting": 1}),
        ("favourite films of my dad: Dune", {}),
        ("My sister is 12. Hobbies: chess", {}),
        ("Write a character sheet for an elf. Hobbies: archery", {}),
    ],
)
def test_a_head_says_that_what_stands_behind_its_colon_is_liked(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hiking, swimming and baking are my hobbies", {"hiking": 1, "swimming": 1, "baking": 1}),
        ("Chess, golf and rock climbing are my main hobbies.", {"Chess": 1, "golf": 1, "rock climbing": 1}),
        ("Chess and golf are my brother's hobbies", {}),
        ("Chess and golf are my hobbies?", {}),
    ],
)
def test_all_of_a_list_are_hobbies(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I hate small talk", {"small talk": -1}),
        ("i dont like early lectures", {"early lectures": -1}),
        (
            "things i dont like: early lectures, olives, small talk",
            {"early lectures": -1, "olives": -1, "small talk": -1},
        ),
        ("I hate this early lecture", {}),
        ("I have early lectures", {}),
        ("I love a good idea", {}),
    ],
)
def test_a_general_word_with_another_names_what_is_felt(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
