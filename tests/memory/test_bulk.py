"""Loading many events teaches what observing them one by one teaches, survives a kill, and can be taken back by its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from penchant.memory import (
    EmbeddingError,
    Imported,
    Interaction,
    Interest,
    InterestMemory,
    Item,
    LedgerError,
    Taken,
    UserMemory,
    loader,
)
from penchant.memory.embedding import Vectors
from penchant.memory.records import Role
from penchant.memory.store import event_statements, statements
from sqlalchemy import text as sql

from tests.memory.life import DAY, START, Life, WordVectors
from tests.memory.test_replay import KINDS, WORDS, assert_agree, assert_stand_alike, replayed, stored
from tests.memory.writer import DEADLINE_SECONDS, interactions, open_small, started
from tests.tried import tried

if TYPE_CHECKING:
    from tests.conftest import Clock

NewLife = Callable[[], Life]

# As one by one

texts = st.lists(st.tuples(st.sampled_from("++?-^"), st.sampled_from(WORDS)), min_size=1, max_size=3).map(
    lambda said: "; ".join(sign + word for sign, word in said)
)
items = st.builds(Item, texts, st.just(""), st.lists(st.sampled_from(WORDS), max_size=2).map(tuple))


@st.composite
def lives(draw: st.DrawFn, late: int = 0) -> list[Interaction]:
    """Interactions in time order but for the late ones; some ids come twice."""
    done, now = [], START - timedelta(days=4000)
    for number in range(draw(st.integers(1, 14))):
        now += timedelta(milliseconds=draw(st.one_of(st.integers(0, 3), st.integers(1, 40 * DAY))))
        kind, item = draw(st.sampled_from([*KINDS, "rating"])), draw(st.one_of(st.none(), items))
        rating = draw(st.sampled_from([0.0, 0.5, 0.9])) if kind == "rating" else None
        dwell = timedelta(seconds=draw(st.integers(0, 999))) if kind == "view" else None
        role: Role = draw(st.sampled_from(["user", "user", "assistant"]))
        text = draw(texts) if item is None or draw(st.booleans()) else ""
        at = now - timedelta(milliseconds=draw(st.integers(0, late)))
        key = str(draw(st.integers(0, number)))
        done.append(Interaction(key, kind, text, item, at, role, draw(st.sampled_from("ab")), dwell, rating))
    return done


def one_by_one(person: UserMemory, done: Sequence[Interaction]) -> int:
    """Observe them and return how many were new."""
    return sum(
        person.observe(
            one.text, kind=one.kind, item=one.item, dwell=one.dwell, rating=one.rating, role=one.role,
            session=one.session, at=one.at, id=one.id,
        ).new
        for one in done
    )  # fmt: skip


def named(person: UserMemory) -> dict[int, str]:
    return {interest.topic: interest.label for interest in person.interests()}


@contextmanager
def small_batches(size: int, voting: int) -> Iterator[None]:
    """Load so few at once, and let so few vote one by one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "BATCH", size)
        patch.setattr(loader, "VOTING", voting)
        yield


through_sqlite = tried(12, fuzz=40)
sizes = st.tuples(st.integers(1, 6), st.sampled_from([0, 3, 99]))


@given(lives(), sizes)
@through_sqlite
def test_loading_teaches_what_observing_one_by_one_teaches(
    life: NewLife, done: list[Interaction], size: tuple[int, int]
) -> None:
    one, other = life(), life()
    with one.lived() as (loading, memory), other.lived() as (observing, plain), small_batches(*size):
        taken = loading.observe_all(done)
        assert taken == Taken(one_by_one(observing, done), len(done) - taken.new, {})
        assert named(loading) == named(observing)
        assert_stand_alike(loading.interests(), observing.interests())
        assert_agree(stored(loading, memory), stored(observing, plain))
        for session in "ab":
            assert loading.turns(session, 99) == observing.turns(session, 99)


@given(lives(late=60 * DAY), sizes)
@through_sqlite
def test_late_events_are_loaded_as_a_rebuild_would_have_them(
    life: NewLife, done: list[Interaction], size: tuple[int, int]
) -> None:
    one, other = life(), life()
    with one.lived() as (loading, memory), other.lived() as (observing, _), small_batches(*size):
        loading.observe_all(done)
        one_by_one(observing, done)
        observing.rebuild()
        assert named(loading) == named(observing)
        assert_stand_alike(loading.interests(), observing.interests())
        assert_agree(stored(loading, memory), replayed(loading, memory))


