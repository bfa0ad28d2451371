"""The commands that forget, that keep away what was forgotten, and that let go of what is old. Heavy imports happen inside them."""

from __future__ import annotations

from typing import Annotated

import typer

from .options import Data, Json, User, Yes, known, looking, opened

app = typer.Typer()


@app.command()
def forget(
    topic: Annotated[str | None, typer.Argument(help="A topic's label, or some words of it.")] = None,
    turn: Annotated[
        int | None,
        typer.Option("--turn", help="A turn, by the number that search and why print: #12 is 12.", metavar="NUMBER"),
    ] = None,
    session: Annotated[
        str | None, typer.Option("--session", help="A session, by its id or title; last is the newest.", metavar="NAME")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help="All from then on.", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option("--until", help="All before then.", metavar="DATE")] = None,
    everything: Annotated[bool, typer.Option("--everything", help="All that is stored of you.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Forget nothing: type words, and all files are searched for them.")
    ] = False,
    receipt: Annotated[
        bool, typer.Option("--receipt", help="Print what went, and what was searched and found.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the receipt as JSON.")] = False,
    yes: Yes = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Erase a topic with every turn that speaks of it, a turn, a session, a period, or everything. There is no way back."""
    from ..forgetting import chosen_by, forget_chosen, verify_words

    with known(data, user) as (_, person):
        if verify:
            raise typer.Exit(verify_words(person))
        chosen = chosen_by(person, topic, turn, session, since, until, everything)
        raise typer.Exit(forget_chosen(person, chosen, ask=not yes, receipt=receipt, json=json))


@app.command()
def unforget(
    number: Annotated[int | None, typer.Argument(help="Which; without it they are listed.")] = None,
    json: Json = False,
    data: Data = None,
    user: User = None,
) -> None:
    """List what is kept away since it was forgotten, or let an import bring one back; nothing comes back by itself."""
    from ..forgetting import print_forgotten, unforgotten

    if number is None:
        with looking(data, user) as (_, person):
            print_forgotten(person.forgotten(), json)
    else:
        with known(data, user) as (_, person):
            typer.echo(unforgotten(person.unforget(number)))


@app.command()
def retention(
    times: Annotated[
        list[str] | None, typer.Argument(help="How long, one for each --keep: 30d, 52w.", metavar="TIME")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", help="A kind of event, before its time: --keep chat 365d.", metavar="KIND"),
    ] = None,
    forever: Annotated[
        list[str] | None, typer.Option("--forever", help="Keep a kind for ever again.", metavar="KIND")
    ] = None,
    yes: Yes = False,
    data: Data = None,
    user: User = None,
) -> None:
    """Show how long what is kept and what is about to go, or set it: --keep chat 365d --keep click 30d. Off at first."""
    from ..forgetting import pairs, print_aging, set_retention

    wanted = pairs(keep or [], times or [])
    with (opened if wanted else known if forever else looking)(data, user) as (memory, person):
        if wanted or forever:
            set_retention(person, wanted, forever or [], ask=not yes)
        print_aging(person.aging())
        for said in memory.notices():
            typer.echo(said, err=True)
