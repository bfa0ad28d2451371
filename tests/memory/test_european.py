"""Spanish, German and French: what is stated is read with its feeling, and nothing else is stated."""

from __future__ import annotations

from pathlib import Path

import pytest
from penchant.evals.labelled import Part, compare, load
from penchant.memory.extraction import extract

from tests.memory.stating import stated

DATA = Path(__file__).parents[1] / "data"
BOTH: tuple[Part, ...] = ("development", "held out")
LANGUAGES = ("spanish", "german", "french")
TALK: dict[Part, float] = {"development": 0.95, "held out": 0.65}
PASSING = 0.7


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sets_have_a_hundred_sentences_and_a_third_says_nothing(language: str) -> None:
    parts = [load(DATA / f"{language}_interests.jsonl", part) for part in BOTH]
    assert [len(part) for part in parts] == [60, 40]
    assert sum(not one.interests for part in parts for one in part) >= 33


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", BOTH)
def test_what_is_stated_is_found_and_no_feeling_is_turned(language: str, part: Part) -> None:
    found = compare(load(DATA / f"{language}_interests.jsonl", part), extract)
    assert found.polarity == 1
    assert found.precision >= 0.95
    assert found.recall >= 0.9
    assert found.ended == found.endings
    assert found.taken == found.believed == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_states_nothing_gives_nothing(language: str) -> None:
    silent = [one.text for one in load(DATA / f"{language}_interests.jsonl") if not one.interests]
    assert {text: found for text in silent if (found := stated(text))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", BOTH)
def test_of_natural_talk_most_is_read_and_what_is_read_is_right(language: str, part: Part) -> None:
    sentences = load(DATA / f"{language}_talk.jsonl", part)
    assert sum(not one.interests for one in sentences) * 3 >= len(sentences)
    found = compare(sentences, extract)
    assert found.precision == found.polarity == 1
    assert found.recall >= TALK[part]
    assert found.taken == found.believed == found.wrongly_ended == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", BOTH)
def test_what_is_told_in_passing_is_mostly_read_and_nobody_elses(language: str, part: Part) -> None:
    sentences = load(DATA / f"{language}_passing.jsonl", part)
    assert len(sentences) == 30
    assert sum(not one.interests for one in sentences) == 10
    found = compare(sentences, extract)
    assert found.polarity == 1
    assert found.precision >= 0.94
    assert found.recall >= PASSING
    assert found.ended == found.endings > 0
    assert found.taken == found.believed == found.wrongly_ended == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no me gusta el jazz ni me gusta el rock", {"jazz": -1, "rock": -1}),
        ("me gusta el té, no el café", {"té": 1, "café": -1}),
        ("Soy vegano, qué puedo cocinar?", {"vegano": 1}),
        ("Me gusta el jazz, ¿conoces algún disco?", {"jazz": 1}),
        ("odio el futbol", {"futbol": -1}),
        ("a mí me gustan las novelas", {"novelas": 1}),
        ("soy intolerante a la lactosa", {"lactosa": -1}),
        ("me encanta el café con leche", {"café con leche": 1}),
        ("Eigentlich mag ich keinen Jazz", {"Jazz": -1}),
        ("Er mag Jazz und ich mag Pop", {"Pop": 1}),
        ("Da ich kein Fleisch esse, suche ich Rezepte", {"Fleisch": -1}),
        ("weder mag ich Fisch noch esse ich Fleisch", {"Fisch": -1, "Fleisch": -1}),
        ("ich moechte Spanisch lernen", {"Spanisch": 1}),
        ("Ich wohne in Berlin und spiele gern Fußball", {"Fußball": 1}),
        ("Ich schaue mir gern Dokumentationen an", {"Dokumentationen": 1}),
        ("N'oublie pas que je suis allergique aux noix", {"noix": -1}),
        ("J’aime les plats épicés mais je ne supporte pas l’ail", {"plats épicés": 1, "ail": -1}),
        ("Je n'aime ni l'opéra, ni le ballet", {"opéra": -1, "ballet": -1}),
        ("je suis végétarien, tu connais un bon resto ?", {"végétarien": 1}),
    ],
)
def test_a_statement_is_read(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "me gusta el jazz, verdad?",
        "mi hermano: odio el jazz",
        "no como carne todos los días",
        "no bebo mucho alcohol",
        "nada me gusta más que el jazz",
        "prefiero no hablar de política",
        "a Juan me gusta molestarlo",
        "amo a mi mujer",
        "Du weißt, dass ich Jazz mag",
        "Es stimmt nicht, dass ich Jazz mag",
        "ich mag nicht nur Jazz",
        "Ich mochte Techno",
        "Ich stehe auf dem Balkon",
        "Ich trinke gerade einen Kaffee",
        "j'aime plus le jazz",
        "je n'aime pas que le jazz",
        "je la déteste",
        "tu crois que j'aime le jazz",
        "je mange plus de légumes qu'avant",
        "je peux manger plus de gluten",
        "je touche pas à ton téléphone",
        "on touche pas à la politique",
    ],
)
def test_what_is_asked_doubted_or_said_in_part_gives_nothing(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love jazz. Odio el cilantro.", {"jazz": 1, "cilantro": -1}),
        ("Ich esse kein Fleisch. I love hiking.", {"Fleisch": -1, "hiking": 1}),
        ("我喜欢爵士乐。Odio el cilantro.", {"爵士乐": 1, "cilantro": -1}),
        ("Ich mag Sushi. Pizza auch.", {"Sushi": 1}),
    ],
)
def test_each_sentence_is_read_in_its_own_language(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heute sind noch 80 km mit dem Rennrad geplant, das mach ich jeden Mittwoch mit den Jungs", {"Rennrad": 1}),
        ("Ich hab Zöliakie, also alles strikt glutenfrei", {"Zöliakie": 1, "glutenfrei": 1}),
        ("Ich hab eine Erdnussallergie", {"Erdnuss": -1}),
        ("Modellbahn ist bei mir seit der Kindheit hängen geblieben", {"Modellbahn": 1}),
        ("Alle reden nur über Fußball, EM hier. Interessiert mich null, ich find's stinklangweilig.", {"Fußball": -1}),
        ("ich mache gerade den Imkerkurs", {"Imkerkurs": 1}),
        ("Zumba hab ich probiert, ist aber nicht meins", {"Zumba": -1}),
        ("Rauchen? Hab ich vor zwei Jahren aufgegeben.", {"Rauchen": -1}),
        ("quiero comprar el álbum jaja soy súper fan del kpop, tengo como 40", {"kpop": 1}),
        ("la neta el kpop ya no me late, ya superé esa etapa", {"kpop": -1}),
        ("entré a un taller de cerámica los sábados y estoy enamorada", {"cerámica": 1}),
        (
            "los domingos me voy de senderismo al bosque con unas amigas, ya llevo un mes y me encanta",
            {"senderismo": 1},
        ),
        ("buenísimo. sin nueces pls, soy alérgica", {"nueces": -1}),
        ("mi mamá dice q me meta al gimnasio jaja ni loca, odio los gimnasios", {"gimnasios": -1}),
        ("me apunté a boxeo pero lo dejé", {"boxeo": -1}),
        ("je suis à fond dans le crochet", {"crochet": 1}),
        ("je me suis mise à la poterie", {"poterie": 1}),
        ("le foot, ça m'ennuie", {"foot": -1}),
        ("le rap ça me saoule", {"rap": -1}),
        ("le lait je supporte pas", {"lait": -1}),
        ("j'en peux plus de la K-pop", {"K-pop": -1}),
        ("je touche plus à l'alcool", {"alcool": -1}),
        ("je supporte plus le bruit", {"bruit": -1}),
        ("je peux plus manger de gluten", {"gluten": -1}),
        ("je kiffe pas le rap", {"rap": -1}),
        ("je peux pas saquer le rap", {"rap": -1}),
        ("chuis pas fan de jazz", {"jazz": -1}),
        ("jaime pas le foot", {"foot": -1}),
        ("j'peux pas manger de gluten", {"gluten": -1}),
    ],
)
def test_talk_is_read_with_the_feeling_that_comes_behind(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Meine Frau macht Yoga und wünscht sich ein Retreat",
        "Mein Freund hat mit Reiten angefangen, es macht ihm Spaß",
        "Im Text geht es um Angeln. Das finde ich gut",
        "Liebe Anna, anbei der Entwurf",
        "Habe den Bericht angefangen, kannst du drüberschauen?",
        "Ich fahre jeden Tag mit dem Bus zur Arbeit",
        "Mein Sohn hat Laktoseintoleranz",
        "Ohne Kommas bitte, ich hasse das",
        "Ich gehe morgen schwimmen, was muss ich mitnehmen?",
        "mi vecino toca la batería, no lo aguanto",
        "mi novia se metió a clases de cerámica y le encanta",
        "la segunda opción, me encanta",
        "dejé las llaves en la oficina",
        "tengo clase de contabilidad los martes, hazme un resumen",
        "sin gluten, es para mi hija, es celíaca",
        "Bin im Kino, kann nicht telefonieren",
        "superé la prueba",
        "je peux pas voir l'image",
        "j'ai commencé un nouveau boulot",
        "j'ai laissé tomber mon téléphone",
        "ma fille fait du piano, c'est chiant",
        "je me suis mise à la place du client",
        "sans doute, ça m'ennuie",
    ],
)
def test_what_is_anothers_a_task_or_lying_about_gives_nothing(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ok ich geh jetzt, Gitarrenunterricht", {"Gitarrenunterricht": 1}),
        ("mittwochs Schwimmen, freitags Chor", {"Schwimmen": 1, "Chor": 1}),
        ("morgen hab ich Reitstunde, passt Dienstag?", {"Reitstunde": 1}),
        ("vom Töpfern komm ich grad heim", {"Töpfern": 1}),
        ("Hab mein Klavier verkauft, kein Platz mehr in der Wohnung", {"Klavier": -1}),
        ("Alle im Büro reden von Golf, Golf hier, Golf da. Interessiert mich null.", {"Golf": -1}),
        ("Mein Chef redet nur von Golf. Das langweilt mich", {"Golf": -1}),
        ("Das Rennrad kommt weg. Ja, ich höre damit auf.", {"Rennrad": -1}),
        ("Bei mir bitte alles ohne Gluten, hab Zöliakie", {"Zöliakie": 1}),
        ("bon je file, cours de poterie à 18h, j'ai un bol à tourner", {"poterie": 1}),
        ("moi je me sauve : j'ai repris la rando, 18 km sur la côte", {"rando": 1}),
        ("hier soir tournoi d'échecs, j'ai fini 3e", {"échecs": 1}),
        ("je me suis désinscrite du club d'aviron", {"club d'aviron": -1}),
        ("je suis cœliaque, je mange quoi au resto ?", {"cœliaque": 1}),
        ("voy tarde al ensayo del coro", {"coro": 1}),
        ("me voy, clase de cerámica", {"cerámica": 1}),
        ("vendí la guitarra", {"guitarra": -1}),
        ("hoy toca entrenamiento de balonmano", {"balonmano": 1}),
        ("ya no voy a boxeo", {"boxeo": -1}),
        ("me hice vegetariana el año pasado", {"vegetariana": 1}),
    ],
)
def test_what_the_speaker_does_is_read_where_it_is_told_in_passing(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wie oft gieße ich meine Kakteen?", "Kakteen"),
        ("ich habe zwei Katzen", "Katzen"),
        ("ma ruche a essaimé, je fais quoi ?", "ruche"),
        ("mi huerto está lleno de caracoles, qué hago?", "huerto"),
    ],
)
def test_what_is_only_had_counts_little(text: str, name: str) -> None:
    (found,) = extract(text)
    assert (found.text, found.polarity, found.strength, found.stance) == (name, 1, 0.5, "stated")


