"""Spanish, German and French: exceptions, answers to what others like, orders to stop, what is taken back and what is put right."""

from __future__ import annotations

import pytest
from penchant.memory import UserMemory
from penchant.memory.extraction import extract
from penchant.memory.reading.quotations import quotations


def feelings(text: str) -> dict[str, int]:
    return {phrase.text: phrase.polarity for phrase in extract(text) if phrase.stance == "stated"}


def signs(person: UserMemory) -> dict[str, int]:
    """Return what is held, 1 or -1; 0 where it has ended or is only tentative."""
    return {one.label: 0 if one.stopped or one.tentative else -1 if one.negative else 1 for one in person.interests()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("me gusta todo menos el pescado", {"pescado": -1}),
        ("me encanta toda la música excepto el reguetón", {"reguetón": -1}),
        ("Je mange de tout sauf du poisson.", {"poisson": -1}),
        ("On mange de tout, sauf du porc", {"porc": -1}),
        ("Ich esse alles außer Fisch.", {"Fisch": -1}),
        ("Wir essen alles außer Fisch und Meeresfrüchten", {"Fisch": -1, "Meeresfrüchten": -1}),
        ("Ich mag jede Musik außer Schlager", {"Schlager": -1}),
        ("me gusta el cine, menos las de terror", {"cine": 1}),
        ("mi hijo come de todo menos verdura", {}),
        ("me gusta casi todo menos el pescado", {"pescado": -1}),
        ("J'ai tout mangé sauf le poisson", {}),
        ("Wir haben alles außer Milch", {}),
        ("Mon fils mange de tout sauf des légumes", {}),
        ("Alle außer mir mögen Jazz", {}),
        ("no como nada excepto pollo", {}),
    ],
)
def test_what_is_excepted_from_all_is_refused(text: str, expected: dict[str, int]) -> None:
    assert feelings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a mi marido le gusta el fútbol, yo no lo soporto", {"fútbol": -1}),
        ("a mi marido le encanta el fútbol y a mí también", {"fútbol": 1}),
        ("a mi marido no le gusta el fútbol, a mí tampoco", {"fútbol": -1}),
        ("mi hermana odia los gatos, a mí me encantan", {"gatos": 1}),
        ("Mein Mann liebt Fußball, ich mag ihn gar nicht.", {"Fußball": -1}),
        ("Mein Chef hasst Hunde, ich liebe sie.", {"Hunde": 1}),
        ("Meine Eltern lieben Wandern. Ich auch!", {"Wandern": 1}),
        ("Mon mari adore le foot, moi pas du tout", {"foot": -1}),
        ("Mes parents adorent l'opéra et moi aussi", {"opéra": 1}),
        ("Ma sœur n'aime pas le poisson, moi si", {"poisson": 1}),
        ("A todos les gusta el jazz, a mí no", {"jazz": -1}),
        ("Meine Schwester spielt Tennis, ich nicht.", {}),
        ("A mi marido le gusta el fútbol y a mi hijo también", {}),
        ("Meine Freundin liebt ihren Bruder, ich auch.", {}),
        ("Mein Bruder liebt Jazz und wohnt in Köln, ich auch", {}),
        ("a mi madre le gusta mi novio, a mí también", {}),
    ],
)
def test_who_answers_to_what_another_likes_says_what_they_feel(text: str, expected: dict[str, int]) -> None:
    assert feelings(text) == expected


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("no me recomiendes más libros de autoayuda", "libros de autoayuda"),
        ("No vuelvas a recomendarme películas de terror", "películas de terror"),
        ("deja de recomendarme novelas románticas", "novelas románticas"),
        ("nada de picante", "picante"),
        ("no quiero más recetas con carne", "recetas con carne"),
        ("no me hables de política", "política"),
        ("Bitte keine Krimis mehr empfehlen.", "Krimis"),
        ("Empfiehl mir bitte keine Krimis mehr.", "Krimis"),
        ("Ich will keine Krimis mehr.", "Krimis"),
        ("Bitte keine Krimis mehr!", "Krimis"),
        ("Hör auf, mir Krimis zu empfehlen.", "Krimis"),
        ("Ne me conseille pas de films d'horreur", "films d'horreur"),
        ("Arrête de me proposer des séries policières", "séries policières"),
        ("Je ne veux plus de films d'horreur", "films d'horreur"),
    ],
)
def test_what_is_not_to_be_recommended_is_refused(text: str, refused: str) -> None:
    assert feelings(text) == {refused: -1}


