"""A log of one's own: figures without labels, and those that labels add."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from penchant.evals import jobs, results, spool
from penchant.evals.jobs import Job
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
        "tokens",
        "topics twice",
    } <= set(ours.metrics)
    assert "over-personalization" not in ours.metrics
    assert nothing.metrics["tokens"].value == 0
    assert ours.costs["turns"] == 24
    drawn = [name for name in ours.curves if name.startswith("days: weight of ")]
    assert any(name.endswith(", ada") for name in drawn)
    assert len(ours.curves[drawn[0]].points) == 40
    assert list(outcome.data) == ["log.jsonl"]
    assert results.read(results.written(found)) == found


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
