"""What only seems refused, for it is bounded, denied a second time or said of being without it; and the same words that do refuse."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chess is not allowed for me at work, only at lunch", {"Chess": ""}),
        ("im not allowed to play guitar after 10pm", {"play guitar": ""}),
        ("Drumming is forbidden for me at night", {"Drumming": ""}),
        ("I don't drink coffee after 4pm", {"coffee": ""}),
        ("no coffee after 4 for me", {"coffee": ""}),
        ("i dont eat sushi on mondays", {"sushi": ""}),
        ("I'm off alcohol on weekdays", {"alcohol": ""}),
        ("don't let me buy yarn before friday", {"yarn": ""}),
        ("I don't watch horror movies before bed", {"horror movies": ""}),
        ("we cant play chess in the library", {"chess": "", "library": ""}),
        ("i can't watch football with my dad", {"football": ""}),
        ("no more tattoos this year", {"tattoos": ""}),
        ("I'm off coffee duty this week", {}),
        ("im off kitchen duty tonight", {}),
    ],
)
def test_what_is_left_for_an_hour_or_a_place_is_not_refused(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Chess is not allowed for me", "Chess"),
        ("I'm not allowed gluten", "gluten"),
        ("I can't eat gluten with my condition", "gluten"),
        ("no more tattoos", "tattoos"),
        ("I'm not allowed salt in my food", "salt"),
        ("doctor says no running on my knee", "running"),
        ("I don't drink coffee anymore at work", "coffee"),
        ("I gave up coffee before christmas", "coffee"),
        ("I can't drink alcohol after my operation", "alcohol"),
        ("I don't eat sushi after that night in Osaka", "sushi"),
        ("I don't eat meat at all", "meat"),
        ("I hate chess at work", "chess"),
        ("I can't eat gluten at work or anywhere", "gluten"),
        ("I can't drink milk in the morning, it upsets my stomach", "milk"),
        ("No meat and no egg in my kitchen, please", "egg"),
        ("The eye man says no motorways and nothing after dark", "motorways"),
        ("I dislike musical theater and prefer plays without musical numbers.", "musical theater"),
        ("no meat or fish in this house for over ten years", "meat"),
        ("I'm off coffee this week", "coffee"),
    ],
)
def test_a_bound_that_is_none_leaves_a_refusal(text: str, refused: str) -> None:
    assert signs(text)[refused] == "-"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i don't drink anything but espresso", {"espresso": "+"}),
        ("I don't read anything except crime novels", {"crime novels": "+"}),
        ("there's nothing i don't like about jazz", {"jazz": "+"}),
        ("I run a lot of chess workshops", {"chess workshops": "+"}),
        ("i'm not going to stop cycling just because it rains", {"cycling": "+"}),
        ("I'm never going to quit surfing", {"surfing": "+"}),
        ("I refuse to give up yoga", {"yoga": "+"}),
        ("I don't want to stop eating meat", {"meat": "+"}),
        ("I don't plan to give up meat", {"meat": "+"}),
        ("I hate missing deadlines", {}),
        ("I don't miss a single episode of Taskmaster", {"single episode of Taskmaster": "+"}),
        ("I feel awful when I skip the gym", {"gym": "+"}),
        ("not going to the gym makes me anxious", {"gym": "+"}),
        ("skipping yoga makes me miserable", {"yoga": "+"}),
        ("I hate missing choir", {"choir": "+"}),
        ("not a day goes by without chess", {"chess": "+"}),
    ],
)
def test_a_refusal_to_be_without_it_is_a_liking(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I'd eat anything but olives", "olives"),
        ("I don't miss PHP one bit.", "PHP"),
        ("chess makes me miserable", "chess"),
        ("I skip the mushrooms", "mushrooms"),
        ("I'm not going to eat meat", "meat"),
    ],
)
def test_what_is_refused_once_stays_refused(text: str, refused: str) -> None:
    assert signs(text)[refused] == "-"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I find running boring without a podcast", {"running": ""}),
        ("Running without music is dull", {"Running": "", "music": ""}),
        ("I don't like pizza without pineapple", {"pizza": "", "pineapple": ""}),
        ("coffee without sugar is disgusting", {"coffee": "", "sugar": ""}),
        ("I find running boring", {"running": "-"}),
        ("I like films without gore", {"films": "+", "gore": "-"}),
        ("a curry without onions please", {"curry": "", "onions": "-"}),
        ("I don't like jazz and can live without it", {"jazz": "-"}),
        ("I don't eat meat without feeling sick", {"meat": "-"}),
    ],
)
def test_what_is_dull_without_another_thing_is_not_refused(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i'm sick of people putting corn in ramen", {"ramen": ""}),
        ("sick of everyone recommending sushi to me", {"sushi": ""}),
        ("I'm sick of losing at tennis", {"tennis": ""}),
        ("I'm sick of tennis", {"tennis": "-"}),
        ("I'm tired of recommending sushi", {"sushi": "-"}),
        ("we had to skip dnd this week", {"dnd": ""}),
        ("I couldn't go climbing this week", {"climbing": ""}),
        ("i stopped doing photography for money", {"photography": ""}),
        ("i stopped doing photography", {"photography": "-"}),
        ("I stopped running until my knee heals", {"running": ""}),
    ],
)
def test_what_annoys_about_a_thing_or_is_left_once_is_not_the_thing(text: str, expected: dict[str, str]) -> None:
    assert signs(text) == expected


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("chess and i have parted ways", "chess"),
        ("crossfit and i have parted ways, my back couldn't take it", "crossfit"),
        ("Golf and I broke up", "Golf"),
        ("beer and I parted ways", "beer"),
        ("i've aged out of clubbing honestly", "clubbing"),
        ("deleted instagram in january and im not going back", "instagram"),
        ("finally uninstalled league of legends", "league of legends"),
        ("stopped drinking beer", "beer"),
        ("Stopped eating meat last year", "meat"),
    ],
)
def test_who_parts_with_a_thing_ends_it(text: str, ended: str) -> None:
    assert ended in {one.text for one in extract(text) if one.polarity < 0 and one.ends}


@pytest.mark.parametrize(
    "text",
    [
        "my girlfriend and I broke up after chess club",
        "Chess and I are old friends",
        "I uninstalled the driver and reinstalled it",
        "deleted the photos of the concert",
        "stopped at the bakery for rye bread",
    ],
)
def test_who_parts_with_somebody_else_ends_nothing(text: str) -> None:
    assert not [one.text for one in extract(text) if one.polarity < 0]


def test_what_has_ended_stays_ended_when_it_is_refused_again() -> None:
    text = "I stopped with instagram. Deleted account on sunday. 6 years and I am just tired of feeding it"
    assert [(one.text, one.polarity, one.ends) for one in extract(text)] == [("instagram", -1, True)]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I never miss breakfast but I hate eggs.", "eggs"),
        ("I won't quit coffee but I've quit sugar.", "sugar"),
        ("I'm not allergic to anything except nuts.", "nuts"),
        ("I don't avoid anything except pork.", "pork"),
        ("I can't eat eggs without an allergic reaction.", "eggs"),
        ("I don't eat nuts at work. I'm allergic.", "nuts"),
        ("I can't eat gluten at home or at work.", "gluten"),
        ("I'm diabetic, so no sugar at breakfast.", "sugar"),
    ],
)
def test_what_is_beside_such_words_or_refused_for_health_stays_refused(text: str, refused: str) -> None:
    assert signs(text)[refused] == "-"