@pytest.mark.parametrize(
    "text",
    [
        "¿por qué no me recomiendes libros?",
        "no me recomiendes nada",
        "no me recomiendes cosas caras",
        "no me recomiendes el mismo libro otra vez",
        "no quiero más café",
        "nada de emojis, por favor",
        "no entiendo nada de alemán",
        "Ich will keinen Kaffee mehr.",
        "Ich will nicht mehr arbeiten",
        "Bitte keine langen Antworten mehr",
        "Den Film kann ich nicht empfehlen",
        "Kannst du mir Krimis empfehlen?",
        "Je ne veux plus de problèmes",
        "Arrête de me proposer la même chose",
        "Conseille-moi des films d'horreur",
    ],
)
def test_what_is_enough_for_today_or_part_of_the_task_is_not_refused(text: str) -> None:
    assert feelings(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he vuelto a comer carne", {"carne": 1}),
        ("ahora me encanta el vino", {"vino": 1.5}),
        ("antes no me gustaban las aceitunas, ahora me encantan", {"aceitunas": 1.5}),
        ("ya no odio el jazz", {"jazz": 0.5}),
        ("Ich esse wieder Fleisch.", {"Fleisch": 1}),
        ("Inzwischen mag ich Katzen sehr.", {"Katzen": 1.5}),
        ("Früher mochte ich keinen Spinat, heute liebe ich ihn.", {"Spinat": 1.5}),
        ("Ich bin nicht mehr allergisch gegen Katzen", {"Katzen": 0}),
        ("J'ai repris la cigarette", {"cigarette": 1}),
        ("Finalement j'adore le vin", {"vin": 1.5}),
        ("Je remange du poisson", {"poisson": 1}),
        ("no soy alérgica al marisco", {"marisco": 0}),
        ("Ahora mismo me gusta el jazz", {}),
        ("volví a tomar el tren", {}),
        ("No he vuelto a comer carne", {}),
        ("Je n'ai jamais repris la cigarette", {}),
        ("Mi marido ha vuelto a fumar", {}),
        ("Ich esse heute wieder Fleisch", {}),
        ("Ich mag immer wieder Jazz", {}),
        ("Mein Bruder isst wieder Fleisch", {}),
        ("J'ai repris des pâtes", {}),
        ("Pour l'instant j'aime le jazz", {}),
    ],
)
def test_what_is_so_now_or_again_takes_a_dislike_back(text: str, expected: dict[str, float]) -> None:
    assert {one.text: one.strength for one in extract(text) if one.turns} == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ich bin nicht gegen Erdnüsse allergisch, sondern gegen Haselnüsse.", {"Haselnüsse": -1}),
        ("Je ne suis pas allergique aux arachides mais aux noisettes.", {"noisettes": -1}),
        ("no soy alérgica al marisco sino a los cacahuetes", {"cacahuetes": -1}),
        ("Ce n'est pas le lait qui me rend malade, c'est le gluten.", {"gluten": -1}),
        ("Ich mag keinen Rotwein, sondern Weißwein.", {"Rotwein": -1, "Weißwein": 1}),
        ("No me gusta el mar, sino la montaña", {"mar": -1, "montaña": 1}),
        ("Ich esse kein Fleisch, sondern Fisch", {"Fleisch": -1}),
        ("Je suis allergique aux noix, pas de noix s'il te plaît", {"noix": -1}),
        ("Ich bin allergisch gegen Nüsse, keine Nüsse bitte", {"Nüsse": -1}),
        ("Ich bin gegen Nüsse, Soja und Sellerie allergisch", {"Nüsse": -1, "Soja": -1, "Sellerie": -1}),
        ("Ich bin Allergiker: Nüsse, Soja, Sellerie.", {"Nüsse": -1, "Soja": -1, "Sellerie": -1}),
        ("Chuis allergique aux noix", {"noix": -1}),
        ("Je digère mal le lait", {"lait": -1}),
        ("me gustan los gatos pero soy alérgico", {"gatos": -1}),
        ("Ich mag Katzen, bin aber allergisch.", {"Katzen": -1}),
        ("J'adore les chats mais je suis allergique", {"chats": -1}),
        ("J'adore les chats mais mon mari est allergique", {"chats": 1}),
        ("Ich mag Katzen und Hunde nicht", {"Katzen": -1, "Hunde": -1}),
    ],
)
def test_what_makes_ill_and_what_is_liked_instead_is_read(text: str, expected: dict[str, int]) -> None:
    assert feelings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je préfère les chiens aux chats", {"chiens": 1}),
        ("J'aime mieux le thé que le café", {"thé": 1}),
        ("J'aime de moins en moins le cinéma", {"cinéma": -1}),
        ("cada vez me gusta menos el jazz", {"jazz": -1}),
        ("Ich mag Jazz immer weniger", {"Jazz": -1}),
        ("J'aimais bien le tennis avant", {"tennis": -1}),
        ("Je suis fan absolue de Miyazaki", {"Miyazaki": 1}),
        ("Ich rauch nimmer.", {"rauch": -1}),
        ("Ich rauche nie wieder", {"rauche": -1}),
        ("Je joue pu au golf", {"golf": -1}),
        ("Je joue plus au golf", {"golf": -1}),
        ("je joue plus au golf que toi", {}),
        ("No me gusta el chocolate, lo sé, soy raro", {"chocolate": -1}),
        ("je sais que j'aime le jazz", {}),
        ("amo el mate amargo, dulce ni loco", {"mate amargo": 1}),
        ("Rosinen? Igitt!", {"Rosinen": -1}),
        ("¿El reguetón? Lo odio.", {"reguetón": -1}),
        ("Kaffee? Nein danke.", {}),
        ("Früher habe ich viel Fußball gespielt, heute nicht mehr.", {"Fußball": -1}),
        ("Mon mari et moi adorons le théâtre", {"théâtre": 1}),
        ("Je n'écoute que du jazz", {"jazz": 1}),
        ("Ich höre nur Jazz.", {"Jazz": 1}),
        ("Jazz ist toll.", {"Jazz": 1}),
        ("Die Idee ist super", {}),
        ("Schach ist meine Leidenschaft.", {"Schach": 1}),
        ("Ich koche leidenschaftlich gern.", {"koche": 1}),
        ("me vuelve loca el chocolate", {"chocolate": 1}),
        ("no me va nada el reguetón", {"reguetón": -1}),
        ("no me va bien el martes", {}),
    ],
)
def test_comparisons_endings_and_the_plain_ways_to_like_are_read(text: str, expected: dict[str, int]) -> None:
    assert feelings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "mi amiga dice: «me encanta esquiar»",
        "Comment dit-on « j'aime nager » en allemand ?",
        "Wie sagt man „ich liebe Schwimmen“ auf Spanisch?",
        "Elle m'a dit : « je déteste le jazz »",
        "« J'aime bien le country », c'est mon oncle",
    ],
)
def test_what_another_says_or_is_to_be_translated_gives_nothing(text: str) -> None:
    assert feelings(text) == {}


