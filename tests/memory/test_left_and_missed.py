"""What is missed, set aside, stopped, put an end to, kept to and felt outright, each beside what only looks like it."""

from __future__ import annotations

import pytest
from penchant.memory.extraction import extract

Told = set[tuple[str, int]]


def stated(text: str) -> Told:
    """Return what a text states, with its sign."""
    return {(one.text, one.polarity) for one in extract(text) if one.stance == "stated"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a patient of mine loves crochet and wouldn't stop talking about it", set()),
        ("our new postman loves heavy metal", set()),
        ("one of my regulars loves golf", set()),
        ("the patients love bingo", set()),
        ("a passenger today loves techno", set()),
        ("the plumber I hired loves opera", set()),
        ("the lady I care for loves gardening", set()),
        ("my hairdresser plays golf", set()),
        ("our vet is obsessed with golf", set()),
        ("my hairdresser does pottery and I do judo", {("judo", 1)}),
        ("I love love songs", {("love songs", 1)}),
        ("my hobby is golf", {("golf", 1)}),
    ],
)
def test_whoever_loves_a_thing_by_trade_or_by_chance_is_somebody_else(text: str, told: Told) -> None:
    assert stated(text) == told
    assert not any("loves" in one.text for one in extract(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I quit sugar. I miss it so much.", {("sugar", -1)}),
        ("I stopped eating meat. I do miss it.", {("meat", -1)}),
        ("The doctor told me to give up coffee. I miss it.", {("coffee", -1)}),
        ("I can't eat dairy anymore. God I miss it.", {("dairy", -1)}),
        ("I gave up cocktails. I do miss them at parties.", {("cocktails", -1)}),
        ("I gave up cheese. Best decision ever.", {("cheese", -1)}),
        ("I sold my guitar. I miss it.", {("guitar", 1)}),
        ("I love surfing. I miss it.", {("surfing", 1)}),
        ("I hated golf. Now it's amazing.", {("golf", 1)}),
        ("Lord I love jazz", {("jazz", 1)}),
        ("I love God", {("God", 1)}),
    ],
)
def test_what_is_missed_stays_given_up(text: str, told: Told) -> None:
    assert stated(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no not Catan", set()),
        ("no not yoga, everyone says yoga", set()),
        ("not pizza, we always have pizza", set()),
        ("nah not Paris", set()),
        ("no not jazz but i love blues", {("blues", 1)}),
        ("not pizza, I hate it", {("pizza", -1)}),
        ("no, no coffee for me", {("coffee", -1)}),
        ("Not a fan of golf", {("golf", -1)}),
        ("not gonna lie i love jazz", {("jazz", 1)}),
    ],
)
def test_what_is_set_aside_at_the_start_is_not_liked(text: str, told: Told) -> None:
    assert stated(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I stopped dairy last month", {("dairy", -1)}),
        ("stopped sugar two weeks ago", {("sugar", -1)}),
        ("I've stopped tea and cola entirely", {("tea", -1), ("cola", -1)}),
        ("I stopped gluten last year and feel great.", {("gluten", -1)}),
        ("I had to drop choir when work got busy", {("choir", -1)}),
        ("my knee ended my football days", {("football", -1)}),
        ("Arthritis put paid to my knitting", {("knitting", -1)}),
        ("I joined a book club but left after a month", {("book club", -1)}),
        ("signed up for pilates but quit after two classes", {("pilates", -1)}),
        ("I stopped tea and coffee at noon", set()),
        ("I stopped pasta for a week", set()),
        ("My wife stopped dairy last month", set()),
        ("I nearly stopped sugar last year", set()),
        ("my yoga ended my back pain", {("yoga", 1)}),
        ("I joined a band and quit my job", {("band", 1)}),
        ("I quit coffee. Sold also the grinder.", {("coffee", -1)}),
    ],
)
def test_what_was_stopped_put_an_end_to_or_begun_and_left_has_ended(text: str, told: Told) -> None:
    assert stated(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i hate cold water though", {("cold water", -1)}),
        ("I love rainy days", {("rainy days", 1)}),
        ("I hate getting up early", {("getting up early", -1)}),
        ("I love sleeping in", {("sleeping in", 1)}),
        ("i hate my job", {("job", -1)}),
        ("I had cold water", set()),
        ("I hate wrong answers", set()),
        ("I love new things", set()),
        ("I love being here", set()),
        ("my wife hates getting up early", set()),
        ("I want to love my job", set()),
    ],
)
def test_what_is_felt_outright_is_kept_with_what_tells_of_what_sort_it_is(text: str, told: Told) -> None:
    assert stated(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i am pure veg", {("pure veg", 1)}),
        ("as a vegetarian what can I eat in Prague", {("vegetarian", 1)}),
        ("plant based household", {("plant based", 1)}),
        ("from today no sugar", {("sugar", -1)}),
        ("Olives I never touch", {("Olives", -1)}),
        ("Meat i dont eat, fish i do", {("Meat", -1)}),
        ("as a vegetarian what does my guest eat", set()),
        ("how do I run a vegan household", set()),
        ("From today no classes", set()),
        ("I am pure evil", set()),
        ("wine I don't drink before 6", set()),
        ("on medical advice I don't drink anymore", {("drink", -1)}),
    ],
)
def test_a_diet_and_what_is_left_are_read_in_few_words(text: str, told: Told) -> None:
    assert stated(text) == told
