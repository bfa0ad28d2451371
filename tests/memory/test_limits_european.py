"""What Spanish, German and French speakers only seem to refuse, beside what they do refuse with the same words."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

from tests.memory.stating import stated


@pytest.mark.parametrize(
    ("text", "liked"),
    [
        ("No me pierdo ni un partido del Betis", "partido del Betis"),
        ("no me pierdo un partido de tenis", "partido de tenis"),
        ("no puedo vivir sin el ajedrez", "ajedrez"),
        ("no paso una semana sin hacer senderismo", "senderismo"),
        ("no pienso dejar la natación por mucho que me duela el hombro", "natación"),
        ("no hago otra cosa que surf en verano", "surf"),
        ("nunca me canso de bailar", "bailar"),
        ("no puedo prescindir de la música", "música"),
        ("ohne klettern halte ich es keine woche aus", "klettern"),
        ("Ohne Kaffee geht bei mir morgens gar nichts", "Kaffee"),
        ("ich kann ohne lesen nicht einschlafen", "lesen"),
        ("auf Schokolade kann ich nicht verzichten", "Schokolade"),
        ("ich verpasse keinen schachabend im verein", "schachabend"),
        ("ich lass mir das radfahren nicht verbieten", "radfahren"),
        ("je ne peux pas me passer de fromage", "fromage"),
        ("je ne rate aucun match de tennis", "match de tennis"),
        ("je ne passe pas un week-end sans faire de rando", "rando"),
        ("l'escalade j'arrêterai jamais, même avec mal aux doigts", "escalade"),
        ("sans café le matin je suis bon à rien", "café"),
    ],
)
def test_who_cannot_be_without_a_thing_likes_it(text: str, liked: str) -> None:
    assert stated(text) == {liked: 1}


@pytest.mark.parametrize(
    "text",
    [
        "puedo prescindir de la música",
        "ich kann auf Krimis verzichten",
        "no me pierdo detalle",
        "ich verpasse keinen Bus",
        "je ne rate pas mon train",
        "mi hermano no puede vivir sin el ajedrez",
    ],
)
def test_what_can_be_missed_or_is_no_pastime_is_not_liked(text: str) -> None:
    assert stated(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "no bebo café por la noche",
        "no tomo café después de las cuatro",
        "no bebo café sin azúcar",
        "me aburre correr sin música",
        "no me gusta la pizza sin queso",
        "ich trinke abends keinen Kaffee",
        "ich esse montags kein Fleisch",
        "ich hasse Joggen ohne Musik",
        "je ne bois pas de café le soir",
        "je ne bois pas de café après 16h",
        "je déteste courir sans musique",
        "no me dejan tocar el piano por la noche, solo de día",
        "gitarre darf ich nach zehn nicht mehr spielen, nur tagsüber",
        "on m'interdit de jouer de la trompette le soir, juste l'après-midi",
    ],
)
def test_what_is_left_for_an_hour_or_without_another_thing_is_not_refused(text: str) -> None:
    assert not [one.text for one in extract(text) if one.polarity < 0]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("no bebo café", "café"),
        ("me aburre correr", "correr"),
        ("odio correr por la noche", "correr"),
        ("una pizza sin queso por favor", "queso"),
        ("ich esse kein Fleisch", "Fleisch"),
        ("ich hasse Joggen", "Joggen"),
        ("ich verzichte seit januar komplett auf fleisch", "fleisch"),
        ("mit fußball kann man mich jagen", "fußball"),
        ("pilze kommen mir nicht auf den teller", "pilze"),
        ("je ne bois pas de café", "café"),
        ("j'aime aucun sport", "sport"),
        ("a mí que no me hablen de toros", "toros"),
    ],
)
def test_what_is_left_at_all_hours_is_refused(text: str, refused: str) -> None:
    assert stated(text) == {refused: -1}


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("me borré de twitter y qué paz oye", "twitter"),
        ("me di de baja del gimnasio, no era lo mío", "gimnasio"),
        ("he terminado con el póker, demasiado dinero perdido", "póker"),
        ("kaffee trink ich schon lange nicht mehr", "kaffee"),
        ("von Instagram habe ich mich verabschiedet", "Instagram"),
        ("das klavierspielen hab ich vor jahren an den nagel gehängt", "klavierspielen"),
    ],
)
def test_what_is_left_for_good_has_ended(text: str, ended: str) -> None:
    assert ended in {one.text for one in extract(text) if one.polarity < 0 and one.ends}


@pytest.mark.parametrize(
    "text",
    [
        "je ne cours plus depuis mon opération du genou",
        "terminé con mi novia",
        "di una frase con odio",
    ],
)
def test_what_only_tells_since_when_or_of_others_is_not_refused(text: str) -> None:
    assert not stated(text)
