"""What is said against one thing says nothing against its sibling, however near the two are in meaning."""

from __future__ import annotations

import pytest
from penchant.memory import UserMemory
from penchant.memory.records import Interest
from penchant.memory.topics.apart import are_apart, are_siblings, is_kind_of


def after(person: UserMemory, history: str) -> dict[str, Interest]:
    for text in history.split(" || "):
        person.observe(text)
    return {one.label: one for one in person.interests()}


@pytest.mark.parametrize(
    ("history", "label"),
    [
        ("I love tea. || I quit coffee.", "tea"), ("I love football. || I'm done with rugby.", "football"),
        ("I love cats. || I'm done with dogs.", "cats"), ("I eat chicken. || I gave up beef.", "chicken"),
        ("I love Taylor Swift. || I'm done with Katy Perry.", "Taylor Swift"), ("I love hiking. || I quit climbing.", "hiking"),
        ("I love manga. || I stopped watching anime.", "manga"), ("我喜欢喝茶 || 我戒了咖啡", "喝茶"),
        ("I love dark chocolate. || I gave up milk chocolate.", "dark chocolate"), ("I love chess. || I quit blitz chess.", "chess"),
        ("I love sneakers. || I'm done with heels.", "sneakers"),
    ],
)  # fmt: skip
def test_what_ends_one_thing_leaves_its_sibling(person: UserMemory, history: str, label: str) -> None:
    kept = after(person, history)[label]
    assert kept.weight > 0.2
    assert not kept.negative
    assert not kept.stopped


@pytest.mark.parametrize(
    ("history", "label"),
    [
        ("I love movies. || I'm done with films.", "movies"), ("I love running. || I stopped jogging.", "running"),
        ("I love green tea. || I gave up tea.", "green tea"), ("I love coffee. || 我戒了咖啡", "coffee"),
        ("I love dark chocolate. || I gave up chocolate.", "dark chocolate"), ("我喜欢足球 || 我不踢足球了", "足球"),
    ],
)  # fmt: skip
def test_what_ends_a_thing_by_another_name_or_a_wider_one_ends_it(person: UserMemory, history: str, label: str) -> None:
    assert after(person, history)[label].weight == 0


@pytest.mark.parametrize(
    ("history", "liked", "disliked"),
    [
        ("I love Iron Maiden. || I can't stand Metallica.", "Iron Maiden", "Metallica"),
        ("I can't stand Metallica. || I love Iron Maiden.", "Iron Maiden", "Metallica"),
        ("I like red wine. || I don't like white wine.", "red wine", "white wine"),
        ("I love cooking. || I hate baking.", "cooking", "baking"), ("I love chess. || I hate blitz chess.", "chess", "blitz chess"),
        ("I love dark chocolate. || I hate milk chocolate.", "dark chocolate", "milk chocolate"),
        ("I like red wine. || I don't like white wine. || I love rosé wine.", "red wine", "white wine"),
    ],
)  # fmt: skip
def test_a_dislike_of_one_thing_is_none_of_its_sibling(
    person: UserMemory, history: str, liked: str, disliked: str
) -> None:
    found = after(person, history)
    assert found[liked].weight > 0.2 > found[liked].negative
    assert found[disliked].negative > 0.2 > found[disliked].weight


@pytest.mark.parametrize(
    "history",
    [
        "I love movies. || I hate films.", "I love rock climbing. || 我讨厌攀岩", "I hate tea. || I love tea.",
        "I love heels. || I hate high heels.", "I love green tea. || I hate tea.", "I love NYC. || I hate New York.",
        "我喜欢喝咖啡 || 我讨厌咖啡",
    ],
)  # fmt: skip
def test_who_changes_their_mind_changes_it_under_another_name_too(person: UserMemory, history: str) -> None:
    [changed] = after(person, history).values()
    assert changed.negative > 0.2


