"""What sayings, verdicts on "it", and deeds tell of a thing; the same words where they tell nothing of the speaker's taste."""

from __future__ import annotations

from time import process_time

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kimchi stew hits the spot", {"Kimchi stew": 1}),
        ("Fado really speaks to me", {"Fado": 1}),
        ("Pottery class is the highlight of my week", {"Pottery class": 1}),
        ("Bergamo has stolen my heart", {"Bergamo": 1}),
        ("Origami never fails to calm me down", {"Origami": 1}),
        ("Middlemarch never disappoints", {"Middlemarch": 1}),
        ("Hollow Knight is an absolute masterpiece", {"Hollow Knight": 1}),
        ("Quilting turned out to be my thing", {"Quilting": 1}),
        ("Give me sushi any day", {"sushi": 1}),
        ("Jazz always lifts my mood", {"Jazz": 1}),
        ("I've been dying to see Cats", {"Cats": 1}),
        ("I'd be lost without Notion", {"Notion": 1}),
        ("knitting never clicked with me", {"knitting": -1}),
        ("Meditation apps don't do it for me", {"Meditation apps": -1}),
        ("TikTok gets on my last nerve", {"TikTok": -1}),
        ("Zoos depress me", {"Zoos": -1}),
        ("fast fashion is trash imo", {"fast fashion": -1}),
        ("Reality TV is a total waste of time", {"Reality TV": -1}),
        ("Cruises sound like torture to me", {"Cruises": -1}),
        ("Blue cheese tastes like feet", {"Blue cheese": -1}),
        ("Pilates just isn't my scene", {"Pilates": -1}),
        ("I never understood the hype around Seinfeld", {"Seinfeld": -1}),
        ("I fail to see the appeal of golf", {"golf": -1}),
        ("I have zero interest in football", {"football": -1}),
        ("I'm not big on sushi", {"sushi": -1}),
        ("I can't be bothered with gardening", {"gardening": -1}),
        ("you couldn't pay me to go skydiving", {"skydiving": -1}),
        ("eww no hummus", {"hummus": -1}),
    ],
)
def test_a_saying_tells_what_is_liked_and_what_is_not(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I watched Dune and it was boring", {"Dune": -1}),
        ("I went to a jazz concert yesterday. It bored me.", {"jazz concert": -1}),
        ("I read Ulysses, it did nothing for me", {"Ulysses": -1}),
        ("I've tried yoga three times and it's just not for me", {"yoga": -1}),
        ("We bought an air fryer and it changed my life", {"air fryer": 1}),
        ("tried kombucha, its disgusting", {"kombucha": -1}),
        ("I tried oysters and they were gross", {"oysters": -1}),
        ("watched the new Batman, boring as hell", {"Batman": -1}),
        ("I read The Alchemist. Meh.", {"The Alchemist": -1}),
        ("I tried surfing. Never again.", {"surfing": -1}),
        ("Finally watched Tenet, what a mess", {"Tenet": -1}),
        ("I tried making beef stew and it turned out boring", {"beef stew": -1}),
        ("Read Wolf Hall for book club. It bored me.", {"Wolf Hall": -1}),
        ("I love horror films, they scare me", {"horror films": 1}),
        ("had sushi for lunch. so good.", {"sushi": 1}),
        ("Just finished Severance. Masterpiece.", {"Severance": 1}),
        ("roller derby next week!!! so hyped", {"roller derby": 1}),
    ],
)
def test_a_verdict_on_it_is_on_what_was_named_before(text: str, expected: dict[str, int]) -> None:
    assert {name: sign for name, sign in stated(text).items() if name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "My friend has no interest in football",
        "My dad says golf is a waste of time",
        "is Hollow Knight a masterpiece?",
        "Does yoga speak to you?",
        "If kimchi hit the spot I would say so",
        "Notre Dame is a masterpiece of gothic architecture",
        "A treadmill is a treat for dogs",
        "My sleep is a mess",
        "I went to bed. What's 2+2? It was boring.",
        "My exam was today. It was terrible.",
        "Help me argue that zoos are awful",
        "Give me three arguments that brutalism is an eyesore",
        "My laptop crashed and it drives me crazy",
        "I'm writing a summary and it's stressful",
    ],
)
def test_what_says_nothing_of_the_speakers_taste_is_not_stated(text: str) -> None:
    assert stated(text) == {}