@given(lives(), st.integers(1, 13), sizes)
@through_sqlite
def test_a_load_that_is_cut_into_pieces_teaches_the_same(
    life: NewLife, done: list[Interaction], cut: int, size: tuple[int, int]
) -> None:
    one, other = life(), life()
    with one.lived() as (pieces, memory), other.lived() as (whole, plain), small_batches(*size):
        pieces.observe_all(done[:cut])
        pieces.observe_all(done)
        whole.observe_all(done)
        assert named(pieces) == named(whole)
        assert_stand_alike(pieces.interests(), whole.interests())
        assert_agree(stored(pieces, memory), stored(whole, plain))


@given(lives())
@tried(6, fuzz=15)
def test_a_database_that_gives_the_numbers_itself_is_loaded_alike(life: NewLife, done: list[Interaction]) -> None:
    one, other = life(), life()
    with one.lived() as (asking, memory), other.lived() as (telling, plain):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("penchant.memory.store.event_statements.next_number", lambda *_: None)
            patch.setattr("penchant.memory.store.statements.next_number", lambda *_: None)
            asking.observe_all(done)
        telling.observe_all(done)
        assert named(asking) == named(telling)
        assert_agree(stored(asking, memory), stored(telling, plain))


def test_real_words_are_loaded_as_they_are_observed(memory: InterestMemory, clock: Clock) -> None:
    def day(number: int, kind: str, text: str = "", item: Item | None = None, role: str = "user") -> Interaction:
        at = clock.now - timedelta(days=30 - number)
        return Interaction(str(number), kind, text, item, at, "user" if role == "user" else "assistant", "s")

    done = [
        day(1, "chat", "I love rock climbing and jazz piano."),
        day(2, "view", item=Item("Climbing shoes for beginners", tags=("climbing", "shoes"))),
        day(3, "chat", "Have you tried ice climbing?", role="assistant"),
        day(4, "chat", "Tell me more about ice climbing."),
        day(5, "search", "jazz concerts near me"),
        day(6, "dislike", item=Item("Opera for everyone")),
        day(7, "chat", "我喜欢攀岩。"),
    ]
    loading, observing = memory.user("loading"), memory.user("observing")
    assert loading.observe_all(done).new == one_by_one(observing, done) == 7
    assert list(named(loading).values()) == list(named(observing).values())
    pairs = zip(loading.interests(), observing.interests(), strict=True)
    for one, other in pairs:  # the model's last bits depend on what is embedded together
        assert (one.weight, one.share, one.negative) == pytest.approx(
            (other.weight, other.share, other.negative), abs=1e-5
        )
        assert (one.evidence, one.tentative) == (other.evidence, other.tentative)


# What is taken


class Counted(WordVectors):
    """Tells what was embedded, call by call."""

    calls: list[list[str]] = []  # noqa: RUF012 - the embedder is a frozen value

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(list(texts))
        return super().__call__(texts)


def test_a_batch_is_one_call_of_the_model_and_what_is_known_costs_none(life: NewLife) -> None:
    present = life()
    present.embedder = Counted()
    done = [Interaction(str(n), text=f"+jazz {n}; +tea", at=START) for n in range(2 * loader.BATCH + 7)]
    with present.lived() as (person, memory):
        memory.warm()
        Counted.calls.clear()
        assert person.observe_all(done) == Taken(len(done), 0, {})
        assert len(Counted.calls) == 3
        assert [text for call in Counted.calls for text in call].count("tea") == 1
        Counted.calls.clear()
        assert person.observe_all(done) == Taken(0, len(done), {})
        assert Counted.calls == []


def test_progress_is_told_batch_by_batch_once_they_are_stored(life: NewLife) -> None:
    present, told = life(), list[tuple[int, int]]()
    done = [Interaction(str(n), text="+jazz", at=START) for n in range(loader.BATCH + 3)]
    with present.lived() as (person, memory), present.lived() as (other, _):

        def progress(count: int) -> None:
            told.append((count, other.count_turns("")))

        person.observe_all(done, progress=progress)
        assert told == [(loader.BATCH, loader.BATCH), (loader.BATCH + 3, loader.BATCH + 3)]
        assert other.interests() == person.interests()
        memory.ledger.check()


