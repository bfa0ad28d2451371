"""`penchant rerank` and `penchant classify`: JSON lines in, and out again with what the person's interests make of them."""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Data, User, looking

if TYPE_CHECKING:
    from ...agent import Candidate, Classified, Ranked
    from ...memory import Item

app = typer.Typer()

MARK = "penchant"
"""The name under which what was found stands in a line."""

File = Annotated[
    Path | None, typer.Argument(help="JSON lines: texts, or objects with title, text, tags. Without it, stdin.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON lines.")]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it came, and the thing that it names."""

    number: int
    fields: Mapping[str, Any]
    item: Item


@app.command()
def rerank(
    file: File = None,
    query: Annotated[str | None, typer.Option("--query", "-q", help="What you search for.", metavar="TEXT")] = None,
    score: Annotated[
        str,
        typer.Option(
            "--score", help="The field of a line that has a score of its own; it multiplies.", metavar="FIELD"
        ),
    ] = "",
    top: Annotated[int | None, typer.Option("--top", "-n", min=1, help="How many to print.")] = None,
    diversity: Annotated[float, typer.Option("--diversity", min=0, max=1, help="How little of one kind.")] = 0.3,
    explore: Annotated[
        float, typer.Option("--explore", min=0, max=1, help="Share of places for what no interest speaks for.")
    ] = 0.1,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Put things in the order in which they suit you, with the interests that moved each. Nothing is learned from it."""
    lines = read(file)
    scores = [_number(line, score) for line in lines] if score else None
    with looking(data, user) as (_, person):
        from ...agent import rerank as ranked

        items = [line.item for line in lines]
        found = ranked(items, query, memory=person, scores=scores, diversity=diversity, explore=explore)[:top]
        if json:
            typer.echo(
                "\n".join(_dumped(lines[one.given], _of_ranked(one, place)) for place, one in enumerate(found, 1))
            )
        else:
            _print_ranked(found)


@app.command()
def classify(
    file: File = None,
    label: Annotated[
        list[str] | None,
        typer.Option("--label", "-l", help="A label; give two or more. `name: what it means` says it better."),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="One text, instead of lines.")] = None,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Say which label each text falls under, with what you care about in doubt. Nothing is learned from it."""
    from ...memory import Item

    labels = _labels(label or [])
    lines = read(file) if text is None else [Line(1, {"text": text}, Item(text=text))]
    with looking(data, user) as (_, person):
        from ...agent import classify as classified
        from ...agent.applications.wording import words_of

        for line in lines:
            found = classified(words_of(line.item), labels, memory=person)
            typer.echo(_dumped(line, _of_classified(found)) if json else _told(line, found))


def read(file: Path | None) -> list[Line]:
    """Return the lines of a file, or of standard input; empty ones are left out.

    Raises:
        ValueError: the file cannot be read, or a line is no JSON text or object with something to read.
    """
    lines = _text(file).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").split("\n")
    found = [_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise ValueError(f"there are no lines in {file or 'the input'}: give one JSON text or object a line")
    return found


def _text(file: Path | None) -> str:
    try:
        if file is None or str(file) == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        return file.read_text("utf-8")
    except OSError as error:
        raise ValueError(f"{file or 'the input'} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{file or 'the input'} cannot be read as UTF-8: {error}") from error


def _line(number: int, line: str) -> Line:
    from ...memory import Item
    from ...memory.items import clean_item

    try:
        found = json_text.loads(line)
    except ValueError as error:
        raise ValueError(f"line {number} is no JSON: {error}") from error
    fields = {"text": found} if isinstance(found, str) else found
    if not isinstance(fields, dict):
        raise ValueError(f"line {number} is neither a JSON text nor an object, but {line.strip()[:60]}")
    tags = fields.get("tags") or ()
    tags = [tags] if isinstance(tags, str) else tags
    parts = {name: fields.get(name) or "" for name in ("title", "text", "url")}
    if wrong := [name for name, part in parts.items() if not isinstance(part, str)]:
        raise ValueError(f"line {number}: {wrong[0]} is no text, but {fields[wrong[0]]!r}")
    try:
        item = Item(parts["title"], parts["text"], tuple(str(tag) for tag in tags), parts["url"])
        return Line(number, fields, clean_item(item))
    except (TypeError, ValueError) as error:
        raise ValueError(f"line {number} has nothing to read: give it a title, a text, tags or a url") from error


def _number(line: Line, field: str) -> float:
    value = line.fields.get(field)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"line {line.number} has no number {field!r}, but {value!r}")
    return float(value)


def _labels(given: Sequence[str]) -> dict[str, str]:
    if len(given) < 2:
        raise ValueError("name two labels or more: --label sports --label finance")
    pairs = (one.partition(": ") for one in given)
    return {name.strip(): meaning.strip() for name, _, meaning in pairs}


def _dumped(line: Line, found: Mapping[str, Any]) -> str:
    return json_text.dumps({**line.fields, MARK: found}, ensure_ascii=False)


def _of_ranked(one: Ranked[Any], place: int) -> dict[str, Any]:
    return {
        "place": place,
        "given": one.given + 1,
        "score": round(one.score, 6),
        "relevance": round(one.relevance, 6),
        "interests": _named(one.bias.liked),
        "against": _named(one.bias.disliked),
        "explored": one.explored,
        "why": one.why,
    }


def _of_classified(found: Classified) -> dict[str, Any]:
    return {
        "label": found.label,
        "probabilities": {label: round(one, 6) for label, one in found.probabilities.items()},
        "plain": {label: round(one, 6) for label, one in found.plain.items()},
        "interests": _named(found.biases[found.label].liked),
        "why": found.why,
    }


def _named(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    return [
        {"label": one.interest.label, "weight": round(one.interest.weight, 6), "relevance": round(one.relevance, 6)}
        for one in candidates
    ]


def _print_ranked(found: Sequence[Ranked[Any]]) -> None:
    from ...memory.cleaning import one_line
    from ...memory.items import written
    from ..show import printable

    for place, one in enumerate(found, 1):
        shown = printable(one_line(written(one.item)))[:100]
        because = f"  ({printable(one.why)})" if one.why else ""
        typer.echo(f"{place:3} {one.score:6.2f}  {shown}{because}")


def _told(line: Line, found: Classified) -> str:
    from ...memory.cleaning import one_line
    from ...memory.items import written
    from ..show import printable

    shown = printable(one_line(written(line.item)))[:100]
    plain = "" if found.label == found.plain_label else f", {found.plain_label} without your interests"
    because = f"  ({printable(found.why)})" if found.why else ""
    return f"{found.label} {found.probabilities[found.label]:.2f}{plain}  {shown}{because}"
