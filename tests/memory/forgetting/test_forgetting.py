"""Forgetting what is chosen: nothing of it is left in any byte, a kill is made good, and what is left is a replay of the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from penchant.memory import Attachment, Interaction, InterestMemory, Item, LedgerError, UserMemory
from penchant.memory.forgetting import copies
from penchant.memory.forgetting.chosen import Chosen
from penchant.memory.forgetting.owed import INDEX
from penchant.memory.index import NeighbourIndex, State
from penchant.memory.records import Event, Role

from tests.conftest import Clock
from tests.memory.stores import ON_SERVERS
from tests.memory.writer import open_small
from tests.scanning import found

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="looks for words in the bytes of files")

SECRET = "Nobody may know that I collect topic 4711 from Limoges."
GEHEIM = "我偷偷收集利摩日的瓷顶针，已经收集了很多年。"
LABEL = "topic 4711"
NAME = "Thimbles of Limoges, a collection"
KEPT = "I love topic 1 and topic 2."


def tell(memory: InterestMemory, clock: Clock, elsewhere: Path, secret: str = SECRET, label: str = LABEL) -> UserMemory:
    """Let a person tell a secret: in a conversation, a prompt's record, a file, in the index, and in two copies of the ledger."""
    person = memory.user("ada")
    person.observe(KEPT, session="open")
    clock.advance(timedelta(minutes=1))
    sent = json.dumps({"messages": [{"role": "user", "text": secret}], "block": label})
    file = Attachment("a.txt", "text/plain", secret.encode())
    person.observe(secret, session="secret", id="1", sent=sent, attachments=[file])
    person.observe(f"So you said: {secret}", role="assistant", session="secret")
    person.observe_all([Interaction("2", "chat", GEHEIM, at=clock(), session="secret")], source="export.json")
    person.name_session("secret", NAME)
    assert memory.settle(240) in (State.READY, State.CLOSED)
    memory.back_up()
    memory.back_up(elsewhere / "copy.sqlite3")
    clock.advance(timedelta(minutes=1))
    return person


@pytest.fixture
def small(tmp_path: Path, clock: Clock) -> Iterator[InterestMemory]:
    with open_small(tmp_path / "data", clock=clock, index=False) as memory:
        yield memory


@pytest.fixture
def told(small: InterestMemory, tmp_path: Path, clock: Clock) -> UserMemory:
    return tell(small, clock, tmp_path / "elsewhere")


def test_nothing_of_a_forgotten_session_is_left_in_any_byte(
    tmp_path: Path, own_temporary_folder: Path, clock: Clock
) -> None:
    secret = "Nobody may know that I collect porcelain thimbles from Limoges."
    texts, places = [secret, GEHEIM, "porcelain thimbles", NAME], [tmp_path, own_temporary_folder]
    with InterestMemory(tmp_path / "data", clock=clock) as memory:
        person = tell(memory, clock, tmp_path / "elsewhere", secret, "porcelain thimbles")
        gone = [person.vector(text) for text in texts[:3]]
        gone = [*gone, *memory.narrow(np.array(gone))]  # as the index has them, behind the ledger's
        before = found(places, texts, gone)
        assert all(any(repr(text) in hit for hit in before) for text in texts)
        assert {hit.partition(": vector ")[2] for hit in before if ": vector " in hit} == {"0", "1", "2", "3", "4"}
        assert any("chroma.sqlite3: vector 3" in hit for hit in before)
        assert not any("chroma.sqlite3: vector 0" in hit for hit in before)
        receipt = person.forget_chosen(Chosen(session="secret"))
        assert found(places, texts, gone) == []
        assert receipt.clean
        gone_rows = [receipt.gone[name] for name in ("events", "prompts", "attachments", "sessions")]
        assert (receipt.turns, gone_rows) == (3, [3, 1, 1, 1])
        assert receipt.sought > 10
        assert receipt.scan.files > 5
        assert len([one for one in receipt.rewritten if "copy" in one]) == 2
        assert found(places, [KEPT]) != []
    assert found(places, texts, gone) == []


