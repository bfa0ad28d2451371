"""What German, Spanish and French speakers give up, avoid, must not have, or tried and disliked; and what only looks so."""

from __future__ import annotations

import time

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


def refusals(text: str) -> list[str]:
    return [one.text for one in extract(text) if one.polarity < 0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mein Kardiologe hat mir den Rotwein gestrichen, was passt sonst zu Rouladen?", ["Rotwein"]),
        ("Mein Hausarzt will, dass ich auf Wurst verzichte", ["Wurst"]),
        ("Die Ärztin meint, Finger weg von Zucker.", ["Zucker"]),
        ("War beim Arzt. Keine Milchprodukte mehr.", ["Milchprodukte"]),
        ("Wegen der Gicht soll ich keine Innereien mehr essen", ["Innereien"]),
        ("Auf Alkohol muss ich jetzt verzichten", ["Alkohol"]),
        ("el gastro dice que nada de café ni de alcohol", ["café", "alcohol"]),
        ("el doctor me salió con gastritis y me quitó todo lo picante", ["picante"]),
        ("fui al médico y me suspendió el azúcar", ["azúcar"]),
        ("por orden del médico ya no puedo fumar", ["fumar"]),
        ("tengo que dejar la sal por la presión", ["sal"]),
        ("mon cardiologue m'a supprimé le sel et l'alcool", ["sel", "alcool"]),
        ("le doc a dit stop au fromage", ["fromage"]),
        ("j'ai plus droit au sucre depuis mon diabète", ["sucre"]),
    ],
)
def test_a_doctors_order_is_kept_to(text: str, names: list[str]) -> None:
    assert refusals(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nur schwillt mir bei Haselnüssen der Hals zu", ["Haselnüssen"]),
        ("Bei Kiwi juckt mir der ganze Mund", ["Kiwi"]),
        ("bei Schlager krieg ich Zustände, das war schon bei meinen Eltern so", ["Schlager"]),
        ("Wenn ich Zwiebeln esse, hab ich die ganze Nacht Sodbrennen", ["Zwiebeln"]),
        ("los mariscos me cierran la garganta", ["mariscos"]),
        ("con el cacahuate se me hincha la lengua", ["cacahuate"]),
        ("cada vez que tomo leche me inflo como sapo", ["leche"]),
        ("les kiwis me filent des plaques", ["kiwis"]),
        ("avec le lait j'ai des crampes toute la nuit", ["lait"]),
        ("dès que je mange des crevettes je fais une crise d'urticaire", ["crevettes"]),
    ],
)
def test_what_the_body_does_not_bear_is_refused(text: str, names: list[str]) -> None:
    assert refusals(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kuchen fürs Büro, bitte keine Rosinen", ["Rosinen"]),
        ("was kann ich kochen, wo kein Knoblauch drin ist?", ["Knoblauch"]),
        ("Was koche ich heute Abend? Nix mit Pilzen", ["Pilzen"]),
        ("qué puedo cenar que no tenga chile", ["chile"]),
        ("quiero pedir tacos pero sin cilantro", ["cilantro"]),
        ("Idée de gâteau, pas de noix ni noisettes ni amandes, je gonfle", ["noix", "noisettes", "amandes"]),
        ("qu'est-ce que je fais à dîner sans fruits de mer ?", ["fruits de mer"]),
    ],
)
def test_what_a_dish_is_asked_for_without_is_refused(text: str, names: list[str]) -> None:
    assert refusals(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("und mit Biergarten im August is vorbei", ["Biergarten"]),
        ("Das mit dem Skifahren ist jetzt auch durch.", ["Skifahren"]),
        ("Abmeldung vom Kegelclub bitte, zum Quartalsende", ["Kegelclub"]),
        ("Aus dem Kegelverein bin ich raus, nach 20 Jahren", ["Kegelverein"]),
        ("Beim Schachclub hab ich mich nach zwölf Jahren abgemeldet", ["Schachclub"]),
        ("seit Januar kein Tropfen Alkohol mehr", ["Alkohol"]),
        ("borré tiktok hace tres semanas y no vuelvo", ["tiktok"]),
        ("pilates lo dejé, te había contado que empecé?", ["pilates"]),
        ("ayúdame a escribir la baja del gimnasio, ya no me late", ["gimnasio"]),
        ("llevo un año sin probar el alcohol", ["alcohol"]),
        ("ma femme a eu trop peur et moi aussi en vrai, la moto c'est terminé", ["moto"]),
        ("aide-moi à résilier mon abonnement à la salle de sport", ["salle de sport"]),
        ("fini l'alcool pour moi depuis janvier", ["alcool"]),
        ("le rugby c'est fini pour moi, mes genoux ont dit stop", ["rugby"]),
    ],
)
def test_what_has_ended_is_given_up(text: str, names: list[str]) -> None:
    ended = [one.text for one in extract(text) if one.ends]
    assert ended == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Einmal Bouldern probiert, nie wieder.", ["Bouldern"]),
        ("Wir waren letztes Jahr mal beim Rafting. Das war die Hölle!", ["Rafting"]),
        ("probé el crossfit una vez y nunca más", ["crossfit"]),
        ("me llevaron a un karaoke el viernes. qué tortura, no repito", ["karaoke"]),
        ("On m'a inscrit à un escape game. J'en ai fait un l'an dernier, j'ai détesté", ["escape game"]),
        ("j'ai testé l'escalade une fois, plus jamais", ["escalade"]),
        ("lo del gimnasio ya fue, nunca más", ["gimnasio"]),
        ("yo el fútbol no lo soporto", ["fútbol"]),
    ],
)
def test_what_was_tried_and_not_liked_is_refused(text: str, names: list[str]) -> None:
    assert refusals(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Der Arzt hat meinem Mann Kaffee verboten",
        "Der Arzt hat mir den Kaffee nicht verboten",
        "Der Tierarzt hat dem Hund Huhn verboten",
        "Der Arzt hat mir Sport bis Ende Januar verboten",
        "Wenn mir der Arzt den Wein verbieten würde, würde ich weinen",
        "Im Zug ist Alkohol verboten",
        "Bei Regen krieg ich Migräne",
        "Von der Arbeit krieg ich Kopfschmerzen",
        "Was passiert, wenn man zu viel Kaffee trinkt? Kriegt man da Herzrasen?",
        "Rezept für Brot ohne Backofen",
        "Kuchen ohne Nüsse für meine Schwägerin, sie ist allergisch",
        "Kein Salz mehr da, was nehm ich?",
        "Heute kein Training, der Trainer ist krank",
        "Der Sommer ist vorbei",
        "Formulier mir eine Abmeldung vom Turnverein für meinen Sohn",
        "Austritt aus dem Tennisclub, neuer Club ist näher",
        "Ich hab die alte Gitarre verkauft und mir eine neue gekauft",
        "bitte keine Emojis in der Mail",
        "el médico le prohibió la sal a mi papá",
        "el doctor dice que no hace falta dejar el café",
        "el veterinario me dijo que nada de pollo para el perro",
        "el médico me quitó los puntos ayer",
        "el fisio me dijo que nada de correr por dos semanas, hasta abril",
        "está prohibido fumar en el parque",
        "pastel sin nueces para mi sobrina que es alérgica",
        "receta sin horno",
        "se acabó el café en la casa, qué tomo?",
        "vendí la bici vieja y me compré otra",
        "me dieron de baja del gimnasio por error, quiero que me reactiven",
        "cancelé el gimnasio esta semana por viaje",
        "el ruido me da migraña",
        "le médecin a interdit le sel à ma mère",
        "le médecin ne m'a pas interdit le café",
        "le dentiste m'a enlevé une dent",
        "un gâteau sans noix pour ma nièce",
        "une tarte sans four",
        "plus de sel dans le placard, je mets quoi dans la soupe ?",
        "le match c'est terminé, on mange quoi ?",
        "le kiné m'a dit pas de course pendant deux semaines",
        "la chaleur me donne la migraine",
        "résiliation de mon abonnement téléphone",
        "pas de souci, merci",
    ],
)
def test_what_others_must_leave_is_left_for_now_or_is_lacking_is_not_refused(text: str) -> None:
    assert refusals(text) == []


