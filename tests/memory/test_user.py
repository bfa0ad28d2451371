"""One person's memory, with the real extractor, embedding model and ledger: what it learns, finds, keeps and erases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from penchant.memory import InterestMemory, Item, UserMemory
from penchant.memory.records import Role
from penchant.memory.store import schema, statements
from sqlalchemy import text as sql

from tests.memory.life import called
from tests.memory.writer import open_small

if TYPE_CHECKING:
    from tests.conftest import Clock

CLIMBING = "I have started rock climbing, I go to the bouldering gym three times a week."
CLIMBING_IN_CHINESE = "我最近迷上了攀岩，每周去三次岩馆。"


def labels(person: UserMemory) -> list[str]:
    return [interest.label for interest in person.interests()]


# What is learned


def test_a_new_hobby_is_an_interest_at_once_and_fades_in_silence(person: UserMemory, clock: Clock) -> None:
    changes = person.observe(CLIMBING).changes
    [label] = [change.label for change in changes if "climbing" in change.label]
    assert called(person, label).weight == pytest.approx(0.40, abs=0.02)
    clock.advance(timedelta(days=1))
    assert called(person, label).weight == pytest.approx(0.29, abs=0.02)


def test_a_hobby_told_in_chinese_is_recalled_by_a_question_in_english(person: UserMemory) -> None:
    person.observe(CLIMBING_IN_CHINESE)
    assert "攀岩" in labels(person)
    nearest = max(person.attend("how do I get better at climbing?"), key=lambda found: found.relevance)
    assert nearest.interest.label == "攀岩"
    assert nearest.relevance > 0.5


def test_the_interest_that_a_question_is_about_is_the_most_relevant(person: UserMemory) -> None:
    person.observe("I love rock climbing, jazz and sourdough baking.")
    for query, label in (("what music should I play tonight?", "jazz"), ("my bread does not rise", "sourdough baking")):
        assert max(person.attend(query), key=lambda found: found.relevance).interest.label == label


def test_a_dislike_is_negative_only(person: UserMemory) -> None:
    person.observe("I can't stand jazz")
    jazz = called(person, "jazz")
    assert (jazz.weight, jazz.share) == (0, 0)
    assert jazz.negative == pytest.approx(1.5 / 2)  # "can't stand" is strong: a mass of 1.5


def test_a_dislike_lowers_what_was_liked(person: UserMemory) -> None:
    person.observe("I love jazz.")
    [change] = person.observe("I don't like jazz.").changes
    assert change.label == "jazz"
    assert 0 < change.after < change.before


def test_a_dislike_that_says_it_is_over_ends_what_was_liked(person: UserMemory) -> None:
    person.observe("I love jazz.")
    [change] = person.observe("I can't stand jazz anymore.").changes
    assert (change.label, change.after) == ("jazz", 0)
    person.observe("Jazz, hm.")
    assert called(person, "jazz").weight < change.before


@pytest.mark.parametrize("text", ["my sister loves chess", "Thanks!", "👍", "```\nI love jazz\n```", "> I love jazz"])
def test_what_is_not_the_persons_own_interest_teaches_nothing(person: UserMemory, text: str) -> None:
    assert person.observe(text).changes == ()
    assert person.interests() == []


def test_the_assistants_words_are_never_evidence(person: UserMemory) -> None:
    seen = person.observe("I love jazz.", role="assistant")
    assert (seen.new, seen.changes) == (True, ())
    assert person.learn() == ()
    person.rebuild()
    assert person.interests() == []


@pytest.mark.parametrize(
    ("kind", "weight"),
    [("view", 0.2), ("click", 0.5), ("search", 0.8), ("save", 1.5), ("like", 2.0), ("statement", 3.0)],
)
def test_each_kind_of_event_has_its_mass(person: UserMemory, kind: str, weight: float) -> None:
    person.observe("I love jazz.", kind=kind)
    assert called(person, "jazz").weight == pytest.approx(weight / (weight + 1.5))


@pytest.mark.parametrize(("kind", "mass"), [("skip", 0.2), ("dislike", 2.0), ("not interested", 3.0)])
def test_refusing_something_is_negative_evidence(person: UserMemory, kind: str, mass: float) -> None:
    person.observe("jazz piano", kind=kind)
    for interest in person.interests():
        assert interest.weight == 0
        assert 0 < interest.negative <= mass / (mass + 0.5) + 1e-9


@pytest.mark.parametrize("kind", ["skip", "dislike", "not interested"])
def test_refusing_what_one_says_one_dislikes_is_not_liking_it(person: UserMemory, kind: str) -> None:
    person.observe("I can't stand jazz.", kind=kind)
    assert called(person, "jazz").weight == 0
    assert called(person, "jazz").negative > 0


def test_reading_changes_nothing(person: UserMemory, memory: InterestMemory, clock: Clock) -> None:
    person.observe(CLIMBING, session="s")
    clock.advance(timedelta(days=3))
    with memory.ledger.read() as watching:
        version = watching.execute(sql("PRAGMA data_version")).scalar()
        watching.rollback()
        before = person.interests()
        person.attend("climbing?")
        person.explain("rock climbing")
        person.search("climbing")
        person.turns("s", 5)
        person.speaking_of("rock climbing")
        person.interests(as_of=clock.now - timedelta(days=1))
        assert person.interests() == before
        assert watching.execute(sql("PRAGMA data_version")).scalar() == version


def test_an_interest_is_explained_by_the_persons_sentence(person: UserMemory, clock: Clock) -> None:
    person.observe(CLIMBING, session="s", id="first")
    clock.advance(timedelta(days=90))
    person.observe("I love rock climbing!", id="second")
    explanation = person.explain("rock climbing")
    assert explanation.interest == called(person, "rock climbing")
    newest, oldest = explanation.sources
    assert (newest.event.id, oldest.event.id) == ("second", "first")
    assert oldest.event.text == CLIMBING
    assert oldest.phrase == "rock climbing"
    assert oldest.mass == 1
    assert oldest.remaining == pytest.approx(0.5)
    assert [source.event.id for source in person.explain("rock climbing", most=1).sources] == ["second"]


def test_the_past_is_found_by_meaning(person: UserMemory) -> None:
    person.observe("I bake sourdough bread on Sundays.")
    person.observe("My car needs new tyres.")
    assert person.search("baking a loaf", count=1)[0].event.text == "I bake sourdough bread on Sundays."


def test_the_last_turns_of_a_session_come_oldest_first(person: UserMemory) -> None:
    for number in range(5):
        person.observe(f"turn {number}", session="s")
        person.observe("elsewhere", session="other")
    assert [event.text for event in person.turns("s", 3)] == ["turn 2", "turn 3", "turn 4"]


# What the person means by a name


@pytest.fixture
def clubs(person: UserMemory) -> UserMemory:
    for thing in ("book club", "chess club", "rock climbing", "jazz"):
        person.observe(f"I love my {thing}." if "club" in thing else f"I love {thing}.")
    assert set(labels(person)) == {"book club", "chess club", "rock climbing", "jazz"}
    return person


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("book club", "book club"),
        ("  BOOK Club ", "book club"),
        ("climbing", "rock climbing"),
        ("Chess", "chess club"),
        ("攀岩", "rock climbing"),
        ("jazz music", "jazz"),
    ],
)
def test_a_topic_is_found_by_its_label_by_a_word_of_it_and_by_meaning(clubs: UserMemory, name: str, label: str) -> None:
    assert clubs.explain(name).interest.label == label


def test_a_word_of_several_labels_names_them_all(clubs: UserMemory) -> None:
    with pytest.raises(ValueError, match=r"'club' fits several topics: 'book club', 'chess club'\."):
        clubs.explain("club")


def test_part_of_a_word_does_not_count_as_a_word(clubs: UserMemory) -> None:
    with pytest.raises(ValueError, match="there is no topic 'ess'"):
        clubs.explain("ess")


def test_an_unknown_topic_names_the_nearest(clubs: UserMemory) -> None:
    with pytest.raises(ValueError, match=r"there is no topic 'jaz'; the nearest is 'jazz'"):
        clubs.pin("jaz")
    with pytest.raises(ValueError, match=r"there is no topic 'income tax'\. `penchant interests`"):
        clubs.explain("income tax")


DECISIONS: dict[str, Callable[[UserMemory, str], object]] = {
    "forget": UserMemory.forget, "stop": UserMemory.stop, "pin": UserMemory.pin, "mute": UserMemory.mute,
    "boost": lambda person, name: person.boost(name, 2.0), "rename": lambda person, name: person.rename(name, "x"),
}  # fmt: skip


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("name", ["攀岩", "jazz music", "jaz", "blues", "zzz"])
def test_a_decision_never_falls_on_a_topic_of_another_name(clubs: UserMemory, decision: str, name: str) -> None:
    before = [one.label for one in clubs.interests()]
    with pytest.raises(ValueError, match=f"there is no topic '{name}'"):
        DECISIONS[decision](clubs, name)
    assert [one.label for one in clubs.interests()] == before
    assert clubs.controls() == []


@pytest.mark.parametrize("name", ["zzz", "blah", "the", "foo", "beer", "ballet"])
def test_what_is_merely_nearer_than_all_else_is_not_what_is_meant(clubs: UserMemory, name: str) -> None:
    with pytest.raises(ValueError, match=f"there is no topic '{name}'"):
        clubs.explain(name)


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_finds_nothing(clubs: UserMemory, name: str) -> None:
    with pytest.raises(ValueError, match="name a topic"):
        clubs.pin(name)


def test_where_nothing_is_known_no_topic_is_found(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="nothing is known yet"):
        person.explain("jazz")
    assert person.attend("jazz?") == ()


# What the person decides


def test_a_renamed_topic_goes_by_its_new_label_only(person: UserMemory) -> None:
    person.observe("I love jazz.")
    assert person.rename("jazz", "  swing   music ").label == "swing music"
    assert labels(person) == ["swing music"]
    assert person.rename("swing music", "Swing Music").label == "Swing Music"
    person.observe("I love swing music.")
    assert called(person, "Swing Music").evidence == 2


@pytest.mark.parametrize("label", ["tea", "TEA", " tea "])
def test_a_label_that_another_topic_has_is_refused(person: UserMemory, label: str) -> None:
    person.observe("I love jazz and tea.")
    with pytest.raises(ValueError, match="another topic is called 'tea' already"):
        person.rename("jazz", label)
    assert set(labels(person)) == {"jazz", "tea"}


def test_an_empty_label_is_refused(person: UserMemory) -> None:
    person.observe("I love jazz.")
    with pytest.raises(ValueError, match="empty"):
        person.rename("jazz", "  ")


@pytest.mark.parametrize("factor", [0.24, 4.1, 0, -1, float("nan"), float("inf")])
def test_a_boost_out_of_range_is_refused(person: UserMemory, factor: float) -> None:
    person.observe("I love jazz.")
    with pytest.raises(ValueError, match=r"between 0\.25 and 4"):
        person.boost("jazz", factor)
    assert called(person, "jazz").boost == 1


def test_a_boost_multiplies_and_one_undoes_it(person: UserMemory) -> None:
    person.observe("I love jazz.")
    assert person.boost("jazz", 4).weight == pytest.approx(4 / 5.5)
    assert person.boost("jazz", 0.25).weight == pytest.approx(0.25 / 1.75)
    assert person.boost("jazz", 1).weight == pytest.approx(0.4)


def test_a_pinned_topic_stays_at_its_floor(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    assert person.pin("jazz").weight == 0.6
    clock.advance(timedelta(days=3650))
    assert called(person, "jazz").weight == 0.6
    assert person.pin("jazz", on=False).weight < 0.01


# What is forgotten


def files_with(folder: Path, words: str) -> list[str]:
    """Return the files of a data folder in whose bytes some words stand, in any case."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and words.casefold() in path.read_bytes().decode("utf-8", "ignore").casefold()
    ]


