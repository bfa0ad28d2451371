"""Feelings told in passing: praise, "both", "every minute", what was given up, what is eaten less."""

from __future__ import annotations

import pytest

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The opera was amazing.", {"opera": 1}),
        ("gumbo is SO good omg", {"gumbo": 1}),
        ("Dvořák is brilliant, but long", {"Dvořák": 1}),
        ("Is the Louvre amazing?", {}),
        ("Opera is amazing for kids.", {}),
        ("The opera isn't amazing.", {}),
        ("My brother says opera is amazing.", {}),
        ("The weather was gorgeous.", {}),
        ("prog rock is my fav", {"prog rock": 1}),
        ("Trap is overplayed", {"Trap": -1}),
    ],
)
def test_praise_without_more_is_a_liking(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We own Catan and Carcassonne, love both", {"Catan": 1, "Carcassonne": 1}),
        ("My sister plays chess and golf, she loves both.", {}),
        ("I love both jazz and opera.", {"jazz": 1, "opera": 1}),
        ("Spin classes? Tried it, hated every minute.", {"Spin classes": -1}),
        ("I did a pottery course and loved every minute of it.", {"pottery course": 1}),
        ("I love every season.", {}),
    ],
)
def test_both_and_every_minute_stand_for_what_was_named(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I collected stamps but gave that up.", {"stamps": -1}),
        ("I used to smoke a pipe but I gave it up in spring.", {"pipe": -1}),
        ("My brother played golf but gave it up.", {}),
        ("I'm trying to eat less, bread especially.", {"bread": -1}),
        ("I couldn't get through Ulysses.", {"Ulysses": -1}),
        ("I can't get enough of jazz.", {"jazz": 1}),
        ("I don't miss PHP one bit.", {"PHP": -1}),
        ("I didn't miss the opera.", {}),
        ("Musicals bore me.", {"Musicals": -1}),
    ],
)
def test_what_was_given_up_or_is_not_missed_is_no_liking(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I finally signed up at the bouldering gym", {"bouldering gym": 1}),
        ("My brother signed up for judo", {}),
        ("learning typescript for a new job", {"typescript": 1}),
        ("Learning Spanish is hard", {}),
        ("Learning objectives for a course on geology", {}),
    ],
)
def test_what_one_signs_up_for_or_is_learning_is_stated(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't get enough of Ursula K. Le Guin lately.", {"Ursula K. Le Guin": 1}),
        ("I adore George R. R. Martin and J.K. Rowling.", {"George R. R. Martin": 1, "J.K. Rowling": 1}),
        ("I love Philip K. Dick's novels.", {"Philip K. Dick's novels": 1}),
        ("I like Samuel L. Jackson films.", {"Samuel L. Jackson films": 1}),
        ("I love H. P. Lovecraft, not C. S. Lewis.", {"H. P. Lovecraft": 1, "C. S. Lewis": -1}),
        ("I got a B. Golf bores me.", {"Golf": -1}),
        ("Vitamin C. Golf bores me.", {"Golf": -1}),
        ("Not as much as I. Golf bores me.", {"Golf": -1}),
        ("I'm from the U.S. Golf bores me.", {"Golf": -1}),
    ],
)
def test_the_full_stop_of_an_initial_ends_no_name(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I sold all my crypto last month, good riddance.", {"crypto": -1}),
        ("Good riddance to crypto.", {"crypto": -1}),
        ("I need to wind down a bit.", {}),
        ("I love the wind.", {"wind": 1}),
    ],
)
def test_a_turn_of_phrase_names_nothing(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
