"""The commands by which a person says what counts. Heavy imports happen inside them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from .options import Data, Off, Topic, User, Yes, known, opened

app = typer.Typer()


@app.command()
def start(
    sentence: Annotated[
        list[str] | None, typer.Argument(help="What you like and dislike; without it three questions are asked.")
    ] = None,
    cohort: Annotated[
        Path | None, typer.Option("--cohort", help="Start from what people like you care about.", metavar="FILE")
    ] = None,
    data: Data = None,
    user: User = None,
) -> None:
    """Say what you like before the first chat: answer three short questions, or give a sentence."""
    from rich.console import Console

    from ...memory import Cohort
    from ..starting import ask, lend, reader, tell

    console = Console(soft_wrap=True)
    lent = None if cohort is None else Cohort.read(cohort)
    with opened(data, user) as (_, person):
        if sentence:
            tell(person, " ".join(sentence), console)
        else:
            ask(person, reader(console), console)
        if lent is not None:
            lend(person, lent, console)


@app.command()
def pin(topic: Topic, off: Off = False, data: Data = None, user: User = None) -> None:
    """Keep an interest at weight 0.6 or above."""
    _steer("pin", topic, data, user, on=not off)


@app.command()
def mute(topic: Topic, off: Off = False, data: Data = None, user: User = None) -> None:
    """Keep an interest out of every prompt; it learns nothing and stays visible."""
    _steer("mute", topic, data, user, on=not off)


@app.command()
def boost(
    topic: Topic,
    factor: Annotated[float, typer.Argument(help="From 0.25 to 4; 1 undoes it.")] = 2.0,
    data: Data = None,
    user: User = None,
) -> None:
    """Make an interest count more, or less."""
    _steer("boost", topic, data, user, factor=factor)


@app.command()
def stop(topic: Topic, yes: Yes = False, data: Data = None, user: User = None) -> None:
    """Void what an interest has gathered so far; it starts again if you come back to it."""
    with known(data, user) as (_, person):
        label = person.named(topic).label
        if yes or typer.confirm(f"Void everything that {label!r} has gathered so far?"):
            person.stop(label)
            typer.echo(f"{label}: stopped")


@app.command()
def rename(
    topic: Topic, label: Annotated[str, typer.Argument(help="The new label.")], data: Data = None, user: User = None
) -> None:
    """Give an interest another label."""
    _steer("rename", topic, data, user, label=label)


def _steer(control: str, topic: str, data: Path | None, user: str | None, **value: Any) -> None:
    """Apply one of the person's controls and say what came of it."""
    from ..show import one_line

    with known(data, user) as (_, person):
        typer.echo(one_line(getattr(person, control)(topic, **value)))