@pytest.fixture
def confided(person: UserMemory, tmp_path: Path) -> UserMemory:
    person.observe("I love ikebana and gardening.", session="s")
    person.observe("Ikebana is the art of arranging flowers.", role="assistant", session="s")
    person.observe("I love my allotment and gardening.", session="s")
    assert files_with(tmp_path, "ikebana") != []
    return person


def test_forgetting_erases_the_words_from_every_file(confided: UserMemory, tmp_path: Path) -> None:
    assert confided.speaking_of("ikebana") == 2
    assert confided.forget("ikebana") == 2
    assert files_with(tmp_path, "ikebana") == []
    assert files_with(tmp_path, "arranging flowers") == []
    assert {path.name for path in tmp_path.iterdir()} >= {"ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"}


def test_forgetting_keeps_what_else_was_learned(confided: UserMemory) -> None:
    before = called(confided, "gardening")
    confided.forget("ikebana")
    after = called(confided, "gardening")
    assert after.weight == pytest.approx(before.weight, abs=1e-9)
    assert after.evidence == before.evidence
    assert [source.event.text for source in confided.explain("gardening").sources] == [
        "I love my allotment and gardening.",
        "",
    ]
    assert [event.text for event in confided.turns("s", 9)] == ["I love my allotment and gardening."]
    assert all("ikebana" not in near.event.text.casefold() for near in confided.search("flower arranging"))


