"""Forgetting what is chosen: nothing of it is left in any byte, a kill is made good, and what is left is a replay of the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from penchant.memory import Attachment, Interaction, InterestMemory, Item, UserMemory
from penchant.memory.forgetting import copies
from penchant.memory.forgetting.chosen import Chosen
from penchant.memory.forgetting.owed import PURGES
from penchant.memory.index import State

from tests.conftest import Clock
from tests.memory.stores import ON_SERVERS
from tests.scanning import found

pytestmark = pytest.mark.skipif(ON_SERVERS, reason="looks for words in the bytes of files")

SECRET = "Nobody may know that I collect porcelain thimbles from Limoges."
GEHEIM = "我偷偷收集利摩日的瓷顶针，已经收集了很多年。"
LABEL = "porcelain thimbles"
KEPT = "I love rock climbing and bouldering."


@pytest.fixture
def told(tmp_path: Path, clock: Clock) -> Iterator[UserMemory]:
    """A person with a secret in a conversation, in an import, in a prompt's record, in a file, in the index and in a copy."""
    with InterestMemory(tmp_path / "data", clock=clock) as memory:
        person = memory.user("ada")
        person.observe(KEPT, session="open")
        clock.advance(timedelta(minutes=1))
        sent = json.dumps({"messages": [{"role": "user", "text": SECRET}], "block": LABEL})
        person.observe(
            SECRET,
            session="secret",
            id="1",
            sent=sent,
            attachments=[Attachment("a.txt", "text/plain", SECRET.encode())],
        )
        person.observe(f"So you said: {SECRET}", role="assistant", session="secret")
        person.observe(GEHEIM, session="secret", id="2")
        person.name_session("secret", "Thimbles of Limoges, a collection")
        assert memory.settle(120) is State.READY
        memory.back_up()
        memory.back_up(tmp_path / "elsewhere" / "copy.sqlite3")
        clock.advance(timedelta(minutes=1))
        yield person


def vectors(person: UserMemory) -> list[np.ndarray]:
    return [person.vector(text) for text in (SECRET, GEHEIM, LABEL)]


def test_nothing_of_a_forgotten_session_is_left_in_any_byte(told: UserMemory, tmp_path: Path) -> None:
    texts, gone = [SECRET, GEHEIM, LABEL, "Thimbles of Limoges, a collection"], vectors(told)
    before = found([tmp_path], texts, gone)
    for text in texts:
        assert any(repr(text) in hit for hit in before)
    assert {hit.partition(": vector ")[2] for hit in before if ": vector " in hit} >= {"0", "1", "2"}
    assert any("chroma.sqlite3: vector" in hit for hit in before)
    receipt = told.forget_chosen(Chosen(session="secret"))
    assert found([tmp_path], texts, gone) == []
    assert receipt.clean
    assert (receipt.turns, receipt.gone["events"], receipt.gone["prompts"], receipt.gone["attachments"]) == (3, 3, 1, 1)
    assert receipt.sought > 10
    assert receipt.scan.files > 5
    assert len([one for one in receipt.rewritten if "copy" in one]) == 2
    assert found([tmp_path], [KEPT]) != []
    assert "rock climbing" in told.weights()
    assert LABEL not in told.weights()


def test_the_receipt_says_all_in_plain_words_and_none_of_the_forgotten_ones(told: UserMemory) -> None:
    receipt = told.forget_chosen(Chosen(session="secret"))
    for text in (receipt.to_json(), "\n".join(receipt.lines())):
        assert "thimble" not in text.casefold()
        assert "瓷" not in text
    assert json.loads(receipt.to_json())["clean"] is True
    assert "3 turns (session)" in next(receipt.lines())