def test_the_receipt_says_all_in_plain_words_and_none_of_the_forgotten_ones(told: UserMemory) -> None:
    receipt = told.forget_chosen(Chosen(session="secret"))
    for text in (receipt.to_json(), "\n".join(receipt.lines())):
        assert "4711" not in text
        assert "瓷" not in text
    assert json.loads(receipt.to_json())["clean"] is True
    assert "3 turns (session)" in next(receipt.lines())


@pytest.mark.parametrize(
    ("choose", "turns"),
    [
        (lambda person: Chosen(turn=person.event("1").number), 2),
        (lambda _: Chosen(topic=LABEL), 2),
        (lambda person: Chosen(since=person.event("1").at), 3),
        (lambda _: Chosen(everything=True), 4),
    ],
    ids=["turn", "topic", "period", "everything"],
)
def test_every_choice_erases_its_words(
    told: UserMemory, tmp_path: Path, choose: Callable[[UserMemory], Chosen], turns: int
) -> None:
    chosen = choose(told)
    assert told.would_forget(chosen) == turns
    receipt = told.forget_chosen(chosen)
    assert (receipt.turns, receipt.hits, receipt.later) == (turns, (), ())
    assert found([tmp_path], [SECRET, LABEL]) == []
    assert [one.kind for one in told.forgotten()] == [chosen.kind]
    told.rebuild()
    weights = told.weights()
    assert (set(weights) == set()) == chosen.everything
    assert LABEL not in weights


@pytest.mark.parametrize(
    "choose",
    [
        lambda event: Chosen(turn=event.number),
        lambda event: Chosen(session=event.session),
        lambda event: Chosen(since=event.at, until=event.at + timedelta(seconds=1)),
        None,
    ],
    ids=["turn", "session", "period", "age"],
)
def test_what_else_a_turn_taught_goes_with_it_though_its_words_went_with_a_topic(
    small: InterestMemory, clock: Clock, choose: Callable[[Event], Chosen] | None
) -> None:
    person = small.user("ada")
    event = person.observe("I love topic 4711 and topic 5.", session="secret").event
    clock.advance(timedelta(days=40))
    person.observe(KEPT, session="open")
    person.forget(LABEL)
    assert set(person.weights()) == {"topic 1", "topic 2", "topic 5"}
    if choose is None:
        person.keep_for("chat", timedelta(days=30))
        assert [one.turns for one in person.aging()] == [1]
        assert person.let_go() == 1
    else:
        assert person.would_forget(choose(event)) == 1
        assert person.forget_chosen(choose(event)).gone["evidence"] == 1
    assert set(person.weights()) == {"topic 1", "topic 2"}
    person.rebuild()
    assert set(person.weights()) == {"topic 1", "topic 2"}
    with pytest.raises(ValueError, match="there is no session 'secret' with anything in it"):
        person.forget_chosen(Chosen(session="secret"))


@pytest.mark.parametrize(
    "forget", [lambda person: person.forget(LABEL), lambda person: person.forget_chosen(Chosen(topic=LABEL))]
)
def test_forgetting_a_topic_takes_the_replies_to_its_turns_whatever_they_call_it(
    small: InterestMemory, tmp_path: Path, clock: Clock, forget: Callable[[UserMemory], object]
) -> None:
    person, reply = small.user("ada"), "The rare ones come from Meissen."
    said: list[tuple[str, str, Role]] = [
        ("s", KEPT, "user"), ("s", "I see.", "assistant"), ("t", SECRET, "user"), ("s", "Good.", "assistant"),
        ("t", reply, "assistant"), ("t", "What is for lunch?", "user"), ("t", "Soup.", "assistant"),
    ]  # fmt: skip
    for session, text, role in said:
        clock.advance(timedelta(minutes=1))
        person.observe(text, session=session, role=role)
    assert person.speaking_of(LABEL) == person.would_forget(Chosen(topic=LABEL)) == 2
    forget(person)
    assert found([tmp_path], [SECRET, reply]) == []
    assert [one.text for one in reversed(person.latest(9))] == [KEPT, "I see.", "Good.", "What is for lunch?", "Soup."]


