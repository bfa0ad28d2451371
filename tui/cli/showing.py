"""The commands that show what is known of a person and change nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Data, Embedder, Json, Topic, User, looking, settings

app = typer.Typer()


@app.command()
def interests(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As they were then: 2026-03-01, or 2026-03-01T18:00.")
    ] = None,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """List your interests, heaviest first."""
    from ..show import moment, print_interests, to_json

    with looking(data, user) as (_, person):
        found = person.interests(None if as_of is None else moment(as_of))
        typer.echo(to_json(found)) if json else print_interests(found)


@app.command()
def why(topic: Topic, json: Json = False, data: Data = None, user: User = None) -> None:
    """Show where an interest comes from, in your own words, and where it is going."""
    from ..explained import explain, explanation_json, print_explanation

    with looking(data, user) as (memory, person):
        found, falls = explain(person, topic)
        if json:
            typer.echo(explanation_json(found, falls))
        else:
            print_explanation(found, falls=falls, now=memory.clock())


@app.command("what-if")
def what_if(
    half_life: Annotated[
        str | None, typer.Option("--half-life", help="One for everything: 90m, 12h, 7d, 2w.", metavar="TIME")
    ] = None,
    short: Annotated[str | None, typer.Option("--short", help="Of the last days.", metavar="TIME")] = None,
    long: Annotated[str | None, typer.Option("--long", help="Of the long run.", metavar="TIME")] = None,
    negative: Annotated[str | None, typer.Option("--negative", help="Of a dislike.", metavar="TIME")] = None,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Show what your interests would be under other half-lives; nothing is changed."""
    from ..durations import duration
    from ..supposed import check_order, print_supposed, supposed_json

    chosen = {"half_life": half_life, "short": short, "long": long, "negative": negative}
    given = {name: duration(text) for name, text in chosen.items() if text is not None}
    with looking(data, user) as (memory, person):
        if half_life is None:
            check_order(memory.law, given)
        found = person.what_if(**given)
        typer.echo(supposed_json(found)) if json else print_supposed(found)


@app.command()
def shift(
    window: Annotated[str, typer.Option("--window", help="How far back: 12h, 7d, 2w.", metavar="TIME")] = "7d",
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Show how far your interests of late are from those of the long run."""
    from ..durations import duration
    from ..supposed import print_shift, shift_json

    length = duration(window)
    with looking(data, user) as (_, person):
        found = person.shift(length)
        typer.echo(shift_json(found)) if json else print_shift(found)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for, by words and by meaning.")],
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=100, help="How many turns.")] = 5,
    data: Data = None,
    user: User = None,
) -> None:
    """Find past turns by words and by meaning."""
    from ..known import search as found
    from ..show import print_found

    with looking(data, user) as (memory, person):
        memory.settle()
        print_found(found(person, query, count))


@app.command()
def replay(
    file: Annotated[
        Path | None, typer.Argument(help="A transcript; `penchant replay --formats` lists the formats.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many interests of each person to show.")] = 10,
    people: Annotated[int, typer.Option("--people", min=1, help="How many people to show, most turns first.")] = 3,
    only: Annotated[str | None, typer.Option("--user", help="Replay this person only.", metavar="NAME")] = None,
    json: Json = False,
    formats: Annotated[bool, typer.Option("--formats", help="List the formats.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first line that cannot be read.")] = False,
    data: Data = None,
    embedder: Embedder = None,
) -> None:
    """Feed a transcript with its own times through the memory, without a model, and show the interests at the end.

    It goes into a memory of its own that is thrown away, unless --data names a folder. Turns without a time get one from
    2024-01-01 on.
    """
    from ..replay import list_formats, run

    if formats:
        list_formats()
    elif file is None:
        raise ValueError("name a transcript; `penchant replay --formats` lists the formats")
    else:
        chosen = settings(embedder=embedder)
        run(file, chosen.embedder, data, only=only, top=top, people=people, json=json, strict=strict)