@pytest.mark.parametrize(
    ("choose", "turns"),
    [
        (lambda person: Chosen(turn=person.event("1").number), 2),
        (lambda _: Chosen(topic=LABEL), 3),
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


def test_words_that_stand_elsewhere_too_are_said_and_not_called_a_leak(memory: InterestMemory, tmp_path: Path) -> None:
    person = memory.user("ada")
    person.observe(SECRET, session="one", id="1")
    person.observe(SECRET, session="two", id="2")
    receipt = person.forget_chosen(Chosen(session="one"))
    assert receipt.hits == ()
    assert receipt.elsewhere["events"] == 1
    assert receipt.stays > 0
    assert "elsewhere" in "\n".join(receipt.lines())
    assert found([tmp_path], [SECRET]) != []


def test_what_only_one_turn_said_of_a_topic_goes_with_it_and_the_rest_weighs_what_a_replay_gives(
    memory: InterestMemory, clock: Clock
) -> None:
    person, plain = memory.user("ada"), memory.user("bea")
    for number, text in enumerate(["I love jazz.", "I love jazz and ikebana.", "I play chess every day."]):
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
    assert [(one.label, one.share) for one in person.interests()] == [
        (one.label, pytest.approx(one.share, abs=1e-9)) for one in kept
    ]


def test_a_topic_that_was_merged_away_leaves_no_name_behind(memory: InterestMemory, tmp_path: Path) -> None:
    person = memory.user("ada")
    person.observe("I love ikebana.", session="one")
    person.observe("I love gardening.", session="two")
    person.merge("ikebana", "gardening")
    receipt = person.forget_chosen(Chosen(session="one"))
    assert receipt.hits == ()
    assert found([tmp_path], ["ikebana"]) == []
    assert [one.label for one in person.interests()] == ["gardening"]


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
    person: UserMemory, tmp_path: Path
) -> None:
    import base64

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
        (tmp_path / name).write_bytes(bytes(4093) + data + bytes(10))
    said = person.search_files([GEHEIM])
    assert {Path(hit.file).name for hit in said.hits} >= ways.keys() - {"part"}
    assert person.search_files(["I collect something else altogether, if you ask me."]).hits == ()


# Kills


def test_a_kill_right_after_the_erasure_is_made_good_by_the_next_opening(
    told: UserMemory, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = told._memory
    monkeypatch.setattr(memory, "erased", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        told.forget_chosen(Chosen(session="secret"))
    memory.close()
    assert found([tmp_path], [SECRET]) != []
    with InterestMemory(tmp_path / "data", clock=clock) as again:
        again.user("ada")
        assert again.settle(120) is State.READY
        assert all(again.ledger.get(key) is None for key in PURGES)
    assert found([tmp_path], [SECRET, GEHEIM, LABEL]) == []


def test_many_forgettings_are_one_rewriting_of_the_index(told: UserMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    memory, swaps = told._memory, list[str]()
    index = memory._index
    assert index is not None
    swap = index._swap  # type: ignore[union-attr]
    monkeypatch.setattr(index, "_swap", lambda token: (swaps.append(token), swap(token)))
    monkeypatch.setattr(memory, "erased", memory.reader.forget)
    for session in ("secret", "open"):
        _erase_only(told, session)
    memory.grown()
    assert memory.settle(120) is State.READY
    assert len(swaps) == 1


def _erase_only(person: UserMemory, session: str) -> None:
    person._forgetting._erased(Chosen(session=session))


# What must stay away


def test_an_import_does_not_bring_back_what_was_forgotten_until_the_person_lets_it(
    memory: InterestMemory, clock: Clock
) -> None:
    person = memory.user("ada")
    said = [
        Interaction("1", "chat", SECRET, at=clock(), session="s"),
        Interaction("2", "chat", "I love jazz.", at=clock(), session="s"),
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


def test_what_is_said_again_afterwards_is_new(memory: InterestMemory, clock: Clock) -> None:
    person = memory.user("ada")
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
        marks = [(row.user, bytes(row.mark)) for row in connection.execute(select(tombstones))]
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
    with InterestMemory(tmp_path / "data", clock=clock, index=False):
        pass
    assert found([tmp_path], [SECRET]) == []