@pytest.mark.parametrize(
    ("text", "liked", "refused"),
    [
        ("我戒了奶茶，现在只喝乌龙茶", "乌龙茶", "奶茶"),
        ("I love flat shoes, I'm done with heels", "flat shoes", "heels"),
        ("I hate milk chocolate, I love dark chocolate.", "dark chocolate", "milk chocolate"),
    ],
)
@pytest.mark.parametrize("before", [False, True])
def test_of_two_near_things_in_one_message_one_may_be_refused(
    person: UserMemory, text: str, liked: str, refused: str, before: bool
) -> None:
    if before:
        person.observe(f"I love {refused}.")
    found = after(person, text)
    assert found[liked].weight > 0.2
    assert found[refused].negative > 0.2 > found[refused].weight


def test_the_answer_to_a_refusal_may_lean_on_the_sibling(person: UserMemory) -> None:
    after(person, "I love tea. || I love Iron Maiden.")
    for text, label in (("I quit coffee, what now?", "tea"), ("I can't stand Metallica, which band?", "Iron Maiden")):
        assert {one.interest.label: one.interest.weight > 0 for one in person.attend(text)}[label]


def test_two_near_things_that_are_both_liked_stay_one_topic(person: UserMemory) -> None:
    assert set(after(person, "I love running. || I love jogging.")) == {"running"}
    assert after(person, "I love jogging.")["running"].evidence == 3


def test_names_tell_what_is_wider() -> None:
    assert is_kind_of("the Horror Films", "film")
    assert not is_kind_of("film night", "film")
    assert are_siblings("red wine", ["white wine"])
    assert not are_siblings("wine", ["red wine"])
    assert not are_siblings("red wine", ["white wine", "the reds"])
    assert are_apart("Édith Piaf", ["Iron Maiden"])
    assert not are_apart("喝茶", ["茶"])


@pytest.mark.parametrize(
    ("history", "label"),
    [
        ("I love meat. || I'm no longer vegetarian.", "meat"),
        ("I'm vegetarian. || I love meat. || I stopped being vegetarian.", "meat"),
        ("I'm vegetarian. || I'm vegan. || I'm not vegetarian anymore.", "vegan"),
        ("I'm vegetarian but I love tofu. || I'm no longer vegetarian.", "tofu"),
        ("I love wine. || I'm no longer sober.", "wine"),
        ("I love vegan cheese. || I stopped being vegan.", "vegan cheese"),
        ("我爱吃肉 || 我不再吃素了", "肉"),
    ],
)
def test_a_diet_ends_by_itself(person: UserMemory, history: str, label: str) -> None:
    kept = after(person, history)[label]
    assert kept.weight > 0.2
    assert not kept.negative
    assert not kept.stopped


@pytest.mark.parametrize(
    "history",
    [
        "I'm vegetarian. || I'm no longer vegetarian.",
        "I follow a vegetarian diet. || I'm no longer vegetarian.",
        "I love vegetarianism. || I stopped being vegetarian.",
    ],
)
def test_a_diet_ends_under_all_its_names(person: UserMemory, history: str) -> None:
    assert not any(one.weight for one in after(person, history).values())


def test_what_is_cooked_for_a_diet_is_of_that_diet(person: UserMemory) -> None:
    assert list(after(person, "I'm vegan. || I love vegan food. || Any vegan recipes?")) == ["vegan"]


@pytest.mark.parametrize(
    ("history", "refused"),
    [
        ("I'm allergic to peanuts and cashews.", {"peanuts", "cashews"}),
        ("I'm allergic to peanuts. || I'm allergic to cashews.", {"peanuts", "cashews"}),
        ("I'm allergic to peanuts and cashews. || I'm not allergic to peanuts after all.", {"cashews"}),
        ("Ich bin allergisch gegen Erdnüsse und Haselnüsse.", {"Erdnüsse", "Haselnüsse"}),
        ("我不吃牛肉和羊肉", {"牛肉", "羊肉"}),
        ("我讨厌香菜和芹菜", {"香菜", "芹菜"}),
        ("I hate films and movies.", {"films"}),
        ("I hate green tea and tea.", {"green tea"}),
        ("I hate jazz. I really hate jazz music.", {"jazz"}),
        ("I don't eat pork. || I don't eat pork chops.", {"pork"}),
        ("我不吃辣 || 我不吃辣椒", {"辣"}),
    ],
)
def test_things_refused_by_different_words_are_different_topics(
    person: UserMemory, history: str, refused: set[str]
) -> None:
    assert {label for label, one in after(person, history).items() if one.negative} == refused