def test_what_was_forgotten_stays_so_after_reopening(
    confided: UserMemory, memory: InterestMemory, clock: Clock, tmp_path: Path
) -> None:
    confided.forget("ikebana")
    interests = confided.interests()
    memory.close()
    assert files_with(tmp_path, "ikebana") == []
    with InterestMemory(tmp_path, clock=clock, index=False) as again:
        person = again.user("ada")
        assert person.interests() == interests
        assert person.learn() == ()
        person.rebuild()
        assert set(labels(person)) == {"gardening", "allotment"}
        with pytest.raises(ValueError, match="no topic"):
            person.explain("ikebana")


def test_what_was_forgotten_can_be_learned_anew(confided: UserMemory) -> None:
    confided.forget("ikebana")
    confided.observe("I love ikebana.")
    assert called(confided, "ikebana").evidence == 1


def test_forgetting_what_a_text_is_part_of_leaves_longer_words_alone(person: UserMemory) -> None:
    person.observe("I love art history.", session="s")
    person.rename("art history", "art")
    person.observe("Let us start the party.", session="s")
    assert person.forget("art") == 1
    assert [event.text for event in person.turns("s", 5)] == ["Let us start the party."]


@pytest.mark.parametrize("label", ["Édith Piaf", "Чайковский", "攀岩"])
def test_forgetting_finds_labels_of_every_script_in_the_agents_words(
    person: UserMemory, tmp_path: Path, label: str
) -> None:
    person.observe("I love jazz.")
    person.rename("jazz", label)
    person.observe(f"There is much to say about {label}.", role="assistant")
    person.observe(f"There is more to say about {label.upper()}.", role="assistant")
    assert person.forget(label) == 3
    assert files_with(tmp_path, label) == []


