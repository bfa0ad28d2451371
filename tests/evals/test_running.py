"""Suites on the samples: reproducible on any number of processes, taken up again after a kill, honest about what is missing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from penchant.evals import jobs, results
from penchant.evals.jobs import Job, done
from penchant.evals.measured import Measured, added, figures
from penchant.evals.run import SUITES, SYSTEMS, run, run_transcript, samples
from penchant.evals.suites.evidence import questions
from penchant.evals.suites.sessions import called
from penchant.evals.suites.table import TABLE

FEW = ("penchant", "nothing", "BM25", "most recent")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("kept")
    jobs._bench.cache_clear()


@pytest.fixture(scope="module")
def whole(place: Path) -> results.Run:
    return run(SUITES, None, systems=FEW, cache=place)


def test_every_suite_runs_on_its_samples(whole: results.Run) -> None:
    assert tuple(whole.suites) == SUITES
    for name, outcome in whole.suites.items():
        assert set(outcome.systems) == set(FEW), name
        assert all(outcome.lead in each.metrics for each in outcome.systems.values()), name
        assert outcome.data, name
        best = (min if outcome.lead in outcome.smaller_is_better else max)(
            each.metrics[outcome.lead].value for each in outcome.systems.values()
        )
        assert outcome.systems["nothing"].metrics[outcome.lead].value != best, name


def test_a_run_is_read_back_as_it_was_written(whole: results.Run) -> None:
    assert results.read(results.written(whole)) == whole
    assert "for a look, not for a figure" in whole.suites["gate"].notes[-1]


def test_the_same_seed_gives_the_same_text_on_one_process_and_on_two(whole: results.Run, kept: Path) -> None:
    some = ("drift", "preferences")  # what draws and what learns
    again = run(some, None, systems=FEW, processes=2, cache=kept)
    expected = replace(whole, suites={name: whole.suites[name] for name in some}, command=again.command)
    assert results.written(again, costs=False) == results.written(expected, costs=False)


def test_another_seed_draws_others(whole: results.Run, place: Path) -> None:
    other = run(["drift"], None, systems=["BM25"], cache=place, seed=1)
    assert other.suites["drift"].systems["BM25"] != whole.suites["drift"].systems["BM25"]


def test_a_run_that_was_killed_does_only_what_is_left(
    place: Path, monkeypatch: pytest.MonkeyPatch, whole: results.Run
) -> None:
    lost = sorted((place / "units").rglob("*.json"))[::9]
    for file in lost:
        file.rename(file.with_suffix(".4711"))  # as a kill in the midst of writing leaves it
    worked: list[Job] = []
    work = jobs.work

    def counted(job: Job) -> None:
        worked.append(job)
        work(job)

    monkeypatch.setattr(jobs, "work", counted)
    told: list[tuple[str, int, int]] = []
    again = run(SUITES, None, systems=FEW, cache=place, progress=lambda *step: told.append(step))
    assert worked
    assert {job.place for job in worked} <= set(lost)
    assert results.written(again, costs=False) == results.written(whole, costs=False)
    for suite in SUITES:
        steps = [(did, of) for name, did, of in told if name == suite]
        assert [did for did, _ in steps] == list(range(steps[0][1] + 1))  # told at once, before the first is done


def test_what_was_done_for_other_data_or_settings_is_not_taken_for_this(tmp_path: Path) -> None:
    one = Job("drift", "abrupt 0 days", "BM25", samples(), tmp_path, "stamp")
    others = [
        Job("drift", "abrupt 0 days", "BM25", samples(), tmp_path, "another stamp"),
        Job("drift", "abrupt 0 days", "BM25", samples(), tmp_path, "stamp", seed=1),
        Job("drift", "abrupt 0 days", "vectors", samples(), tmp_path, "stamp"),
        Job("drift", "abrupt 0 days", "BM25", samples(), tmp_path, "stamp", quick=True),
    ]
    assert len({job.key for job in (one, *others)}) == 5
    assert Job("drift", "abrupt 0 days", "BM25", tmp_path, tmp_path / "elsewhere", "stamp").key == one.key
    assert list(done([], None, lambda _job: None)) == []


def test_what_is_asked_for_and_is_not_there_is_told_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no suite 'gates': choose of gate, drift"):
        run(["gates"], None)
    with pytest.raises(ValueError, match="no system 'bm25': choose of"):
        run(["gate"], None, systems=["bm25"])
    with pytest.raises(ValueError, match=r"domains\.json is not there: the suite needs it"):
        run(["gate", "drift"], _only_ikat(tmp_path))
    with pytest.raises(ValueError, match="cannot be read"):
        run_transcript(tmp_path / "no.jsonl")


def _only_ikat(folder: Path) -> Path:
    shutil.copytree(samples() / "ikat", folder / "data" / "ikat")
    return folder / "data"


def test_every_system_has_a_line_and_every_suite_names_systems_that_there_are() -> None:
    assert all(line and "\n" not in line for line in SYSTEMS.values())
    assert set(SUITES) < set(TABLE)
    for suite in TABLE.values():
        assert set(suite.systems) <= set(SYSTEMS), suite.name
        assert "nothing" in suite.systems
        assert len(suite.systems) == len(set(suite.systems))


# What is measured


def test_sums_of_parts_are_the_sums_of_the_whole() -> None:
    whole, parts = Measured(), [Measured(), Measured()]
    for number in range(40):
        for one in (whole, parts[number % 2]):
            one.add(f"person {number % 3}", "hit", number % 2)
            one.tell("", number / 40, float(number > 20))
            one.score("AUROC", number * 7 % 11, number % 2 == 0)
            one.trace("turn: leads", number % 4, number)
    asked = [json.loads(json.dumps(vars(one))) for one in parts]
    found, expected = figures(added(asked), "hit", 0), figures(whole, "hit", 0)
    assert found.metrics == expected.metrics
    assert found.curves == expected.curves
    assert found.curves["turn: leads"].points == [(0, 18), (1, 19), (2, 20), (3, 21)]


def test_a_micro_metric_is_the_ratio_of_sums_and_its_parts_have_it_as_their_mean() -> None:
    found = Measured()
    for person, value, weight in (("a", 2, 4), ("b", 0, 1), ("c", 6, 7), ("d", 0, 0)):
        found.add(person, "micro F1", value, weight)
    figure = figures(found, "micro F1", 0).metrics["micro F1"]
    assert figure.value == round(8 / 12, 6)
    assert sum(figure.people.values()) / 3 == pytest.approx(figure.value, abs=1e-5)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low <= figure.value <= figure.high


def test_recall_at_several_budgets_is_a_curve_too() -> None:
    found = Measured()
    for budget, value in ((64, 0.25), (128, 0.5)):
        found.add("a", f"recall at {budget} tokens", value)
    curve = figures(found, "", 0).curves["recall by tokens"]
    assert (curve.x, curve.y, curve.points) == ("tokens", "recall", [(64, 0.25), (128, 0.5)])


def test_questions_without_evidence_among_the_turns_are_left_out() -> None:
    asked = [{"question": "a", "evidence": ["D1:1; D1:2"]}, {"question": "b", "evidence": ["D9:9"]}]
    assert list(questions(asked, {"D1:1", "D1:2"})) == [("a", {"D1:1", "D1:2"})]


def test_a_value_is_called_by_the_name_that_it_shares_half_of_its_words_with() -> None:
    known: list[str] = []
    assert [called(name, known) for name in ("science fiction", "science fiction films", "western")] == [
        "science fiction",
        "science fiction",
        "western",
    ]