@pytest.mark.parametrize("choice", ["turn", "topic", "session", "everything"])
def test_a_reply_to_what_was_forgotten_meanwhile_is_not_stored(
    small: InterestMemory, tmp_path: Path, choice: str
) -> None:
    person = small.user("ada")
    person.observe(KEPT, session="other")
    asked = person.observe(SECRET, session="s", id="asked").event
    chosen = {"turn": asked.number, "topic": LABEL, "session": "s", "everything": True}[choice]
    person.forget_chosen(Chosen(**{choice: chosen}))  # type: ignore[arg-type]
    told = person.observe(f"So: {SECRET}", role="assistant", session="s", answers="asked")
    assert (told.new, told.event.number, told.changes) == (False, 0, ())
    assert found([tmp_path], [SECRET]) == []
    assert person.turns("s", 9) == []


def test_a_reply_to_what_stands_is_stored(small: InterestMemory) -> None:
    person = small.user("ada")
    person.observe(SECRET, session="s", id="asked")
    assert person.observe("I see.", role="assistant", session="s", answers="asked").new
    assert [one.text for one in person.turns("s", 9)] == [SECRET, "I see."]


def test_words_that_stand_elsewhere_too_are_said_and_not_called_a_leak(small: InterestMemory, tmp_path: Path) -> None:
    person = small.user("ada")
    person.observe(SECRET, session="one", id="1")
    person.observe(SECRET, session="two", id="2")
    receipt = person.forget_chosen(Chosen(session="one"))
    assert receipt.hits == ()
    assert receipt.elsewhere["events"] == 1
    assert receipt.stays > 0
    assert "elsewhere" in "\n".join(receipt.lines())
    assert found([tmp_path], [SECRET]) != []


def test_what_only_one_turn_said_of_a_topic_goes_with_it_and_the_rest_weighs_what_a_replay_gives(
    small: InterestMemory, clock: Clock
) -> None:
    person, plain = small.user("ada"), small.user("bea")
    for number, text in enumerate(["I love topic 1.", "I love topic 1 and topic 2.", "I play topic 3 every day."]):
        person.observe(text, session="s", id=str(number))
        if number != 1:
            plain.observe(text, session="s", id=str(number))
        clock.advance(timedelta(days=1))
    second = person.event("1")
    assert second is not None
    person.forget_chosen(Chosen(turn=second.number))
    assert person.weights() == pytest.approx(plain.weights(), abs=1e-9)
    kept = person.interests()
    person.rebuild()
    assert [one.label for one in person.interests()] == [one.label for one in kept]
    assert [one.share for one in person.interests()] == pytest.approx([one.share for one in kept], abs=1e-9)


def test_a_topic_that_was_merged_away_leaves_no_name_behind(small: InterestMemory, tmp_path: Path) -> None:
    person = small.user("ada")
    person.observe("I love topic 4711.", session="one")
    person.observe("I love topic 2.", session="two")
    person.merge("topic 4711", "topic 2")
    receipt = person.forget_chosen(Chosen(session="one"))
    assert receipt.hits == ()
    assert found([tmp_path], ["4711"]) == []
    assert [one.label for one in person.interests()] == ["topic 2"]


def test_a_draft_with_the_words_goes_and_one_that_is_open_is_found(told: UserMemory, tmp_path: Path) -> None:
    from filelock import FileLock

    drafts = tmp_path / "data" / "drafts"
    drafts.mkdir()
    for name in ("left", "open"):
        (drafts / f"{name}.json").write_text(json.dumps({"session": "s", "text": SECRET, "queue": []}), "utf-8")
    with FileLock(drafts / "open.lock"):
        receipt = told.forget_chosen(Chosen(session="secret"))
    assert receipt.gone["drafts"] == 1
    assert {Path(hit.file).name for hit in receipt.hits} == {"open.json"}
    assert not receipt.clean


