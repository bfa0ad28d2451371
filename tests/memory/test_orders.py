"""What English speakers want left out of a dish or a plan."""

import pytest
from penchant.memory.extraction import extract


def stated(text: str) -> dict[str, int]:
    """Return what a text states, with its sign."""
    return {phrase.text: phrase.polarity for phrase in extract(text) if phrase.stance == "stated"}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("need dinner. coeliac so no wheat obv. rice noodles, tofu", {"wheat"}),
        ("Porridge I can manage. Not prunes, thank you, I had enough of those in the Navy to last me.", {"prunes"}),
        ("Rice is fine. But remove the prawns please", {"prawns"}),
        ("But remove the prawns please, any shellfish and my face swells", {"prawns"}),
        ("dinner for 4, no nuts, dairy or eggs", {"dairy", "eggs", "nuts"}),
        ("something quick, no mushrooms thanks", {"mushrooms"}),
        ("Not liver, I beg you", {"liver"}),
        ("anything but olives", {"olives"}),
        ("A curry without coriander please, I can't abide it", {"coriander"}),
        ("pizza, minus the anchovies", {"anchovies"}),
        ("no pork obviously, we're muslim", {"pork"}),
        ("no beef, no pork, we keep halal", {"beef"}),
        ("give me a lunch idea, nothing with mayo", {"mayo"}),
        ("take the peanuts out, I'm allergic", {"peanuts"}),
        ("no fish though", {"fish"}),
        ("no meat tho", {"meat"}),
        ("dinner ideas (no pork)", {"pork"}),
        ("dinner ideas - no seafood", {"seafood"}),
        ("no seafood ideally", {"seafood"}),
        ("cake recipe with no eggs, allergy", {"eggs"}),
        ("definitely no raisins", {"raisins"}),
        ("Nothing with gluten, coeliac here", {"gluten"}),
        ("fish pie but leave out the prawns", {"prawns"}),
        ("can you lose the olives", {"olives"}),
        ("no cruises please, anything else", {"cruises"}),
        ("weekend ideas. no museums, no hiking", {"museums"}),
        ("veggie lasagne but hold the ricotta", {"ricotta"}),
        ("suggest a curry, not too spicy and no coconut", {"coconut"}),
        ("Three dinners please. No mushrooms, olives or anchovies in any of them.", {"olives"}),
        ("I'd like a salad, nuts off please", {"nuts"}),
        ("a cocktail without egg white", {"egg white"}),
        ("can we skip the cheese, I don't eat it", {"cheese"}),
        ("packed lunch ideas, nut free school so no peanut butter", {"peanut butter"}),
        ("christmas menu, no turkey for once, I can't stand it", {"turkey"}),
        ("and no tuna, I'm sick of it", {"tuna"}),
        ("birthday cake. absolutely NO marzipan", {"marzipan"}),
        ("easy tea ideas - we don't do pork in this house", {"pork"}),
        ("What can I make with chicken and rice, without using cream?", {"cream"}),
        ("no dairy pls, no soy either", {"soy"}),
        ("sandwich ideas but no mayo or mustard, they're vile", {"mustard"}),
        ("one margherita, no basil", {"basil"}),
        ("easy on the chilli", {"chilli"}),
        ("not keen on anything with aubergine", {"aubergine"}),
        ("skip anything with raisins", {"raisins"}),
        ("No cheese on mine", {"cheese"}),
        ("skip the garlic", {"garlic"}),
        ("I want fried rice, without peas, without egg", {"peas"}),
        ("no ham or anything piggy", {"ham"}),
    ],
)
def test_what_is_left_out_of_a_dish_is_refused(text: str, refused: set[str]) -> None:
    assert refused <= {name for name, sign in stated(text).items() if sign < 0}


@pytest.mark.parametrize(
    "text",
    [
        "no emojis please",
        "no dogs allowed",
        "no need, thanks",
        "Not now, thanks",
        "Not today, thanks",
        "No rush, thank you",
        "remove the header please",
        "remove the lid and stir",
        "take the chicken out of the oven after an hour",
        "take the peanuts out of the bag",
        "no bullet points, thanks",
        "no milk in the fridge, what can I use?",
        "I have no eggs, what can I bake?",
        "no eggs left, can I use banana?",
        "there's no sugar in this, right?",
        "no bread in the shops again",
        "swap the butter for oil in this recipe",
        "Why is there no salt in Tuscan bread?",
        "no smoking area at the pub",
        "My guests eat no pork",
        "no wine for grandma please",
        "no kids at the wedding please",
        "no spoilers please",
        "no offence",
        "no jokes please",
        "Not a problem",
        "no meat left in the freezer",
        "no sugar yet in the batter",
        "Is it ok if there's no yeast?",
        "no milk today so can I use water?",
        "I've no onions, swap?",
        "no cheese is better than brie",
        "No eggs were harmed in the making of this cake",
        "no sugar rush please, it's bedtime (kidding)",
        "write a menu with no pork for my guests",
        "Translate: no nuts please",
        "No fish today at the market so what else",
        "There were no olives so I used capers",
        "no onion left, does it matter",
        "The sign said no food or drink",
        "why no cream in a real carbonara?",
        "with no oven, how do I bake bread?",
        "I've no sugar",
        "remove the onions from the pan, please",
        "Pick the olives off the tree please",
        "no fish were harmed",
        "what's a cake with no flour called?",
        "no chicken jokes please",
        "not beef but lamb is what Greeks use, thanks",
        "take the bread out please, it's burning",
        "get the turkey out please",
    ],
)
def test_what_is_missing_or_forbidden_elsewhere_is_not_refused(text: str) -> None:
    assert not [name for name, sign in stated(text).items() if sign < 0]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("quick dinner ideas no mushrooms pls they gross me out", {"mushrooms"}),
        ("pasta recipes no olives please", {"olives"}),
        ("quick dinner ideas no rush pls", set()),
        ("there is no milk please help", set()),
    ],
)
def test_what_dishes_are_to_be_without_needs_no_comma(text: str, refused: set[str]) -> None:
    assert {phrase.text for phrase in extract(text) if phrase.polarity < 0} == refused