@pytest.mark.parametrize(
    "text", ["Ich liebe „Der Herr der Ringe“", "Me encanta «Cien años de soledad»", "Je dis « j'aime le jazz »"]
)
def test_a_title_and_what_one_says_oneself_is_no_quotation(text: str) -> None:
    assert list(quotations(text)) == []


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("dejé de fumar || volví a fumar", {"fumar": 1}),
        ("Ich mag keine Katzen. || Inzwischen mag ich Katzen sehr.", {"Katzen": 1}),
        ("Je n'aime pas le vin || Finalement j'adore le vin", {"vin": 1}),
        (
            "Ich bin gegen Erdnüsse allergisch. || Ich bin nicht gegen Erdnüsse allergisch, sondern gegen Haselnüsse.",
            {"Erdnüsse": 0, "Haselnüsse": -1},
        ),
        ("me gusta el té || perdón, quise decir café", {"té": 0, "café": 1}),
        ("J'aime le thé || pardon, je voulais dire le café", {"thé": 0, "café": 1}),
        ("Ich liebe Tennis. || Ich meinte Squash, nicht Tennis", {"Tennis": 0, "Squash": 1}),
        ("me gusta el té, perdón, quise decir café", {"café": 1}),
        ("Ich liebe Jazz. || Ich wollte sagen, dass er toll ist", {"Jazz": 1}),
    ],
)
def test_what_is_said_anew_stands_in_place_of_what_was(
    person: UserMemory, history: str, expected: dict[str, int]
) -> None:
    for text in history.split(" || "):
        person.observe(text)
    assert signs(person) == expected