def test_what_is_done_once_counts_in_full() -> None:
    (found,) = extract("Nach dem Klettern bin ich immer hungrig, was geht schnell?")
    assert (found.text, found.polarity, found.strength, found.stance) == ("Klettern", 1, 1.0, "stated")


@pytest.mark.parametrize(
    "text",
    [
        "Lena hat heute um sieben Chorprobe, soll ich sie abholen?",
        "Mein Sohn hat viel vor. Montag Fußball, Dienstag Klavier.",
        "Meine Mutter hat mein Klavier verkauft",
        "Fußball heute 20:45 im ZDF",
        "Sag Mama, dass um sieben Chorprobe ist",
        "Bis morgen um acht brauche ich den Plan für den Kindergarten",
        "Früher hab ich jeden Tag gezockt",
        "Mein Hund ist gestern gestorben",
        "les enfants ont poterie à 18h",
        "Rédige une affiche. Cours de yoga tous les lundis à 18h, inscriptions à l'accueil",
        "je dois écrire un article sur la pêche pour demain",
        "un poème sur mon chat",
        "mon vélo est crevé, je fais comment pour aller au boulot ?",
        "règles du rugby ?",
        "mi jefe tiene partido de pádel a las siete",
        "mi hermano toca la guitarra. Me aburre",
        "mi batería del móvil se acabó",
        "j'ai un chat avec le client à 14h",
        "tengo clase de contabilidad a las 8",
        "el maratón de Madrid es en abril",
        "j'ai écrit : je vais nager tous les jours",
    ],
)
def test_what_others_do_is_announced_or_to_be_written_gives_nothing(text: str) -> None:
    assert stated(text) == {}


