"""A log of one's own: figures without labels, and those that labels add."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from penchant.evals import jobs, results, spool
from penchant.evals.check import check
from penchant.evals.jobs import Job
from penchant.evals.measured import Measured, figures
from penchant.evals.report.html import page
from penchant.evals.run import run_transcript

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
SAID = [
    "I love rock climbing.",
    "I went rock climbing again, it was great.",
    "My other passion is chamber music.",
    "Rock climbing makes my fingers strong.",
    "Tonight I listen to chamber music.",
    "I love chamber music concerts.",
]


def log(folder: Path, people: tuple[str, ...] = ("ada", "bo")) -> Path:
    lines = [
        {"user": who, "session": f"s{n}", "time": (START + timedelta(days=n)).isoformat(), "role": role, "text": text}
        for n, said in enumerate(SAID)
        for who in people
        for role, text in (("user", said), ("assistant", "I see."))
    ]
    file = folder / "log.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def test_a_log_without_labels_gets_figures_of_what_comes_next_and_of_the_topics(tmp_path: Path, kept: Path) -> None:
    file = log(tmp_path)
    found = run_transcript(file, systems=["penchant", "most recent", "nothing"], cache=kept)
    outcome = found.suites["transcript"]
    ours, nothing = outcome.systems["penchant"], outcome.systems["nothing"]
    assert set(ours.metrics["MRR"].people) == {"ada", "bo"}
    assert ours.metrics["MRR"].value > nothing.metrics["MRR"].value == 0
    assert {
        "hit@1",
        "hit@5",
        "NDCG@5",
        "ECE of shares",
        "ECE of weights",
        "prefix stability",
        "prompt tokens",
        "topics twice",
    } <= set(ours.metrics)
    assert "over-personalization" not in ours.metrics
    assert nothing.metrics["prompt tokens"].value == 0
    assert ours.costs["turns"] == 24
    drawn = [name for name in ours.curves if name.startswith("days: weight of ")]
    assert any(name.endswith(", ada") for name in drawn)
    assert len(ours.curves[drawn[0]].points) == 40
    assert list(outcome.data) == ["log.jsonl"]
    assert results.read(results.written(found)) == found


def test_what_comes_next_is_told_as_a_forecast_apart_from_what_is_put_in(tmp_path: Path, kept: Path) -> None:
    found = run_transcript(log(tmp_path), systems=["penchant", "penchant off"], cache=kept)
    outcome = found.suites["transcript"]
    ours, off = outcome.systems["penchant"].metrics, outcome.systems["penchant off"].metrics
    assert ours["MRR"].value == off["MRR"].value > 0
    assert off["prompt tokens"].value == 0
    assert any("`penchant off` has them" in note for note in outcome.notes)
    assert "over the tokens" not in page(found)


def turn(n: int, text: str, **labels: object) -> dict[str, object]:
    at = (START + timedelta(days=n)).isoformat()
    return {
        "user": "ada",
        "session": f"s{n}",
        "time": at,
        "role": "user",
        "text": text,
        "id": f"t{n}",
        "labels": labels,
    }


def test_labels_add_what_only_they_can_tell(tmp_path: Path, kept: Path) -> None:
    file, folder = tmp_path / "log.jsonl", tmp_path / "spool"
    lines = [
        turn(0, "I love beer.", likes=["beer"], topics=["drinks"]),
        turn(1, "I do not like beer any more.", dislikes=["beer"], topics=["drinks"]),
        turn(2, "Which drink goes with cheese?", personal=True, evidence=["t1"], topics=["drinks"]),
        turn(3, "What is nineteen times six?", personal=False, topics=["sums"]),
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    spool.spread(file, folder)
    job = Job("transcript", "ada", "last turns", folder, kept, "")
    jobs.work(job)
    found = json.loads(job.place.read_text("utf-8"))["people"]["ada"]
    assert found["over-personalization"] == [1, 1]  # the last turns are put in whatever is asked
    assert found["missed"] == [0, 1]
    assert found["recall of evidence"] == [1, 1]
    assert found["stale injection"] == [pytest.approx(1 + 2 / 3), 2]
    assert found["hit@1"] == [2, 2]  # the second and third turn come back to drinks
    assert "polarity accuracy" not in found
    jobs.work(read := Job("transcript", "ada", "penchant", folder, kept, ""))
    own = json.loads(read.place.read_text("utf-8"))["people"]["ada"]
    assert own["polarity accuracy"] == [2, 2]


def test_a_log_is_kept_once_and_read_user_by_user(tmp_path: Path) -> None:
    file, folder = log(tmp_path, ("ada", "bo", "陈")), tmp_path / "spool"
    spool.spread(file, folder)
    assert spool.users(folder) == {"ada": 12, "bo": 12, "陈": 12}
    read = list(spool.turns(folder, "陈"))
    assert [one.text for one in read if one.role == "user"] == SAID
    assert len({one.id for one in read}) == 12
    file.unlink()
    spool.spread(file, folder)  # it has the turns already
    assert next(spool.turns(folder, "ada")).at == START


def written(file: Path, lines: list[dict[str, object]]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


def labelled(n: int, topic: str, role: str = "user") -> dict[str, object]:
    at = (START + timedelta(days=n)).isoformat()
    more = {"labels": {"topics": [topic]}} if role == "user" else {}
    text = (
        "Tell me about it, and about the other." if role == "user" else "You could read about the rules, and the rest."
    )
    return {"user": "ada", "session": f"s{n}", "time": at, "role": role, "text": text, **more}


def test_the_words_of_replies_are_no_topics_of_systems_that_count(tmp_path: Path, kept: Path) -> None:
    topics = ("jazz", "jazz", "tea", "jazz", "jazz")
    replied = [labelled(n, topic, role) for n, topic in enumerate(topics) for role in ("user", "assistant")]
    counting = ["most frequent", "most recent", "decay 7 days"]
    found = run_transcript(written(tmp_path / "replied.jsonl", replied), systems=counting, cache=kept)
    alone = written(tmp_path / "alone.jsonl", [one for one in replied if one["role"] == "user"])
    expected = run_transcript(alone, systems=counting, cache=kept)
    for name in ("most frequent", "decay 7 days"):
        values = [run.suites["transcript"].systems[name].metrics["MRR"].value for run in (found, expected)]
        assert values == [1.0, 1.0], name
    # jazz (jazz), tea and jazz (jazz second), jazz: 1, ½, 1 over three turns that come back
    recent = [run.suites["transcript"].systems["most recent"].metrics["MRR"].value for run in (found, expected)]
    assert recent == [pytest.approx(2.5 / 3, abs=1e-5)] * 2


def test_a_topic_is_one_however_its_label_is_typed(tmp_path: Path, kept: Path) -> None:
    names = ("Café", "cafe\u0301", "CAFÉ ", "tea")
    file = written(tmp_path / "typed.jsonl", [labelled(n, name) for n, name in enumerate(names)])
    found = run_transcript(file, systems=["most frequent"], cache=kept).suites["transcript"].systems["most frequent"]
    assert found.metrics["turns that come back to something"].value == pytest.approx(2 / 3, abs=1e-5)


def test_where_a_log_names_topics_turns_without_are_about_nothing_known(tmp_path: Path, kept: Path) -> None:
    lines = [labelled(n, "climbing") for n in range(3)]
    lines.insert(1, {**labelled(0, ""), "text": "I love rock climbing.", "labels": {}})
    lines.insert(2, {**labelled(0, ""), "text": "I love rock climbing.", "labels": {}})
    file = written(tmp_path / "some.jsonl", lines)
    found = run_transcript(file, systems=["most frequent"], cache=kept).suites["transcript"].systems["most frequent"]
    assert found.metrics["MRR"].value == found.metrics["hit@1"].value == 1
    assert found.curves["reliability of shares"].points == [(1.0, 1.0)]


def test_a_turn_is_never_heard_before_one_that_was_said_earlier(tmp_path: Path, kept: Path) -> None:
    lines = [labelled(n, topic) for n, topic in enumerate(("jazz", "tea", "jazz", "tea", "tea", "chess", "jazz"))]
    files = [written(tmp_path / "sorted.jsonl", lines)]
    files += [written(tmp_path / "mixed.jsonl", [lines[n] for n in (3, 0, 6, 1, 5, 2, 4)])]
    names = ["most recent", "decay 7 days", "penchant"]
    one, other = (run_transcript(file, systems=names, cache=kept).suites["transcript"].systems for file in files)
    assert {name: one[name].metrics for name in names} == {name: other[name].metrics for name in names}


def test_a_log_given_twice_is_measured_once(tmp_path: Path, kept: Path) -> None:
    lines = [turn(n, f"I love {topic}.") for n, topic in enumerate(("jazz", "tea", "jazz"))]
    files = [written(tmp_path / "once.jsonl", lines), written(tmp_path / "twice.jsonl", [*lines, *lines])]
    once, twice = (run_transcript(file, systems=["most recent"], cache=kept).suites["transcript"] for file in files)
    assert once.systems["most recent"].metrics == twice.systems["most recent"].metrics
    assert [note for note in twice.notes if note not in once.notes] == [
        "Left out of twice.jsonl, for they are turns above again, with id, time and words: 3."
    ]


def test_an_id_that_stands_twice_is_the_first_turns_and_no_turn_is_lost(tmp_path: Path, kept: Path) -> None:
    lines = [{**labelled(n, "jazz"), "id": "1", "text": f"I love jazz, for the {n}th time."} for n in range(4)]
    spool.spread(written(tmp_path / "ids.jsonl", lines), tmp_path / "spool")
    assert [one.id for one in spool.turns(tmp_path / "spool", "ada")] == ["1", "turn 1", "turn 2", "turn 3"]
    found = run_transcript(tmp_path / "ids.jsonl", systems=["penchant"], cache=kept).suites["transcript"]
    assert found.systems["penchant"].metrics["hit@1"].value == 1


def test_one_person_has_no_interval_and_a_run_says_how_little_a_few_are_worth(tmp_path: Path, kept: Path) -> None:
    file = written(tmp_path / "one.jsonl", [labelled(n, "jazz") for n in range(3)])
    outcome = run_transcript(file, systems=["most recent"], cache=kept).suites["transcript"]
    figure = outcome.systems["most recent"].metrics["MRR"]
    assert (figure.value, figure.low, figure.high) == (1.0, None, None)
    assert outcome.notes[-1].startswith("Of one person")
    two = run_transcript(log(tmp_path), systems=["nothing"], cache=kept).suites["transcript"]
    assert two.notes[-1].startswith("Of 2 people: intervals over fewer than ten are too narrow")


def test_what_was_said_in_an_earlier_session_is_not_before_the_first_message_of_the_next(
    tmp_path: Path, kept: Path
) -> None:
    """The first turn of s1 has no word in common with what is known, but its session before has."""
    said = [("s0", "Chess openings are fun."), ("s0", "Chess openings again."), ("s1", "Good morning!")]
    lines = [{**labelled(n, "chess"), "session": session, "text": text} for n, (session, text) in enumerate(said)]
    found = run_transcript(written(tmp_path / "apart.jsonl", lines), systems=["BM25"], cache=kept)
    joined = [{**one, "session": "s0"} for one in lines]
    other = run_transcript(written(tmp_path / "joined.jsonl", joined), systems=["BM25"], cache=kept)
    apart, together = (run.suites["transcript"].systems["BM25"].metrics for run in (found, other))
    assert apart["prompt tokens"].value < together["prompt tokens"].value
    assert apart["MRR"] == together["MRR"]  # what comes next is asked before there is a message


def test_weights_are_asked_as_of_the_turn_that_opens_a_session(tmp_path: Path, kept: Path) -> None:
    lines = [
        {**labelled(days, "climbing"), "session": f"s{days}", "text": "I love rock climbing."} for days in (0, 1, 400)
    ]
    found = run_transcript(written(tmp_path / "years.jsonl", lines), systems=["penchant"], cache=kept)
    told = [x for x, _ in found.suites["transcript"].systems["penchant"].curves["reliability of weights"].points]
    assert len(told) == 2
    assert told[0] < 0.2  # after more than a year of silence


def test_a_dislike_of_signs_alone_makes_nothing_stale(tmp_path: Path, kept: Path) -> None:
    lines = [labelled(n, "jazz") for n in range(3)]
    lines[0]["labels"] = {"dislikes": ["!!!"]}
    found = run_transcript(written(tmp_path / "signs.jsonl", lines), systems=["last turns"], cache=kept)
    assert found.suites["transcript"].systems["last turns"].metrics["stale injection"].value == 0


def test_every_metric_is_compared_person_by_person_over_some_hundred_people() -> None:
    found = Measured()
    for person in range(300):
        found.add(f"p{person}", "MRR", 0.5)
        found.add(f"p{person}", "hit@1", float(person % 2))
    assert len(figures(found, "MRR", 0).metrics["hit@1"].people) == 300


def test_seconds_since_1970_are_not_odd_where_all_is_text(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "user,session,role,text,time\na,s,user,I love chess.,1767225600\na,s,user,I love go.,1767225600000\n"
    )
    assert check(path).ok(strict=True)


TWO = ["lines of Ada and Bea are all read as one user's words"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "Ada: I love tea\nBea: me too\nAda: and jazz\nBea: no\n", TWO),
        ("b.txt", "[01.05.24, 10:00:00] Ada: tea?\n[01.05.24, 10:01:00] Bea: yes\n", TWO),
        ("c.txt", "I love tea.\nNote: it is green.\nI climb.\nTip: chalk\n", []),
        ("d.jsonl", '{"messages": [{"role": "user", "content": "I love tea"}]}\n' * 2,
         ["no conversation says whose it is: all are read as one user's", "nothing says when it was said"]),
        ("e.jsonl", '{"role": "user", "text": "tea", "user": "a", "session": "s", "time": -9e8}\n', ["which is in 1941"]),
        ("f.json", '[{"user": "a", "messages": [{"role": "user", "text": "tea", "at": "1970-01-01"}]}]', ["which is in 1970"]),
    ],
)  # fmt: skip
def test_what_is_read_as_it_can_hardly_be_meant_is_noted(
    name: str, content: str, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    found = check(tmp_path / name)
    assert found.ok()
    assert [one.problem for one in found.problems] == told
