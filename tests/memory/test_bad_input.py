"""Whatever a text holds, it is taken or refused by name, and nothing that was known is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from penchant.memory import Attachment, Interaction, InterestMemory, Law, PenchantError, UserMemory, extract
from penchant.memory.cleaning import clean
from penchant.memory.index import State

from tests.memory.writer import DEADLINE_SECONDS, LATER

MEGABYTE = 2**20

T = TypeVar("T")

NOTHING = {
    "nothing": "",
    "white space": " \t\r\n\u00a0\u2003\u3000",
}

STRANGE = {
    "NUL": "I love \x00 jazz\x00",
    "only NUL": "\x00\x00",
    "lone surrogates": "I love \ud83d jazz \udfff",
    "only a surrogate": "\ud800",
    "a surrogate pair in two": "\ud83d\ude00 jazz",
    "right to left": "\u202eI love jazz\u202c אני אוהב ג'אז وأحب الشطرنج",
    "emoji with joiners": "I love 👩‍👩‍👧‍👦 and 🏳️‍🌈 and ❤️‍🔥",
    "controls": "I love \x01\x02\x07\x08 jazz\x1b[31m\x1b]0;title\x07\x7f\x9b",
    "only controls": "\x01\x02\x03",
    "no width": "\u200b\u200d\ufeff" * 50,
    "combining": "I love ja" + "\u0301" * 500 + "zz",
    "SQL": "I love '; DROP TABLE events; -- and \" OR 1=1 /*",
    "LIKE": "%_%",
    "GLOB": "*?[a-z]",
    "markup": "<script>alert(1)</script><b>I love jazz</b> &amp; [bold]jazz[/bold] [/]",
    "a template": "{0} {x.__class__} %s %(x)s ${HOME} $(reboot) `reboot`",
    "a pattern": "(a+)+$ \\ [ ( *",
    "a path": "../../etc/passwd",
    "line breaks": "I love\r\njazz\u2028and\u2029chess\x0b\x0c\x85",
    "the last characters": "I love \U0010ffff\uffff\ufffe jazz",
}

LONG = {
    "a megabyte of English": "I love rock climbing and jazz. " * (MEGABYTE // 31),
    "a megabyte of Chinese": "我喜欢攀岩和爵士乐。" * (MEGABYTE // 30),
    "a megabyte of one letter": "a" * MEGABYTE,
    "a megabyte without a space": "我" * (MEGABYTE // 3),
    "a megabyte of brackets": "<" * MEGABYTE,
}

TAKEN = STRANGE | LONG
ALL = NOTHING | TAKEN

LONG_NAMES = {name: LONG[name] for name in ("a megabyte of English", "a megabyte without a space")}
NAMES = NOTHING | STRANGE | LONG_NAMES


def unless_refused(do: Callable[[], T]) -> T | None:
    """Return what something gives; None when it is refused by name."""
    try:
        return do()
    except (ValueError, PenchantError):
        return None


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InterestMemory]:
    """One memory for all of these texts, with the packaged model and the index: they meet each other as well."""
    with InterestMemory(tmp_path_factory.mktemp("data"), clock=lambda: LATER) as opened:
        yield opened


@pytest.fixture
def person(memory: InterestMemory, request: pytest.FixtureRequest) -> UserMemory:
    """A new person for each test."""
    person = memory.user(request.node.name[:100].encode("ascii", "ignore").decode())
    person.observe("I love rock climbing.", session="known", id="first")
    person.observe("I play chess, and I can't stand opera.", session="known", id="second")
    return person


Known = dict[int, tuple[str, float, float, float, int]]


def known(person: UserMemory) -> Known:
    return {
        each.topic: (each.label, each.weight, each.share, each.negative, each.evidence) for each in person.interests()
    }


def assert_kept(person: UserMemory) -> None:
    """The turns from before are there, and every weight is the one that the evidence gives."""
    assert [event.id for event in person.turns("known", 10)] == ["first", "second"]
    before = {topic: weight for topic, (_, weight, *_) in known(person).items()}
    person.rebuild()
    after = {topic: weight for topic, (_, weight, *_) in known(person).items()}
    assert after == pytest.approx(before, abs=1e-9, rel=0)
    assert len(after) >= 3


def assert_the_same(person: UserMemory, before: Known) -> None:
    assert known(person) == before
    assert_kept(person)


# As turns


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_a_turn_without_words_is_refused(person: UserMemory, text: str) -> None:
    before = known(person)
    for role in ("user", "assistant"):
        with pytest.raises(ValueError, match="empty"):
            person.observe(text, role=role)
    assert_the_same(person, before)


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_a_turn_of_any_words_is_kept_and_found_again(person: UserMemory, text: str) -> None:
    labels = {label for label, *_ in known(person).values()}
    stored = person.observe(text, session="strange").event
    reply = person.observe(text, session="strange", role="assistant").event
    assert stored.text == reply.text
    assert [event.text for event in person.turns("strange", 9)] == [stored.text] * 2
    assert stored.text == clean(text)
    assert person.search(text, 1)[0].event.text == stored.text
    assert labels <= {label for label, *_ in known(person).values()}
    assert_kept(person)


def test_the_index_takes_them_all(memory: InterestMemory) -> None:
    person = memory.user("everything")
    for text in TAKEN.values():
        person.observe(text, role="assistant")
    assert memory.settle(DEADLINE_SECONDS) is State.READY
    assert len(person.search("jazz", 100)) == len(TAKEN)


# As questions


@pytest.mark.parametrize("ask", [UserMemory.attend, UserMemory.search], ids=["attend", "search"])
@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_a_question_of_any_words_is_answered_unless_it_has_none(
    person: UserMemory, ask: Callable[[UserMemory, str], object], text: str
) -> None:
    before = known(person)
    if text in NOTHING.values():
        with pytest.raises(ValueError, match="empty"):
            ask(person, text)
    else:
        assert ask(person, text)
    assert_the_same(person, before)


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_any_words_for_a_topic_name_one_or_are_refused(person: UserMemory, text: str) -> None:
    before = known(person)
    unless_refused(lambda: person.explain(text))
    unless_refused(lambda: person.speaking_of(text))
    assert_the_same(person, before)


# As labels and names


@pytest.mark.parametrize("label", NOTHING.values(), ids=NOTHING)
def test_a_label_without_words_is_refused(person: UserMemory, label: str) -> None:
    before = known(person)
    with pytest.raises(ValueError, match="a label cannot be empty"):
        person.rename("chess", label)
    assert_the_same(person, before)


@pytest.mark.parametrize("label", (STRANGE | LONG_NAMES).values(), ids=STRANGE | LONG_NAMES)
def test_a_topic_with_a_strange_label_can_be_called_by_it_and_renamed_back(person: UserMemory, label: str) -> None:
    before = known(person)
    renamed = unless_refused(lambda: person.rename("chess", label))
    if renamed is not None:
        assert person.explain(renamed.label).interest == renamed
        assert person.rename(renamed.label, "chess").label == "chess"
    assert_the_same(person, before)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_user_of_any_name_is_a_person_of_their_own(memory: InterestMemory, person: UserMemory, name: str) -> None:
    before = known(person)
    other = unless_refused(lambda: memory.user(name))
    if other is not None:
        assert other.interests() == []
        other.observe("I love sailing.")
        assert name in memory.users()
        assert memory.user(name) is other
        assert [each.label for each in other.interests()] == ["sailing"]
        assert [each.event.text for each in other.search("I love sailing.")] == ["I love sailing."]
    assert_the_same(person, before)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_session_and_an_id_of_any_name_are_kept_or_refused(person: UserMemory, name: str) -> None:
    first = unless_refused(lambda: person.observe("I love sailing.", session=name, id=f"id {name}"))
    if first is None:
        assert len(known(person)) == 3
    else:
        assert first.new
        assert not person.observe("I love sailing.", session=name, id=f"id {name}").new
        assert [event.id for event in person.turns(name, 9)] == [f"id {name}"]
    assert_kept(person)


def test_an_empty_id_is_refused(person: UserMemory) -> None:
    before = known(person)
    with pytest.raises(ValueError, match="id must not be empty"):
        person.observe("I love sailing.", id="")
    assert person.observe_all([Interaction("", "chat", "I love sailing.")]).left_out == {"it has no id": 1}
    assert_the_same(person, before)


# The rest of an observation


@pytest.mark.parametrize("kind", ["", "Chat", "shout", "'; --", "\ud800"])
def test_a_kind_that_there_is_not_is_refused(person: UserMemory, kind: str) -> None:
    before = known(person)
    with pytest.raises(ValueError, match="choose one of"):
        person.observe("I love sailing.", kind=kind)
    assert_the_same(person, before)


def test_a_moment_without_a_time_zone_is_refused(person: UserMemory) -> None:
    before = known(person)
    with pytest.raises(ValueError, match="time zone"):
        person.observe("I love sailing.", at=datetime(2026, 3, 1))
    assert_the_same(person, before)


@pytest.mark.parametrize("moment", [datetime.min, datetime.max], ids=["the first", "the last"])
def test_the_ends_of_time_are_moments_too(person: UserMemory, moment: datetime) -> None:
    person.observe("I love sailing.", at=moment.replace(tzinfo=LATER.tzinfo))
    assert all(0 <= each.weight < 1 for each in person.interests())
    assert_kept(person)


# What is asked for


COUNTING: dict[str, Callable[[UserMemory, Any], Any]] = {
    "sessions": lambda person, count: person.sessions(count),
    "latest": lambda person, count: person.latest(count),
    "turns": lambda person, count: person.turns("known", count),
    "turns before": lambda person, count: person.turns("known", count, before=9),
    "similar": lambda person, count: person.similar("chess", count),
    "often together": lambda person, count: person.often_together("chess", count),
    "explain": lambda person, count: person.explain("chess", count).sources,
    "search": lambda person, count: person.search("chess", count),
    "recall_turns": lambda person, count: person.recall_turns("chess", count),
    "find_words": lambda person, count: person.find_words("chess", count),
}
AT_LEAST_ONE = {"search", "recall_turns", "find_words"}


@pytest.mark.parametrize("count", [-1, -200, -(2**70)])
@pytest.mark.parametrize("what", COUNTING)
def test_fewer_than_none_is_refused_whatever_is_asked_for(person: UserMemory, what: str, count: int) -> None:
    with pytest.raises(ValueError, match=f"must be asked for, got {count}"):
        COUNTING[what](person, count)


@pytest.mark.parametrize("what", COUNTING)
def test_more_than_there_can_be_is_all(person: UserMemory, what: str) -> None:
    assert COUNTING[what](person, 10**30) == COUNTING[what](person, 999)


@pytest.mark.parametrize("what", COUNTING)
def test_none_is_none_and_one_is_one(person: UserMemory, what: str) -> None:
    if what in AT_LEAST_ONE:
        with pytest.raises(ValueError, match="at least one turn must be asked for, got 0"):
            COUNTING[what](person, 0)
    else:
        assert list(COUNTING[what](person, 0)) == []
    assert len(COUNTING[what](person, 1)) <= 1


FILE = Attachment("a.png", "image/png", b"x")

WRONG: dict[str, tuple[Callable[[InterestMemory, UserMemory], object], str]] = {
    "user 3": (lambda memory, _: memory.user(cast(Any, 3)), "a user's name must be a text, got 3"),
    "pin None": (lambda _, person: person.pin(cast(Any, None)), "a topic is given by its name or its number, got None"),
    "pin True": (lambda _, person: person.pin(True), "a topic is given by its name or its number, got True"),
    "explain 1.0": (lambda _, person: person.explain(cast(Any, 1.0)), "its name or its number, got 1.0"),
    "forget None": (lambda _, person: person.forget(cast(Any, None)), "its name or its number, got None"),
    "confirm None": (lambda _, person: person.confirm(cast(Any, None)), "its name or its number, got None"),
    "weights a text": (lambda _, person: person.weights(cast(Any, "2026-01-01")), "a datetime with a time zone, got '2026-01-01'"),
    "interests a date": (lambda _, person: person.interests(cast(Any, 5)), "a datetime with a time zone, got 5"),
    "curves a text": (lambda _, person: person.curves("chess", ["2026"]), "a datetime with a time zone, got '2026'"),  # type: ignore[list-item]
    "search None": (lambda _, person: person.search(cast(Any, None)), "a text is needed here, got None"),
    "attend None": (lambda _, person: person.attend(cast(Any, None)), "a text is needed here, got None"),
    "find 7": (lambda _, person: person.find_words(cast(Any, 7)), "a text is needed here, got 7"),
    "rename None": (lambda _, person: person.rename("chess", cast(Any, None)), "a text is needed here, got None"),
    "boost a text": (lambda _, person: person.boost("chess", cast(Any, "2")), "between 0.25 and 4.0, got '2'"),
    "boost True": (lambda _, person: person.boost("chess", True), "between 0.25 and 4.0, got True"),
    "sessions a text": (lambda _, person: person.sessions(cast(Any, "3")), "must be asked for, got '3'"),
    "attend before None": (lambda _, person: person.attend("tea", cast(Any, None)), "a text is needed here, got None"),
    "look ahead None": (lambda _, person: person.look_ahead(cast(Any, None)), "a text is needed here, got None"),
    "forget source None": (lambda _, person: person.forget_source(cast(Any, None)), "a text is needed here, got None"),
    "keep a list": (lambda _, person: person.keep(cast(Any, [])), "its name or its number, got []"),
    "overhear in a list": (lambda _, person: person.overhear(cast(Any, []), []), "session must be a text, got []"),
    "what if 5": (lambda _, person: person.what_if(cast(Any, 5)), "a timedelta is needed here, such as timedelta(days=7), got 5"),
    "what if short 5": (lambda _, person: person.what_if(short=cast(Any, 5)), "a timedelta is needed here, such as"),
    "shift None": (lambda _, person: person.shift(cast(Any, None)), "a timedelta is needed here, such as timedelta(days=7), got None"),
    "forget soon 5": (lambda _, person: person.forget_soon("chess", cast(Any, 5)), "a timedelta is needed here"),
    "event a number": (lambda _, person: person.event(cast(Any, 10**30)), f"a text is needed here, got {10**30}"),
    "came a number": (lambda _, person: person.came(cast(Any, 10**30)), f"a text is needed here, got {10**30}"),
    "search half": (lambda _, person: person.search("chess", cast(Any, 5.5)), "at least one turn must be asked for, got 5.5"),
    "recall half": (lambda _, person: person.recall_turns("chess", cast(Any, 5.5)), "at least one turn must be asked for, got 5.5"),
    "find a text": (lambda _, person: person.find_words("chess", cast(Any, "5")), "at least one turn must be asked for, got '5'"),
    "pin a text": (lambda _, person: person.pin("chess", cast(Any, "false")), "on must be True or False, got 'false'"),
    "pin 5": (lambda _, person: person.pin("chess", cast(Any, 5)), "on must be True or False, got 5"),
    "mute None": (lambda _, person: person.mute("chess", cast(Any, None)), "on must be True or False, got None"),
    "would forget a text": (lambda _, person: person.would_forget(cast(Any, "chess")), "what to forget is a Chosen, such as"),
    "forget a text": (lambda _, person: person.forget_chosen(cast(Any, "chess")), "what to forget is a Chosen, such as"),
    "attach a path": (lambda _, person: person.observe("x", attachments=cast(Any, ["a.png"])), "attachments must be several Attachments"),
    "attach one": (lambda _, person: person.observe("x", attachments=cast(Any, FILE)), "attachments must be several Attachments such as"),
    "attach a text": (lambda _, person: person.observe("x", attachments=[replace(FILE, data=cast(Any, ""))]), "data must be bytes, got ''"),
    "sent a mapping": (lambda _, person: person.observe("x", sent=cast(Any, {})), "sent must be a JSON text, got {}"),
    "observe all None": (lambda _, person: person.observe_all(cast(Any, None)), "interactions must be several Interactions, got None"),
    "observe all of one": (lambda _, person: person.observe_all(cast(Any, Interaction("1"))), "interactions must be several Interactions"),
    "as stored a text": (lambda _, person: person.as_stored(cast(Any, "x")), "done must be an Interaction, got 'x'"),
    "overhear a text": (lambda _, person: person.overhear("s", "abc"), "texts must be several texts, got 'abc'"),
    "bearing a text": (lambda _, person: person.bearing("abc"), "texts must be several texts, got 'abc'"),
    "search files a text": (lambda _, person: person.search_files("abc"), "texts must be several texts, got 'abc'"),
    "falls one": (lambda _, person: person.falls("chess", cast(Any, 0.5)), "levels must be several numbers, got 0.5"),
    "falls a text": (lambda _, person: person.falls("chess", cast(Any, ["0.5"])), "levels must be several numbers, got '0.5'"),
    "fades a text": (lambda _, person: person.fades_at("chess", cast(Any, "0.5")), "weight must be a number, got '0.5'"),
    "curves one": (lambda _, person: person.curves("chess", cast(Any, LATER)), "moments must be several datetimes"),
    "keep for 30": (lambda _, person: person.keep_for("view", cast(Any, 30)), "a timedelta is needed here"),
    "aging 30": (lambda _, person: person.aging({"view": cast(Any, 30)}), "a timedelta is needed here, such as timedelta(days=7), got 30"),
    "aging a list": (lambda _, person: person.aging(cast(Any, ["view"])), "rules must be a mapping of kinds to timedeltas, got ['view']"),
    "start from a text": (lambda _, person: person.start_from(cast(Any, "x")), "cohort must be a Cohort, such as"),
    "interests by 3": (lambda _, person: person.interests(law=cast(Any, 3)), "law must be a Law, got 3"),
    "a law of 3": (lambda _, __: Law(short=cast(Any, 3)), "short must be a timedelta, such as timedelta(days=7), got 3"),
    "a law of a text": (lambda _, __: Law(mix=cast(Any, "x")), "mix must be a number, got 'x'"),
    "extract None": (lambda _, __: extract(cast(Any, None)), "a text is needed here, got None"),
    "learning off": (lambda _, person: person.set_learning("s", cast(Any, "off")), "mode cannot be 'off': choose one of on, paused"),
    "choice 3": (lambda _, person: person.set_choice("s", "x", cast(Any, 3)), "a text is needed here, got 3"),
    "events 3": (lambda _, person: person.events(cast(Any, 3)), "numbers must be several numbers of turns, got 3"),
    "sent of 3": (lambda _, person: person.sent_of(cast(Any, 3)), "numbers must be several numbers of turns, got 3"),
    "add to sent a text": (lambda _, person: person.add_to_sent(1, cast(Any, "x")), "fields must be a mapping, got 'x'"),
    "recall without 3": (lambda _, person: person.recall_turns("x", without=cast(Any, 3)), "without must be several, got 3"),
    "recall of a text": (lambda _, person: person.recall_turns("x", of=cast(Any, "x")), "of must be several, got 'x'"),
    "latest half": (lambda _, person: person.latest(cast(Any, 0.5)), "must be asked for, got 0.5"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_of_another_type_is_refused_by_its_value(memory: InterestMemory, person: UserMemory, what: str) -> None:
    before = known(person)
    do, said = WRONG[what]
    with pytest.raises(ValueError, match=re.escape(said)):
        do(memory, person)
    assert_the_same(person, before)


HALF = "\ud800"


@pytest.mark.parametrize(
    ("do", "named"),
    [
        (lambda memory, _: memory.user(HALF), "a user's name"),
        (lambda _, person: person.observe("I love sailing.", session=HALF), "session"),
        (lambda _, person: person.observe("I love sailing.", id=HALF), "id"),
        (lambda _, person: person.turns(HALF, 9), "session"),
        (lambda _, person: person.session(HALF), "session"),
        (lambda _, person: person.name_session(HALF, "x"), "session"),
        (lambda _, person: person.event(HALF), HALF),
        (lambda _, person: person.forget_source(HALF), HALF),
        (lambda memory, _: memory.knows(HALF), HALF),
    ],
)
def test_half_a_surrogate_pair_in_a_name_is_refused_by_that_name(
    memory: InterestMemory, person: UserMemory, do: Callable[[InterestMemory, UserMemory], object], named: str
) -> None:
    before = known(person)
    with pytest.raises(ValueError, match="has half of a surrogate pair") as told:
        do(memory, person)
    assert str(told.value).startswith((f"{named} ", f"{named!r} "))
    assert not isinstance(told.value, UnicodeError)
    assert_the_same(person, before)


@pytest.mark.parametrize("moment", [datetime.min, datetime(1, 1, 1, 4, 59, 59)])
def test_a_moment_before_the_calendar_is_refused(person: UserMemory, moment: datetime) -> None:
    before = known(person)
    with pytest.raises(ValueError, match="must not lie before the year 1 in UTC, got 0001-01-01T0"):
        person.observe("I love sailing.", at=moment.replace(tzinfo=timezone(timedelta(hours=5))))
    assert_the_same(person, before)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan"), float("inf"), 4.01])
def test_a_boost_out_of_range_is_refused(person: UserMemory, factor: float) -> None:
    before = known(person)
    with pytest.raises(ValueError, match="boost"):
        person.boost("chess", factor)
    assert_the_same(person, before)


def test_strange_texts_survive_the_closing(tmp_path: Path) -> None:
    with InterestMemory(tmp_path, clock=lambda: LATER, index=False) as opened:
        person = opened.user("ada")
        kept = [person.observe(text, session="all").event.text for text in STRANGE.values()]
        before = known(person)
    with InterestMemory(tmp_path, clock=lambda: LATER, index=False) as opened:
        opened.ledger.check()
        person = opened.user("ada")
        assert [event.text for event in person.turns("all", 100)] == kept
        assert known(person) == before


@dataclass
class Unhashable:
    """A model that could not be told from another."""

    name: str = "mine"

    def __call__(self, texts: Sequence[str]) -> object: ...


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("clock", 5),
        ("embedder", None),
        ("embedder", 5),
        ("embedder", len),
        ("embedder", Unhashable()),
        ("extractor", 5),
        ("law", 5),
        ("kinds", 5),
        ("index", 5),
        ("notice", 5),
        ("background", 5),
        ("handles", "x"),
        ("redact", None),
    ],
)
def test_a_memory_is_made_of_what_it_must_be(tmp_path: Path, name: str, wrong: Any) -> None:
    given: dict[str, Any] = {name: wrong}
    with pytest.raises(ValueError, match=rf"^{name} must be .*, got "):
        InterestMemory(tmp_path / "new", **given)
    assert not (tmp_path / "new").exists()
