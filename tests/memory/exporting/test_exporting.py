"""An export has everything, is the same twice, and gives the same weights where it is imported; what was forgotten stays away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.memory import Attachment, InterestMemory, Item, UserMemory
from penchant.memory.exporting import document
from penchant.memory.forgetting.chosen import Chosen

from tests.conftest import Clock
from tests.memory.writer import open_small


@pytest.fixture
def told(tmp_path: Path, clock: Clock) -> Iterator[UserMemory]:
    """A person who has said, done, decided and taken back all kinds of things."""
    with open_small(tmp_path / "one", clock=clock, index=False) as memory:
        person = memory.user("ada")
        for number in range(30):
            files = [Attachment("a.bin", "image/png", bytes(range(9)))] if number == 3 else []
            person.observe(
                f"I like topic {number % 7} and topic {number % 3}", session=f"s{number // 10}", id=f"e{number}",
                attachments=files, sent=json.dumps({"n": number}) if number % 5 == 0 else None,
            )  # fmt: skip
            clock.advance(timedelta(hours=7))
            steps: dict[int, Callable[[], object]] = {
                5: lambda: person.pin("topic 1"),
                8: lambda: person.boost("topic 2", 2.0),
                11: lambda: person.stop("topic 3"),
                14: lambda: person.merge("topic 4", "topic 5"),
                17: lambda: person.rename("topic 6", "the sixth"),
                20: lambda: person.undo(),
                23: lambda: person.split("topic 5", ["topic 4"]) and None,
                26: lambda: person.undo(),
            }
            steps.get(number, lambda: None)()
        person.observe(item=Item(title="topic 8", tags=("a", "b"), url="https://example.org"), kind="like")
        person.observe("Well, topic 0 it is.", role="assistant", session="s2", complete=False)
        turn = person.event("e29")
        assert turn is not None
        person.replace("s2", turn.number)
        person.forget("topic 0")
        person.name_session("s1", "the middle | one")
        yield person


def exported(person: UserMemory) -> dict[str, Any]:
    return dict(json.loads("".join(person.export_json())))


def test_an_export_holds_up_nobody_between_its_pieces_and_any_thread_may_take_the_next(told: UserMemory) -> None:
    whole, pieces = "".join(told.export_json()), told.export_json()
    begun = [next(pieces) for _ in range(5)]
    with ThreadPoolExecutor(1) as other:
        assert other.submit(told.interests).result(timeout=10)
        other.submit(told.observe, "I like topic 9").result(timeout=10)
        rest = other.submit("".join, pieces).result(timeout=10)
        assert other.submit(told.interests).result(timeout=10) == told.interests()
    assert "".join(begun) + rest == whole


def figures(person: UserMemory) -> list[tuple[object, ...]]:
    return [
        (
            one.label,
            pytest.approx(one.weight, abs=1e-9),
            pytest.approx(one.share, abs=1e-9),
            one.evidence,
            one.pinned,
            one.boost,
        )
        for one in person.interests()
    ]


def test_the_weights_are_the_same_where_it_is_imported(told: UserMemory, tmp_path: Path, clock: Clock) -> None:
    out = exported(told)
    with open_small(tmp_path / "two", clock=clock, index=False) as memory:
        other = memory.user("bea")
        taken = other.import_export(out)
        assert taken.new == len(out["events"])
        assert figures(other) == figures(told)
        other.rebuild()
        assert figures(other) == figures(told)
        assert [(one.text, one.attachments, one.item) for one in other.latest(99)] == [
            (one.text, one.attachments, one.item) for one in told.latest(99)
        ]
        assert [(one.label, one.action, one.undone) for one in other.controls()] == [
            (one.label, one.action, one.undone) for one in told.controls()
        ]
        assert [one.name for one in other.sessions()] == [one.name for one in told.sessions()]
        again = other.import_export(out)
        assert (again.new, again.known) == (0, taken.new)
        assert figures(other) == figures(told)


def test_it_is_the_same_twice_and_after_the_journey(told: UserMemory, tmp_path: Path, clock: Clock) -> None:
    text = "".join(told.export_json())
    assert text == "".join(told.export_json())
    with open_small(tmp_path / "two", clock=clock, index=False) as memory:
        other = memory.user("ada")
        other.import_export(json.loads(text))
        assert {key: plain(value) for key, value in exported(other).items()} == {
            key: plain(value) for key, value in json.loads(text).items()
        }


def plain(value: Any) -> Any:
    """Leave out the numbers, which a ledger gives, and what speaks of them; figures to nine places."""
    if isinstance(value, dict):
        numbers = (
            "number",
            "topic",
            "origin",
            "event",
            "merged_into",
            "source",
            "part_of",
            "value",
            "before",
            "final_control",
        )
        return {key: plain(one) for key, one in value.items() if key not in numbers}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return round(value, 9) if isinstance(value, float) else value


def test_a_work_is_one_after_the_journey(told: UserMemory, tmp_path: Path, clock: Clock) -> None:
    told.observe(item=Item("Say Yes to the Dress", work=True), kind="view")
    with open_small(tmp_path / "three", clock=clock, index=False) as memory:
        ada = memory.user("ada")
        ada.import_export(exported(told))
        assert ada.latest(1)[0].item == Item("Say Yes to the Dress", work=True)


def test_what_was_forgotten_stays_away(told: UserMemory, clock: Clock) -> None:
    out = exported(told)
    clock.advance(timedelta(days=1))
    told.forget_chosen(Chosen(everything=True))
    taken = told.import_export(out)
    assert taken.new == 0
    assert taken.left_out == {"forgotten earlier, left out": len(out["events"])}
    assert not [event for event in told.latest(99) if event.text]


def test_a_topic_whose_own_words_stay_away_comes_under_the_words_that_do_not(tmp_path: Path, clock: Clock) -> None:
    with open_small(tmp_path, clock=clock, index=False) as memory:
        person = memory.user("ada")
        person.observe("I like topic 1", id="1", session="one")
        person.observe("I like topic 2", id="2", session="two")
        person.merge("topic 1", "topic 2")
        out = exported(person)
        person.forget_chosen(Chosen(session="one"))
        person.import_export(out)
        assert "topic 1" not in json.dumps(exported(person))


def test_every_part_of_a_document_is_checked(told: UserMemory, tmp_path: Path) -> None:
    out = exported(told)
    for wrong, cause in (
        ({"format": "other"}, "no export"),
        (out | {"version": 2}, "install a newer"),
        (out | {"events": 1}, "must be a list"),
        (out | {"events": [{}]}, "damaged"),
        (out | {"person": None}, "must be an object"),
    ):
        with pytest.raises(ValueError, match=cause):
            told.import_export(wrong)
    file = tmp_path / "file"
    file.write_text("{")
    with pytest.raises(ValueError, match="no export"):
        document.read(file)
    assert not document.is_export(file)
    file.write_text("".join(told.export_json()))
    assert document.is_export(file)
    assert document.read(file) == out
    file.write_text(json.dumps(out, indent=2), "utf-8-sig")  # as a program or an editor writes it anew
    assert document.is_export(file)
    assert document.read(file) == out


@pytest.mark.parametrize("mass", [float("nan"), float("inf"), 1e308, -1e10])
@pytest.mark.parametrize("part", ["events", "evidence"])
def test_a_mass_that_no_law_could_count_with_is_damage(told: UserMemory, part: str, mass: float) -> None:
    out = exported(told)
    bob = told._memory.user("bob")
    with pytest.raises(ValueError, match="the export is damaged: a mass is"):
        bob.import_export(out | {part: [one | {"mass": mass} for one in out[part]]})
    assert (bob.interests(), bob.latest(9)) == ([], [])
    assert bob.import_export(out).new > 0


def test_the_markdown_says_it_all_and_no_text_of_the_persons_changes_the_page(told: UserMemory) -> None:
    told.observe("# topic 9\n| a | <script>", session="odd")
    page = "".join(told.export_markdown())
    assert "\n# topic" not in page
    assert "> \\# topic 9" in page
    assert "<script" not in page
    for heading in ("## Interests", "## What you decided", "## Conversations", "### the middle \\| one"):
        assert f"\n{heading}" in page
    assert "I like topic 5 and topic 2" in page


def test_a_whole_memory_survives_the_journey_with_the_packaged_model(memory: InterestMemory, clock: Clock) -> None:
    ada, bea = memory.user("ada"), memory.user("bea")
    for text in ("I love jazz and rock climbing.", "I can't stand olives.", "我很喜欢攀岩。", "I'm done with jazz."):
        ada.observe(text, session="s")
        clock.advance(timedelta(days=3))
    bea.import_export(exported(ada))
    assert figures(bea) == figures(ada)
    assert [one.event.text for one in bea.search("climbing", 2)] == [
        one.event.text for one in ada.search("climbing", 2)
    ]


def test_what_somebody_wrote_into_an_export_is_stored_as_if_it_had_been_said(
    told: UserMemory, tmp_path: Path, clock: Clock
) -> None:
    document = exported(told)
    document["topics"][0]["label"] = "\x1b[31mred\nsk-abcdefghijklmnop1234567890"
    document["events"][0]["text"] += " My key is sk-abcdefghijklmnop1234567890."
    with open_small(tmp_path / "two", clock=clock, index=False) as memory:
        person = memory.user("ada")
        person.import_export(document)
        everything = json.dumps(exported(person))
        labels = [one.label for one in person.interests()]
    assert "sk-abc" not in everything
    assert "[31mred [key]" in labels


def test_a_dislike_is_seen_in_either_form_and_an_older_export_without_it_is_still_taken(
    memory: InterestMemory,
) -> None:
    ada, bea = memory.user("ada"), memory.user("bea")
    ada.observe("I can't stand meat. I love jazz.")
    [meat] = [one for one in ada.interests() if one.label == "meat"]
    rows = {line.split(" | ")[0]: line for line in "".join(ada.export_markdown()).splitlines() if line.startswith("| ")}
    assert f"| disliked {meat.negative:.2f}" in rows["| meat"]
    assert "disliked" not in rows["| jazz"]
    out = exported(ada)
    assert {one["label"]: one["negative"] for one in out["topics"]} == {"meat": meat.negative, "jazz": 0}
    for one in out["topics"]:
        del one["negative"]
    bea.import_export(out)
    assert figures(bea) == figures(ada)