def test_what_one_had_to_do_is_no_more_than_mentioned() -> None:
    assert stated("I had to read Ulysses for school") == {}
    assert stated("I have to eat gluten-free") == {"gluten-free": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I sold all my crypto finally", {"crypto": -1}),
        ("I sold my car", {}),
        ("I uninstalled valorant", {"valorant": -1}),
        ("I cancelled my gym membership", {"gym membership": -1}),
        ("I've had to knock the true crime on the head, I kept waking up", {"true crime": -1}),
        ("I've been knitting since I was ten", {"knitting": 1}),
        ("Been climbing for about two years", {"climbing": 1}),
        ("I've been waiting for hours", {}),
        ("I've been looking for a job for weeks", {}),
        ("Got about 300 blues records now", {"blues records": 1}),
        ("The only thing keeping me sane is my allotment", {"allotment": 1}),
        ("Didn't expect to love swimming this much", {"swimming": 1}),
        ("I should like some help with a letter to the district council", {}),
        ("ok confession the vegan thing is over", {"vegan": -1}),
        ("The concert is over", {}),
        ("climbing is done for me btw", {"climbing": -1}),
        ("I have resigned from the book group", {"book group": -1}),
        ("my cousin taught me to crochet", {"crochet": 1}),
        ("got my first electric guitar today", {"electric guitar": 1}),
        ("can you give me something for lunch im lactose intolerant", {"lactose": -1}),
        ("can I eat this if I'm vegan?", {}),
        ("I cut out the energy drinks", {"energy drinks": -1}),
        ("I cut out the pattern", {}),
        ("I need a 7 minute timer", {}),
        ("I need an uber to the station", {}),
        ("I need a new hobby like pottery", {}),
        ("I need to avoid gluten", {"gluten": -1}),
        ("Before I go: who was the first woman to win the Booker Prize?", {}),
        ("Can my mate bring horror films? Can't stand them", {"horror films": -1}),
    ],
)
def test_what_was_done_begun_and_given_up_tells_as_much(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I play tennis. My exam was today. It was terrible.",
        "I watched football when the power went out. It was a nightmare.",
        "I ate peanuts and had an allergic reaction. It was a nightmare.",
        "I cooked lasagna. It was bland.",
        "I use Python. My code fails. It's garbage.",
    ],
)
def test_a_verdict_is_not_on_what_was_named_before_something_else(text: str) -> None:
    assert -1 not in stated(text).values()


@pytest.mark.parametrize(
    "text",
    [
        "I've been coughing for weeks",
        "I've been vomiting since Tuesday",
        "I've been running for an hour",
        "Read Chapter 3 and summarise it",
        "Read Macbeth and give me a summary",
        "I uninstalled pandas and reinstalled it",
        "I don't see the point of the second loop",
        "My manager taught me how to use Excel",
        "Got 5 errors when compiling",
        "The Cold War era is over",
        "Prove that democracy is the worst",
        "I missed the bus, brilliant",
        "My car smells like petrol",
    ],
)
def test_errands_ailments_and_orders_state_nothing(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    "text", ["I tried opera, it was " + "best " * 4000, "so such absolute total " * 900, "very " * 4000]
)
def test_long_praise_takes_hardly_longer_than_its_length(text: str) -> None:
    half, whole = (_cost(some) for some in (text[: len(text) // 2], text))
    assert whole < 3 * half + 0.05


def _cost(text: str) -> float:
    began = process_time()
    extract(text)
    return process_time() - began