def test_what_cannot_be_taken_is_left_out_with_the_reason(person: UserMemory) -> None:
    good = Interaction("1", text="I love jazz.")
    bad = [
        replace(good, id=""),
        replace(good, id="2", text=" "),
        replace(good, id="3", text="\n"),
        replace(good, id="4", kind="telepathy"),
        replace(good, id="5", kind="rating"),
        replace(good, id="6", item=Item()),
    ]
    taken = person.observe_all([good, *bad, good])
    assert (taken.new, taken.known, sum(taken.left_out.values())) == (1, 1, 6)
    assert taken.left_out["it has no id"] == 1
    assert taken.left_out["the text is empty: there is nothing to remember or answer"] == 2
    assert any("telepathy" in reason for reason in taken.left_out)


@pytest.mark.parametrize("wrong", [None, "I love jazz.", {"id": "x", "text": "I love jazz."}, Item("jazz"), 7])
def test_what_is_no_interaction_costs_itself_alone(person: UserMemory, wrong: Any) -> None:
    taken = person.observe_all([Interaction("1", text="I love tea."), wrong, Interaction("2", text="I love chess.")])
    assert taken == Taken(2, 0, {f"it must be an Interaction, got one of the type {type(wrong).__name__}": 1})


EAST, WEST = timezone(timedelta(hours=5)), timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ({"id": "a\ud800"}, "id has half of a surrogate pair"),
        ({"session": "\udfff"}, "session has half of a surrogate pair"),
        ({"kind": "\ud83d"}, "there is no kind of event '\\ud83d'"),
        ({"id": 7}, "id must be a text, got 7"),
        ({"session": None}, "session must be a text, got None"),
        ({"kind": ["chat"]}, "kind must be a text"),
        ({"at": datetime(1, 1, 1, tzinfo=EAST)}, "a moment must not lie before the year 1"),
        (
            {"kind": "like", "item": Item("Alien", tags=cast(Any, None))},
            "the title, text, URL and tags of an item must be",
        ),
        (
            {"kind": "like", "item": Item("Alien", tags=cast(Any, 5))},
            "the title, text, URL and tags of an item must be",
        ),
        ({"at": "2026-03-01"}, "at must be a datetime with a time zone, got '2026-03-01'"),
    ],
)
def test_one_that_no_ledger_can_hold_costs_itself_alone(
    person: UserMemory, spoilt: dict[str, Any], reason: str
) -> None:
    good = [Interaction(str(n), text=f"I love topic {n}.") for n in range(3)]
    taken = person.observe_all([good[0], replace(good[0], **{"id": "bad", **spoilt}), *good[1:]])
    assert taken.new == 3
    [(told, count)] = taken.left_out.items()
    assert told.startswith(reason)
    assert count == 1


