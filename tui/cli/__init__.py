"""The command line: a file for each kind of command. Heavy imports happen inside them, so that help and errors come at once."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from shutil import get_terminal_size
from typing import Annotated

import typer
from typer.core import TyperGroup

from ..entry import VERSION
from . import (
    applying,
    cohorts,
    copying,
    environment,
    evaluating,
    forgetting,
    hosts,
    importing,
    ordering,
    privacy,
    sealing,
    serving,
    showing,
    steering,
    upkeep,
)
from .chat import chat

FRAMED = 60
"""Columns below which help is without frames, which would cut the names of options."""

COLUMNS = get_terminal_size().columns

OWN_OPTIONS = ("--version", "--help", "-h")


class Commands(TyperGroup):
    """The commands; without one it is `chat`, whose options may then stand alone: `penchant --plain`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put `chat` in front of options that are not the program's own."""
        alone = not args or (args[0].startswith("-") and args[0] not in OWN_OPTIONS)
        if alone and (behind := self._command(args)):
            raise ValueError(f"options go behind the command: `penchant {behind} {args[0]} …`")
        return super().parse_args(ctx, ["chat", *args] if alone else args)

    def _command(self, args: list[str]) -> str | None:
        """A command that stands behind options, and is not the value of one."""
        found = (one for before, one in pairwise(args) if one in self.commands and not before.startswith("-"))
        return next(found, None)


app = typer.Typer(
    cls=Commands,
    name="penchant",
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich" if COLUMNS >= FRAMED else None,
    context_settings={"help_option_names": ["-h", "--help"]}
    | ({"terminal_width": COLUMNS} if COLUMNS < FRAMED else {}),
)


@app.callback(invoke_without_command=True)
def penchant(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """A chat agent that learns what you care about, shows it, lets you steer it, and answers by it.

    Without a command it is `penchant chat`.
    """
    environment.check(os.environ)
    for line in environment.unread(os.environ):
        typer.echo(f"penchant: {line}", err=True)
    if version:
        typer.echo(f"penchant {VERSION}")


app.command()(chat)
for group in (
    showing,
    steering,
    forgetting,
    ordering,
    importing,
    copying,
    applying,
    upkeep,
    sealing,
    privacy,
    serving,
    hosts,
):
    app.add_typer(group.app)
app.add_typer(upkeep.models_app, name="models")
app.add_typer(cohorts.app, name="cohort")
app.add_typer(evaluating.app, name="eval")


def main() -> None:
    """Run the command line; an error that Penchant raises on purpose is told in one line."""
    from ...memory import arenas
    from ...memory.sealing import masters
    from ..sealing import ask, keep_off_the_disk
    from ..system import streams

    streams.prepare()
    arenas.keep_small()
    masters.prepare(ask, keep_off_the_disk)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except ValueError as error:
        sys.exit(_told(error))
    except OSError as error:
        sys.exit(f"penchant: {error.filename or 'what is written'}: {error.strerror or error}")
    except MemoryError:
        sys.exit("penchant: there is no memory left; what was said is stored. Close other programs and try again")
    except Exception as error:
        from ...memory.errors import PenchantError

        if not isinstance(error, PenchantError):
            raise
        sys.exit(_told(error))


def _told(error: Exception) -> str:
    return f"penchant: {error}"
