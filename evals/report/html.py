"""A run as one HTML page that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from ..results import Outcome, Run
from .markup import escaped, name
from .pictures import pictures
from .tables import anchor, costs, metrics, pairs, summary

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Even if something slipped through, a browser would load and run nothing."""

_READING = """\
Systems read the same turns and had the same budget. A figure is the mean over people, with the 95 % percentile bootstrap interval
over people below it. ↑ more is better, ↓ less is better. A difference is over the people that both systems have; p is of the
sign-flip permutation test, corrected by Holm over all comparisons of the table; better and worse are at the 5 % level."""


def page(run: Run) -> str:
    """Return a run as a page; everything in it that comes from outside is escaped."""
    style = (files(__package__) / "style.css").read_text("utf-8")
    title = f"Evaluation: {', '.join(run.suites) or 'nothing'}"
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escaped(title)}</title>",
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            *_body(run),
            "</body>",
            "</html>",
            "",
        ]
    )


def _body(run: Run) -> Iterator[str]:
    yield f"<header><h1>Evaluation</h1>{_made_by(run)}</header>"
    yield "<main>"
    if not run.suites:
        yield "<p>This run has no suite.</p>"
    else:
        yield f'<section><h2>In short</h2>{summary(run)}<p class="reading">{escaped(_READING)}</p></section>'
    for suite, outcome in run.suites.items():
        yield _section(suite, outcome)
    yield _made_with(run)
    yield "</main>"


def _made_by(run: Run) -> str:
    command = f"<code>{escaped(run.command)}</code>, " if run.command else ""
    return f"<p>{command}seed {escaped(run.seed)}</p>"


def _section(suite: str, outcome: Outcome) -> str:
    notes = "".join(f"<li>{escaped(note)}</li>" for note in outcome.notes)
    parts = [
        f"<ul class='notes'>{notes}</ul>" if notes else "",
        f'<div class="plots">{"".join(pictures(outcome))}</div>',
        metrics(outcome) if outcome.systems else "<p>No system was measured.</p>",
        costs(outcome),
    ]
    return f'<section id="{anchor(suite)}"><h2>{name(suite)}</h2>{"".join(parts)}</section>'


def _made_with(run: Run) -> str:
    data = {file: digest for outcome in run.suites.values() for file, digest in outcome.data.items()}
    parts = [
        pairs(run.versions, ("package", "version"), "Versions"),
        pairs(run.settings, ("setting", "value"), "Settings"),
        pairs(data, ("file", "SHA-256"), "Data"),
    ]
    return f"<section><h2>Made with</h2>{''.join(parts)}</section>" if any(parts) else ""