@pytest.mark.parametrize(
    "fitting",
    [
        {"id": "a\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "session": "\N{GRINNING FACE}"},
        {"session": "\x00 '; --"},
        {"at": datetime(1, 1, 1, tzinfo=WEST)},
        {"at": datetime(1, 1, 1, 5, tzinfo=EAST)},
        {"at": datetime(9999, 12, 31, 23, tzinfo=WEST)},
    ],
)
def test_what_is_only_strange_is_taken(person: UserMemory, fitting: dict[str, Any]) -> None:
    one = replace(Interaction("1", text="I love jazz."), **fitting)
    assert person.observe_all([one]) == Taken(1, 0, {})


def test_reasons_do_not_pile_up(person: UserMemory) -> None:
    many = (Interaction(str(n), kind=f"kind {n}", text="x") for n in range(500))
    left_out = person.observe_all(many).left_out
    assert len(left_out) == loader.MOST_REASONS + 1
    assert sum(left_out.values()) == 500


def test_nothing_is_a_load_too(person: UserMemory) -> None:
    assert person.observe_all([]) == Taken(0, 0, {})
    assert person.sources() == []


def test_events_without_a_time_or_of_the_future_happen_now(person: UserMemory, clock: Clock) -> None:
    later = clock.now + timedelta(days=9)
    person.observe_all([Interaction("1", text="tea", session="s"), Interaction("2", text="tea", session="s", at=later)])
    assert [event.at for event in person.turns("s", 2)] == [clock.now, clock.now]


def test_muted_topics_learn_nothing_from_a_load(person: UserMemory, clock: Clock) -> None:
    person.observe("I love jazz.")
    person.mute("jazz")
    before = person.interests()
    person.observe_all([Interaction(str(n), text="I love jazz.", at=clock.now) for n in range(3)])
    assert person.interests() == before


def test_where_the_model_fails_the_batches_before_are_kept_and_the_same_call_goes_on(life: NewLife) -> None:
    class Failing(WordVectors):
        def __call__(self, texts: Sequence[str]) -> Vectors:
            if any("400" in text for text in texts):
                raise OSError("away")
            return super().__call__(texts)

    present = life()
    done = [Interaction(str(n), text=f"+jazz; +tea {n}", at=START) for n in range(600)]
    present.embedder = Failing()
    with present.lived() as (person, _), pytest.raises(EmbeddingError, match="away"):
        person.observe_all(done, source="file")
    present.embedder = WordVectors()
    with present.lived() as (person, _):
        assert [one.taken for one in person.sources()] == [loader.BATCH]
        assert person.observe_all(done, source="file") == Taken(600 - loader.BATCH, loader.BATCH, {})
        assert [one.taken for one in person.sources()] == [600]


def test_a_source_that_breaks_off_leaves_votes_and_sums_in_step(life: NewLife) -> None:
    def broken() -> Iterator[Interaction]:
        yield from (Interaction(str(n), text=f"+jazz {n % 7}", at=START - timedelta(days=n)) for n in range(600))
        raise OSError("the file ends here")

    present = life()
    with present.lived() as (person, memory):
        with pytest.raises(OSError, match="ends here"):
            person.observe_all(broken())
        assert person.count_turns("") >= loader.BATCH
        assert_agree(stored(person, memory), replayed(person, memory))


# Kills, and others that write


def load_and_kill(folder: Path, count: int) -> int:
    """Return how many interactions were acknowledged before the load was killed, some time after two batches."""
    with started(folder, "ada") as child:
        assert child.hear(1) == ["open"]
        child.tell(f"load {count}")
        acknowledged: int = max(child.hear(2) + child.kill())
        return acknowledged


def test_a_load_that_is_killed_is_taken_up_where_it_was(tmp_path: Path) -> None:
    count, acknowledged, folder = 12 * loader.BATCH, 0, tmp_path
    for attempt in range(20):
        folder = tmp_path / str(attempt)
        acknowledged = load_and_kill(folder, count)
        if acknowledged < count:  # else this process was held up so long that the load came to its end before the kill
            break
    assert 2 * loader.BATCH <= acknowledged < count
    with open_small(folder, index=False) as memory, open_small(tmp_path / "whole", index=False) as plain:
        memory.ledger.check()
        killed, whole = memory.user("ada"), plain.user("ada")
        taken = killed.observe_all(interactions(count), source="file", format="test")
        assert taken.new + taken.known == count
        assert acknowledged <= taken.known <= acknowledged + loader.BATCH
        whole.observe_all(interactions(count), source="file", format="test")
        assert named(killed) == named(whole)
        assert_stand_alike(killed.interests(), whole.interests())
        assert_agree(stored(killed, memory), stored(whole, plain))
        assert [one.taken for one in killed.sources()] == [count]


def test_what_a_killed_load_owes_is_paid_when_the_memory_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader.Loader, "_finish", lambda _loader: None)
    monkeypatch.setattr(loader, "VOTING", 10)
    with open_small(tmp_path, index=False) as memory:
        memory.user("ada").observe_all(interactions(loader.BATCH + 40))
        left = stored(memory.user("ada"), memory)
        assert left.voted_at < replayed(memory.user("ada"), memory).voted_at
    with open_small(tmp_path, index=False) as memory:
        assert_agree(stored(memory.user("ada"), memory), replayed(memory.user("ada"), memory))
        revision = memory.user("ada").interests()
    with open_small(tmp_path, index=False) as memory:  # and once is enough
        with memory.ledger.read() as connection:
            assert not statements.owed(connection, 1)
        assert memory.user("ada").interests() == revision


def test_a_load_pays_what_a_killed_one_owes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "VOTING", 10)
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        with monkeypatch.context() as killed:
            killed.setattr(loader.Loader, "_finish", lambda _loader: None)
            person.observe_all(interactions(loader.BATCH + 50))
        assert stored(person, memory).voted_at < replayed(person, memory).voted_at
        assert person.observe_all(interactions(loader.BATCH + 50)).known == loader.BATCH + 50
        assert_agree(stored(person, memory), replayed(person, memory))


