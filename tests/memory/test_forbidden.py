"""What English speakers are forbidden, fall ill of and have long been without, in whatever words."""

import pytest
from penchant.memory.extraction import extract


def stated(text: str) -> dict[str, int]:
    """Return what a text states, with its sign."""
    return {phrase.text: phrase.polarity for phrase in extract(text) if phrase.stance == "stated"}


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("the eye man says no motorways", {"motorways"}),
        ("Ortho has said no running with this meniscus.", {"running"}),
        (
            "doc said my heart thing is prob from the monsters. was doing 3 a night. been off em two weeks no "
            "energy drinks no preworkout nothin w caffeine",
            {"energy drinks"},
        ),
        ("been off em two weeks no energy drinks no preworkout nothin w caffeine", {"caffeine", "preworkout"}),
        ("Doctor has put me on 1500 mg of sodium on account of the heart. What is left to eat", {"sodium"}),
        ("The knee lady at the clinic says no more tennis", {"tennis"}),
        ("my PT says no deadlifts until further notice, maybe ever", {"deadlifts"}),
        ("The liver people have told me no alcohol, ever", {"alcohol"}),
        ("My gastro wants me off dairy and onions for good", {"dairy", "onions"}),
        ("heart bloke said absolutely no salt", {"salt"}),
        ("My oncologist doesn't want me eating sushi", {"sushi"}),
        ("The hospital says I'm not to drive any more", {"drive"}),
        ("The pharmacist told me grapefruit is off the menu for good", {"grapefruit"}),
        ("Cardiology have banned me from running", {"running"}),
        ("my chiropractor won't let me do crossfit", {"crossfit"}),
        ("The kidney doctor took me off bananas and potatoes", {"bananas", "potatoes"}),
        ("Coffee is forbidden, cardiologist's orders", {"Coffee"}),
        ("doctor's orders, no red meat", {"red meat"}),
        ("I'm under strict orders not to eat shellfish", {"shellfish"}),
        ("The diabetic nurse has cut out my biscuits", {"biscuits"}),
        ("No more horse riding for me, says the surgeon", {"horse riding"}),
        ("gp says i gotta stop drinking", {"drinking"}),
        ("Doctor says I can't have caffeine anymore", {"caffeine"}),
        ("The doctor says I mustn't eat liver while pregnant", {"liver"}),
        ("I've been told by the hospital to avoid grapefruit", {"grapefruit"}),
        ("I was told to give up cycling after the hip", {"cycling"}),
        ("the physio has knocked squash on the head for me", {"squash"}),
        ("Podiatrist says my running days are over", {"running"}),
    ],
)
def test_what_who_treats_the_speaker_forbids_is_refused(text: str, refused: set[str]) -> None:
    assert refused <= {name for name, sign in stated(text).items() if sign < 0}


@pytest.mark.parametrize(
    "text",
    [
        "The doctor says no news is good news",
        "The vet says no chicken for the dog",
        "Doctor said no running this week",
        "my husband's cardiologist says no salt",
        "The doctor told my mum to avoid grapefruit",
        "The eye man says no problem",
        "The hospital says no visitors after eight",
        "The nurse says no food before the operation tomorrow",
        "The bloke at the garage says no repairs until Monday",
        "The tax man says no receipts, no deduction",
        "The sign says no dogs",
        "My boss says no headphones at work",
        "The landlord says no smoking in the flat",
        "The recipe says no oil",
        "The doctor said no allergies showed up",
        "What if the doctor says no alcohol?",
        "Does the doctor say no running after surgery?",
        "Write a story in which the doctor says no alcohol",
        "My trainer says no excuses",
        "The dentist said no cavities!",
        "The doctor says I can't have the results before Friday",
        "The doctor said I don't have to give up coffee",
    ],
)
def test_orders_of_others_and_other_news_forbid_nothing(text: str) -> None:
    assert not [name for name, sign in stated(text).items() if sign < 0]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("any shellfish and my face swells, I carry the pen", {"shellfish"}),
        ("Smoke of any incense sets off my migraine, last week I lost two full days", {"incense"}),
        ("what candy is safe at the movies if ur allergic to peanuts. like epipen allergic", {"peanuts"}),
        ("one bite of cashew and I'm in A&E", {"cashew"}),
        ("a sip of red wine and my head is pounding", {"red wine"}),
        ("Lilies set off my asthma", {"Lilies"}),
        ("cats trigger my asthma", {"cats"}),
        ("even a trace of sesame puts me in hospital", {"sesame"}),
        ("last time I ate kiwi my lips went numb", {"kiwi"}),
        ("peanuts will kill me", {"peanuts"}),
        ("peanuts could kill me", {"peanuts"}),
        ("If I so much as look at a prawn I swell up", {"prawn"}),
        ("I carry an epipen for nuts", {"nuts"}),
        ("I've got an epipen for bee stings and peanuts", {"peanuts"}),
        ("Strong perfume gives me a splitting headache", {"perfume"}),
        ("milk goes straight through me", {"milk"}),
        ("Onions bloat me something awful", {"Onions"}),
        ("dairy wrecks my stomach", {"dairy"}),
        ("gluten destroys me", {"gluten"}),
        ("eggs and I don't get along, I throw up", {"eggs"}),
        ("I get itchy all over from strawberries", {"strawberries"}),
        ("I get hives off tomatoes", {"tomatoes"}),
        ("bread makes me bloat", {"bread"}),
        ("Cheese brings on my migraines", {"Cheese"}),
        ("every time I eat mango my mouth itches", {"mango"}),
        ("whenever I eat mushrooms I'm sick for days", {"mushrooms"}),
        ("I can't breathe if I eat walnuts", {"walnuts"}),
        ("I react badly to MSG", {"MSG"}),
        ("I have a bad reaction to penicillin and shellfish", {"shellfish"}),
        ("shrimp and my throat closes", {"shrimp"}),
        ("wool brings me out in a rash", {"wool"}),
        ("my body can't take alcohol any more", {"alcohol"}),
        ("Wine doesn't sit well with me", {"Wine"}),
        ("prawns send me into anaphylactic shock", {"prawns"}),
        ("can't do nuts, i go into anaphylaxis", {"nuts"}),
        ("deathly allergic to shellfish over here", {"shellfish"}),
        ("anaphylactic to peanuts", {"peanuts"}),
        ("severe nut allergy, what can I order", {"nut"}),
        ("nut allergy here btw", {"nut"}),
        ("I'm coeliac, so don't be suggesting anything with flour in the sauce.", {"flour"}),
        ("One whiff of bleach and I'm wheezing", {"bleach"}),
    ],
)
def test_what_makes_the_speaker_ill_is_refused(text: str, refused: set[str]) -> None:
    assert refused <= {name for name, sign in stated(text).items() if sign < 0}