def test_our_own_search_finds_what_a_file_of_ours_holds_however_it_is_written(
    small: InterestMemory, tmp_path: Path
) -> None:
    import base64

    person = small.user("ada")
    ways = {
        "utf8": GEHEIM.encode(),
        "utf16": GEHEIM.encode("utf-16-le"),
        "json": json.dumps(GEHEIM).encode(),
        "base64": base64.b64encode(b"xx" + GEHEIM.encode()),
        "vector": b"xyz" + person.vector(GEHEIM).tobytes(),
        "half": person.vector(GEHEIM).astype(np.float16).tobytes(),
        "part": GEHEIM.encode()[: len(GEHEIM.encode()) // 2 + 40],
    }
    for name, data in ways.items():
        (tmp_path / "data" / name).write_bytes(bytes(4093) + data + bytes(10))
    said = person.search_files([GEHEIM])
    assert {Path(hit.file).name for hit in said.hits} >= ways.keys() - {"part"}
    assert person.search_files(["I collect something else altogether, if you ask me."]).hits == ()


def test_many_forgettings_are_one_rewriting_of_the_index(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_small(tmp_path / "data", clock=clock) as memory:
        person, swaps = tell(memory, clock, tmp_path / "elsewhere"), list[str]()
        index = memory._index
        assert isinstance(index, NeighbourIndex)
        swap = index._swap

        def noted(token: str) -> None:
            swaps.append(token)
            swap(token)

        monkeypatch.setattr(index, "_swap", noted)
        for session in ("secret", "open"):
            _erase_only(person, session)
        memory.grown()
        assert memory.settle(240) is State.READY
        assert len(swaps) == 1
        assert memory.ledger.get(INDEX) is None


def _erase_only(person: UserMemory, session: str) -> None:
    person._forgetting._erased(Chosen(session=session))


# What must stay away


def test_an_import_does_not_bring_back_what_was_forgotten_until_the_person_lets_it(
    small: InterestMemory, clock: Clock
) -> None:
    person = small.user("ada")
    said = [
        Interaction("1", "chat", SECRET, at=clock(), session="s"),
        Interaction("2", "chat", "I love topic 3.", at=clock(), session="s"),
        Interaction("3", "save", item=Item(title="Green tea"), at=clock()),
    ]
    assert person.observe_all(said).new == 3
    clock.advance(timedelta(hours=1))
    person.forget_chosen(Chosen(topic=LABEL))
    again = person.observe_all(said)
    assert (again.new, again.known) == (0, 2)
    assert again.left_out == {"forgotten earlier, left out": 1}
    otherwise = person.observe_all([Interaction("other", "chat", SECRET.upper(), at=clock() - timedelta(days=3))])
    assert otherwise.new == 0
    assert not person.observe(SECRET, id="1").new
    assert LABEL not in person.weights()
    [grave] = person.forgotten()
    assert (grave.kind, grave.events) == ("topic", 1)
    assert person.unforget(grave.number) == grave
    assert person.observe_all(said).new == 1
    assert LABEL in person.weights()
    assert person.forgotten() == []


def test_what_is_said_again_afterwards_is_new(small: InterestMemory, clock: Clock) -> None:
    person = small.user("ada")
    person.observe(SECRET, id="1")
    person.forget_chosen(Chosen(everything=True))
    clock.advance(timedelta(days=1))
    assert person.observe(SECRET).new
    assert person.observe_all([Interaction("9", "chat", SECRET, at=clock())]).new == 1


def test_the_list_of_tombstones_is_no_dictionary(memory: InterestMemory) -> None:
    from penchant.memory.store.schema import tombstones
    from sqlalchemy import select

    for name in ("ada", "bea"):
        person = memory.user(name)
        person.observe("yes", id="1")
        person.forget_chosen(Chosen(everything=True))
    with memory.ledger.read() as connection:
        marks = [(row.user, row.mark) for row in connection.execute(select(tombstones))]
    assert len(marks) == 4
    assert len({mark for _, mark in marks}) == 4


@pytest.mark.parametrize(
    "wrong",
    [{}, {"topic": ""}, {"turn": 1, "session": "s"}, {"everything": True, "topic": 1}],
)
def test_a_choice_that_is_none_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"choose one|name a topic"):
        Chosen(**wrong)  # type: ignore[arg-type]


def test_what_is_not_there_is_said_and_nothing_is_forgotten(person: UserMemory) -> None:
    for chosen in (Chosen(turn=4711), Chosen(session="none"), Chosen(topic=99)):
        with pytest.raises(ValueError, match="there is no"):
            person.forget_chosen(chosen)
    with pytest.raises(ValueError, match="no forgetting number 7"):
        person.unforget(7)
    assert person.forgotten() == []


def test_copies_that_were_out_of_reach_are_rewritten_when_they_are_back(
    told: UserMemory, tmp_path: Path, clock: Clock
) -> None:
    away = (tmp_path / "elsewhere").rename(tmp_path / "unplugged")
    told.forget_chosen(Chosen(session="secret"))
    assert found([away], [SECRET]) != []
    assert [one.stale for one in copies.copies_of(told._memory.ledger)] == [False, True]
    away.rename(tmp_path / "elsewhere")
    open_small(tmp_path / "data", clock=clock, index=False).close()
    assert found([tmp_path], [SECRET]) == []


def test_a_copy_on_a_disk_that_is_not_mounted_is_owed_though_the_empty_folder_is_there(
    told: UserMemory, tmp_path: Path, clock: Clock
) -> None:
    mounted = tmp_path / "elsewhere"
    away = mounted.rename(tmp_path / "unplugged")
    mounted.mkdir()
    receipt = told.forget_chosen(Chosen(session="secret"))
    [owed] = [one for one in receipt.later if "not there now" in one]
    assert str(mounted) in owed
    assert not receipt.clean
    told.observe("I like topic 8 a lot")
    again = told.forget_chosen(Chosen(topic="topic 8"))
    assert again.later == receipt.later
    mounted.rmdir()
    away.rename(mounted)
    open_small(tmp_path / "data", clock=clock, index=False).close()
    assert found([tmp_path], [SECRET]) == []
    told.observe("I like topic 9 a lot")
    assert told.forget_chosen(Chosen(topic="topic 9")).clean


def test_a_copy_that_the_person_deleted_is_owed_until_they_say_so(told: UserMemory) -> None:
    memory = told._memory
    [far] = [Path(one.path) for one in copies.copies_of(memory.ledger) if "elsewhere" in one.path]
    with pytest.raises(LedgerError, match="is there: delete it first"):
        copies.let_go(memory.ledger, far)
    far.unlink()
    assert not told.forget_chosen(Chosen(session="secret")).clean
    copies.let_go(memory.ledger, far)
    assert str(far) not in {one.path for one in copies.copies_of(memory.ledger)}
    told.observe("I like topic 9 a lot")
    assert told.forget_chosen(Chosen(topic="topic 9")).clean
    with pytest.raises(LedgerError, match="is no copy that is known"):
        copies.let_go(memory.ledger, far)


def test_the_last_copy_that_is_there_stays_where_the_newest_is_away(told: UserMemory, clock: Clock) -> None:
    memory = told._memory
    clock.advance(timedelta(days=1))
    newest = memory.back_up()
    newest.unlink()
    before = [one for one in newest.parent.iterdir() if one.suffix == ".sqlite3"]
    told.forget_chosen(Chosen(session="secret"))
    assert [one for one in newest.parent.iterdir() if one.suffix == ".sqlite3"] == before


def test_what_has_no_session_is_no_session_to_forget() -> None:
    with pytest.raises(ValueError, match="name a session"):
        Chosen(session="")
