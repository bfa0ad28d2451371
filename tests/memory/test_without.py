"""What English speakers do without: forbidden, not borne, ordered away; and what is only at hand."""

import pytest
from penchant.agent.gate.matters import is_diet
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My doctor told me to cut out salt.", {"salt": -1}),
        ("doc says no weights with this back", {"weights": -1}),
        ("The doctor has me off coffee.", {"coffee": -1}),
        ("My doctor has me down to 1,500 mg of sodium a day.", {"sodium": -1}),
        ("My physician has forbidden me coffee altogether.", {"coffee": -1}),
        ("I'm not allowed peanuts any more.", {"peanuts": -1}),
        ("The recipe wants grapefruit, which I am no longer permitted.", {"grapefruit": -1}),
        ("That's the end of red wine for me.", {"red wine": -1}),
        ("i stopped with meat, eggs and cheese", {"meat": -1, "eggs": -1, "cheese": -1}),
        ("Prawns make my throat close up.", {"Prawns": -1}),
        ("prawns and crab swell my throat up", {"prawns": -1, "crab": -1}),
        ("From milk I have terrible stomach.", {"milk": -1}),
        ("I swell up like a balloon if I eat strawberries.", {"strawberries": -1}),
        ("i haven't eaten fish since i was 6", {"fish": -1}),
        ("I haven't eaten meat or fish since I was 16.", {"meat": -1, "fish": -1}),
        ("hold the onions", {"onions": -1}),
        ("Leave the coriander out, please.", {"coriander": -1}),
        ("I don't drink.", {"drink": -1}),
        ("My doctor told me to give up coffee and alcohol.", {"coffee": -1, "alcohol": -1}),
        ("Shrimp makes my lips swell.", {"Shrimp": -1}),
        ("No more beer for me.", {"beer": -1}),
        ('I saw "The Long Good Friday", doctor says no salt.', {"salt": -1}),
        ("i've never eaten meat in my life", {"meat": -1}),
        ("don't sneak chicken in there", {"chicken": -1}),
        ("I break out in hives around cats", {"cats": -1}),
        ("The eggplant closed my throat", {"eggplant": -1}),
    ],
)
def test_what_is_left_is_refused(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The doctor says my dad has to stop smoking.",
        "Can you hold the line?",
        "Please hold the door.",
        "Leave the car out tonight.",
        "How does one decline without giving offence?",
        "Mention eight years without default.",
        "It turns over but no spark.",
        "I have chicken and rice, what can I make?",
        "i have eggs, spinach and feta in the fridge. dinner ideas?",
    ],
)
def test_others_orders_and_what_is_at_hand_say_nothing(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "diet"),
    [
        ("I have celiac disease.", "celiac disease"),
        ("I was diagnosed with coeliac disease last year.", "coeliac disease"),
        ("My dietitian has me on low fodmap.", "low fodmap"),
        ("need dinner. coeliac so no bread", "coeliac"),
        ("I've been sober for two years.", "sober"),
        ("coeliac here", "coeliac"),
        ("as a coeliac I struggle with bread", "coeliac"),
        ("As a diabetic, what can I have for pudding?", "diabetic"),
        ("I'm type 2 diabetic", "diabetic"),
        ("have type 2 diabetes and a sweet tooth", "diabetes"),
        ("How do I ask them, I've been ill from these things before as a coeliac", "coeliac"),
        ("I'm on a low-salt diet", "low-salt diet"),
        ("we're a nut-free household", "nut-free"),
        ("What can I order as a vegan?", "vegan"),
        ("I can't eat much out as a coeliac", "coeliac"),
    ],
)
def test_a_condition_is_kept_to_like_a_diet(text: str, diet: str) -> None:
    assert stated(text)[diet] == 1
    assert is_diet(diet)


def test_toast_for_breakfast_is_a_habit() -> None:
    assert stated("I often have toast for breakfast.") == {"toast": 1}


@pytest.mark.parametrize(
    ("text", "refused", "spared"),
    [
        ("I hate raisins in cookies.", "raisins", "cookies"),
        ("No wine in the sauce, please.", "wine", "sauce"),
        ("I can't stand pineapple on pizza.", "pineapple", "pizza"),
        ("I don't like fights in movies.", "fights", "movies"),
    ],
)
def test_what_a_disliked_thing_is_in_is_not_disliked(text: str, refused: str, spared: str) -> None:
    found = {phrase.text: phrase.polarity for phrase in extract(text)}

    assert found[refused] == -1
    assert found[spared] == 1


@pytest.mark.parametrize(
    "text",
    [
        "my doctor says no",
        "The doctor said no fracture.",
        "The nurse said no visitors after eight.",
        "The consultant told us to stop the migration.",
        "The docs say no retries.",
        "The doc says no weights are loaded.",
        "My doctor told me to stop the antibiotics.",
        "My GP has no slots.",
        "I'm not allowed holidays in July.",
        "I'm not allowed coffee in the library.",
        "I'm not supposed to touch production.",
        "My doctor said no coffee before the scan.",
        "I haven't touched the code since Friday.",
        "i haven't eaten pizza for a week and i crave it",
        "I get migraines from screens.",
        "This curry made my mouth water.",
        "Dogs make my eyes itch.",
        "The new cream makes my skin soft.",
        "I stopped with a flat tyre.",
        "Hold the butter at 4 degrees.",
        "Hold the turkey by the legs.",
        "Leave the dough out overnight.",
        "Go easy on the oil when you fry.",
        "I don't drink so fast.",
        "I have celiac patients on my ward.",
        "My dad has type 2 diabetes.",
        "What's a good way to keep slugs off hostas without pellets?",
        "My sister is on a low-salt diet.",
        "Could I have diabetes?",
        "I think I have diabetes",
        "I have diabetes in the family",
        "I don't identify as a vegan",
        "I've never eaten sushi in my life",
        "Don't slip the pasta in it until it boils",
        "Has to be peanut free, my youngest has a serious allergy",
        "I've never eaten meat in my life but want to try it",
        "Don't put the milk in the fridge yet.",
        "My mum was diagnosed with celiac disease.",
        "vegan so my sister can eat it",
        "I'm cooking for a vegan",
        "I'm baking for a coeliac friend",
        "As a vegetarian, my wife cannot eat that",
        "as a coeliac my brother struggles",
        "i got vegan leather shoes",
    ],
)
def test_what_a_doctor_a_cook_or_a_traveller_says_besides_refuses_nothing(text: str) -> None:
    assert not [name for name, sign in stated(text).items() if sign < 0 or is_diet(name)]


def test_who_does_not_drink_and_drive_may_drink() -> None:
    assert "drink" not in stated("I don't drink and drive.")