@pytest.mark.parametrize(
    "text", ["der Arzt sagt kein ", "le médecin dit pas de je ", "ich 1 2 3 4 ", "los me la garganta "]
)
def test_a_long_text_is_read_in_linear_time(text: str) -> None:
    extract("ich esse kein Fleisch, odio el cilantro")
    began = time.thread_time()
    extract(text * (20_000 // len(text)))
    assert time.thread_time() - began < 1.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No como mariscos en el trabajo porque soy alérgico", {"mariscos": -1}),
        ("No como mariscos en el trabajo porque mi jefe es alérgico", {}),
        ("No como mariscos en el trabajo", {}),
        ("en el bar hoy toca menu de marisco y yo soy alergica, q me hincho entera", {"marisco": -1}),
        ("la paella lleva marisco y soy alérgica", {"marisco": -1}),
        ("vivo en Madrid y soy alérgica", {}),
        ("mi hija comió un plato de marisco y soy alérgico", {}),
        (
            "histaminintoleranz bestätigt. kein rotwein, kein alter käse, keine salami mehr",
            {"rotwein": -1, "alter käse": -1, "salami": -1},
        ),
        ("termin bestätigt. kein rotwein, keine salami mehr", {}),
        ("Ich vertrage keine nuts, Milch und Eier", {"nuts": -1, "Milch": -1, "Eier": -1}),
        ("Ich vertrage keine scharfen Sachen", {}),
        ("me gusta mucho el jazz", {"jazz": 1}),
    ],
)
def test_what_the_speaker_is_allergic_to_is_refused_wherever_it_is_had(text: str, expected: dict[str, int]) -> None:
    assert stated(text) == expected
