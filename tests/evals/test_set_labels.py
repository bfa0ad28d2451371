"""What published sets say of their turns comes out as labels, and is measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from penchant.evals.check import check
from penchant.evals.labels import NO_LABELS, Labels
from penchant.evals.run import run, run_transcript
from penchant.evals.transcripts import Unreadable, read
from penchant.evals.turns import TranscriptTurn

from tests.agent.tiny import saved


def written(folder: Path, name: str, content: Any) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    text = json.dumps(content, ensure_ascii=False)
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in content) if name[-1] == "l" else text)
    return file


def labelled(file: Path) -> list[tuple[str, Labels]]:
    """The words and labels of the users' own turns; nobody else's has any."""
    turns: list[TranscriptTurn] = list(read(file))
    assert all(turn.labels == NO_LABELS for turn in turns if turn.role != "user")
    return [(turn.text, turn.labels) for turn in turns if turn.role == "user"]


def test_kdconv_says_what_a_message_is_about(tmp_path: Path) -> None:
    triples = [
        {"attrname": "歌手", "attrvalue": "甲", "name": "夜曲"},
        {"attrname": "年", "attrvalue": "乙", "name": "夜曲"},
    ]
    talk = [{"messages": [{"message": "你好"}, {"message": "我爱夜曲", "attrs": triples}], "name": "夜曲"}]
    assert labelled(written(tmp_path, "k.json", talk)) == [("你好", NO_LABELS), ("我爱夜曲", Labels(topics=("夜曲",)))]


def test_topical_chat_has_the_entities_of_the_reading_sets_that_lie_beside_it(tmp_path: Path) -> None:
    used = [["FS1", "AS1", "Personal Knowledge"], ["FS2"], ["FS7"]]
    said = [
        {"message": text, "agent": agent, "knowledge_source": some}
        for text, agent, some in zip(("Hi!", "Ho!", "He!"), ("agent_1", "agent_2", "agent_1"), used, strict=True)
    ]
    file = written(tmp_path, "conversations_x.json", {"t": {"content": said}})
    assert [labels for _, labels in labelled(file)] == [NO_LABELS] * 3
    known = {"t": {"agent_1": {"FS1": {"entity": "Kites"}, "AS1": "text"}, "agent_2": {"FS2": {"entity": "Owls"}}}}
    written(tmp_path, "reading_sets_prebuild_x.json", known)
    assert labelled(file) == [("Hi!", Labels(topics=("Kites",))), ("Ho!", Labels(topics=("Owls",))), ("He!", NO_LABELS)]


def test_tiage_says_where_the_talk_turns_but_not_for_its_first_message(tmp_path: Path) -> None:
    file = written(tmp_path, "t.json", {"1": [["i paint .", "-1"], ["so do i .", "0"], ["do you cook ?", "1"]]})
    assert [labels.shift for _, labels in labelled(file)] == [None, False, True]


def test_laps_values_stand_on_the_first_turn_that_has_their_words(tmp_path: Path) -> None:
    said = [("Assistant", "Soup?"), ("User", "I love soups, no peanuts."), ("User", "Soups in winter"), ("User", "Bye")]
    values = {"dish_like": ["soup"], "allergies": ["peanut"], "seasonal": "winter", "dish_dislike": ["tofu"], "n": [1]}
    session = {"dialogue": [{"role": who, "message": text} for who, text in said], "preferences": values}
    file = written(tmp_path, "l.json", [{"worker_id": "7", "topic": "recipe", "sessions": [session]}])
    assert labelled(file) == [
        ("I love soups, no peanuts.", Labels(topics=("soup", "peanut"), likes=("soup",), dislikes=("peanut",))),
        ("Soups in winter", Labels(topics=("winter",))),
        ("Bye", NO_LABELS),
    ]


def test_labelled_sentences_say_what_is_liked_and_whose_it_is(tmp_path: Path) -> None:
    sign = {"object": "opera", "polarity": -1}
    some = [
        {
            "text": "Opera bores me, tea does not.",
            "interests": [sign, {"object": "tea"}, {"object": "x", "optional": True}],
        },
        {"text": "I knit.", "phrase": "knitting", "owner": "me"},
        {"text": "Bo knits.", "phrase": "knitting", "owner": "other"},
        {"text": "If I knitted…", "phrase": "knitting", "owner": "hypothetical"},
    ]
    assert [labels for _, labels in labelled(written(tmp_path, "s.jsonl", some))] == [
        Labels(likes=("tea",), dislikes=("opera",)),
        Labels(own=("knitting",)),
        Labels(others=("knitting",)),
        Labels(supposed=("knitting",)),
    ]
    with pytest.raises(Unreadable, match=r"owner: is \"her\"; allowed: me, other, hypothetical"):
        list(read(written(tmp_path, "bad.jsonl", [{"text": "a", "phrase": "a", "owner": "her"}])))


def line(text: str, **labels: Any) -> dict[str, Any]:
    return {
        "user": "ana",
        "session": "1",
        "time": "2026-01-01T00:00:00Z",
        "role": "user",
        "text": text,
        "labels": labels,
    }


def test_whose_an_interest_is_and_its_sign_are_measured_on_turns_that_have_labels(tmp_path: Path, kept: Path) -> None:
    file = written(
        tmp_path,
        "log.jsonl",
        [
            line("I love jazz but I can't stand opera.", likes="jazz", dislikes="opera"),
            line("I love chess.", dislikes="chess"),  # a wrong label: so the sign is wrong in one of three
            line("My sister adores falconry.", others="falconry"),
            line("I am into fencing.", others="fencing"),  # and this in one of five persons
            line("I collect stamps.", own="stamps", shift=True),
            line("What is 3 times 4?", shift=False),
        ],
    )
    assert check(file).problems == []
    figures = run_transcript(file, systems=["penchant", "nothing"], cache=kept).suites["transcript"].systems
    ours = figures["penchant"].metrics
    assert ours["polarity accuracy"].value == round(2 / 3, 6)
    assert ours["person accuracy"].value == round(5 / 6, 6)
    assert ours["taken for one's own"].value == 0.5
    assert figures["nothing"].metrics["AUROC of a shift"].value == 0.5
    assert "person accuracy" not in figures["nothing"].metrics


# Multiple choice


def test_a_model_chooses_among_options_with_what_each_system_puts_before_them(tmp_path: Path, kept: Path) -> None:
    model = f"hf:{saved(tmp_path / 'model')}"
    names = ["penchant agent:bias=contrast", "nothing"]
    found = run(["preferences"], None, systems=names, cache=kept, model=model)
    outcome = found.suites["preferences"]
    assert f"Multiple choice is {model}'s, by likelihood." in outcome.notes
    assert any(name.startswith("nc/prefeval/mcq_options/") for name in outcome.data)
    assert (found.settings["model"], found.command.endswith(f"--model {model}")) == (model, True)
    for name in names:
        metrics = outcome.systems[name].metrics
        assert 0 <= metrics["choice accuracy"].value <= 1
        assert metrics["choices spoilt"].value <= metrics["choice accuracy"].value + 1
    nothing = outcome.systems["nothing"].metrics
    assert nothing["choices spoilt"].value == 0
    assert {"choice accuracy told the preference", "choice accuracy told another preference"} <= set(nothing)
    assert "choice accuracy told the preference" not in outcome.systems[names[0]].metrics


def test_without_a_model_there_is_no_choice_and_a_note_says_so(kept: Path) -> None:
    outcome = run(["preferences"], None, systems=["nothing"], cache=kept).suites["preferences"]
    assert not [name for name in outcome.systems["nothing"].metrics if "choice" in name]
    assert [note for note in outcome.notes if note.startswith("Multiple choice was not measured: it needs")]


def test_a_model_is_refused_where_it_would_measure_nothing(kept: Path) -> None:
    with pytest.raises(ValueError, match="no suite of drift has multiple choice: leave --model out"):
        run(["drift"], None, cache=kept, model="embedded")
    with pytest.raises(ValueError, match="the model openai:gpt does not tell how likely"):
        run(["preferences"], None, cache=kept, model="openai:gpt")