def test_forgetting_a_topic_leaves_its_label_in_no_other_topics_evidence(person: UserMemory, tmp_path: Path) -> None:
    person.observe("I love bouldering.")
    person.observe("I love mountain climbing.")
    assert len(person.observe("I love rock climbing.").changes) == 2
    person.rename("bouldering", "rock climbing")
    person.forget("rock climbing")
    assert files_with(tmp_path, "rock climbing") == []


# Who is who

NAMES = [
    "张伟",
    "a@b.com",
    "../x",
    "..",
    "' OR 1=1 --",
    '"; DROP TABLE events; --',
    "%",
    "_",
    "ada",
    "Ada",
    " ada",
    "a\x00b",
    "👩\u200d🔬",
    "x" * 500,
    "x" * 499 + "y",
]


def test_people_never_see_each_others_data(memory: InterestMemory, clock: Clock, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        memory.user(name).observe(f"I love planet{number}.", session="s", id="same")
    assert memory.users() == NAMES
    for number, name in enumerate(NAMES):
        person, mine = memory.user(name), f"I love planet{number}."
        assert labels(person) == [f"planet{number}"]
        assert [event.text for event in person.turns("s", 99)] == [mine]
        assert [near.event.text for near in person.search("planet", count=99)] == [mine]
        assert [found.interest.label for found in person.attend("planet1")] == [f"planet{number}"]
        assert labels_then(person, clock.now) == [f"planet{number}"]
    memory.user(NAMES[0]).forget("planet0")
    memory.user(NAMES[1]).stop("planet1")
    assert [len(memory.user(name).turns("s", 9)) for name in NAMES] == [0] + [1] * (len(NAMES) - 1)
    assert not (tmp_path.parent / "x").exists()


def labels_then(person: UserMemory, moment: datetime) -> list[str]:
    return [interest.label for interest in person.interests(as_of=moment)]


def test_a_new_name_has_so_many_bytes_and_a_longer_one_that_is_known_still_opens(tmp_path: Path) -> None:
    name = "攀" * (statements.MOST_NAME // 3)
    with open_small(tmp_path, index=False) as memory:
        memory.user(name).observe("turn 1 is about topic 1")
        with pytest.raises(ValueError, match="at most 1,900 bytes in UTF-8, got 1,902"):
            memory.user(name + "攀")
        assert memory.users() == [name]
        with memory.ledger.write() as connection:
            connection.execute(schema.users.update().values(name=2 * name))
    with open_small(tmp_path, index=False) as memory:
        assert memory.user(2 * name).latest(9)


def test_a_name_is_needed(memory: InterestMemory) -> None:
    with pytest.raises(ValueError, match="name"):
        memory.user("")


def test_a_person_has_one_handle(memory: InterestMemory) -> None:
    assert memory.user("ada") is memory.user("ada")


# What goes in


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u3000"])
def test_an_empty_text_is_refused(person: UserMemory, text: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        person.observe(text)
    with pytest.raises(ValueError, match="empty"):
        person.attend(text)


def test_an_unknown_kind_is_refused_with_those_that_there_are(person: UserMemory) -> None:
    with pytest.raises(ValueError, match=r"no kind of event 'shout': choose one of view, click, search, chat"):
        person.observe("I love jazz.", kind="shout")


def test_an_unknown_role_is_refused(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="role"):
        person.observe("I love jazz.", role=cast(Role, "robot"))


def test_a_moment_without_a_time_zone_is_refused(person: UserMemory, clock: Clock) -> None:
    naive = clock.now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        person.observe("I love jazz.", at=naive)
    with pytest.raises(ValueError, match="time zone"):
        person.interests(as_of=naive)
    assert person.turns("", 5) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I love \x00jazz", "I love \ufffdjazz"),
        ("I love jazz \ud83d", "I love jazz \ufffd"),
        ("\udc00\udfff", "\ufffd\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("  אני אוהב ג'אז \u202e\u200f", "אני אוהב ג'אז \u202e\u200f"),
        ("أحب موسيقى الجاز", "أحب موسيقى الجاز"),
        ("👩\u200d👩\u200d👧 🎷 I love jazz", "👩\u200d👩\u200d👧 🎷 I love jazz"),
        ("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A"),
        ("'; DROP TABLE events; --", "'; DROP TABLE events; --"),
        ("I love jazz. " * 80_000, ("I love jazz. " * 80_000).strip()),
        ("猫" * 350_000, "猫" * 350_000),
    ],
    ids=["NUL", "half a pair", "two halves", "a pair", "Hebrew", "Arabic", "emoji", "marks", "SQL", "1 MB", "1 MB Han"],
)
def test_any_text_is_stored_and_read_back(person: UserMemory, text: str, kept: str) -> None:
    assert person.observe(text, session="s").event.text == kept
    assert [event.text for event in person.turns("s", 1)] == [kept]
    person.attend(text)


@pytest.mark.parametrize("word", ["../x", "a\x00b", "👍" * 300])
def test_any_session_and_id_are_stored(person: UserMemory, word: str) -> None:
    person.observe("I love jazz.", session=word, id=word)
    assert not person.observe("I love jazz.", session=word, id=word).new
    assert [event.id for event in person.turns(word, 9)] == [word]


def test_what_no_database_can_hold_names_nobody_and_no_session(memory: InterestMemory, person: UserMemory) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        memory.user("\ud800")
    with pytest.raises(ValueError, match="surrogate"):
        person.observe("I love jazz.", session="\ud800")
    with pytest.raises(ValueError, match="surrogate"):
        person.observe("I love jazz.", id="\ud800")
    assert memory.users() == ["ada"]
    assert person.interests() == []
    assert person.turns("", 9) == []


def test_everything_is_there_after_reopening(
    person: UserMemory, memory: InterestMemory, clock: Clock, tmp_path: Path
) -> None:
    person.observe(CLIMBING, session="s")
    person.observe("That sounds like fun!", role="assistant", session="s", complete=False)
    person.observe("I can't stand jazz.", session="s")
    person.observe("What do you know about pottery?", kind="search")
    clock.advance(timedelta(days=2))
    person.boost("rock climbing", 2)
    person.mute("jazz")
    person.observe(CLIMBING_IN_CHINESE)
    clock.advance(timedelta(days=2))
    interests, turns, past = person.interests(), person.turns("s", 9), person.interests(as_of=clock.now)
    explained, near = person.explain("rock climbing"), person.search("climbing")
    memory.close()
    with InterestMemory(tmp_path, clock=clock, index=False) as again:
        assert again.users() == ["ada"]
        person = again.user("ada")
        assert person.interests() == interests
        assert person.turns("s", 9) == turns
        assert person.interests(as_of=clock.now) == past
        assert person.explain("rock climbing") == explained
        assert person.search("climbing") == near


def test_topics_that_share_a_turn_can_both_be_forgotten_before_the_index_has_followed(person: UserMemory) -> None:
    person.observe("I love rock climbing and chess.")
    assert person.forget("chess") == 1
    assert person.forget("rock climbing") == 0  # the turn was erased with the other topic
    assert person.interests() == []


@pytest.mark.parametrize("count", [0, -1])
def test_a_search_for_no_turns_is_refused(person: UserMemory, count: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        person.search("jazz", count)


def test_a_label_has_one_line_and_an_end(person: UserMemory) -> None:
    person.observe("I love jazz.")
    assert person.rename("jazz", "bebop\x1b[31m\nand more").label == "bebop [31m and more"
    with pytest.raises(ValueError, match="at most 200"):
        person.rename("bebop", "x" * 201)


UNSEEN = [
    "clim\u200bbing",
    "cli\u00admbing",
    "climb\u200d\ufeffing",
    "\u202eclimbing\u202c",
    "\u2066climbing\u2069",
    "c\u2060limbing",
]


@pytest.mark.parametrize("first", [0, 1])
def test_signs_that_nobody_sees_make_no_other_topic(person: UserMemory, first: int) -> None:
    for written in [*UNSEEN[:first], "climbing", *UNSEEN]:
        person.observe(f"I love {written}.")
        person.observe(item=Item(tags=(written,)), kind="like")
    assert [one.label for one in person.interests()] == ["climbing"]
    assert person.explain(UNSEEN[0]).interest.label == "climbing"
    near = person.attend("Where can I go climbing?")
    assert near[0].relevance > 0.99
    assert {one.phrase for one in person.explain("climbing", 99).sources} > {"climbing", UNSEEN[0]}  # as it was written
    person.forget("climbing")
    assert person.interests() == []
    assert not any("bing" in one.text for one in person.latest(99))


def test_signs_that_nobody_sees_are_no_part_of_a_label(person: UserMemory) -> None:
    person.observe("I love \u202ejazz\u202c and ja\u200bzz clubs.")
    assert person.rename("jazz", "cool\u00ad ja\u200bzz\u200f").label == "cool jazz"
    with pytest.raises(ValueError, match="a label cannot be empty"):
        person.rename("cool jazz", "\u200b\u200f")


def test_a_part_that_leaves_a_topic_is_called_without_them(person: UserMemory) -> None:
    person.observe("I love jazz.")
    person.observe("I love ch\u200bess.")
    person.merge("chess", "jazz")
    assert [one.label for one in person.interests()] == ["jazz"]
    person.split("jazz", ["chess"])
    assert {one.label for one in person.interests()} == {"jazz", "chess"}


def test_what_joins_signs_for_a_reason_stays(person: UserMemory) -> None:
    for whole in ("👩\u200d🚀 photos", "🏳️\u200d🌈", "می\u200cخواهم", "क्\u200dष"):
        person.observe(item=Item(tags=(whole,)), kind="like")
        assert person.explain(whole).interest.label == whole
