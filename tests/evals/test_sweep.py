"""A search finds better settings where there are any, and says so on people whom it has not seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from penchant.agent.prompting.quotes import SURE
from penchant.evals.settings import SPACE, packaged, settings_of
from penchant.evals.sweep import split, sweep
from penchant.evals.systems.capped import Capped
from penchant.evals.systems.system import Context, Piece, Query, Said
from penchant.evals.targets import target
from penchant.memory import Law
from penchant.tui.cli import app
from typer.testing import CliRunner

pytest.importorskip("optuna")


def test_a_search_tries_the_packaged_settings_first_and_keeps_the_best(kept: Path) -> None:
    told: list[tuple[str, int, int]] = []
    asked: dict[str, Any] = {"trials": 3, "seed": 1, "settings": ("vote_rate", "short"), "also": ["drift:NLL"]}
    found = sweep(["drift", "weights"], None, cache=kept, progress=lambda *step: told.append(step), **asked)
    assert told == [("trials", n, 3) for n in (1, 2, 3)] + [("held out", n, 3) for n in (1, 2, 3)]
    assert found.trials[0].settings == {"vote_rate": Law().vote_rate, "short": 1.0} == found.packaged
    assert found.trials[0].gain == 0
    assert found.best == max(found.trials, key=lambda one: one.gain).settings
    drift = found.targets["drift"]
    assert drift.train[0].value == found.trials[0].values["drift"]
    assert not set(drift.train[0].people) & set(drift.test[0].people)
    assert drift.difference.mean == pytest.approx(drift.test[1].value - drift.test[0].value, abs=1e-5)
    assert [one.searched for one in found.targets.values()] == [True, True, False]
    assert sweep(["drift", "weights"], None, cache=kept, **asked) == found


def test_a_gain_is_in_the_direction_that_is_better(kept: Path) -> None:
    found = sweep(["drift"], None, trials=4, settings=("smoothing", "attention", "slack"), cache=kept)
    worst = max(found.trials, key=lambda one: one.values["drift"])
    best = min(found.trials, key=lambda one: one.values["drift"])
    assert worst.values["drift"] > best.values["drift"]
    assert best.settings == found.best
    assert worst.gain < best.gain


def test_from_the_command_line_it_prints_and_writes_what_was_found(kept: Path, tmp_path: Path) -> None:
    how = ["--trials", "1", "--settings", "worth,budget", "--cache", str(kept), "--out", str(tmp_path / "sweep.json")]
    result = CliRunner().invoke(app, ["eval", "sweep", "gate:F1", *how])
    assert result.exit_code == 0, (result.output, result.exception)
    assert "gate:F1: F1 ↑" in result.stdout
    assert "held out: 0.000 (0.000 to 0.000), p 1.000" in result.stdout
    written = json.loads((tmp_path / "sweep.json").read_text("utf-8"))
    assert written["best"] == {"worth": 1.0, "budget": 150.0}
    (gate,) = written["targets"].values()
    assert [type(one["people"]) for half in ("train", "test") for one in gate[half]] == [int] * 4


def test_no_person_is_searched_on_and_tested_on() -> None:
    train, test = split([str(n) for n in range(9)], seed=3)
    assert sorted(train + test) == [str(n) for n in range(9)]
    assert len(train) == 4
    with pytest.raises(ValueError, match="cannot be split"):
        split(["one"], seed=0)


def test_every_setting_changes_something_and_has_its_packaged_value_in_its_range() -> None:
    plain = settings_of({name: packaged(name) for name in SPACE})
    assert (plain.law, plain.worth, plain.sure, plain.budget) == (Law(), 1.0, SURE, 150)
    for name, its in SPACE.items():
        assert settings_of({name: its.low}) != settings_of({name: its.high})
        assert its.low <= packaged(name) <= its.high
    found = settings_of({"short": 2.0, "burst": 3.0, "mass of dislike": -1.0})
    assert found.law == Law(short=timedelta(days=2), burst=3.0)
    assert found.masses == (("dislike", -1.0),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("drift", ("drift", "JSD", "penchant", True)),
        ("drift:hit@1", ("drift", "hit@1", "penchant", False)),
        ("gate:F1@penchant quoting", ("gate", "F1", "penchant quoting", False)),
        ("gate@penchant quoting", ("gate", "micro F1", "penchant quoting", False)),
    ],
)
def test_a_target_names_a_suite_a_metric_and_a_system(text: str, parts: tuple[object, ...]) -> None:
    one = target(text)
    assert (one.suite.name, one.metric, one.system, one.smaller_is_better) == parts


@pytest.mark.parametrize(
    ("targets", "how", "problem"),
    [
        (["drift"], {"settings": ("halflife",)}, "no setting 'halflife': choose of short"),
        (["drifts"], {}, "no suite 'drifts'"),
        (["drift@BM25"], {}, "asks no system 'BM25' that has settings"),
        (["transcript"], {}, "no suite 'transcript'"),
        (["drift"], {"trials": 0}, "at least one trial"),
        ([], {}, "name what is to become better"),
    ],
)
def test_what_cannot_be_searched_is_told(targets: Sequence[str], how: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        sweep(targets, None, **how)


def test_a_metric_that_there_is_not_or_that_has_no_people_is_told(kept: Path) -> None:
    with pytest.raises(ValueError, match="no such metric: choose of JSD"):
        sweep(["drift:JDS"], None, trials=1, settings=("short",), cache=kept)
    with pytest.raises(ValueError, match="no mean over people"):
        sweep(["drift:ECE of shares"], None, trials=1, settings=("short",), cache=kept)


class Puts:
    """A system that would put in three pieces of some tokens each."""

    def observe(self, said: Said) -> None:
        """Forget it."""

    def context(self, query: Query, budget: int) -> Context:
        """Return the pieces."""
        del query, budget
        texts = ("one two three", "four five six seven", "eight")
        return Context(tuple(Piece(text, text, 1.0) for text in texts), 0.5)

    def close(self) -> None:
        """Nothing is held."""


def test_a_capped_system_puts_in_the_best_that_fits_and_ranks_as_before() -> None:
    found = Capped(Puts(), 4).context(Query("", datetime(2026, 1, 1, tzinfo=UTC)), 100)
    assert [one.text for one in found.taken] == ["one two three", "eight"]
    assert len(found.pieces) == 3
