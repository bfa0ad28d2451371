"""What English speakers tell in passing of a pastime of theirs."""

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("running late from choir", {"choir": 1}),
        ("Running late from choir, so quick: what is 15% of 80?", {"choir": 1}),
        ("What is eating my tomatoes?", {"tomatoes": 1}),
        ("My cello has a crack.", {"cello": 1}),
        ("broke a string on the cello ten minutes before we went on", {"cello": 1}),
        ("gonna kill the time with the harmonica", {"harmonica": 1}),
        ("choir at seven, must dash", {"choir": 1}),
        ("friday is board game night in my house like always", {"board game": 1}),
        ("my veena sir comes at 6.30 and if I've not tuned by then I get that look", {"veena": 1}),
        ("do the telegraph crossword every dinner time in the van", {"telegraph crossword": 1}),
        ("add this song to my jazz playlist", {"jazz playlist": 1}),
    ],
)
def test_a_pastime_told_in_passing_is_stated(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "climbing and jazz",
        "Write a poem about chess.",
        "What are the rules of cricket?",
        "Any tips for climbing, especially knots?",
        "So chess, what's a good opening?",
        "can you explain cricket to me",
        "My husband is at golf.",
        "My son's guitar is broken.",
        "I need a birthday card for my uncle who plays chess.",
        "Chess was invented in India.",
        "Crocheting keeps my aunt busy.",
        "I heard hiking there is awful.",
        "I think football is pretty scientific.",
        "remove fishing from my calendar",
        "I have to write an essay on pottery for school.",
    ],
)
def test_what_is_asked_written_about_or_others_do_is_not(text: str) -> None:
    assert not [name for name in stated(text) if name.lower() not in ("essay",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I sold the golf clubs.", {"golf clubs": -1}),
        ("I threw out my sourdough starter.", {"sourdough starter": -1}),
        ("I've done camping twice, swore never again.", {"done camping": -1}),
        ("fortnite is so dead bro i uninstalled", {"fortnite": -1}),
        ("Zumba is over, I didn't renew.", {"Zumba": -1}),
        ("tried one of them true crime podcasts. shut it off in 20 min.", {"true crime podcasts": -1}),
    ],
)
def test_what_is_given_up_or_was_no_pleasure_is_refused(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


def test_words_that_end_it_say_so() -> None:
    assert [phrase.ends for phrase in extract("I sold the golf clubs.")] == [True]
    assert not stated("I'm not done with jazz.").get("jazz", 1) < 0


@pytest.mark.parametrize(
    "text",
    ["Best wood for brisket? Do one every Sunday.", "Best wood for brisket? I go through two every week."],
)
def test_how_often_it_is_done_may_stand_in_the_next_sentence(text: str) -> None:
    assert stated(text) == {"brisket": 1}


def test_told_once_weighs_less_than_done_each_week() -> None:
    once, weekly = extract("late for choir")[0], extract("late for choir as every Tuesday")[0]

    assert once.strength < weekly.strength


@pytest.mark.parametrize(
    "text",
    [
        "My poker face failed me at the interview.",
        "My Golf GTI won't start.",
        "My orchestra of microservices crashed.",
        "Still fishing for an answer from HR since Tuesday.",
        "Weaving through traffic every morning.",
        "Got stung by bees at work yesterday.",
        "Tulips from my boss on Friday.",
        "My iris is inflamed, should I see a doctor?",
        "Had a smoker next to me on the train.",
        "Working on a landing page for a yoga studio.",
        "Got a client in rugby, how do I price his logo?",
        "Write me a scene: I sold my guitar and left town.",
        "We had to return the kayak by six.",
        "Mandatory team karaoke on Friday at 8.",
        "Sold a piano for a client.",
    ],
)
def test_a_word_that_means_or_describes_something_else_is_no_pastime(text: str) -> None:
    assert not [phrase for phrase in extract(text) if phrase.stance == "stated" and phrase.text != "piano"]


@pytest.mark.parametrize(
    "text",
    [
        "I left the gym at 8.",
        "I dropped my guitar and the neck snapped.",
        "Just returned from choir.",
        "I cancelled yoga this week.",
        "Left my guitar at home.",
        "Leaving choir now, be home at 9.",
        "I returned the sewing machine and got a better one.",
        "I sold my guitar and got a new one.",
        "I'm out of yarn.",
        "Ditched the car and cycled to choir.",
        "Finished with a 10k in 50 minutes.",
        "Yoga is over at 9, pick me up then.",
        "I nodded off on the bus after karate.",
        "I fell asleep after swimming.",
        "My boring meeting made me late for choir.",
        "Choir made me forget my boring job.",
        "I was bored at work so I joined a choir.",
    ],
)
def test_what_is_left_for_once_or_only_stands_beside_a_refusal_is_not_refused(text: str) -> None:
    assert not [phrase.text for phrase in extract(text) if phrase.text != "car" and phrase.polarity < 0]


@pytest.mark.parametrize(
    "text",
    [
        "Sold my motorbike, too dangerous.",
        "I sold my sewing machine last month.",
        "Dropped choir in May.",
        "I stopped the tango.",
        "I retired from rugby in 2019.",
        "Karaoke last night, I walked out.",
        "I fell asleep during the opera.",
    ],
)
def test_what_is_left_for_good_is_refused(text: str) -> None:
    assert [phrase.polarity for phrase in extract(text) if phrase.stance == "stated"] == [-1]