def test_a_feeling_is_for_its_own_sentence_or_the_one_before() -> None:
    assert stated("Ich gehe morgen zum Tennis. Macht mir Spaß.") == {"Tennis": 1}
    assert stated("Ich gehe morgen zum Tennis. Es regnet. Macht mir Spaß.") == {}


def test_an_interest_that_ended_ends_and_a_lapsed_one_is_weak() -> None:
    (lapsed,), (ended,) = extract("antes me gustaba el tenis"), extract("Je ne bois plus d'alcool")
    assert (lapsed.polarity, lapsed.strength, lapsed.ends) == (-1, 0.5, True)
    assert (ended.polarity, ended.strength, ended.ends) == (-1, 1, True)


def test_phrases_stand_verbatim_where_they_say() -> None:
    text = "Hola! ME ENCANTA el vino tinto, y odio la cebolla."
    assert [(one.text, text[one.start : one.end]) for one in extract(text)] == [("vino tinto",) * 2, ("cebolla",) * 2]


@pytest.mark.parametrize(
    "text",
    [
        "Dejé la guitarra en casa.",
        "Cancelé yoga esta semana.",
        "Me salí del gimnasio a las 8.",
        "Vendí una guitarra a un cliente.",
        "J'ai raccroché la guitare au mur.",
        "J'ai vendu une guitare à un client.",
    ],
)
def test_what_is_left_for_once_or_sold_to_a_client_is_not_given_up(text: str) -> None:
    assert not [one for one in extract(text) if one.polarity < 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hab mir ne Mundharmonika gekauft, üb jeden Morgen wenn der Ofen hochheizt", {"Mundharmonika": 1}),
        ("Jetzt an die Elbe zu meiner Jolle", {"Jolle": 1}),
        ("Wir wollen auf der Mulde paddeln, das machen wir seit bestimmt zwanzig Jahren", {"paddeln": 1}),
        ("Hab alles von Mankell gelesen", {"Mankell": 1}),
        ("armé una huerta en la terraza", {"huerta": 1}),
        ("junto sellos desde niño", {"sellos": 1}),
        ("yo técnica toda la vida, le voy al místico desde niña", {"místico": 1}),
        ("y antes me bajé todo Mankell", {"Mankell": 1}),
        ("on joue samedi à Mornant, première fois sur scène avec l'accordéon", {"accordéon": 1}),
        ("j'ai lu tous les Simenon", {"Simenon": 1}),
    ],
)
def test_what_the_speaker_does_collects_and_reads_through_is_read(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ich spiele gern Golf, wenn ich Geld hätte",
        "si me gustara el golf iría",
        "Habe alle Folien durch",
        "Der Chor singt, das machen die seit zwanzig Jahren",
        "Meine Tochter hat heute Auftritt mit der Geige",
        "le voy a dar el regalo mañana",
        "junto al río hay un bar",
        "j'ai lu tous les mails",
        "on joue samedi",
    ],
)
def test_what_is_supposed_of_work_or_of_others_is_not(text: str) -> None:
    assert stated(text) == {}