def test_a_load_and_live_turns_of_another_process_do_not_harm_each_other(tmp_path: Path) -> None:
    count, turns = 6 * loader.BATCH, 150
    with started(tmp_path, "ada") as loads, started(tmp_path, "ada") as speaks:
        assert loads.hear(1) == speaks.hear(1) == ["open"]
        loads.tell(f"load {count}")
        speaks.tell(f"observe {turns}")
        said = speaks.hear(turns)
        assert loads.hear(7)[-1] == count
        loads.end()
        speaks.end()
    with open_small(tmp_path, index=False) as memory:
        person = memory.user("ada")
        person.learn()
        assert {event.id for event in person.turns("ada", 10**6)} == set(said)
        assert person.count_turns("loaded") == count
        before = person.interests()
        states = stored(person, memory).states
        person.rebuild()
        assert {key: state.at for key, state in stored(person, memory).states.items()} == {
            key: state.at for key, state in states.items()
        }
        assert [one.weight for one in person.interests()] == pytest.approx([one.weight for one in before], abs=1e-9)


# Sources


def test_a_source_is_remembered_with_its_format_and_what_came_from_it(person: UserMemory, clock: Clock) -> None:
    first, then = clock.now, timedelta(hours=1)
    person.observe_all([Interaction("1", text="tea"), Interaction("2", text="jazz")], source="a.json", format="chatgpt")
    clock.advance(then)
    person.observe_all([Interaction("3", text="chess")], source="b.csv", format="csv")
    assert person.sources() == [Imported("b.csv", "csv", first + then, 1), Imported("a.json", "chatgpt", first, 2)]
    clock.advance(then)
    person.observe_all([Interaction("1", text="tea"), Interaction("4", text="go")], source="a.json")
    assert person.sources()[0] == Imported("a.json", "chatgpt", first + 2 * then, 3)


def test_a_source_that_nothing_came_from_is_none(person: UserMemory) -> None:
    def breaks_off() -> Iterator[Interaction]:
        yield Interaction("1", text="tea")
        raise OSError("the disk is gone")

    bad: list[Any] = [None, Interaction("2", text=" ")]
    assert person.observe_all(bad, source="a.json").new == 0
    with pytest.raises(OSError, match="the disk is gone"):
        person.observe_all(breaks_off(), source="a.json")
    person.observe_all([Interaction("1", text="tea")], source="b.json")
    assert person.observe_all([Interaction("1", text="tea")], source="c.json").known == 1
    assert [one.name for one in person.sources()] == ["b.json"]


def test_sources_are_each_persons_own(memory: InterestMemory) -> None:
    memory.user("ada").observe_all([Interaction("1", text="tea")], source="file")
    memory.user("bob").observe_all([Interaction("1", text="jazz")], source="file")
    assert memory.user("ada").forget_source("file") == 1
    assert memory.user("bob").count_turns("") == 1
    assert [one.name for one in memory.user("bob").sources()] == ["file"]


def test_an_unknown_source_is_named_with_those_that_there_are(person: UserMemory) -> None:
    with pytest.raises(ValueError, match="from 'x', and nothing from anywhere"):
        person.forget_source("x")
    person.observe_all([Interaction("1", text="tea")], source="a.json")
    with pytest.raises(ValueError, match=r"from 'x': choose one of 'a\.json'"):
        person.forget_source("x")


def by_label(person: UserMemory) -> dict[str, Interest]:
    return {interest.label: interest for interest in person.interests()}


