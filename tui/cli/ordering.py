"""The commands of the command line by which a person keeps their topics in order. Heavy imports happen inside them."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Data, Json, Topic, User, known, looking

app = typer.Typer()


@app.command()
def undo(data: Data = None, user: User = None) -> None:
    """Take back the last thing that you decided about an interest; again, the one before."""
    from ..steering import labels_of, taken_back

    with known(data, user) as (_, person):
        decided = person.undo()
        typer.echo(taken_back(decided, labels_of(person.interests())))


@app.command()
def merge(
    topic: Topic,
    into: Annotated[str, typer.Argument(help="The topic that it becomes part of.")],
    data: Data = None,
    user: User = None,
) -> None:
    """Make two interests one."""
    from ..show import steered

    with known(data, user) as (_, person):
        typer.echo(steered("merge", topic, person.merge(topic, into)))


@app.command()
def split(
    topic: Topic,
    phrase: Annotated[
        list[str] | None, typer.Option("--phrase", help="A phrase that leaves; may be given more than once.")
    ] = None,
    data: Data = None,
    user: User = None,
) -> None:
    """Make two interests of one: by what they mean, or by the phrases that you name."""
    from ..show import steered

    with known(data, user) as (_, person):
        typer.echo(steered("split", topic, person.split(topic, phrase or None)))


@app.command()
def confirm(topic: Topic, data: Data = None, user: User = None) -> None:
    """Say that a tentative interest is yours."""
    from ..show import one_line

    with known(data, user) as (_, person):
        typer.echo(one_line(person.confirm(topic)))


@app.command()
def reject(topic: Topic, data: Data = None, user: User = None) -> None:
    """Say that a tentative interest is none of yours."""
    from ..show import steered

    with known(data, user) as (_, person):
        typer.echo(steered("reject", topic, person.reject(topic)))


@app.command()
def relabel(topic: Topic, data: Data = None, user: User = None) -> None:
    """Call an interest by the phrase that says best what it is."""
    from ..show import steered

    with known(data, user) as (_, person):
        before = person.named(topic)
        typer.echo(steered("rename", before.label, person.relabel(before.topic)))


@app.command()
def review(
    listed: Annotated[bool, typer.Option("--list", help="List them and ask nothing.")] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="List what you have rejected.")] = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Go through the interests that were only mentioned once: accept or reject them."""
    from ..show import one_line
    from ..steering import odd, tentative
    from ..steering import review as go_through

    with looking(data, user) as (_, person):
        if listed:
            typer.echo("".join(f"{line}\n" for line in odd(person)), nl=False)
        if listed or rejected:
            found = person.rejected() if rejected else [one for one, _ in tentative(person)]
            typer.echo("\n".join(map(one_line, found)) or "there are none")
        else:
            go_through(person, input, typer.echo)


@app.command()
def tree(
    duplicates: Annotated[bool, typer.Option("--duplicates", help="Show which ones may be one.")] = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Show your interests as a tree: each under the one that it is a part of."""
    from ..steering import print_duplicates, print_tree

    with looking(data, user) as (_, person):
        print_duplicates(person.duplicates()) if duplicates else print_tree(person.tree())


@app.command()
def controls(json: Json = False, data: Data = None, user: User = None) -> None:
    """List all that you decided about your interests, oldest first."""
    from json import dumps

    from ..steering import control_fields, print_controls

    with looking(data, user) as (_, person):
        found = person.controls()
        if json:
            typer.echo(dumps([control_fields(one) for one in found], ensure_ascii=False, indent=2))
        else:
            print_controls(found, person.interests())
