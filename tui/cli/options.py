"""The options that many commands share, and what they open: the settings, the memory, the person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .environment import folder

if TYPE_CHECKING:
    from ...agent.settings import Settings
    from ...memory import InterestMemory, UserMemory

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the memory.", metavar="DIR", parser=folder)]
User = Annotated[str | None, typer.Option("--user", help="Whose memory.", metavar="NAME")]
Model = Annotated[
    str | None, typer.Option("--model", help="Language model; `penchant models` lists them.", metavar="NAME")
]
Embedder = Annotated[str | None, typer.Option("--embedder", help="Embedding model.", metavar="NAME")]
Topic = Annotated[str, typer.Argument(help="A topic's label, or some words of it.")]
Off = Annotated[bool, typer.Option("--off", help="Undo it.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings(**chosen: Any) -> Settings:
    """Return the settings with what the command line chose; None chooses nothing."""
    from ...agent.settings import load

    return load(**chosen)


def memory_of(chosen: Settings) -> InterestMemory:
    """Open the memory of the settings, with nobody in particular."""
    from ...memory import InterestMemory

    return InterestMemory(chosen.data, embedder=chosen.embedder, redact=chosen.redact)


@contextmanager
def looking(data: Path | None, user: str | None) -> Iterator[tuple[InterestMemory, UserMemory]]:
    """Do what `opened` does for a command that only looks: who is not known is not made known, and has an empty memory.

    Where others are known, or there is no memory at all, that is told: the name may be misspelt.
    """
    from tempfile import TemporaryDirectory

    from ...memory import InterestMemory, LedgerError
    from ...memory.ledger import must_be_there

    chosen = settings(data=data, user=user)
    try:
        must_be_there(chosen.data)
    except LedgerError as error:
        typer.echo(f"penchant: {error}", err=True)
    else:
        with memory_of(chosen) as memory:
            if memory.knows(chosen.user):
                yield memory, memory.user(chosen.user)
                return
            if memory.users():
                typer.echo(f"penchant: {unknown(memory, chosen.user)}", err=True)
    with (
        TemporaryDirectory(prefix="penchant-") as folder,
        InterestMemory(folder, embedder=chosen.embedder, index=False) as memory,
    ):
        yield memory, memory.user(chosen.user)


@contextmanager
def opened(data: Path | None, user: str | None) -> Iterator[tuple[InterestMemory, UserMemory]]:
    """Open the memory of the settings for one command: the memory, and the person's handle."""
    chosen = settings(data=data, user=user)
    with memory_of(chosen) as memory:
        yield memory, memory.user(chosen.user)


@contextmanager
def known(data: Path | None, user: str | None) -> Iterator[tuple[InterestMemory, UserMemory]]:
    """Do what `opened` does for a command that decides about what is there, or takes it away.

    Raises:
        LedgerError: there is no memory; none is made.
        ValueError: the person is not known; they are not made known.
    """
    from ...memory.ledger import must_be_there

    chosen = settings(data=data, user=user)
    must_be_there(chosen.data)
    with memory_of(chosen) as memory:
        if not memory.knows(chosen.user):
            raise ValueError(unknown(memory, chosen.user))
        yield memory, memory.user(chosen.user)


def unknown(memory: InterestMemory, name: str) -> str:
    """Return what is said of someone who is not known, with names that are nearly the same."""
    from difflib import get_close_matches

    near = get_close_matches(name, memory.users())
    return f"nothing is stored of {name!r}" + (f"; did you mean {' or '.join(map(repr, near))}?" if near else "")
