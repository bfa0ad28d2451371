"""What a message wants by its words: a text on its own subject, the person's own wishes, leave to eat, something to read or watch."""

from __future__ import annotations

import pytest
from penchant.agent.bias import kind_of
from penchant.agent.gate.kind import by_form
from penchant.agent.gate.openness import Openness, openness
from penchant.agent.gate.presents import is_for_somebody
from penchant.agent.gate.wanted import is_on_a_subject, is_own_wish, may_eat, sort_wanted


@pytest.mark.parametrize(
    "text",
    [
        "write a haiku about rain",
        "Write me a short poem about my cat",
        "tell me a joke about dentists",
        "make up a funny limerick on taxes",
        "a short story about a lost dog, please",
        "Schreib mir ein Gedicht über Regen",
        "erzähl mir einen Witz über Zahnärzte",
        "escribe un poema sobre la lluvia",
        "écris-moi un poème sur la pluie",
        "写一首关于雨的诗",
    ],
)
def test_a_text_on_a_subject_is_of_that_subject_alone(text: str) -> None:
    assert is_on_a_subject(text)
    assert openness(text) is not Openness.OPEN


@pytest.mark.parametrize(
    "text",
    [
        "tell me a joke",
        "tell me a story about something I love",
        "write a poem about me",
        "write a song about my hobbies",
        "Schreib ein Gedicht über etwas, das ich mag",
        "écris un poème sur mes passions",
        "写个故事",
        "what is the story about?",
        "I love songs about rain",
    ],
)
def test_a_text_on_the_person_or_on_nothing_is_not(text: str) -> None:
    assert not is_on_a_subject(text)


@pytest.mark.parametrize(
    "text",
    [
        "My mother wants to know what to get me for Christmas",
        "my wife's asking what I want for my birthday",
        "what should I ask for for Christmas?",
        "secret santa needs 3 ideas from me",
        "my kids keep asking what I want for father's day",
        "Meine Mutter fragt, was ich mir zu Weihnachten wünsche",
        "mi madre pregunta qué quiero para mi cumpleaños",
        "ma mère demande ce que je veux pour Noël",
    ],
)
def test_what_others_may_give_the_person_is_wide_open_to_their_interests(text: str) -> None:
    assert is_own_wish(text)
    assert not is_for_somebody(text)
    kind = kind_of(text)
    assert (kind.openness, kind.wide) == (Openness.OPEN, True)


@pytest.mark.parametrize(
    "text",
    [
        "what should I get my mother for Christmas?",
        "what does my wife want for her birthday?",
        "gift ideas for my secret santa",
        "get me a taxi for Christmas eve",
        "was wünscht sich meine Mutter zu Weihnachten?",
        "qué le regalo a mi madre por su cumpleaños",
    ],
)
def test_what_others_wish_for_is_no_wish_of_the_persons(text: str) -> None:
    assert not is_own_wish(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is satay safe for me", True),
        ("is pad thai ok for me?", True),
        ("can i eat tiramisu", True),
        ("darf ich Marzipan essen?", True),
        ("puedo comer turrón?", True),
        ("est-ce que je peux manger du pesto", True),
        ("我能吃花生酱吗", True),
        ("is satay safe for my dog", False),
        ("where can I eat tonight?", False),
        ("what can i drink with this", False),
        ("was kann ich essen", False),
        ("can I go home", False),
        ("can my son eat honey", False),
    ],
)
def test_who_asks_whether_they_may_eat_something_is_told_what_they_cannot(text: str, asks: bool) -> None:
    assert may_eat(text) == asks


def test_leave_to_eat_is_of_food() -> None:
    kind = by_form("can i eat tiramisu")
    assert kind.eats
    assert kind.touches == ("food",)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("what should i read next", "books"),
        ("good read for the plane?", "books"),
        ("Was soll ich als nächstes lesen?", "books"),
        ("je lis quoi maintenant ?", "books"),
        ("¿qué leo ahora?", "books"),
        ("最近书荒，看点啥", "books"),
        ("求推荐小说", "books"),
        ("¿qué veo esta noche?", "screen"),
        ("what should we stream tonight", "screen"),
        ("Filmtipp für heute Abend?", "screen"),
        ("I read that it rains tomorrow", ""),
        ("what should I do this weekend", ""),
        ("a present for my aunt, a book or a film?", ""),
        ("推荐个书店", ""),
    ],
)
def test_what_is_wanted_is_told_by_its_words(text: str, sort: str) -> None:
    assert sort_wanted(text) == sort


@pytest.mark.parametrize(
    "text", ["je lis quoi maintenant ?", "¿qué leo ahora?", "Buchtipp?", "good read for the plane?", "最近书荒"]
)
def test_who_wants_something_to_read_asks_openly(text: str) -> None:
    assert openness(text) is Openness.OPEN
