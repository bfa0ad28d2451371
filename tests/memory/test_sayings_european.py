"""Spanish, German and French: diets told sideways, pastimes told by a verb, fillers and exclamations, idioms of taste, and whole names."""

from __future__ import annotations

import pytest
from penchant.memory import InterestMemory
from penchant.memory.extraction import everything, extract

from .stating import stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ich leb vegan.", {"vegan": 1}),
        ("ich ernähr mich seit Jahren vegetarisch", {"vegetarisch": 1}),
        ("wir essen vegetarisch", {"vegetarisch": 1}),
        ("Wir leben vegan", {"vegan": 1}),
        ("on est végé depuis cinq ans", {"végé": 1}),
        ("somos veganos", {"veganos": 1}),
        ("algo sin chorizo que soy vegetariana desde hace años", {"chorizo": -1, "vegetariana": 1}),
        ("algo sin cebolla, porfa", {"cebolla": -1}),
        ("que no lleve cilantro", {"cilantro": -1}),
        ("que sea sin huevo porfa", {"huevo": -1}),
        ("que no lleve frutos secos", {"frutos secos": -1}),
        ("etwas ohne Zwiebeln bitte", {"Zwiebeln": -1}),
        ("un truc sans oignon stp", {"oignon": -1}),
        ("heute essen wir vegetarisch", {}),
        ("mein Bruder lebt vegan", {}),
        ("meine Eltern essen vegetarisch", {}),
        ("mi hermana dice que soy vegetariana", {}),
        ("ma soeur est végé", {}),
        ("algo sin anuncios, porfa", {}),
        ("etwas ohne Werbung bitte", {}),
        ("Kein Salz mehr da, was nehm ich?", {}),
        ("un correo que no lleve firma", {}),
    ],
)
def test_a_diet_is_read_however_it_is_told(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("je cours tous les matins", {"je cours": 1}),
        ("corro todos los días", {"corro": 1}),
        ("ich schwimme dreimal die Woche", {"schwimme": 1}),
        ("Ich laufe jeden Morgen", {"laufe": 1}),
        ("ich fahr viel Rad", {"Rad": 1}),
        ("llevo tres años haciendo crossfit", {"crossfit": 1}),
        ("llevamos dos años haciendo yoga", {"yoga": 1}),
        ("ich laufe jeden Tag zur Arbeit", {}),
        ("je cours tous les matins après le bus", {}),
        ("corro todos los días a la oficina", {}),
        ("ich fahr viel Auto", {}),
        ("mon frère court tous les matins", {}),
        ("mi hijo corre todos los días", {}),
    ],
)
def test_what_is_done_again_and_again_is_read_by_its_verb(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("verb", "noun", "label"),
    [
        ("ich klettere gern", "Klettern ist toll", "Klettern"),
        ("ich stricke gern", "Ich liebe Stricken", "Stricken"),
        ("je grimpe deux fois par semaine", "j'adore l'escalade", "escalade"),
        ("je jardine tous les week-ends", "j'adore le jardinage", "jardinage"),
        ("je cours tous les matins", "j'aime la course à pied", "course à pied"),
        ("nado tres veces por semana", "me gusta la natación", "natación"),
    ],
)
def test_a_pastime_told_by_its_verb_and_by_its_noun_is_one(
    memory: InterestMemory, verb: str, noun: str, label: str
) -> None:
    person = memory.user("mika")
    person.observe(verb, session="one")
    person.observe(noun, session="two")
    assert [one.label for one in person.interests()] == [label]


def test_a_verb_of_the_speakers_names_nothing_that_somebody_might_avoid() -> None:
    assert [one.text for one in everything("je chante dans une chorale")] == ["chorale"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le rap moi perso ça me gave", {"rap": -1}),
        ("les toros perso j'aime pas", {"toros": -1}),
        ("la coriandre personnellement je supporte pas", {"coriandre": -1}),
        ("le kombucha bof, c'est pas mon truc", {"kombucha": -1}),
        ("la coriandre beurk", {"coriandre": -1}),
        ("Rosinen igitt", {"Rosinen": -1}),
        ("el cilantro puaj", {"cilantro": -1}),
        ("los toros personalmente no me gustan", {"toros": -1}),
        ("le film bof", {}),
        ("ma collègue beurk", {}),
        ("la journée bof", {}),
        ("ton idée bof", {}),
    ],
)
def test_fillers_and_exclamations_belong_to_no_name(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le chocolat c'est mon péché mignon", {"chocolat": 1}),
        ("Gummibärchen sind meine Schwäche", {"Gummibärchen": 1}),
        ("Ich hab eine Schwäche für Lakritz", {"Lakritz": 1}),
        ("las croquetas son mi perdición", {"croquetas": 1}),
        ("me mola un montón el surf", {"surf": 1}),
        ("nos flipa el queso", {"queso": 1}),
        ("nos chifla el senderismo", {"senderismo": 1}),
        ("nos aburre el golf", {"golf": -1}),
        ("Jazz nervt uns", {"Jazz": -1}),
        ("le jazz nous passionne", {"jazz": 1}),
        ("cours de poterie samedi, j'ai adoré", {"poterie": 1}),
        ("Krimis gehen immer", {"Krimis": 1}),
        ("Techno geht gar nicht", {"Techno": -1}),
        ("Fußball geht mir am Arsch vorbei", {"Fußball": -1}),
        ("Koriander schmeckt wie Seife", {"Koriander": -1}),
        ("E-Bikes sind was für Faule", {"E-Bikes": -1}),
        ("Ich liebe den Frühling, bin aber allergisch", {"Frühling": 1}),
        ("Ich liebe Katzen, bin aber allergisch", {"Katzen": -1}),
        ("Sushi geht bei mir immer", {"Sushi": 1}),
        ("uns nervt Techno", {"Techno": -1}),
        ("me importa un pimiento el fútbol", {"fútbol": -1}),
        ("j'ai adoré l'escalade", {"escalade": 1}),
        ("j'ai adoré le film", {}),
        ("j'ai aimé la chanson", {}),
        ("mein Bruder hat eine Schwäche für Lakritz", {}),
        ("Freitag geht immer", {}),
        ("Der Drucker geht gar nicht", {}),
        ("WLAN geht gar nicht", {}),
        ("Die Suppe schmeckt wie bei Oma", {}),
        ("Yoga ist was für meine Schwester", {}),
        ("un collègue nous saoule", {}),
        ("mein Chef nervt uns", {}),
        ("a mis padres les flipa el queso", {}),
    ],
)
def test_what_a_saying_says_is_read_and_its_noun_is_no_topic(text: str, expected: dict[str, int]) -> None:
    found = extract(text)
    assert {one.text: one.polarity for one in found if one.stance == "stated"} == expected
    assert not {one.text for one in found} & {"péché", "Schwäche", "montón", "Arsch", "Faule", "Seife", "cours"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("j'ai écouté Daft Punk tout l'été", ["Daft Punk"]),
        ("j'ai vu un film de Wes Anderson", ["Wes Anderson"]),
        ("ayer empecé el de Carles Porta", ["Carles Porta"]),
        ("el libro de Almudena Grandes que dejé en Madrid", ["Almudena Grandes", "Madrid"]),
    ],
)
def test_a_name_is_whole(text: str, names: list[str]) -> None:
    assert [one.text for one in extract(text)] == names