def words_in(folder: Path, words: str) -> bool:
    return any(words.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_forgotten_source_leaves_nothing_of_itself(tmp_path: Path, clock: Clock) -> None:
    with InterestMemory(tmp_path, clock=clock, index=False) as memory:
        person = memory.user()
        person.observe("I love jazz.", session="live", sent='["jazz and falconry"]')
        before = by_label(person)["jazz"]
        item = Item("Falconry for beginners", "how to train", ("hawking",), "https://example.org/goshawk")
        person.observe_all(
            [
                Interaction("secret-id", "like", item=item, at=clock.now),
                Interaction("2", text="I love jazz and falconry.", session="secret-session", at=clock.now),
                Interaction("3", "purchase", text="x"),
            ],
            source="secret-file",
            format="secret-format",
        )
        person.name_session("secret-session", "secret-name")
        person.pin("falconry")
        assert by_label(person)["jazz"].evidence == 2
        assert person.forget_source("secret-file") == 2
        assert person.sources() == []
        assert list(by_label(person)) == ["jazz"]
        after = by_label(person)["jazz"]
        assert after.weight == pytest.approx(before.weight, abs=1e-9)
        assert after.evidence == 1
        assert [event.text for event in person.turns("live", 9)] == ["I love jazz."]
        assert [session.id for session in person.sessions()] == ["live"]
        assert person.sent_of([person.turns("live", 1)[0].number]) != {}
        assert person.observe_all([Interaction("secret-id-2", "like", item=Item("Chess"))], source="again").new == 1
    for words in ("alconry", "hawking", "goshawk", "secret-file", "secret-format", "secret-name", "secret-session"):
        assert not words_in(tmp_path, words), words


def test_what_a_forgotten_source_has_named_is_called_by_the_words_that_are_left(life: NewLife) -> None:
    present = life()
    with present.lived() as (person, _):
        person.observe_all([Interaction("1", text="+falconry", at=START)], source="file")
        person.observe("+birds of prey")
        person.merge("birds of prey", "falconry")
        assert person.observe("+falconry", id="2").changes[0].label == "falconry"
        person.forget_source("file")
        assert list(named(person).values()) == ["falconry"]  # the person has said it too
    with present.lived() as (person, _):
        person.observe_all([Interaction("3", text="+hawking", at=START)], source="file")
        person.observe("+taming eagles")
        person.merge("taming eagles", "hawking")
        person.forget_source("file")
        assert sorted(named(person).values()) == ["falconry", "taming eagles"]
        person.observe("+taming eagles")
    with present.lived() as (fresh, _):
        assert {one.label: one.evidence for one in fresh.interests()} == {"falconry": 2, "taming eagles": 2}
    assert not words_in(present.folder, "hawking")


def test_a_name_that_the_person_gave_stays_when_the_source_goes(life: NewLife) -> None:
    with life().lived() as (person, _):
        person.observe_all([Interaction("1", text="+jazz", at=START)], source="file")
        person.rename("jazz", "swing")
        person.observe("+swing")
        person.forget_source("file")
        assert [(one.label, one.evidence) for one in person.interests()] == [("swing", 1)]


def test_a_forgotten_source_can_be_imported_anew(person: UserMemory, clock: Clock) -> None:
    done = [Interaction("1", "like", item=Item("Chess"), at=clock.now)]
    person.observe_all(done, source="file")
    before = person.interests()
    person.forget_source("file")
    assert person.observe_all(done, source="file").new == 1
    assert [(one.label, one.weight) for one in person.interests()] == [(one.label, one.weight) for one in before]


def test_the_index_drops_a_forgotten_source(tmp_path: Path) -> None:
    with open_small(tmp_path) as memory:
        person = memory.user()
        person.observe("turn 1 is about topic 1", session="s")
        person.observe_all(islice(interactions(40), 40), source="file")
        memory.settle(DEADLINE_SECONDS)
        assert len(person.search("turn 3 is about topic 3", 50)) == 41
        person.forget_source("file")
        memory.settle(DEADLINE_SECONDS)
        assert [near.event.text for near in person.search("turn 3 is about topic 3", 50)] == ["turn 1 is about topic 1"]


def test_erasing_fails_as_a_whole(life: NewLife, monkeypatch: pytest.MonkeyPatch) -> None:
    with life().lived() as (person, memory):
        person.observe_all([Interaction("1", text="+jazz", at=START)], source="file")
        before = person.interests()

        def fail(*_: object) -> None:
            raise LedgerError("no")

        with monkeypatch.context() as patch:
            patch.setattr("penchant.memory.store.source_statements.drop_source", fail)
            with pytest.raises(LedgerError):
                person.forget_source("file")
        assert person.interests() == before
        with memory.ledger.read() as connection:
            assert connection.execute(sql("select count(*) from evidence")).scalar() == 1
            assert event_statements.known_ids(connection, 1, ["1"]) == {"1"}


def test_vectors_are_kept_for_texts_that_come_again_and_no_longer_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "REMEMBERED", 3)
    asked: list[str] = []

    def vectors(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return WordVectors()(texts)

    remembering = loader.Remembering(vectors)
    for texts in (["a", "b", "a"], ["b", "c", "d"], ["b", "a"]):
        np.testing.assert_array_equal(remembering(texts), WordVectors()(texts))
    assert asked == ["a", "b", "c", "d", "a"]
