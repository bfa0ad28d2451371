"""What is refused, what is allowed in the same breath, and what only sounds like a refusal."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import refusals, signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No beef, chicken only.", {"beef": "-", "chicken": ""}),
        ("no clicky switches pls, linear only please", {"clicky switches": "-", "linear": ""}),
        ("no shellfish, fish ok", {"shellfish": "-", "fish": ""}),
        ("I hate beef, chicken is fine", {"beef": "-", "chicken": ""}),
        ("No beef, pork or lamb.", {"beef": "-", "pork": "-", "lamb": "-"}),
        ("no horror, no fantasy, only comedies", {"horror": "-", "fantasy": "-", "comedies": ""}),
        ("not vegan anymore but still vegetarian", {"vegan": "-", "vegetarian": "+"}),
        ("I'm not vegan anymore but still vegetarian", {"vegan": "-", "vegetarian": "+"}),
        ("I don't like horror but comedies", {"horror": "-", "comedies": ""}),
        ("I hate opera but especially ballet", {"opera": "-", "ballet": "-"}),
        ("I hate not only opera but also ballet", {"opera": "-", "ballet": "-"}),
        ("I like jazz but not bebop", {"jazz": "+", "bebop": "-"}),
    ],
)
def test_what_is_allowed_beside_a_refusal_is_not_refused(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Opera does nothing for me.", {"Opera"}),
        ("fado puts me to sleep", {"fado"}),
        ("Horses frighten me.", {"Horses"}),
        ("horses scare me", {"horses"}),
        ("Clowns have always terrified me.", {"Clowns"}),
        ("Golf leaves me cold.", {"Golf"}),
        ("not really a horror guy tbh", {"horror"}),
        ("I'm not a board game person.", {"board game"}),
        ("I was never one for parties.", {"parties"}),
        ("I never really clicked with jazz.", {"jazz"}),
        ("couldn't get into jazz", {"jazz"}),
        ("The Bears? Can't stand em.", {"Bears"}),
        ("turn based is fine, just no roguelikes", {"roguelikes"}),
        ("a pasta recipe, no mushrooms please", {"mushrooms"}),
        ("cant do dairy anymore", {"dairy"}),
        ("i eat everything just dont eat too much pepper", {"pepper"}),
        ("I eat fish just don't eat ham", {"ham"}),
        ("also can't do dairy", {"dairy"}),
        ("dont eat pork", {"pork"}),
        ("won't eat olives", {"olives"}),
        ("never eat meat", {"meat"}),
        ("Never been a fan of opera.", {"opera"}),
        ("I find bullfighting revolting", {"bullfighting"}),
        ("I find running pointless", {"running"}),
        ("I find anchovies repulsive", {"anchovies"}),
        ("I find opera insufferable", {"opera"}),
        ("I find true crime too grim", {"true crime"}),
        ("I find reality TV unwatchable", {"reality TV"}),
        ("hard no on hazelnuts", {"hazelnuts"}),
        ("It's a hard no on horror films for me", {"horror films"}),
        ("a hard no from me on clubbing", {"clubbing"}),
        ("camping is a no go for me", {"camping"}),
        ("I am off the beer these days", {"beer"}),
        ("I'm off Facebook these days", {"Facebook"}),
        ("red wine disagrees with me", {"red wine"}),
        ("swearing off sugar", {"sugar"}),
        ("I can't do horror, too many gory scenes", {"horror"}),
        ("no more soap operas for me, thanks", {"soap operas"}),
    ],
)
def test_a_refusal_is_told_from_a_mention(text: str, expected: set[str]) -> None:
    assert refusals(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nice hotel, no complaints.",
        "I'm not a nice guy.",
        "Can't hurt to try padel.",
        "Can't go wrong with pizza.",
        "Can't you do dairy?",
        "Don't forget the pizza.",
        "Never tried sushi.",
        "can't stop playing chess",
        "I really clicked with jazz.",
        "I'm a horror guy.",
        "Jazz does a lot for me.",
        "My dog can't eat onions.",
        "I gave up after 100 pages, far too bleak for me.",
        "i quit, was sooo grumpy",
        "I gave up halfway through the opera.",
        "Didn't know a quarterback invented the huddle.",
        "should I quit the book club?",
        "Should I stop eating meat?",
        "do I have to quit coffee?",
        "why should I give up meat?",
        "shall I give up the piano?",
        "is it time to quit the band?",
        "I find chess too expensive",
        "I don't find bullfighting revolting",
        "My wife finds bullfighting revolting",
        "I find his attitude vile",
        "my landlord is a hard no on dogs",
        "The bank gave a hard no on the loan",
        "The area is a no go zone",
        "I'm off work these days",
        "I'm off the phone now",
        "I'm off the train",
        "my wife disagrees with me about wine",
        "the plan doesn't agree with the budget",
        "the shop is off limits to cars",
        "I can't do pizza tonight",
        "I can't do handstands, how do I learn",
    ],
)
def test_what_only_sounds_like_a_refusal_refuses_nothing(text: str) -> None:
    assert refusals(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("used to run half marathons", {"marathons"}),
        ("used to do ashtanga every morning", {"ashtanga"}),
        ("used to be super into chess", {"chess"}),
        ("We used to go to the opera at Glyndebourne.", {"opera"}),
        ("I used to play chess in the park.", {"chess"}),
        ("I used to go to Glyndebourne.", {"Glyndebourne"}),
        ("I gave up coffee, tea and sugar.", {"coffee", "tea", "sugar"}),
        ("I gave up coffee for Lent.", {"coffee"}),
        ("gave up on keto", {"keto"}),
        ("Please stop suggesting restaurants in Rome.", {"restaurants"}),
        ("I'm no longer vegan.", {"vegan"}),
        ("That is what a lathe is used to do.", set()),
    ],
)
def test_what_ends_is_the_thing_and_not_where_it_was(text: str, expected: set[str]) -> None:
    assert {one.text for one in extract(text) if one.ends} == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I find yoga a lot of fun.", "yoga"),
        ("I find hiking hard but I love it.", "hiking"),
        ("I find the gym too loud so I go at six.", "gym"),
    ],
)
def test_what_is_only_found_hard_or_loud_may_be_liked(text: str, name: str) -> None:
    [phrase] = extract(text)
    assert (phrase.text, phrase.polarity, phrase.stance) == (name, 1, "stated")


@pytest.mark.parametrize(
    "text",
    [
        "I'm off Instagram now, back to painting.",
        "I'm off Netflix now, going to bed with a book.",
        "The bread is out because of my back order.",
        "I find horror too slow to start but brilliant.",
    ],
)
def test_what_is_left_for_now_or_out_of_stock_is_not_refused(text: str) -> None:
    assert all(phrase.polarity > 0 and not phrase.ends for phrase in extract(text))


@pytest.mark.parametrize("text", ["I find opera long", "I find golf hard on the knees"])
def test_what_is_only_found_to_be_so_is_not_liked(text: str) -> None:
    assert not [one for one in extract(text) if one.stance == "stated"]