@pytest.mark.parametrize(
    "text",
    [
        "any problem and my face goes red",
        "Any news and my heart races",
        "The dog gets itchy from chicken",
        "My son's face swells from peanuts",
        "If you eat prawns and your face swells, call a doctor",
        "one bite of cake and I was in heaven",
        "a sip of wine and I'm happy",
        "The smoke alarm sets off every morning",
        "Bananas give me energy",
        "Onions make my eyes water when I cut them, any tips?",
        "What triggers asthma in cats?",
        "Guests with a nut allergy are coming",
        "My daughter has a severe nut allergy",
        "Is sesame a trigger for migraines?",
        "Spicy food makes my nose run but I love it",
        "Every time I eat mango I'm happy",
        "Write a menu note: if you are allergic to peanuts tell us",
    ],
)
def test_what_harms_others_or_nobody_is_not_refused(text: str) -> None:
    assert not [name for name, sign in stated(text).items() if sign < 0]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("DAY 40 no milk tea!!! it was every shift before. i quit for good", {"milk tea"}),
        ("Today 44 days without cigarette, after 20 years.", {"cigarette"}),
        ("i haven't had a drink in 3 yrs and i'm not about to start", {"drink"}),
        (
            "I came home on a C-130 in 1971 with one engine afire and I have not been on an airplane since and won't be.",
            {"airplane"},
        ),
        ("three years sober from alcohol", {"alcohol"}),
        ("6 months off the vapes", {"vapes"}),
        ("It's been two years since my last cigarette", {"cigarette"}),
        ("haven't smoked since March 2021", {"smoked"}),
        ("haven't touched a cigarette in eight months", {"cigarette"}),
        ("I've not had sugar since January", {"sugar"}),
        ("last drink was new year's 2020", {"drink"}),
        ("Day 12 without coffee", {"coffee"}),
        ("200 days without gambling", {"gambling"}),
        ("five weeks off social media and feeling fine", {"social media"}),
        ("No meat for 12 years now", {"meat"}),
        ("off the booze 10 months", {"booze"}),
        ("I've been off instagram for a year", {"instagram"}),
        ("quit vaping 3 weeks ago", {"vaping"}),
        ("I haven't set foot in a gym since", {"gym"}),
        ("haven't been on a plane since 2001", {"plane"}),
        ("Two months clean. I'm through with betting.", {"betting"}),
        ("I've not eaten red meat in 20 years", {"red meat"}),
        ("ten years without a drop of alcohol", {"alcohol"}),
        ("been off cigarettes since my dad died", {"cigarettes"}),
        ("gave up fags in 2015", {"fags"}),
        ("it's 100 days since i last gambled", {"gambled"}),
        ("i stopped eating meat 5 yrs back", {"meat"}),
    ],
)
def test_what_the_speaker_has_long_been_without_is_refused(text: str, refused: set[str]) -> None:
    assert refused <= {name for name, sign in stated(text).items() if sign < 0}


@pytest.mark.parametrize(
    "text",
    [
        "I haven't had a coffee yet today",
        "Two weeks without rain",
        "14 days without hot water in the flat",
        "Day 3 no reply from the landlord",
        "3 months off work with a bad back",
        "haven't had pizza for ages and I'm craving it",
        "I haven't been to the cinema since March, what's on?",
        "I haven't been to Rome in years, where should I stay?",
        "I haven't seen him since June",
        "two years without an accident",
        "it's been a week since my last coffee delivery",
        "40 days without an accident at the plant",
        "My brother has been off the booze for ten months",
        "I haven't played chess in years but I want to get back into it",
        "I've been off sick for two weeks",
        "haven't read a good book in months, recommend me one",
        "10 days off in June, where should I go?",
        "How long can you go without water?",
        "No school for two weeks!",
        "last drink was too sweet",
    ],
)
def test_a_short_while_without_refuses_nothing(text: str) -> None:
    assert not [name for name, sign in stated(text).items() if sign < 0]
