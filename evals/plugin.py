"""A pytest plugin: a test that measures on a transcript, so that what a memory is worth is held by continuous integration.

    def test_our_log(penchant_eval):
        run = penchant_eval("log.jsonl", systems=["penchant", "BM25"])
        assert run.suites["transcript"].systems["penchant"].metrics["MRR"].value > 0.3

With `--penchant-fail-under MRR=0.3` such a test fails where a figure is worse. At the start of pytest nothing of Penchant is imported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .report.threshold import Threshold
    from .results import Run

    Evaluate = Callable[..., Run]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("penchant").addoption(
        "--penchant-fail-under",
        action="append",
        default=[],
        metavar="METRIC=VALUE",
        help="fail a test that uses penchant_eval where a figure is worse: MRR=0.3, transcript:MRR@BM25=0.2; may be given again",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Say at once that a threshold cannot be read, before anything is measured."""
    if given := config.getoption("--penchant-fail-under", []):
        _thresholds(given)


_HELD = pytest.StashKey[bool]()
"""Whether anything was measured that the thresholds could hold."""
_IN_A_WORKER = "penchant_held"


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take from a worker of xdist whether it measured anything."""
    if getattr(node, "workeroutput", {}).get(_IN_A_WORKER):
        node.config.stash[_HELD] = True


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where there are thresholds and nothing was measured: nothing was held by them."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_IN_A_WORKER] = _HELD in session.config.stash
    elif _unheld(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say why it fails."""
    if _unheld(config):
        given = " ".join(config.getoption("--penchant-fail-under"))
        terminalreporter.write_line(
            f"--penchant-fail-under {given}: no test measured anything by penchant_eval", red=True
        )


def _unheld(config: pytest.Config) -> bool:
    given = config.getoption("--penchant-fail-under", [])
    return bool(given) and not config.getoption("collectonly", False) and _HELD not in config.stash


@pytest.fixture(scope="session")
def _penchant_runs() -> dict[Any, Run]:
    """What was measured in this session: the same is not measured twice."""
    return {}


@pytest.fixture
def penchant_eval(request: pytest.FixtureRequest, _penchant_runs: dict[Any, Run]) -> Evaluate:
    """Return a function from a transcript to its run.

    Called with the file, and perhaps `systems`, `seed`, `processes`, `cache`, `strict` as in `evals.run.run_transcript`: a line that
    cannot be read is told on stderr, which pytest shows where the test fails, and left out. A file that `penchant eval run --out` wrote
    is read instead of measured again.
    """

    def evaluate(
        file: Path | str,
        *,
        systems: Sequence[str] | None = ("penchant",),
        seed: int = 0,
        processes: int = 1,
        cache: Path | None = None,
        strict: bool = False,
    ) -> Run:
        chosen = None if systems is None else tuple(systems)
        key = (Path(file).resolve(), chosen, seed, strict)
        if key not in _penchant_runs:
            how = {"systems": chosen, "seed": seed, "processes": processes, "cache": cache, "strict": strict}
            _penchant_runs[key] = _run_of(Path(file), how)
        request.config.stash[_HELD] = True
        _hold(_penchant_runs[key], _thresholds(request.config.getoption("--penchant-fail-under")))
        return _penchant_runs[key]

    return evaluate


def _run_of(file: Path, how: dict[str, Any]) -> Run:
    from .results import read

    if file.suffix == ".json":
        try:
            return read(file.read_text("utf-8"))
        except ValueError:  # a transcript then
            pass
    from .run import run_transcript

    return run_transcript(file, **how, tell=_tell)


def _tell(problem: str) -> None:
    sys.stderr.write(f"{problem}\n")


def _thresholds(given: Sequence[str]) -> list[Threshold]:
    from .report.threshold import threshold

    try:
        return [threshold(text) for text in given]
    except ValueError as error:
        raise pytest.UsageError(_ours(error)) from error


def _hold(run: Run, thresholds: Sequence[Threshold]) -> None:
    from .report.threshold import missed

    try:
        worse = missed(run, thresholds)
    except ValueError as error:  # a threshold of what the run does not have
        pytest.fail(_ours(error), pytrace=False)
    if worse:
        pytest.fail("\n".join(map(str, worse)), pytrace=False)


def _ours(error: ValueError) -> str:
    return str(error).replace("--fail-under", "--penchant-fail-under")
