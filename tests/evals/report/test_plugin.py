"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from penchant.evals.results import written

from tests.evals.report.runs import run

pytest_plugins = ["pytester"]

HOUSE = Path(__file__).parents[3]
PLUGIN = ("-p", "penchant.evals.plugin", "-p", "no:cacheprovider")
"""By its module, so that it does not matter whether this checkout was installed since it has an entry point."""

TEST = """
def test_ours(penchant_eval):
    run = penchant_eval("run.json")
    assert run.suites["evidence"].systems["penchant"].metrics["recall"].value > 0.7

def test_again(penchant_eval):
    assert penchant_eval("run.json") is penchant_eval("run.json")
"""


@pytest.fixture(autouse=True)
def no_other_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what else is installed for pytest, which imports much."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project whose tests use what was measured before."""
    pytester.makepyfile(TEST)
    (pytester.path / "run.json").write_text(written(run()), "utf-8")
    return pytester


def test_a_test_gets_the_run(project: pytest.Pytester) -> None:
    project.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=2)


def test_a_figure_below_its_threshold_fails_the_tests_that_use_it(project: pytest.Pytester) -> None:
    done = project.runpytest_inprocess(*PLUGIN, "--penchant-fail-under", "evidence:recall=0.8")
    done.assert_outcomes(failed=2)
    done.stdout.fnmatch_lines(["evidence: recall of penchant is 0.7613, below 0.8"])


def test_a_figure_that_reaches_it_does_not(project: pytest.Pytester) -> None:
    options = ("--penchant-fail-under", "recall=0.7", "--penchant-fail-under=lag=10")
    project.runpytest_inprocess(*PLUGIN, *options).assert_outcomes(passed=2)


def test_a_threshold_that_cannot_be_read_is_told_and_passes_nothing(project: pytest.Pytester) -> None:
    done = project.runpytest_inprocess(*PLUGIN, "--penchant-fail-under", "recall")
    done.stderr.fnmatch_lines(["ERROR: --penchant-fail-under 'recall': write METRIC=NUMBER*"])
    assert done.ret != 0
    assert len(done.outlines + done.errlines) < 5


def test_a_threshold_of_what_the_run_does_not_have_is_told_in_a_line(project: pytest.Pytester) -> None:
    done = project.runpytest_inprocess(*PLUGIN, "--penchant-fail-under", "nosuch=0.8")
    done.assert_outcomes(failed=2)
    assert not [line for line in done.outlines if "Traceback" in line or line.startswith(("E ", ">"))]
    assert any("--penchant-fail-under" in line and "nosuch" in line for line in done.outlines)


def test_a_start_of_pytest_imports_nothing_of_penchant_but_the_plugin(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_light():
            found = {name for name in sys.modules if name.startswith("penchant.")}
            assert found <= {"penchant.evals", "penchant.evals.plugin"}, found
            assert not {"numpy", "sqlalchemy", "chromadb", "langchain", "rich", "typer"} & set(sys.modules)
        """
    )
    pytester.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=1)


def test_the_entry_point_is_the_plugin() -> None:
    told = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    assert list(told) == ["penchant"]
    assert hasattr(import_module(told["penchant"]), "penchant_eval")


LOG = """
from pathlib import Path

def test_log(penchant_eval):
    run = penchant_eval("log.jsonl", systems=["most recent"], cache=Path({cache!r}))
    assert run.suites["transcript"].notes[-1].startswith("Left out of log.jsonl, for they cannot be read: 1")
    assert not run.suites, "so that pytest shows what was told"

def test_strictly(penchant_eval):
    penchant_eval("log.jsonl", systems=["most recent"], cache=Path({cache!r}), strict=True)
"""


def test_a_bad_line_is_left_out_and_told_where_a_test_fails(pytester: pytest.Pytester, kept: Path) -> None:
    pytester.makepyfile(LOG.format(cache=str(kept)))
    line = '{"user": "ana", "role": "user", "text": "I bake rye bread."}\n'
    (pytester.path / "log.jsonl").write_text(line + line.replace('"user",', '"boss",') + line, "utf-8")
    done = pytester.runpytest_inprocess(*PLUGIN)
    done.assert_outcomes(failed=2)
    done.stdout.fnmatch_lines(
        [
            "*so that pytest shows what was told*",
            "left out: log.jsonl: line 2: role: is 'boss'*",
            "*Unreadable: log.jsonl: line 2*",
        ]
    )


def test_thresholds_that_nothing_is_measured_for_fail(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_nothing():\n    pass\n")
    done = pytester.runpytest_inprocess(*PLUGIN, "--penchant-fail-under", "MRR=0.9")
    assert done.ret == pytest.ExitCode.TESTS_FAILED
    done.stdout.fnmatch_lines(["--penchant-fail-under MRR=0.9: no test measured anything by penchant_eval"])
    assert pytester.runpytest_inprocess(*PLUGIN).ret == pytest.ExitCode.OK
